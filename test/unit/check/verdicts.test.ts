// Verdicts that hang on more than one option: module names, conditions, versions, flavours, files that tell too little.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { conditionText, messageOf } from '../../../src/report/words/message.js';
import {
  type Changes,
  judge,
  kernelText,
  rulesAt,
  verdict,
  verdictOf,
  xenlinux,
} from '../../support/kernel-config.js';

const test = suite('verdicts');

const because = (result: ReturnType<typeof judge>, profile: string) =>
  conditionText(verdictOf(result, profile).conditions);

test('modules that the initramfs must hold are named by file', () => {
  const changes = { XEN_BLKDEV_FRONTEND: 'm', EXT4_FS: 'm', EXT3_FS: null } as const;
  for (const profile of ['domu-pv', 'domu-pvh']) {
    const result = judge(kernelText({ changes }));
    assert.is(verdict(result, profile), 'conditional');
    assert.equal(
      verdictOf(result, profile)
        .conditions.map(one => one.kind === 'modules' && one.files)
        .sort(),
      [['ext4.ko'], ['xen-blkfront.ko']],
    );
    assert.is(rulesAt(result, profile, 'error').length, 0);
  }
  const old = judge(kernelText({ version: '2.6.18.8', changes: { ...xenlinux, XEN_BLKDEV_FRONTEND: 'm' } }));
  assert.is(because(old, 'domu-xenlinux'), 'the initramfs holds xenblk.ko');
});

test('one of several file systems is enough', () => {
  const result = judge(kernelText({ changes: { EXT4_FS: 'm', EXT3_FS: null, XFS_FS: 'm' } }));
  assert.is(because(result, 'domu-pv'), 'the initramfs holds one of ext4.ko, xfs.ko');
  const builtIn = judge(kernelText({ changes: { EXT4_FS: 'm', EXT3_FS: null, XFS_FS: 'y' } }));
  assert.is(verdict(builtIn, 'domu-pv'), 'boots');
});

test('a network or back-end driver as a module is as good as built in', () => {
  const changes = {
    XEN_NETDEV_FRONTEND: 'm',
    XENFS: 'm',
    XEN_DEV_EVTCHN: 'm',
    XEN_PRIVCMD: 'm',
    XEN_GNTDEV: 'm',
    XEN_BLKDEV_BACKEND: 'm',
  } as const;
  const result = judge(kernelText({ changes }));
  for (const profile of ['dom0-pv', 'dom0-pvh', 'domu-pv', 'domu-pvh'])
    assert.is(verdict(result, profile), 'boots');
});

// The lab: initrd-n panics with an initramfs, boots from a disk; blkfront-n boots from an initramfs, panics on a disk.
test('without initramfs support a guest boots from its disk, without the disk driver from the initramfs', () => {
  for (const option of ['BLK_DEV_INITRD', 'XEN_BLKDEV_FRONTEND']) {
    const result = judge(kernelText({ changes: { [option]: 'n' } }), { root: 'any' });
    for (const profile of ['domu-pv', 'domu-pvh']) {
      assert.is(verdict(result, profile), 'conditional', `${option} ${profile}`);
      assert.ok(because(result, profile).length > 20);
    }
  }
  // The root is on a disk unless it is said otherwise.
  const onDisk = judge(kernelText({ changes: { XEN_BLKDEV_FRONTEND: 'n' } }));
  const inInitramfs = judge(kernelText({ changes: { XEN_BLKDEV_FRONTEND: 'n' } }), { root: 'initramfs' });
  const ignored = judge(kernelText({ changes: { BLK_DEV_INITRD: 'n' } }), { root: 'initramfs' });
  for (const profile of ['domu-pv', 'domu-pvh']) {
    assert.is(verdict(onDisk, profile), 'fails root');
    assert.is(verdict(inInitramfs, profile), 'boots');
    assert.is(verdict(ignored, profile), 'fails root');
  }
  const dom0 = judge(kernelText({ changes: { BLK_DEV_INITRD: 'n' } }));
  for (const profile of ['dom0-pv', 'dom0-pvh']) assert.is(verdict(dom0, profile), 'conditional');
});

// The kernel's own help: most systems do not boot with M or N, since a script cannot load the module that starts scripts.
test('without scripts a kernel boots only from a disk, and before 3.10 there was no such option', () => {
  for (const profile of ['dom0-pv', 'domu-pv', 'domu-pvh']) {
    const from = (changes: Changes, version = '6.1.192') =>
      verdict(judge(kernelText({ version, changes })), profile);
    assert.is(from({ BINFMT_SCRIPT: 'n', BLK_DEV_INITRD: 'n' }), 'conditional', profile);
    assert.is(from({ BINFMT_SCRIPT: 'm' }), 'fails root', profile);
  }
  assert.is(
    verdict(judge(kernelText({ version: '3.10', changes: { BINFMT_SCRIPT: 'n' } })), 'domu-pv'),
    'fails root',
  );
  assert.is(
    verdict(judge(kernelText({ version: '3.9', changes: { BINFMT_SCRIPT: null } })), 'domu-pv'),
    'boots',
  );
});

test('XEN_DOM0 off, by kernel and mode', () => {
  const off = { XEN_DOM0: 'n', XEN_PV_DOM0: null } as const;
  for (const [version, xen, pv, pvh] of [
    // Seen in the lab: 6.1 on 4.14.6, 4.17.7 and 4.20.3, Debian's 6.1 and 6.12 cloud kernels on 4.17.7.
    ['6.1.192', '4.17.7', 'silent', 'silent'],
    ['6.1.192', '4.14.6', 'silent', 'silent'],
    ['6.1.192', '4.20.3', 'silent', 'silent'],
    ['6.12.107', '4.17.7', 'fails load', 'silent'],
    // linux 1cfd4ccb3014: the dom0 bit follows XEN_DOM0 since 6.5.
    ['6.4.1', '4.17.7', 'silent', 'silent'],
    ['6.5.1', '4.17.7', 'fails load', 'silent'],
    // xen.git 44429b6931: PVH dom0 is asked for the bit in 4.20.4, 4.21.2 and 4.22.0.
    ['6.12.107', '4.20.3', 'fails load', 'silent'],
    ['6.12.107', '4.20.4', 'fails load', 'fails load'],
    ['6.12.107', '4.21.1', 'fails load', 'silent'],
    ['6.12.107', '4.21.2', 'fails load', 'fails load'],
    ['6.12.107', '4.22', 'fails load', 'fails load'],
    ['6.1.192', '4.22', 'silent', 'silent'],
  ] as const) {
    const result = judge(kernelText({ version, changes: off }), { xen });
    assert.is(verdict(result, 'dom0-pv'), pv, `PV ${version} on ${xen}`);
    assert.is(verdict(result, 'dom0-pvh'), pvh, `PVH ${version} on ${xen}`);
  }
});

test('PVH=y without XEN_PVH is taken and dies at once, as Enterprise Linux ships it', () => {
  const result = judge(kernelText({ version: '5.14.0', changes: { XEN_PVH: 'n', PVH: 'y', XEN_DOM0: 'n' } }));
  assert.is(verdict(result, 'domu-pvh'), 'fails start');
  assert.is(verdict(result, 'domu-pv'), 'boots');
});

test('an HVM guest without anything of Xen boots, with a warning', () => {
  const bare = { XEN: 'n', XEN_PV: null, XEN_PVH: null, XEN_PVHVM: null, XEN_PVHVM_GUEST: null } as const;
  const drivers = { XEN_BLKDEV_FRONTEND: null, XEN_NETDEV_FRONTEND: null, HVC_XEN: null } as const;
  for (const version of ['6.1.192', '4.19.1', '3.2.1', '2.6.32.63']) {
    const result = judge(kernelText({ version, changes: { ...bare, ...drivers } }));
    assert.is(result.kernel.flavour, 'none');
    assert.is(verdict(result, 'domu-hvm'), 'boots', version);
    // Before 2.6.36 mainline had no PV drivers for HVM to miss.
    if (version !== '2.6.32.63')
      assert.ok(rulesAt(result, 'domu-hvm', 'warning').includes('pv-drivers'), version);
    if (version !== '2.6.32.63') assert.is(verdict(result, 'dom0-pv'), 'fails load', version);
    assert.is(verdict(result, 'domu-pv'), 'fails load', version);
  }
});

test('the disk driver of an HVM guest as a module is a condition', () => {
  const result = judge(kernelText({ changes: { XEN_BLKDEV_FRONTEND: 'm' } }));
  assert.is(because(result, 'domu-hvm'), 'the initramfs holds xen-blkfront.ko');
});

test('32 bits by version', () => {
  for (const [version, expected] of [
    ['2.6.22.1', { 'dom0-pv': 'not-applicable', 'domu-pv': 'not-applicable', 'domu-pvh': 'not-applicable' }],
    ['2.6.23.1', { 'dom0-pv': 'not-applicable', 'domu-pv': 'boots', 'domu-pvh': 'not-applicable' }],
    ['2.6.37.1', { 'dom0-pv': 'boots', 'domu-pv': 'boots', 'domu-pvh': 'not-applicable' }],
    ['5.8.1', { 'dom0-pv': 'boots', 'domu-pv': 'boots', 'domu-pvh': 'conditional' }],
    ['5.9.1', { 'dom0-pv': 'not-applicable', 'domu-pv': 'not-applicable', 'domu-pvh': 'conditional' }],
    ['6.1.192', { 'dom0-pv': 'not-applicable', 'domu-pv': 'not-applicable', 'dom0-pvh': 'not-applicable' }],
  ] as const) {
    const result = judge(kernelText({ version, arch: 'i386' }), { xen: '4.14' });
    for (const [profile, word] of Object.entries(expected)) {
      const found = verdict(result, profile);
      // Xen 4.14 can be built without 32-bit PV, which is a condition.
      assert.ok(
        found === word || (word === 'boots' && found === 'conditional'),
        `${profile} ${version}: ${found}`,
      );
    }
    assert.is(verdict(result, 'domu-hvm'), 'boots', version);
  }
});

test('64 bits by version', () => {
  for (const [version, dom0, domu, pvh] of [
    ['2.6.26.1', 'not-applicable', 'not-applicable', 'not-applicable'],
    ['2.6.27.1', 'not-applicable', 'boots', 'not-applicable'],
    ['2.6.37.1', 'boots', 'boots', 'not-applicable'],
    ['4.10.1', 'boots', 'boots', 'not-applicable'],
    ['4.11.1', 'boots', 'boots', 'boots'],
    ['7.3.1', 'boots', 'boots', 'boots'],
  ] as const) {
    // Before 2.6.36 the option does not exist.
    const changes: Changes = version.startsWith('2.6.2') ? { XEN_DOM0: null } : {};
    const result = judge(kernelText({ version, changes }), { xen: '4.17' });
    assert.is(verdict(result, 'dom0-pv'), dom0, `dom0 ${version}`);
    assert.is(verdict(result, 'domu-pv'), domu, `domU ${version}`);
    assert.is(verdict(result, 'domu-pvh'), pvh, `PVH ${version}`);
  }
});

test('PVH dom0 begins with Linux 4.18', () => {
  for (const [version, expected] of [
    ['4.17.1', 'not-applicable'],
    ['4.18.1', 'boots'],
  ] as const)
    assert.is(verdict(judge(kernelText({ version }), { xen: '4.19' }), 'dom0-pvh'), expected, version);
});

test('Arm by version, and its image', () => {
  for (const [version, arch, expected] of [
    ['3.6.1', 'arm', 'not-applicable'],
    ['3.7.1', 'arm', 'boots'],
    ['3.10.1', 'arm64', 'not-applicable'],
    ['3.11.1', 'arm64', 'boots'],
  ] as const) {
    const result = judge(kernelText({ version, arch }));
    for (const profile of ['dom0-arm', 'domu-arm'])
      assert.is(verdict(result, profile), expected, `${arch} ${version}`);
    for (const profile of ['dom0-pv', 'domu-pv', 'domu-pvh', 'domu-hvm'])
      assert.is(verdict(result, profile), 'not-applicable', `${profile} ${arch}`);
  }
  const zboot = judge(kernelText({ version: '6.12.1', arch: 'arm64', changes: { EFI_ZBOOT: 'y' } }));
  for (const profile of ['dom0-arm', 'domu-arm']) {
    assert.is(verdict(zboot, profile), 'conditional', profile);
    assert.match(because(zboot, profile), /arch\/arm64\/boot\/Image/);
  }
});

test('an architecture without Xen can have no mode', () => {
  const text = kernelText({ arch: 'ia64', version: '4.19.1' });
  for (const { profile, verdict: found } of judge(text).verdicts) assert.is(found, 'not-applicable', profile);
});

test('nobody means the xenlinux port by what has no mark of it', () => {
  const fragment = 'CONFIG_XEN=y\nCONFIG_XEN_NETDEV_FRONTEND=y\n';
  for (const text of [fragment, `# Linux/x86 6.6.0 Kernel Configuration\n${fragment}`])
    for (const name of ['dom0-xenlinux', 'domu-xenlinux'])
      assert.is(verdict(judge(text), name), 'not-applicable', text);
  // One of its time, one with its marks, and one that was asked for by name stay open.
  const old = `# Linux kernel version: 2.6.18\n${fragment}`;
  assert.is(verdict(judge(old), 'domu-xenlinux'), 'unknown');
  assert.is(verdict(judge(`${fragment}CONFIG_XEN_UNPRIVILEGED_GUEST=y\n`), 'domu-xenlinux'), 'unknown');
  assert.is(verdict(judge(fragment, { asked: ['domu-xenlinux'] }), 'domu-xenlinux'), 'unknown');
});

test('what all modes ask for alike is one finding', () => {
  const changes = { DEVTMPFS: 'n', XEN_NETDEV_FRONTEND: 'n', XEN_BALLOON: 'n' } as const;
  const { findings } = judge(kernelText({ changes }));
  const found = findings.filter(one => one.code === 'need' && one.option === 'DEVTMPFS');
  assert.is(found.length, 1);
  for (const profile of ['domu-pv', 'domu-pvh', 'domu-hvm', 'dom0-pv'])
    assert.ok(found[0]!.profiles.includes(profile), profile);
});

test('xenlinux has modes of its own', () => {
  const result = judge(kernelText({ version: '2.6.18.8', changes: xenlinux }));
  assert.is(result.kernel.flavour, 'xenlinux');
  for (const { profile, verdict: found } of result.verdicts)
    assert.is(found, profile.endsWith('xenlinux') ? 'boots' : 'not-applicable', profile);
  const guest = { ...xenlinux, XEN_PRIVILEGED_GUEST: 'n', XEN_UNPRIVILEGED_GUEST: 'y' } as const;
  const domu = judge(kernelText({ version: '2.6.18.8', changes: guest }));
  assert.is(verdict(domu, 'dom0-xenlinux'), 'fails start');
  assert.is(verdict(domu, 'domu-xenlinux'), 'boots');
  const pvops = judge(kernelText());
  assert.is(pvops.kernel.flavour, 'pvops');
  for (const profile of ['dom0-xenlinux', 'domu-xenlinux'])
    assert.is(verdict(pvops, profile), 'not-applicable');
});

test("SUSE's name of pv_ops Xen support counts, and is the one that is named", () => {
  const suse = { XEN: 'n', PARAVIRT_XEN: 'y' } as const;
  const result = judge(kernelText({ version: '3.12.1', changes: suse }));
  assert.is(result.kernel.flavour, 'pvops');
  assert.is(verdict(result, 'domu-pv'), 'boots');
  const off = judge(kernelText({ version: '3.12.1', changes: { XEN: null, PARAVIRT_XEN: 'n' } }));
  assert.is(verdict(off, 'domu-pv'), 'fails load');
  const finding = off.findings.find(one => one.code === 'need' && one.rule.id === 'xen');
  assert.is(finding && 'option' in finding && finding.option, 'PARAVIRT_XEN');
});

test('a fragment and a defconfig leave open what they do not name', () => {
  const fragment = 'CONFIG_XEN=y\nCONFIG_XEN_PVH=y\nCONFIG_HVC_XEN=y\n';
  const defconfig = fragment + Array.from({ length: 250 }, (_, index) => `CONFIG_A${index}=y\n`).join('');
  for (const text of [fragment, defconfig])
    for (const { profile, verdict: found } of judge(text).verdicts)
      assert.ok(['unknown', 'not-applicable'].includes(found), `${profile} ${found}`);
  const asked = judge(fragment, { asked: ['domu-pvh'] });
  assert.ok(asked.findings.some(one => one.code === 'unknown' && one.because === 'fragment'));
});

test('what a fragment does say counts', () => {
  const result = judge('CONFIG_X86_64=y\n# CONFIG_XEN is not set\n');
  assert.is(verdict(result, 'domu-pv'), 'fails load');
  assert.is(verdict(judge('CONFIG_X86_64=y\n# CONFIG_BINFMT_ELF is not set\n'), 'domu-pv'), 'fails root');
});

test('a whole config that does not name its kernel is unknown, and may be told', () => {
  const text = kernelText().replace(/^# Linux.*$/m, '#');
  const result = judge(text, { asked: ['dom0-pv'] });
  assert.is(verdict(result, 'dom0-pv'), 'unknown');
  assert.ok(result.findings.some(one => one.code === 'unknown' && one.because === 'no-version'));
});

test('a mode that was asked for and cannot be is an error', () => {
  const text = kernelText({ arch: 'i386' });
  const result = judge(text, { asked: ['domu-pv'] });
  const finding = result.findings.find(one => one.code === 'not-applicable')!;
  assert.is(finding.level, 'error');
  assert.match('because' in finding ? finding.because : '', /5\.9/);
  assert.not.ok(judge(text).findings.some(one => one.code === 'not-applicable'));
});

test('the spelling of the documents is told', () => {
  const result = judge(kernelText({ version: '3.2.1', arch: 'i386', changes: { HIGHMEM_64G: 'y' } }));
  const finding = result.findings.find(one => one.code === 'misspelt')!;
  assert.is('means' in finding && finding.means, 'HIGHMEM64G');
  assert.is(finding.level, 'warning');
});

test('options of another release in a fragment are told', () => {
  const text =
    '# Linux/x86_64 6.1.0 Kernel Configuration\nCONFIG_X86_64=y\nCONFIG_PARAVIRT_GUEST=y\nCONFIG_XEN=y\n';
  const foreign = judge(text).findings.filter(one => one.code === 'foreign');
  assert.equal(
    foreign.map(one => 'option' in one && [one.option, 'last' in one && one.last, one.line]),
    [['PARAVIRT_GUEST', '3.9', 3]],
  );
});

test('the same finding of several modes is one, with all their names', () => {
  const result = judge(kernelText({ changes: { HVC_XEN: 'n' } }));
  const found = result.findings.filter(one => 'rule' in one && one.rule.id === 'xen-console');
  assert.is(found.length, 1);
  assert.equal(found[0]!.profiles, ['dom0-pv', 'dom0-pvh', 'domu-pv', 'domu-pvh']);
});

test('what can only be built in is never asked for as a module', () => {
  const finding = judge(
    kernelText({ changes: { XEN_BACKEND: 'n', XEN_BLKDEV_BACKEND: null } }),
  ).findings.find(one => one.code === 'need' && one.rule.id === 'blkback')!;
  assert.equal(messageOf(finding).set, ['CONFIG_XEN_BACKEND=y', 'CONFIG_XEN_BLKDEV_BACKEND=m']);
});

test('without an initramfs m is no advice for the root disk', () => {
  for (const value of ['n', 'm'] as const) {
    const result = judge(
      kernelText({
        changes: { BLK_DEV_INITRD: 'n', XEN_BLKDEV_FRONTEND: value, EXT4_FS: value, EXT3_FS: null },
      }),
    );
    for (const id of ['root-disk', 'root-filesystem']) {
      const finding = result.findings.find(one => one.code === 'need' && one.rule.id === id)!;
      assert.match(messageOf(finding).set.join(), /=y$/, `${id} ${value}`);
    }
  }
});

test('what has no prompt is never among the lines to set', () => {
  const changes: Changes = { XEN: null, PARAVIRT: null, HAVE_STATIC_CALL: null };
  for (const finding of judge(kernelText({ changes })).findings)
    assert.not.match(messageOf(finding).set.join(), /CONFIG_(ARCH_|HAVE_|XEN_PVHVM=)/);
});

test('a need that another of its options fails names that one', () => {
  const changes: Changes = { XEN: 'n', XEN_PV: null, XEN_PVH: null, XEN_PVHVM_GUEST: 'y' };
  const finding = judge(kernelText({ changes })).findings.find(
    one => one.code === 'need' && one.rule.id === 'pv-drivers',
  )!;
  // XEN_PVHVM_GUEST depends on XEN (arch/x86/xen/Kconfig), so its line comes to nothing.
  assert.match(
    messageOf(finding).message,
    /^CONFIG_XEN_PVHVM_GUEST is asked for, but the build drops it: CONFIG_XEN is not set \(line \d+\)$/,
  );
});

test('what holds an option back is named, each once', () => {
  const changes = { XEN: null, XEN_PV: null, XEN_PVH: null, HYPERVISOR_GUEST: 'n', PARAVIRT: null } as const;
  const finding = judge(kernelText({ changes })).findings.find(
    one => one.code === 'need' && one.rule.id === 'xen',
  );
  assert.ok(finding?.code === 'need');
  if (finding?.code !== 'need') return;
  assert.is(finding.actual, 'absent');
  const names = JSON.stringify(finding.blockers);
  assert.match(names, /"HYPERVISOR_GUEST"/);
  assert.is(names.split('"option":"HYPERVISOR_GUEST"').length, 2);
});

test.run();
