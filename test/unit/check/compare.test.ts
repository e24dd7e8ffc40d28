// What becomes of each mode when a config changes. The edits are those of the boot lab: what is known to stop a boot.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { judgeConfig } from '../../../src/check/check.js';
import type { Condition } from '../../../src/check/finding.js';
import { hardnessOf } from '../../../src/check/harder.js';
import {
  type Comparison,
  compare,
  type Direction,
  isNominal,
  keyOf,
  type ModeChange,
} from '../../../src/check/compare.js';
import { parseConfig } from '../../../src/config/parse.js';
import { parseVersion } from '../../../src/input/version.js';
import { loadFacts, loadProfiles } from '../../support/knowledge.js';
import { edited, fixture } from '../../support/edited.js';
import { seeded } from '../../support/random.js';

const test = suite('compare');
const profiles = loadProfiles();
const linux612 = fixture('x86_64-6.12-xen.config.gz');
/** Boots as every x86 guest and dom0 without a condition: the drivers of the root disk are built in. */
const builtIn = edited(linux612, { XEN_BLKDEV_FRONTEND: 'y', XEN_NETDEV_FRONTEND: 'y' });

function side(text: string) {
  const config = parseConfig(text);
  const xen = { version: parseVersion('4.17')!, given: true };
  return { config, result: judgeConfig(config, profiles, loadFacts(), { xen }) };
}

function change(before: string, after: string): Comparison {
  return compare(side(before), side(after), profiles);
}

function mode(comparison: Comparison, profile: string): ModeChange {
  return comparison.modes.find(entry => entry.profile === profile)!;
}

function short({ before, after, course, because }: ModeChange) {
  const word = ({ verdict, stage }: ModeChange['before']) => (stage ? `${verdict} ${stage}` : verdict);
  return [word(before), word(after), course, because.map(({ option }) => option).join(' ')];
}

test('the same config twice', () => {
  const { modes, file, changed } = change(linux612, linux612);
  assert.equal(
    modes.map(({ profile }) => profile),
    profiles.map(({ name }) => name),
  );
  for (const { course, came, gone, because, related } of modes)
    assert.equal([course, came, gone, because, related], ['same', [], [], [], []]);
  assert.equal([file, changed], [{ came: [], gone: [] }, []]);
});

test('the same options in another order say the same', () => {
  const reversed = linux612.split('\n').toReversed();
  const header = linux612.split('\n').slice(0, 5);
  const { modes, changed } = change(linux612, `${header.join('\n')}\n${reversed.join('\n')}\n`);
  assert.equal(changed, []);
  for (const { course, came, gone } of modes) assert.equal([course, came, gone], ['same', [], []]);
});

test('PVH without its entry: the guest starts no more, PV does not care', () => {
  const comparison = change(builtIn, edited(builtIn, { XEN_PVH: 'n' }));
  assert.equal(short(mode(comparison, 'domu-pvh')), ['boots', 'fails start', 'worse', 'XEN_PVH']);
  assert.equal(short(mode(comparison, 'domu-pv')), ['boots', 'boots', 'same', '']);
  assert.equal(
    comparison.changed.map(({ option }) => option),
    ['XEN_PVH'],
  );
  const [came] = mode(comparison, 'domu-pvh').came;
  assert.is(came!.level, 'error');
  assert.is('option' in came! && came.option, 'XEN_PVH');
});

test('a guest without a disk driver and without an initramfs finds no root', () => {
  const before = edited(builtIn, { BLK_DEV_INITRD: 'n', ROOT_NFS: 'n' });
  const comparison = change(before, edited(before, { XEN_BLKDEV_FRONTEND: null }));
  for (const profile of ['domu-pv', 'domu-pvh']) {
    const found = mode(comparison, profile);
    assert.equal(
      found.because.map(({ option }) => option),
      ['XEN_BLKDEV_FRONTEND'],
      profile,
    );
    assert.is(found.because[0]!.before!.text, 'y');
    assert.is(found.because[0]!.after, null);
    assert.equal(short(found).slice(1, 3), ['fails root', 'worse']);
  }
});

test('a driver that becomes a module is one more thing to carry, and worse than none', () => {
  const comparison = change(builtIn, edited(builtIn, { XEN_BLKDEV_FRONTEND: 'm' }));
  assert.equal(short(mode(comparison, 'domu-pv')), ['boots', 'conditional', 'worse', 'XEN_BLKDEV_FRONTEND']);
  assert.is(mode(comparison, 'domu-pv').came[0]!.code, 'condition');
});

test('a driver that was a module and is off leaves more to provide', () => {
  // A guest whose initramfs held the driver finds no root now, or needs another way to have one.
  const module = edited(builtIn, { XEN_BLKDEV_FRONTEND: 'm' });
  for (const value of ['n', null] as const)
    for (const profile of ['domu-pv', 'domu-pvh']) {
      const found = mode(change(module, edited(module, { XEN_BLKDEV_FRONTEND: value })), profile);
      assert.is(found.course, 'worse', profile);
      assert.equal(
        found.because.map(({ option }) => option),
        ['XEN_BLKDEV_FRONTEND'],
      );
      assert.is(
        mode(change(edited(module, { XEN_BLKDEV_FRONTEND: value }), module), profile).course,
        'better',
      );
    }
});

test('what is harder', () => {
  const modules = (rule: string, ...files: string[]): Condition => ({ kind: 'modules', rule, files });
  const setup = (rule: string, text: string): Condition => ({ kind: 'setup', rule, text });
  for (const [before, after, expected] of [
    [[], [], 'same'],
    [[], [modules('a', 'x')], 'harder'],
    [[modules('a', 'x')], [], 'easier'],
    [[modules('a', 'x')], [modules('a', 'x')], 'same'],
    [[modules('a', 'x')], [modules('b', 'x')], 'same'],
    [[modules('a', 'x', 'y')], [modules('a', 'x')], 'harder'],
    [[modules('a', 'x')], [modules('a', 'x', 'y')], 'easier'],
    [[modules('a', 'x')], [modules('a', 'x'), modules('a', 'y')], 'harder'],
    [[modules('a', 'x')], [modules('a', 'y')], 'harder'],
    [[modules('a', 'x')], [setup('a', 't')], 'harder'],
    [[setup('a', 't')], [modules('a', 'x')], 'easier'],
    [[setup('a', 't')], [setup('a', 't'), modules('a', 'x')], 'harder'],
    [[setup('a', 't')], [setup('a', 'u')], 'other'],
    [[setup('a', 't')], [modules('a', 'x'), modules('b', 'y')], 'harder'],
  ] as const)
    assert.is(hardnessOf(before, after), expected, JSON.stringify([before, after]));
});

test('where profiles were asked for, what can be judged no longer is worse', () => {
  const fragment = side(fixture('pvh-guest.fragment.config'));
  const courses = (unknown: 'worse' | 'other') =>
    compare(side(builtIn), fragment, profiles, unknown).modes.flatMap(({ before, after, course }) =>
      after.verdict === 'unknown' && before.verdict === 'boots' ? [course] : [],
    );
  assert.ok(courses('worse').length > 0);
  assert.ok(courses('worse').every(course => course === 'worse'));
  assert.ok(courses('other').every(course => course === 'other'));
});

test('that a fragment fails for sure is worse than what it left open', () => {
  const comparison = change('CONFIG_HVC_XEN=y\n', 'CONFIG_HVC_XEN=y\n# CONFIG_XEN is not set\n');
  const found = mode(comparison, 'domu-pv');
  assert.equal(short(found), ['unknown', 'fails load', 'worse', 'XEN']);
});

test('no console: silent is worse than booting, failing is worse than silent', () => {
  const silent = edited(builtIn, { HVC_XEN: 'n', HVC_XEN_FRONTEND: 'n' });
  const toSilent = mode(change(builtIn, silent), 'domu-pv');
  assert.equal(short(toSilent).slice(0, 3), ['boots', 'silent console', 'worse']);
  assert.ok(toSilent.because.some(({ option }) => option === 'HVC_XEN'));
  const toFailing = mode(change(silent, edited(silent, { XEN_PV: 'n' })), 'domu-pv');
  assert.equal([toFailing.before.verdict, toFailing.after.verdict], ['silent', 'fails']);
  assert.is(toFailing.course, 'worse');
});

test('what holds an option back is named before the option', () => {
  const without = fixture('x86_64-6.1-without-xen.config.gz');
  const found = mode(change(fixture('x86_64-6.1-xen.config.gz'), without), 'domu-pv');
  assert.is(found.course, 'worse');
  const options = found.because.map(({ option }) => option);
  assert.is(options[0], 'XEN');
  assert.ok(options.includes('XEN_PV'));
});

test('the option at the bottom is the reason, though no rule asks for it', () => {
  // arch/x86/xen/Kconfig: XEN depends on PARAVIRT, which is inside "if HYPERVISOR_GUEST".
  const after = edited(builtIn, { HYPERVISOR_GUEST: 'n', PARAVIRT: null, XEN: null, XEN_PVH: null });
  const found = mode(change(builtIn, after), 'domu-pvh');
  assert.equal(
    found.because.slice(0, 3).map(({ option }) => option),
    ['HYPERVISOR_GUEST', 'PARAVIRT', 'XEN'],
  );
});

test('what mended a mode comes before what it now hangs on', () => {
  const before = edited(linux612, { XEN_PVH: 'n', XEN_BLKDEV_FRONTEND: null });
  assert.equal(short(mode(change(before, linux612), 'domu-pvh')), [
    'fails start',
    'conditional',
    'better',
    'XEN_PVH XEN_BLKDEV_FRONTEND',
  ]);
});

test('what is n either way is no reason', () => {
  const before = edited(builtIn, { BLK_DEV_INITRD: 'n', ROOT_NFS: 'n' });
  const after = edited(before, { XEN_BLKDEV_FRONTEND: 'n', BLK_DEV_INITRD: null, ROOT_NFS: null });
  const comparison = change(before, after);
  assert.is(comparison.changed.length, 3);
  for (const list of ['because', 'related'] as const)
    assert.equal(
      mode(comparison, 'domu-pv')[list].map(({ option }) => option),
      ['XEN_BLKDEV_FRONTEND'],
    );
});

test('a kernel that can no longer have the mode', () => {
  const comparison = change(fixture('x86_64-6.1-xen.config.gz'), fixture('i386-6.1-pae-xen.config.gz'));
  const found = mode(comparison, 'domu-pv');
  assert.is(found.after.verdict, 'not-applicable');
  assert.is(found.course, 'worse');
  assert.ok(found.because.some(({ option }) => option === 'X86_64'));
});

test('a fragment leaves the modes open, which is neither worse nor better', () => {
  const { modes } = change(linux612, fixture('pvh-guest.fragment.config'));
  for (const { before, after, course } of modes)
    if (after.verdict === 'unknown') assert.is(course, before.verdict === 'unknown' ? 'same' : 'other');
});

test('n and absent are told apart, and change nothing', () => {
  const comparison = change(edited(builtIn, { NEW_THING: 'n' }), edited(builtIn, { NEW_THING: null }));
  assert.is(comparison.changed.length, 1);
  assert.ok(isNominal(comparison.changed[0]!));
  const wrong = edited(builtIn, { XEN_PVH: 'n' });
  for (const { course, came, gone } of change(wrong, edited(wrong, { XEN_PVH: null })).modes)
    assert.equal([course, came, gone], ['same', [], []]);
  const [real] = change(edited(builtIn, { NEW_THING: 'y' }), builtIn).changed;
  assert.not.ok(isNominal(real!));
});

test('strings and numbers change, too', () => {
  const before = edited(linux612, { CMDLINE: '"console=hvc0"', HZ: '250', NAME_A: '"1"' });
  const after = edited(before, { CMDLINE: '"console=tty0"', HZ: '1000', NAME_A: '1' });
  assert.equal(
    change(before, after).changed.map(({ option, before, after }) => [option, before!.text, after!.text]),
    [
      ['CMDLINE', 'console=hvc0', 'console=tty0'],
      ['HZ', '250', '1000'],
      ['NAME_A', '1', '1'],
    ],
  );
});

test('findings about the file itself', () => {
  const { file } = change(linux612, `${linux612}not a line\n`);
  assert.equal(
    file.came.map(({ code }) => code),
    ['line'],
  );
  assert.equal(file.gone, []);
  // The same odd line elsewhere is no news.
  assert.equal(change(`not a line\n${linux612}`, `${linux612}not a line\n`).file, { came: [], gone: [] });
});

test('there and back again: what came goes, what got worse gets better', () => {
  const options = ['XEN', 'XEN_PV', 'XEN_PVH', 'XEN_BLKDEV_FRONTEND', 'XEN_NETDEV_FRONTEND', 'HVC_XEN'];
  options.push('XENFS', 'XEN_BALLOON', 'XEN_PVHVM_GUEST', 'PARAVIRT', 'BLK_DEV_INITRD', 'XEN_DEV_EVTCHN');
  const random = seeded(6);
  // Two conditional verdicts of which each hangs on something that the other does not can be worse both ways.
  const isWorseBoth = ({ before, after }: ModeChange) =>
    before.conditions.length * after.conditions.length > 0;
  const reverses: Readonly<Record<Direction, (change: ModeChange) => Direction[]>> = {
    worse: change => (isWorseBoth(change) ? ['better', 'worse', 'other'] : ['better']),
    better: () => ['worse'],
    other: change => (isWorseBoth(change) ? ['other', 'worse'] : ['other']),
    same: () => ['same'],
  };
  const some = () => {
    const values: Record<string, string | null> = {};
    for (let count = random.below(5); count >= 0; count--)
      values[random.of(options)] = random.of(['y', 'm', 'n', null]);
    return side(edited(linux612, values));
  };
  const keys = (findings: readonly Parameters<typeof keyOf>[0][]) => findings.map(keyOf).sort();
  for (let round = 0; round < 25; round++) {
    const [left, right] = [some(), some()];
    const [there, back] = [compare(left, right, profiles), compare(right, left, profiles)];
    for (const [index, forth] of there.modes.entries()) {
      const other = back.modes[index]!;
      assert.ok(reverses[forth.course](forth).includes(other.course), `${forth.course} ${other.course}`);
      assert.equal(keys(other.came), keys(forth.gone));
      assert.equal(keys(other.gone), keys(forth.came));
      const names = (entry: ModeChange) => entry.because.map(({ option }) => option).sort();
      assert.equal(names(other), names(forth));
      // Whatever is wrong now was wrong before, or came.
      const wrong = (result: typeof left.result) =>
        result.findings.filter(finding => finding.profiles.includes(forth.profile));
      const expected = new Set([
        ...wrong(left.result)
          .map(keyOf)
          .filter(key => !forth.gone.map(keyOf).includes(key)),
        ...forth.came.map(keyOf),
      ]);
      assert.equal([...expected].sort(), [...new Set(wrong(right.result).map(keyOf))].sort());
    }
  }
});

test.run();
