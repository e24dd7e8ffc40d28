// The built-in profiles themselves: complete, with evidence, and about options that exist where a rule asks for them.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { atLeast, inRange, parseRange, parseVersion, type Version } from '../../../src/input/version.js';
import { type Lifetimes, lifetimeOf } from '../../../src/profiles/lifetimes.js';
import { builtInNames, loadBuiltIn, loadLifetimes, loadProfiles } from '../../support/knowledge.js';
import { moduleFile } from '../../../src/profiles/modules.js';
import { nearest } from '../../../src/input/nearest.js';
import { optionsOf, parseNeed } from '../../../src/profiles/need.js';
import type { Profile, Rule, RuleCase, Scope } from '../../../src/profiles/rule-data.js';

const test = suite('built-in profiles');

const profiles = loadProfiles();

test('all nine modes are there, dom0 first', () => {
  assert.equal(builtInNames(), [
    'dom0-pv',
    'dom0-pvh',
    'dom0-arm',
    'dom0-xenlinux',
    'domu-pv',
    'domu-pvh',
    'domu-hvm',
    'domu-arm',
    'domu-xenlinux',
  ]);
  for (const { name, role, mode } of profiles) assert.is(name, `${role}-${mode}`);
});

test('every rule and exclusion has evidence, a reason and a symptom', () => {
  for (const { rules, excludes, name } of profiles) {
    for (const { id, evidence, reason, symptom, title } of rules) {
      assert.ok(evidence.length > 0 && evidence.every(text => text.length > 20), `${name} ${id}`);
      assert.ok(reason.length > 20 && symptom.length > 10 && title.length > 2, `${name} ${id}`);
    }
    for (const { evidence, because } of excludes) assert.ok(evidence.length > 0 && because.length > 10, name);
  }
});

test('an error at load, start or console is in every profile that Linux can fail so early', () => {
  for (const { name, rules } of profiles) {
    const early = rules.filter(rule => ['load', 'start', 'console'].includes(rule.stage));
    if (name !== 'domu-hvm')
      assert.ok(
        early.some(rule => rule.level === 'error'),
        name,
      );
  }
});

/** Releases at which options came and went, so that every stretch of every option holds at least one. */
const releases: readonly Version[] = [
  ...Array.from({ length: 27 }, (_, minor) => `2.6.${minor + 13}`),
  ...Array.from({ length: 20 }, (_, minor) => `3.${minor}`),
  ...Array.from({ length: 21 }, (_, minor) => `4.${minor}`),
  ...Array.from({ length: 20 }, (_, minor) => `5.${minor}`),
  ...Array.from({ length: 20 }, (_, minor) => `6.${minor}`),
  ...Array.from({ length: 4 }, (_, minor) => `7.${minor}`),
].map(text => parseVersion(text)!);

interface Kernel {
  version: Version;
  arch: string;
}

const holds = (scope: Scope, { version, arch }: Kernel) =>
  (!scope.arch || scope.arch.includes(arch)) &&
  (!scope.kernel || inRange(version, parseRange(scope.kernel)!));

function kernelsOf(profile: Profile): Kernel[] {
  return ['i386', 'x86_64', 'arm', 'arm64']
    .flatMap(arch => releases.map(version => ({ version, arch })))
    .filter(kernel => profile.applies.some(scope => holds(scope, kernel)));
}

/** Alternatives without a recorded life: no finding names one unless the config itself sets it. */
const notTracked = [
  ...['F2FS_FS', 'REISERFS_FS', 'JFS_FS', 'EROFS_FS', 'BCACHEFS_FS'].map(
    option => `root-filesystem: ${option}`,
  ),
  ...['SCSI_LOWLEVEL', 'MMC_BLOCK', 'BLK_DEV_IDEDISK'].map(option => `dom0-initramfs: ${option}`),
  ...['AGP', 'INFINIBAND', 'FIREWIRE', 'HWMON', 'I2C', 'MEDIA_SUPPORT'].map(
    option => `spare-hardware: ${option}`,
  ),
];

interface Named {
  option: string;
  how: 'option' | 'need' | 'other';
}

function namedIn(entry: RuleCase): Named[] {
  const named: Named[] = entry.option === undefined ? [] : [{ option: entry.option, how: 'option' }];
  const add = (text: string | undefined, how: Named['how']) => {
    if (text !== undefined) for (const option of optionsOf(parseNeed(text))) named.push({ option, how });
  };
  add(entry.need, 'need');
  add(entry.when, 'other');
  for (const { need } of entry.otherwise ?? []) add(need, 'other');
  for (const line of entry.set ?? [])
    named.push({ option: /CONFIG_([A-Za-z0-9_]+)/.exec(line)![1]!, how: 'other' });
  for (const option of (entry as Rule).spare ?? []) named.push({ option, how: 'other' });
  return named;
}

const exists = (
  lifetimes: Lifetimes,
  option: string,
  { version, arch }: Kernel,
  flavour: 'pvops' | 'xenlinux',
) => {
  const life = lifetimeOf(lifetimes, option, version, arch, flavour);
  return life !== null && life !== 'gone';
};

test('every option that a rule names exists in a kernel that the rule is for', () => {
  const lifetimes = loadLifetimes();
  const missing = new Set<string>();
  const found = new Set<string>();
  let checked = 0;
  for (const profile of profiles) {
    const kernels = kernelsOf(profile);
    for (const rule of profile.rules) {
      for (const entry of [rule, ...(rule.cases ?? [])]) {
        // What the rule itself names stands for those of its cases that name nothing else.
        const scopes = entry === rule ? (rule.cases ?? [{}]) : [entry];
        const within = kernels.filter(
          kernel => holds(rule, kernel) && scopes.some(scope => holds(scope, kernel)),
        );
        for (const { option } of namedIn(entry)) {
          checked++;
          const here = within.some(kernel => exists(lifetimes, option, kernel, profile.flavour));
          (here ? found : missing).add(`${rule.id}: ${option}`);
        }
      }
    }
  }
  // A rule that several profiles inherit may name what only the kernels of one of them have.
  assert.equal([...missing].filter(one => !found.has(one)).sort(), [...notTracked].sort());
  assert.ok(checked > 300, String(checked));
});

test('the option that a finding names exists in every kernel that its case is for', () => {
  const lifetimes = loadLifetimes();
  const missing = new Set<string>();
  for (const profile of profiles) {
    if (profile.flavour === 'xenlinux') continue;
    for (const kernel of kernelsOf(profile)) {
      for (const rule of profile.rules) {
        if (!holds(rule, kernel)) continue;
        // A case with a "when" may or may not hold: every case up to the first without one is possible.
        const cases = rule.cases?.filter(entry => holds(entry, kernel)) ?? [{}];
        const sure = cases.findIndex(entry => entry.when === undefined);
        for (const entry of sure < 0 ? cases : cases.slice(0, sure + 1)) {
          const option = entry.option ?? rule.option!;
          if (!exists(lifetimes, option, kernel, 'pvops'))
            missing.add(`${rule.id}: ${option} in ${kernel.version.text} ${kernel.arch}`);
        }
      }
    }
  }
  assert.equal([...missing], []);
});

test('a rule with cases reaches each of them', () => {
  for (const profile of profiles) {
    const kernels = kernelsOf(profile);
    for (const rule of profile.rules) {
      for (const [index, entry] of (rule.cases ?? []).entries()) {
        const before = rule
          .cases!.slice(0, index)
          .filter(one => one.when === undefined && one.xen === undefined);
        const reached = kernels.some(
          kernel => holds(rule, kernel) && holds(entry, kernel) && !before.some(one => holds(one, kernel)),
        );
        const elsewhere = loadBuiltIn().profiles.some(
          doc => doc.name !== profile.name && reachedIn(doc.name, rule.id, index),
        );
        assert.ok(reached || elsewhere, `${profile.name} ${rule.id} case ${index + 1} can never count`);
      }
    }
  }
});

function reachedIn(name: string, id: string, index: number): boolean {
  const profile = profiles.find(one => one.name === name)!;
  const rule = profile.rules.find(one => one.id === id);
  const entry = rule?.cases?.[index];
  if (!rule || !entry) return false;
  const before = rule.cases!.slice(0, index).filter(one => one.when === undefined && one.xen === undefined);
  return kernelsOf(profile).some(
    kernel => holds(rule, kernel) && holds(entry, kernel) && !before.some(one => holds(one, kernel)),
  );
}

test('lifetimes by version, architecture and flavour', () => {
  const lifetimes = loadLifetimes();
  for (const [option, release, arch, expected] of [
    ['PARAVIRT_GUEST', '3.9', 'x86_64', true],
    ['PARAVIRT_GUEST', '3.10', 'x86_64', false],
    ['HYPERVISOR_GUEST', '3.9', 'x86_64', false],
    ['HYPERVISOR_GUEST', '3.10', 'x86_64', true],
    ['XEN_PV', '4.11', 'x86_64', false],
    ['XEN_PV', '4.12', 'x86_64', true],
    ['HIGHMEM64G', '6.14', 'i386', true],
    ['HIGHMEM64G', '6.17', 'i386', false],
    ['HIGHMEM_64G', '5.10', 'i386', false],
    ['INPUT_XEN_KBDDEV_FRONTEND', '2.6.38', 'x86_64', false],
    ['INPUT_XEN_KBDDEV_FRONTEND', '2.6.39', 'x86_64', true],
    ['XEN_DOM0', '2.6.36', 'x86_64', false],
    ['XEN_DOM0', '2.6.37', 'x86_64', true],
    ['XEN', '3.10', 'arm64', false],
    ['XEN', '3.11', 'arm64', true],
  ] as const)
    assert.is(
      exists(lifetimes, option, { version: parseVersion(release)!, arch }, 'pvops'),
      expected,
      `${option} ${release} ${arch}`,
    );
});

test('modules have the file names of their release', () => {
  const { modules } = loadBuiltIn();
  for (const [option, release, flavour, file] of [
    ['XEN_BLKDEV_FRONTEND', '6.1', 'pvops', 'xen-blkfront.ko'],
    ['XEN_BLKDEV_FRONTEND', '2.6.18', 'xenlinux', 'xenblk.ko'],
    ['XEN_NETDEV_FRONTEND', '6.1', 'pvops', 'xen-netfront.ko'],
    ['XEN_NETDEV_FRONTEND', '2.6.18', 'xenlinux', 'xennet.ko'],
    ['XEN_DEV_EVTCHN', '2.6.36', 'pvops', 'evtchn.ko'],
    ['XEN_DEV_EVTCHN', '2.6.37', 'pvops', 'xen-evtchn.ko'],
    ['XEN_PLATFORM_PCI', '2.6.37', 'pvops', 'platform-pci.ko'],
    ['XEN_PLATFORM_PCI', '3.0', 'pvops', 'xen-platform-pci.ko'],
    ['EXT4_FS', '6.1', 'pvops', 'ext4.ko'],
    ['ATA_PIIX', '6.1', 'pvops', 'ata_piix.ko'],
    ['SATA_AHCI', '6.1', 'pvops', 'ahci.ko'],
    ['BLK_DEV_SD', '6.1', 'pvops', 'sd_mod.ko'],
    ['E1000', '6.1', 'none', 'e1000.ko'],
  ] as const)
    assert.is(moduleFile(modules, option, parseVersion(release), flavour), file);
  assert.is(moduleFile(modules, 'XEN_BLKDEV_FRONTEND', null, 'pvops'), 'xen-blkfront.ko');
});

test('every option whose module a root-stage rule can ask for has a name on file', () => {
  const { modules } = loadBuiltIn();
  const lifetimes = loadLifetimes();
  const missing = new Set<string>();
  for (const { rules, flavour } of profiles) {
    for (const rule of rules) {
      for (const entry of [rule, ...(rule.cases ?? [])]) {
        const merged = { ...rule, ...entry };
        if (merged.module !== undefined ? merged.module !== 'initramfs' : merged.stage !== 'root') continue;
        const need = merged.need ?? merged.option;
        for (const option of need === undefined ? [] : optionsOf(parseNeed(need))) {
          const tristate = Object.values(lifetimes.symbols[option] ?? {})
            .flat()
            .some(life => life.type === 'tristate' && atLeast(parseVersion('7.3')!, life.from));
          // What the need itself only takes as y has no module to name.
          if (tristate && !modules[option] && !need!.includes(`${option}=y`))
            missing.add(`${option} (${flavour})`);
        }
      }
    }
  }
  assert.equal([...missing], []);
});

test('nearest finds a word at most two edits away', () => {
  const words = ['option', 'otherwise', 'level', 'stage'];
  assert.is(nearest('optoin', words), 'option');
  assert.is(nearest('levl', words), 'level');
  assert.is(nearest('Stage', words), 'stage');
  assert.is(nearest('lvele', words), 'level');
  assert.is(nearest('colour', words), null);
  assert.is(nearest('', words), null);
});

test.run();
