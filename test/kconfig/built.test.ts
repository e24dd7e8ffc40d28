// What the check takes for dropped, against what the tree itself makes of the same file. Needs a folder made by
// prepare.js, named in KCONFIG_TREES.
import '../../src/platform/node.js';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { builtView } from '../../src/check/built.js';
import { configViewOf } from '../../src/check/view.js';
import { parseConfig } from '../../src/config/parse.js';
import { knowledge } from '../../src/node/knowledge.js';
import { loadKernelTree } from '../../src/node/kernel-tree.js';
import { root } from '../support/paths.js';

const folder = process.env.KCONFIG_TREES;
const configs = [
  ['6.1', 'x86_64-6.1-xen.config.gz'],
  ['6.12', 'x86_64-6.12-xen.config.gz'],
  ['6.12', 'arm64-6.12.config.gz'],
  ['7.3', 'x86_64-7.3-xen.config.gz'],
] as const;
/** What much rests on, and some that little or nothing does. */
const switches =
  'HYPERVISOR_GUEST PARAVIRT XEN BLOCK BLK_DEV NET NETDEVICES NET_CORE PCI ACPI SYSFS TTY MODULES INPUT FB EXPERT SCSI ATA MEMORY_HOTPLUG XEN_BACKEND XEN_PVHVM XEN_PV XEN_DOM0 SMP X86_MCE CPU_FREQ OF EFI UNIX BRIDGE SUSPEND HIBERNATION INTEL_IOMMU EXT4_FS HYPERV KVM_GUEST CRYPTO SOUND USB'.split(
    ' ',
  );

/** Backports of Debian's trees: XEN_ACPI_PROCESSOR needs no PV dom0 any more (mainline 6.14). */
const backported = new Set(['XEN_ACPI_PROCESSOR']);
/** Kept by selects of options that would go too, or hidden and without a default any more: too careful, never wrong. */
const kept = new Set(
  'PCI_MSI IRQ_REMAP ACPI_PROCESSOR ARCH_SUPPORTS_ACPI ACPI SWIOTLB_XEN HOTPLUG_CPU HIBERNATE_CALLBACKS NUMA X86_64_ACPI_NUMA ARCH_HAS_DMA_OPS'.split(
    ' ',
  ),
);

const missing = [...new Set(configs.map(([release]) => release))].filter(
  release => !folder || !existsSync(join(folder, 'trees', `linux-source-${release}`)),
);
if (missing.length > 0) {
  test('skipped: KCONFIG_TREES names no folder with every release', () => {
    console.error(`skipped: KCONFIG_TREES names no folder with ${missing.join(', ')}`);
  });
} else {
  const data = knowledge.builds();
  for (const [release, name] of configs)
    test(`${name}: what one switch drops is what the tree drops`, () => {
      const text = gunzipSync(readFileSync(join(root, 'fixtures/configs', name))).toString('latin1');
      const arch = parseConfig(text).arch!;
      const srctree = join(folder!, 'trees', `linux-source-${release}`);
      const { tree } = loadKernelTree({ srctree, arch, config: text });
      const completed = (config: string) => {
        tree.readConfig(Buffer.from(config, 'latin1'));
        return parseConfig(tree.writeConfig());
      };
      const before = completed(text);
      const wrong: string[] = [];
      const missed: string[] = [];
      let dropped = 0;
      for (const option of switches)
        for (const line of [`# CONFIG_${option} is not set`, '']) {
          const found = new RegExp(`^CONFIG_${option}=.*$`, 'm');
          if (!found.test(text)) continue;
          const config = text.replace(found, line);
          const stated = configViewOf(parseConfig(config), {});
          const view = builtView(stated, data);
          const after = completed(config);
          for (const judged of Object.keys(data.symbols)) {
            const asked = stated.tri(judged);
            // Debian's patches may differ from the file by themselves.
            if (before.settings.get(judged)?.tri !== asked || judged === option) continue;
            const built = view.tri(judged);
            const real = after.settings.get(judged)?.tri ?? 0;
            if (built < asked) dropped++;
            const said = `${line || `no ${option}`}: ${judged} ${asked}, built ${built}, tree ${real}`;
            if (built < real && !backported.has(judged)) wrong.push(said);
            if (built > real && !kept.has(judged)) missed.push(said);
          }
        }
      assert.equal(wrong, []);
      assert.equal(missed, []);
      assert.ok(dropped > 20, `${dropped} dropped`);
    });
}

test.run();
