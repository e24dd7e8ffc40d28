// The comparison as people and programs read it. Whatever stands in a config, nothing of it may reach a terminal raw.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { judgeConfig } from '../../../src/check/check.js';
import { compare } from '../../../src/check/compare.js';
import { parseConfig } from '../../../src/config/parse.js';
import { parseVersion } from '../../../src/input/version.js';
import { loadFacts, loadProfiles } from '../../support/knowledge.js';
import { diffJson } from '../../../src/report/diff/json.js';
import { changeText, type DiffPair, type DiffReport, valueText } from '../../../src/api/diff-report.js';
import { diffText } from '../../../src/report/diff/text.js';
import { unifiedDiff } from '../../../src/report/diff/unified.js';
import { edited, fixture } from '../../support/edited.js';

const test = suite('diff text');
const profiles = loadProfiles();
const linux612 = fixture('x86_64-6.12-xen.config.gz');
const builtIn = edited(linux612, { XEN_BLKDEV_FRONTEND: 'y', XEN_NETDEV_FRONTEND: 'y' });
const plain = { color: false, width: 80, quiet: false };

function pair(before: string, after: string, names: Partial<DiffPair> = {}): DiffPair {
  const side = (text: string) => {
    const config = parseConfig(text);
    const xen = { version: parseVersion('4.17')!, given: true };
    return { config, result: judgeConfig(config, profiles, loadFacts(), { xen }) };
  };
  const [left, right] = [side(before), side(after)];
  return {
    old: 'old',
    new: 'new',
    path: null,
    kernel: { before: left.result.kernel, after: right.result.kernel },
    comparison: compare(left, right, profiles),
    ...names,
  };
}

function report(pairs: readonly DiffPair[], more: Partial<DiffReport> = {}): DiffReport {
  const [first] = pairs;
  return {
    tool: { name: 'xen-checkconfig' },
    old: first?.old ?? 'old',
    new: first?.new ?? 'new',
    target: { xen: '4.17', profiles: [] },
    pairs,
    only: null,
    errors: [],
    exitCode: 0,
    ...more,
  };
}

test('first what it means, then the options', () => {
  const text = diffText(report([pair(builtIn, edited(builtIn, { XEN_PVH: 'n', XEN_DEBUG_FS: 'y' }))]), plain);
  const lines = text.split('\n');
  assert.is(lines[0], 'old -> new');
  assert.is(lines[1], 'Linux 6.12.117, x86_64');
  assert.is(lines[3], 'worse');
  assert.is(lines[4], '  dom0-pvh, domu-pvh: boots -> fails at start: XEN_PVH y -> n');
  assert.match(text, /\n {4}new {3}error {4}CONFIG_XEN_PVH is not set \(y is needed\)\n/);
  assert.match(text, /\n {19}set: CONFIG_XEN_PVH=y\n/);
  assert.match(text, /\nAs before: dom0-pv, domu-pv, domu-hvm \(boots\)\n/);
  assert.match(
    text,
    /\nchanged options behind it\n {2}XEN_PVH y -> n: dom0-pvh, domu-pvh\n\n1 changed option /,
  );
  assert.match(text, /\n2 modes worse, 0 better, 3 with the same verdict; 2 options changed\n$/);
});

test('back again', () => {
  const text = diffText(report([pair(edited(builtIn, { XEN_PVH: null }), builtIn)]), plain);
  assert.match(text, /\nbetter\n {2}dom0-pvh, domu-pvh: fails at start -> boots: XEN_PVH absent -> y\n/);
  assert.match(text, /\n {4}gone {2}error {4}CONFIG_XEN_PVH is not set/);
  assert.not.match(text, /set: /);
});

test('the root disk', () => {
  const before = edited(builtIn, { BLK_DEV_INITRD: null, ROOT_NFS: null });
  const text = diffText(report([pair(before, edited(before, { XEN_BLKDEV_FRONTEND: null }))]), plain);
  assert.match(
    text,
    /\nworse\n {2}domu-pv, domu-pvh: conditional -> fails at root:\n {4}XEN_BLKDEV_FRONTEND y -> absent\n/,
  );
});

test('a condition is told', () => {
  const text = diffText(report([pair(builtIn, edited(builtIn, { XEN_BLKDEV_FRONTEND: 'm' }))]), plain);
  assert.match(
    text,
    /\nworse\n {2}domu-pv, domu-pvh, domu-hvm: boots -> conditional:\n {4}XEN_BLKDEV_FRONTEND y -> m\n {4}if the initramfs holds xen-blkfront\.ko\n/,
  );
});

test('another version or architecture is the reason where no option is', () => {
  const arm = diffText(report([pair(linux612, fixture('arm64-6.12.config.gz'))]), plain);
  assert.match(arm, /dom0-pv, dom0-pvh: boots -> not-applicable: x86_64 -> arm64\n/);
  const i386 = fixture('i386-6.1-pae-xen.config.gz');
  const old = i386.replace('6.1.', '5.8.');
  assert.match(diffText(report([pair(old, i386)]), plain), /domu-pv: .* -> not-applicable: Linux 5\.8\.\d+/);
});

test('without a difference', () => {
  const text = diffText(report([pair(linux612, linux612)]), plain);
  assert.match(text, /^old -> new\nLinux 6\.12\.117, x86_64\n\nAs before: /);
  assert.match(text, /0 modes worse, 0 better, 5 with the same verdict; 0 options changed\n$/);
  assert.is(diffText(report([pair(linux612, linux612)]), { ...plain, quiet: true }), '');
});

test('quiet: changed verdicts alone', () => {
  const broken = edited(builtIn, { XEN_PVH: 'n', FRAMEBUFFER_CONSOLE: 'n' });
  assert.is(
    diffText(report([pair(builtIn, broken)]), { ...plain, quiet: true }),
    'old -> new\nLinux 6.12.117, x86_64\nworse\n  dom0-pvh, domu-pvh: boots -> fails at start: XEN_PVH y -> n\n',
  );
});

test('80 columns hold it, and colours add nothing but colours', () => {
  const names = [
    'arm64-6.12.config.gz',
    'i386-6.1-pae-xen.config.gz',
    'x86_64-6.1-without-xen.config.gz',
    'x86_64-6.1-xen.config.gz',
    'x86_64-6.12-pvh-without-xen_pvh.config.gz',
    'x86_64-6.12-xen_defconfig',
    'pvh-guest.fragment.config',
    'x86_64-7.3-xen.config.gz',
  ];
  const texts = names.map(name => fixture(name));
  for (const [left, before] of texts.entries()) {
    for (const [right, after] of texts.entries()) {
      const compared = report([pair(before, after, { old: names[left]!, new: names[right]! })]);
      const text = diffText(compared, plain);
      for (const line of text.split('\n')) assert.ok(line.length <= 80, line);
      const colored = diffText(compared, { ...plain, color: true });
      // oxlint-disable-next-line no-control-regex
      assert.is(colored.replace(/\x1b\[\d+m/g, ''), text);
    }
  }
});

// Names and values with everything that commands, markup, terminals or readers could take for something else.
const hostile = [
  '\x1b[31mred\x1b]0;title\x07',
  'a\nb\r\nc',
  '::set-output name=x::y',
  '\u202eabc\u2066',
  '\u0085\u009b31m',
  '<script>alert(1)</script>',
  '%0A::error::x',
  '::add-mask::x',
  '##[set-env name=x]y',
  '##vso[task.setvariable variable=x]y',
  '\ud800',
];
// oxlint-disable-next-line no-control-regex
const raw = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

// What GitHub's and Azure's runners take for a command.
const command = /^\s*::|##\[|##vso\[/m;

test('hostile names and values stay text', async () => {
  for (const word of hostile) {
    const value = `"${word.replace(/[\r\n]/g, '')}"`;
    const before = edited(builtIn, { CMDLINE: '"a"' });
    const after = `${edited(before, { CMDLINE: value, XEN_PVH: 'n' })}odd ${word}\n`;
    const compared = pair(before, after, { old: word, new: `${word}/x` });
    const only = { added: [word], removed: [`${word}2`] };
    const reports = [
      report([compared]),
      report([{ ...compared, path: word }], { only, errors: [{ path: word, message: word }] }),
    ];
    for (const each of reports) {
      for (const quiet of [false, true]) {
        const text = diffText(each, { ...plain, quiet });
        assert.not.match(text, raw);
        assert.not.match(text, command);
      }
      const json = diffJson(each, '0');
      assert.not.match(json, raw);
      assert.is((JSON.parse(json) as { old: string }).old, word);
    }
    const unified = await unifiedDiff({ old: word, new: word, before, after });
    assert.type(unified, 'string');
    assert.not.match(unified!, raw);
    assert.not.match(unified!, command);
    for (const line of unified!.split('\n').filter(Boolean)) assert.match(line, /^[-+ @\\]/);
  }
});

test('JSON of two files', () => {
  const after = edited(builtIn, { XEN_PVH: 'n', CMDLINE: '"say \\"hi\\""', NEW_THING: 'n' });
  const broken = report([pair(edited(builtIn, { CMDLINE: null }), after)], { exitCode: 1 });
  const json = JSON.parse(diffJson(broken, '1.2.3'));
  assert.equal(Object.keys(json), [
    'schemaVersion',
    'tool',
    'target',
    'old',
    'new',
    'modes',
    'findings',
    'changed',
    'errors',
    'summary',
  ]);
  assert.equal([json.schemaVersion, json.tool], [1, { name: 'xen-checkconfig', version: '1.2.3' }]);
  const mode = json.modes.find((entry: { profile: string }) => entry.profile === 'domu-pvh');
  assert.equal(mode.before, { verdict: 'boots', stage: null, conditions: [] });
  assert.equal(mode.after, { verdict: 'fails', stage: 'start', conditions: [] });
  assert.equal([mode.course, mode.because], ['worse', ['CONFIG_XEN_PVH']]);
  assert.is(mode.findings.came[0].option, 'CONFIG_XEN_PVH');
  assert.equal(json.changed, [
    { option: 'CONFIG_CMDLINE', before: 'absent', after: '"say \\"hi\\""' },
    { option: 'CONFIG_NEW_THING', before: 'absent', after: 'n' },
    { option: 'CONFIG_XEN_PVH', before: 'y', after: 'n' },
  ]);
  assert.equal(json.summary, {
    files: 1,
    worse: 2,
    better: 0,
    other: 0,
    same: 3,
    changed: 3,
    exitCode: 1,
  });
});

test('folders: only what tells something, and what only one of them has', () => {
  const pairs = [
    pair(linux612, linux612, { path: 'same.config' }),
    pair(builtIn, edited(builtIn, { XEN_PVH: 'n' }), { path: 'a/config', new: 'n/a/config' }),
  ];
  const both = report(pairs, {
    old: 'o',
    new: 'n',
    only: { added: ['x.config'], removed: Array.from({ length: 30 }, (_, index) => `${index}.config`) },
  });
  const text = diffText(both, plain);
  assert.match(text, /^a\/config\n/);
  assert.not.match(text, /same\.config/);
  assert.match(text, /\nOnly in o:\n {2}0\.config\n[^]* {2}19\.config\n {2}and 10 more\n/);
  assert.match(text, /\nOnly in n:\n {2}x\.config\n/);
  const json = JSON.parse(diffJson(both, '0'));
  assert.equal(
    json.pairs.map(({ path }: { path: string }) => path),
    ['same.config', 'a/config'],
  );
  assert.equal([json.added, json.removed.length, 'modes' in json], [['x.config'], 30, false]);
});

test('values as a file writes them', () => {
  const text = { tri: null, line: 1 } as const;
  assert.is(valueText(null), 'absent');
  assert.is(valueText({ type: 'string', text: 'absent', ...text }), '"absent"');
  assert.is(valueText({ type: 'string', text: 'a"b\\', ...text }), '"a\\"b\\\\"');
  assert.is(valueText({ type: 'number', text: '0x10', ...text }), '0x10');
  const y = { type: 'tristate', tri: 2, text: 'y', line: 1 } as const;
  assert.is(changeText({ option: 'XEN', before: y, after: null }), 'XEN y -> absent');
});

test('a unified diff', async () => {
  const names = { old: 'a', new: 'b' };
  assert.is(await unifiedDiff({ ...names, before: 'x\n', after: 'x\r\n' }), '');
  assert.is(
    await unifiedDiff({ ...names, before: '1\n2\n3\n4\n5\n6\n', after: '1\n2\n3\n4\n5\nsix\n' }),
    '--- a\n+++ b\n@@ -3,4 +3,4 @@\n 3\n 4\n 5\n-6\n+six\n',
  );
  assert.is(
    await unifiedDiff({ ...names, before: 'x', after: 'x\n' }),
    '--- a\n+++ b\n@@ -1,1 +1,1 @@\n-x\n\\ No newline at end of file\n+x\n',
  );
});

test('texts with nothing in common come whole', async () => {
  const lines = (mark: string) => Array.from({ length: 6000 }, (_, index) => `${mark}${index}\n`).join('');
  const unified = await unifiedDiff(
    { old: 'a', new: 'b', before: lines('a'), after: `${lines('b')}end` },
    500,
  );
  const found = unified!.split('\n');
  assert.equal(found.slice(0, 4), ['--- a', '+++ b', '@@ -1,6000 +1,6001 @@', '-a0']);
  assert.equal(found.slice(-3), ['+end', '\\ No newline at end of file', '']);
  assert.is(found.length, 3 + 12001 + 2);
  const endless = '#\n'.repeat(600_000);
  assert.is(await unifiedDiff({ old: 'a', new: 'b', before: endless, after: `${endless}x` }), null);
});

test.run();
