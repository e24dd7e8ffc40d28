// Commits that break a boot, and some that do not, made on every real config in which the mode boots.
import '../../src/platform/node.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type CheckOptions, judgeConfig } from '../../src/check/check.js';
import { parseConfig } from '../../src/config/parse.js';
import { parseVersion } from '../../src/input/version.js';
import { loadFacts, loadProfiles, loadXenTable } from '../support/knowledge.js';
import { corpusEntries, have, shared, whyNot } from './shared.js';

const all = suite('corpus commits');
const here = have('corpus/index.json');
if (!here) all(`skipped: ${whyNot}`, () => assert.not(here));

const profiles = loadProfiles();
const facts = loadFacts();
const guests = ['domu-pv', 'domu-pvh', 'domu-arm'];
const dom0 = ['dom0-pv', 'dom0-pvh', 'dom0-arm'];

interface Switch {
  readonly option: string;
  readonly profiles: readonly string[];
  /** On these architectures alone. */
  readonly arch?: readonly string[];
  readonly root?: CheckOptions['root'];
  /** Where one of these is on it selects the option, which stays on whatever the line says. */
  readonly unless?: readonly string[];
  /** Why what is here stops the boot, or why not. */
  readonly known: string;
}

const x86 = ['x86_64', 'i386'];
const breaking: readonly Switch[] = [
  { option: 'XEN', profiles: [...guests, ...dom0], known: 'every Xen option depends on it' },
  {
    option: 'HYPERVISOR_GUEST',
    profiles: [...guests, ...dom0],
    arch: x86,
    unless: ['X86_VSMP'],
    known: 'XEN stands inside it, since 3.10',
  },
  { option: 'XEN_PV', profiles: ['domu-pv', 'dom0-pv'], known: 'lab: xen_pv-n' },
  { option: 'XEN_PVH', profiles: ['domu-pvh', 'dom0-pvh'], known: 'lab: pvh-n, xen_pvh-n_pvh-y' },
  { option: 'HVC_XEN', profiles: [...guests, ...dom0], known: 'lab: hvc_xen-n' },
  { option: 'XEN_BLKDEV_FRONTEND', profiles: guests, known: 'lab: blkfront-n+rootdisk' },
  { option: 'BLK_DEV', profiles: guests, known: 'drivers/block/Kconfig: the front end stands inside it' },
  { option: 'XEN_NETDEV_FRONTEND', profiles: guests, root: 'network', known: 'drivers/net/Kconfig' },
  {
    option: 'NETDEVICES',
    profiles: guests,
    root: 'network',
    unless: ['SCSI_BNX2X_FCOE', 'SCSI_BNX2_ISCSI', 'SCSI_CXGB3_ISCSI'],
    known: 'drivers/net/Kconfig: the front end stands inside it',
  },
  { option: 'BLK_DEV_INITRD', profiles: guests, root: 'initramfs', known: 'lab: initrd-n' },
  { option: 'XENFS', profiles: dom0, known: 'lab: xenfs-n' },
  { option: 'XEN_DEV_EVTCHN', profiles: dom0, known: 'lab: evtchn-n' },
  { option: 'XEN_BACKEND', profiles: dom0, known: 'lab: backend-n' },
  { option: 'UNIX', profiles: dom0, known: 'xenstored listens on a local socket' },
];

const harmless: readonly Switch[] = [
  ...[
    'SOUND',
    'USB_SUPPORT',
    'DRM',
    'WIRELESS',
    'IPV6',
    'HWMON',
    'NFS_FS',
    'KVM',
    'DEBUG_INFO',
    'SECURITY_SELINUX',
  ].map((option): Switch => ({
    option,
    profiles: [...guests, ...dom0],
    known: 'nothing of Xen depends on it',
  })),
  { option: 'XEN_BLKDEV_FRONTEND', profiles: dom0, known: 'lab: blkfront-n as PV dom0 boots' },
  { option: 'XEN_BACKEND', profiles: guests, known: 'lab: backend-n as PV domU boots' },
  { option: 'XEN_PV', profiles: ['domu-pvh'], known: 'lab: xen_pv-n as PVH domU boots' },
  { option: 'XEN_PVH', profiles: ['domu-pv'], known: 'lab: pvh-n as PV domU boots' },
];

/** Without xenlinux, and without SUSE's trees that give mainline's options other names: for these nothing is dropped. */
const texts = here
  ? corpusEntries()
      .filter(({ kind, flavour }) => kind === 'config' && flavour !== 'xenlinux')
      .map(({ file }) => {
        const bytes = readFileSync(join(shared, 'corpus/configs', file));
        return [file, (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1')] as const;
      })
      .filter(([, text]) => !text.includes('CONFIG_PARAVIRT_XEN'))
  : [];

function verdicts(text: string, root: CheckOptions['root']): ReadonlyMap<string, string> {
  const xen = { version: parseVersion(loadXenTable().newest)!, given: false };
  const result = judgeConfig(parseConfig(text), profiles, facts, { xen, ...(root && { root }) });
  return new Map(result.verdicts.map(({ profile, verdict }) => [profile, verdict]));
}

const isUp = (verdict: string | undefined) => verdict === 'boots' || verdict === 'conditional';

/** Of every config in which a mode boots: what becomes of it without the option. */
function* without({ option, profiles: wanted, arch, root, unless = [] }: Switch) {
  const line = new RegExp(`^CONFIG_${option}=[ym]$`, 'm');
  for (const [file, text] of texts) {
    if (!line.test(text) || (arch && !arch.includes(parseConfig(text).arch ?? ''))) continue;
    if (unless.some(selector => new RegExp(`^CONFIG_${selector}=[ym]$`, 'm').test(text))) continue;
    const before = verdicts(text, root);
    const up = wanted.filter(name => isUp(before.get(name)));
    if (up.length === 0) continue;
    const after = verdicts(text.replace(line, `# CONFIG_${option} is not set`), root);
    for (const name of up) yield { what: `${file}: ${name} ${before.get(name)}`, after: after.get(name)! };
  }
}

if (here) {
  for (const one of breaking)
    all(`${one.option} off${one.root ? `, root ${one.root}` : ''}: stops (${one.known})`, () => {
      const tried = [...without(one)];
      assert.equal(
        tried.filter(({ after }) => after !== 'fails' && after !== 'silent'),
        [],
      );
      assert.ok(tried.length > 10, `${tried.length} tried`);
    });
  for (const one of harmless)
    all(`${one.option} off for ${one.profiles.join(', ')}: passes (${one.known})`, () => {
      const tried = [...without(one)];
      assert.equal(
        tried.filter(({ after }) => !isUp(after)),
        [],
      );
      assert.ok(tried.length > 10, `${tried.length} tried`);
    });
}

all.run();
