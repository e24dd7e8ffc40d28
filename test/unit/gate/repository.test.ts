// The repository's own file: what is read, and what is said of every mistake.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { knowledge } from '../../../src/node/knowledge.js';
import { parseRepository } from '../../../src/gate/read-repository.js';
import { InputError } from '../../../src/input/input-error.js';

const test = suite('repository');

const mistakes = (text: string): string[] => {
  try {
    parseRepository(text, 'x.yaml', knowledge.repositorySchema());
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.message.split('\n');
  }
  return [];
};

test('everything a file may say', () => {
  const file = parseRepository(
    `\ufeff# how we check
profiles: [domu-pv, ./ours.yaml]
xen: 4.10
kernel: 6.10
arch: x86_64
srctree: ../linux
fail-on: warning
root: network
require: [xen-network, services]
initramfs: initrd.img
domain: guest.cfg
baseline: known.json
files: [configs/*.config]
merge:
  - name: amd64
    files: [base, amd64]
    kernel: 6.12
    arch: amd64
waivers:
  - rule: hvc-xen
    option: CONFIG_HVC_XEN
    files: configs/**
    reason: A serial port is there.
    expires: 2027-06-30
    kernel: 5.10..6.6
  - { option: XEN_PVH, files: [a, b], reason: r }
`,
    'x.yaml',
    knowledge.repositorySchema(),
  );
  assert.equal(file, {
    profiles: ['domu-pv', './ours.yaml'],
    xen: '4.10',
    kernel: '6.10',
    arch: 'x86_64',
    srctree: '../linux',
    failOn: 'warning',
    root: 'network',
    require: ['xen-network', 'services'],
    initramfs: 'initrd.img',
    domain: 'guest.cfg',
    baseline: 'known.json',
    files: ['configs/*.config'],
    merge: [{ name: 'amd64', files: ['base', 'amd64'], kernel: '6.12', arch: 'amd64' }],
    waivers: [
      {
        rule: 'hvc-xen',
        option: 'HVC_XEN',
        files: ['configs/**'],
        reason: 'A serial port is there.',
        expires: '2027-06-30',
        kernel: '5.10..6.6',
        line: 20,
      },
      { option: 'XEN_PVH', files: ['a', 'b'], reason: 'r', line: 26 },
    ],
  });
});

test('a file of nothing, or of comments, asks for nothing', () => {
  for (const text of ['', '\n', '# nothing yet\n', '---\n', '{}\n'])
    assert.equal(parseRepository(text, 'x.yaml', knowledge.repositorySchema()), { waivers: [] });
});

for (const [name, text, expected] of [
  ['unknown key', 'profile: [dom0]\n', 'x.yaml:1:1: unknown key profile; did you mean profiles?'],
  ['no key like it', 'nonsense: 1\n', 'x.yaml:1:1: unknown key nonsense'],
  [
    'unknown key of a waiver',
    'waivers:\n  - rule: a\n    resaon: b\n    reason: c\n',
    'x.yaml:3:5: waiver 1: unknown key resaon; did you mean reason?',
  ],
  ['no reason', 'waivers:\n  - rule: a\n', 'x.yaml:2:5: waiver 1: the key reason is missing'],
  [
    'an empty reason',
    'waivers:\n  - rule: a\n    reason: " "\n',
    'x.yaml:3:5: waiver 1: reason has a form that is not allowed: " "; it must be text',
  ],
  [
    'neither rule nor option',
    'waivers:\n  - files: a\n    reason: c\n',
    'x.yaml:2:5: waiver 1: the key rule or option is missing: without one it would waive everything',
  ],
  [
    'no such day',
    'waivers: [{rule: a, reason: c, expires: 2027-02-30}]\n',
    'x.yaml:1:32: waiver 1: expires is no day of the calendar: 2027-02-30',
  ],
  [
    'no day at all',
    'waivers: [{rule: a, reason: c, expires: soon}]\n',
    'x.yaml:1:32: waiver 1: expires has a form that is not allowed: "soon"; it must be YYYY-MM-DD, such as 2027-06-30',
  ],
  [
    'no range',
    'waivers:\n- rule: a\n  reason: c\n  kernel: new\n',
    'x.yaml:4:3: waiver 1: kernel is not a range of releases: new',
  ],
  ['no release', 'xen: unstable\n', 'x.yaml:1:1: xen must be a release such as 4.17 or 6.1.0, not unstable'],
  ['neither yes nor no', 'allow-unknown: yes\n', 'x.yaml:1:1: allow-unknown must be one of true, false'],
  [
    'no value',
    'waivers: [{option: XEN, reason: c, value: off}]\n',
    'x.yaml:1:36: waiver 1: value must be one of y, m, n',
  ],
  [
    'a day of another form',
    'waivers: [{rule: a, reason: c, expires: 31.12.2027}]\n',
    'x.yaml:1:32: waiver 1: expires has a form that is not allowed: "31.12.2027"; it must be YYYY-MM-DD, such as 2027-06-30',
  ],
  ['no level', 'fail-on: all\n', 'x.yaml:1:1: fail-on must be one of error, warning, note, never'],
  ['a list is meant', 'files: a\n', 'x.yaml:1:1: files must be a list'],
  ['a list of nothing', 'files: []\n', 'x.yaml:1:1: files must not be empty'],
  ['a list instead of a file', '- a\n', 'x.yaml:1:1: the file must be a mapping'],
  [
    'files of a waiver',
    'waivers:\n- rule: a\n  reason: c\n  files: {a: b}\n',
    'x.yaml:4:3: waiver 1: files must be a string or a list',
  ],
  ['merge without files', 'merge:\n- name: a\n', 'x.yaml:2:3: merge 1: the key files is missing'],
  [
    'no kernel of a merge',
    'merge:\n- files: [a]\n  kernel: new\n',
    'x.yaml:3:3: merge 1: kernel must be a release such as 4.17 or 6.1.0, not new',
  ],
  ['a key twice', 'xen: 4.17\nxen: 4.18\n', 'x.yaml:2:1: the key xen stands twice'],
  ['an alias', 'files: &a [x]\nprofiles: *a\n', 'x.yaml:2:11: aliases such as *a are not taken'],
  ['two documents', 'xen: 4.17\n---\nxen: 4.18\n', 'x.yaml:2:1: a second document starts here, one is taken'],
  ['nesting', `files: ${'['.repeat(100_000)}`, 'x.yaml:1:1: is nested too deeply'],
  ['nesting by lines', '- '.repeat(10_000), 'x.yaml:1:1: is nested too deeply'],
  ['size', `# ${'x'.repeat(300_000)}`, 'x.yaml:1:1: is too large (limit 256 KiB)'],
  ['a key that is a list', '[a]: b\n', 'x.yaml:1:1: a key must be a word'],
] as const)
  test(`a mistake: ${name}`, () => {
    assert.equal(mistakes(text), [expected]);
  });

test('every mistake is told, each once', () => {
  const found = mistakes('xne: 1\nfiles: a\nwaivers:\n- rule: a\n- reason: b\n  rul: c\n');
  assert.equal(found, [
    'x.yaml:1:1: unknown key xne; did you mean xen?',
    'x.yaml:2:1: files must be a list',
    'x.yaml:4:3: waiver 1: the key reason is missing',
    'x.yaml:6:3: waiver 2: unknown key rul; did you mean rule?',
  ]);
});

test('what is no YAML is told with its place', () => {
  for (const text of ['{a: b', 'files: "a\n', '\ta: 1\n', 'a: b: c\n', '\0\x01', '%YAML 9\n'])
    for (const line of mistakes(text)) assert.match(line, /^x\.yaml:\d+:\d+: \S/, JSON.stringify(text));
});

test('many mistakes end soon', () => {
  const many = Array.from({ length: 20_000 }, (_, index) => `k${index}: 1`).join('\n');
  assert.ok(mistakes(many).length <= 50);
});

test.run();
