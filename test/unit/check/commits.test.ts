// Commits to a kernel's config as a repository would see them, through the whole of `check`: what breaks a boot stops the
// gate, what does not passes. Each row says how it is known what becomes of the kernel: a boot that the lab observed, a
// Kconfig file, the source of Linux or Xen.
import '../../../src/platform/node.js';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { check } from '../../../src/api/check.js';
import type { CheckRequest } from '../../../src/api/check-request.js';
import { encodeUtf8 } from '../../../src/input/bytes.js';
import { namedBytes } from '../../../src/input/named-bytes.js';
import { knowledge } from '../../../src/node/knowledge.js';
import { root } from '../../support/paths.js';

const test = suite('commits');

type Gate = Omit<CheckRequest, 'files'>;

/** The gate of a repository whose kernels are dom0, guests, or both. */
const guests: Gate = { profile: ['domu-pv', 'domu-pvh'] };
const dom0: Gate = { profile: ['dom0-pv', 'dom0-pvh'] };
const pv: Gate = { profile: ['domu-pv'] };
const pvh: Gate = { profile: ['domu-pvh'] };
const hvm: Gate = { profile: ['domu-hvm'] };
const arm: Gate = { profile: ['dom0-arm', 'domu-arm'] };
const modules = 'usr/lib/modules/6.12.117/kernel';
const listing = `init\n${modules}/drivers/block/xen-blkfront.ko\n${modules}/drivers/net/xen-netfront.ko\n`;
const withInitramfs: Gate = { ...guests, initramfs: 'initrd.lst' };

interface Commit {
  readonly config: string;
  /** What becomes of options: a value, "off" for the line that says so, "gone" for a line taken out. */
  readonly sets: Readonly<Record<string, string>>;
  readonly gate: Gate;
  readonly known: string;
}

const debian = 'x86_64-6.12-xen';

const breaking: readonly Commit[] = [
  {
    config: debian,
    sets: { XEN: 'off' },
    gate: guests,
    known: 'lab: Debian 6.1 686 without XEN is refused by the loader in all modes',
  },
  {
    config: debian,
    sets: { HYPERVISOR_GUEST: 'off' },
    gate: pvh,
    known: 'arch/x86/Kconfig: XEN stands inside `if HYPERVISOR_GUEST`',
  },
  {
    config: 'x86_64-7.3-xen',
    sets: { HYPERVISOR_GUEST: 'gone' },
    gate: dom0,
    known: 'arch/x86/Kconfig: no default, so the line that is gone is off',
  },
  {
    config: 'x86_64-6.1-xen',
    sets: { PARAVIRT: 'off' },
    gate: pv,
    known: 'arch/x86/xen/Kconfig: XEN depends on PARAVIRT, and HYPERV, which selects it, is off',
  },
  {
    config: debian,
    sets: { XEN_PV: 'off' },
    gate: pv,
    known: 'lab: xen_pv-n is refused by the loader as PV domU',
  },
  {
    config: debian,
    sets: { XEN_PVH: 'off' },
    gate: pvh,
    known: 'lab: xen_pvh-n_pvh-y reboots without a line as PVH domU',
  },
  {
    config: debian,
    sets: { ACPI: 'off' },
    gate: pvh,
    known: 'arch/x86/xen/Kconfig: XEN_PVH depends on ACPI',
  },
  {
    config: debian,
    sets: { XEN_BLKDEV_FRONTEND: 'off' },
    gate: guests,
    known: 'lab: blkfront-n+rootdisk panics as PV and PVH domU',
  },
  {
    config: debian,
    sets: { BLK_DEV: 'off' },
    gate: guests,
    known:
      'drivers/block/Kconfig: XEN_BLKDEV_FRONTEND stands inside `if BLK_DEV`; then as blkfront-n+rootdisk',
  },
  {
    config: debian,
    sets: { EXPERT: 'y', BLOCK: 'off' },
    gate: guests,
    known: 'block/Kconfig: with EXPERT the line counts; every disk and file system depends on BLOCK',
  },
  {
    config: debian,
    sets: { HVC_XEN: 'off' },
    gate: guests,
    known: 'lab: hvc_xen-n boots without a console in all modes',
  },
  {
    config: debian,
    sets: { EXPERT: 'y', TTY: 'off' },
    gate: guests,
    known: 'drivers/tty/hvc/Kconfig: HVC_XEN stands inside `if TTY`; then as hvc_xen-n',
  },
  {
    config: debian,
    sets: { BLK_DEV_INITRD: 'off' },
    gate: withInitramfs,
    known: 'lab: initrd-n panics with an initramfs',
  },
  {
    config: debian,
    sets: { XEN_NETDEV_FRONTEND: 'off' },
    gate: { ...guests, require: ['network'] },
    known: 'drivers/net/Kconfig: the front end of vif=; the maintainer requires it',
  },
  {
    config: debian,
    sets: { NETDEVICES: 'off' },
    gate: { ...guests, require: ['xen-network'] },
    known: 'drivers/net/Kconfig: XEN_NETDEV_FRONTEND stands inside `if NETDEVICES`',
  },
  {
    config: debian,
    sets: { NET: 'off' },
    gate: dom0,
    known: 'net/Kconfig: UNIX stands inside `if NET`; xenstored listens on a UNIX socket',
  },
  {
    config: debian,
    sets: { XEN_DOM0: 'off' },
    gate: dom0,
    known: 'lab: dom0-n boots without a console; from 6.5 on the loader refuses it',
  },
  {
    config: debian,
    sets: { PCI: 'off' },
    gate: dom0,
    known: 'arch/x86/xen/Kconfig: XEN_DOM0 depends on PCI; then as dom0-n',
  },
  {
    config: debian,
    sets: { XEN_BACKEND: 'off' },
    gate: dom0,
    known: 'lab: backend-n, toolstack-fails',
  },
  {
    config: debian,
    sets: { XEN_BLKDEV_BACKEND: 'off', XEN_NETDEV_BACKEND: 'off' },
    gate: { ...dom0, require: ['blkback', 'netback'] },
    known:
      'drivers/block/Kconfig, drivers/net/Kconfig: the back ends that serve guests; the maintainer requires them',
  },
  { config: debian, sets: { XENFS: 'off' }, gate: dom0, known: 'lab: xenfs-n, toolstack-fails' },
  {
    config: debian,
    sets: { XEN_DEV_EVTCHN: 'off' },
    gate: dom0,
    known: 'lab: evtchn-n, toolstack-fails',
  },
  {
    config: debian,
    sets: { EXPERT: 'y', UNIX98_PTYS: 'off' },
    gate: dom0,
    known: 'lab: unix98ptys-n, toolstack-fails',
  },
  {
    config: debian,
    sets: { EXT4_FS: 'off', EXT3_FS: 'off', EXT2_FS: 'off' },
    gate: guests,
    known: 'init/do_mounts.c: no file system takes the root disk; this config has no other',
  },
  {
    config: debian,
    sets: { XEN_BLKDEV_FRONTEND: 'm' },
    gate: { ...guests, initramfs: 'bare.lst' },
    known:
      'drivers/block/Makefile: m is xen-blkfront.ko, which this initramfs does not hold; then as blkfront-n+rootdisk',
  },
  {
    config: debian,
    sets: { KERNEL_GZIP: 'off', KERNEL_ZSTD: 'y' },
    gate: { ...dom0, xen: '4.14' },
    known: 'lab, Xen 4.14.6: comp-zstd is refused by the loader as dom0',
  },
  {
    config: 'arm64-6.12',
    sets: { XEN: 'off' },
    gate: arm,
    known: 'arch/arm64/Kconfig: every Xen driver depends on XEN',
  },
  {
    config: 'arm64-6.12',
    sets: { XEN_BLKDEV_FRONTEND: 'off' },
    gate: arm,
    known: 'drivers/block/Kconfig, as on x86',
  },
  {
    config: 'i386-6.1-pae-xen',
    sets: { X86_PAE: 'off', HIGHMEM64G: 'off', HIGHMEM4G: 'y' },
    gate: pvh,
    known: 'arch/x86/xen/Kconfig: XEN depends on X86_PAE on 32 bits',
  },
];

const harmless: readonly Commit[] = [
  ...[
    'SOUND',
    'USB_SUPPORT',
    'DRM',
    'WIRELESS',
    'INPUT_MOUSE',
    'KVM_GUEST',
    'IPV6',
    'HWMON',
    'NFS_FS',
    'SECURITY',
  ].map((option): Commit => ({
    config: debian,
    sets: { [option]: 'off' },
    gate: { profile: ['dom0-pv', 'dom0-pvh', 'domu-pv', 'domu-pvh'] },
    known:
      'no Xen option depends on it (drivers/xen/Kconfig, arch/x86/xen/Kconfig and the front ends of 6.12)',
  })),
  {
    config: debian,
    sets: { BLOCK: 'off' },
    gate: guests,
    known: 'block/Kconfig: asked for with EXPERT alone, which is off: olddefconfig writes BLOCK=y again',
  },
  {
    config: debian,
    sets: { TTY: 'off' },
    gate: guests,
    known: 'drivers/tty/Kconfig: asked for with EXPERT alone, which is off: olddefconfig writes TTY=y again',
  },
  {
    config: debian,
    sets: { PARAVIRT: 'off', HYPERV: 'm' },
    gate: guests,
    known: 'drivers/hv/Kconfig: HYPERV selects PARAVIRT',
  },
  {
    config: debian,
    sets: { ACPI: 'gone' },
    gate: guests,
    known: 'drivers/acpi/Kconfig: y by default on x86',
  },
  {
    config: debian,
    sets: { MODULES: 'off' },
    gate: guests,
    known: 'scripts/kconfig: without modules what was m is y, the disk driver too',
  },
  {
    config: debian,
    sets: { XEN_BLKDEV_FRONTEND: 'y' },
    gate: guests,
    known: 'built in it is there before the root is',
  },
  {
    config: debian,
    sets: { XEN_NETDEV_FRONTEND: 'y' },
    gate: { ...guests, require: ['network'] },
    known: 'y as good as m, once the root is there',
  },
  { config: debian, sets: { XEN_DOM0: 'off' }, gate: guests, known: 'lab: dom0-n boots as PV and PVH domU' },
  { config: debian, sets: { XEN_BACKEND: 'off' }, gate: guests, known: 'lab: backend-n boots as PV domU' },
  {
    config: debian,
    sets: { XEN_BLKDEV_FRONTEND: 'off' },
    gate: dom0,
    known: 'lab: blkfront-n boots as PV dom0',
  },
  {
    config: debian,
    sets: { XEN_BLKDEV_FRONTEND: 'off' },
    gate: { ...guests, root: 'initramfs' },
    known: 'lab: blkfront-n with an initramfs as root boots as PV and PVH domU',
  },
  {
    config: debian,
    sets: { XEN: 'off' },
    gate: { ...hvm, root: 'any' },
    known: 'xl.cfg manual: an HVM guest has emulated disks and needs nothing of Xen',
  },
  {
    config: debian,
    sets: { KERNEL_GZIP: 'off', KERNEL_ZSTD: 'y' },
    gate: { ...dom0, xen: '4.17' },
    known: 'lab, Xen 4.17.7: comp-zstd boots as PV dom0',
  },
  { config: 'x86_64-6.1-xen', sets: { XEN_PV: 'off' }, gate: pvh, known: 'lab: xen_pv-n boots as PVH domU' },
  { config: 'x86_64-7.3-xen', sets: { XEN_PVH: 'off' }, gate: pv, known: 'lab: pvh-n boots as PV domU' },
  {
    config: 'arm64-6.12',
    sets: { ACPI: 'off' },
    gate: arm,
    known: 'arch/arm64/Kconfig: XEN depends on OF alone',
  },
];

function edited({ config, sets }: Commit): string {
  let text = gunzipSync(readFileSync(`${root}fixtures/configs/${config}.config.gz`)).toString();
  for (const [option, value] of Object.entries(sets)) {
    const line =
      value === 'off' ? `# CONFIG_${option} is not set` : value === 'gone' ? '' : `CONFIG_${option}=${value}`;
    const before = new RegExp(`^(CONFIG_${option}=.*|# CONFIG_${option} is not set)$`, 'm');
    text = before.test(text) ? text.replace(before, line) : `${text}${line}\n`;
  }
  return text;
}

async function exitCode(commit: Commit): Promise<{ code: number; said: string }> {
  const files = namedBytes(
    Object.entries({
      '.config': edited(commit),
      'initrd.lst': listing,
      'bare.lst': 'init\nbin/busybox\n',
    }).map(([name, text]) => [name, encodeUtf8(text)]),
  );
  const report = await check(
    { ...commit.gate, files: ['.config'] },
    { files, knowledge, say: () => {}, now: () => new Date() },
  );
  const said = report.results.flatMap(({ verdicts }) =>
    verdicts.map(({ profile, verdict, stage }) => `${profile} ${verdict} ${stage ?? ''}`),
  );
  return { code: report.exitCode, said: said.join(', ') };
}

const titleOf = ({ config, sets, gate }: Commit) =>
  [
    config,
    ...Object.entries(sets).map(([option, value]) => `${option} ${value}`),
    ...(gate.profile ?? []),
    ...(gate.require ?? []).map(rule => `requires ${rule}`),
    gate.root ?? '',
    gate.xen ?? '',
  ].join(' ');

for (const commit of breaking)
  test(`stopped: ${titleOf(commit)}`, async () => {
    const before = await exitCode({ ...commit, sets: {} });
    // Whatever stops it is the commit: the config before it passes the same gate.
    if (commit.gate.initramfs !== 'bare.lst') assert.is(before.code, 0, before.said);
    const { code, said } = await exitCode(commit);
    assert.is(code, 1, `${said}; ${commit.known}`);
  });

for (const commit of harmless)
  test(`passes: ${titleOf(commit)}`, async () => {
    const { code, said } = await exitCode(commit);
    assert.is(code, 0, `${said}; ${commit.known}`);
  });

test('there are enough of both', () => {
  assert.ok(breaking.length >= 20, `${breaking.length} breaking`);
  assert.ok(harmless.length >= 20, `${harmless.length} harmless`);
  for (const { known } of [...breaking, ...harmless]) assert.ok(known.length > 10);
});

test.run();
