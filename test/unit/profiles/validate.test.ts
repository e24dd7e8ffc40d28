// A profile file's mistakes are named with file, line, rule and key, all of them in one go.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { knowledge } from '../../../src/node/knowledge.js';
import { ProfileError } from '../../../src/profiles/resolve.js';
import { parseProfile } from '../../../src/profiles/validate.js';
import { profileText, replaced } from '../../support/profile-text.js';

const test = suite('validate');

function mistakes(text: string): string[] {
  try {
    parseProfile(text, 'mine.yaml', knowledge.profileSchema());
  } catch (error) {
    assert.instance(error, ProfileError, (error as Error).stack);
    return (error as Error).message.split('\n');
  }
  return [];
}

test('a right profile is taken as it is', () => {
  const doc = parseProfile(profileText, 'mine.yaml', knowledge.profileSchema());
  assert.is(doc.name, 'mine');
  assert.equal(doc.extends, ['domu-pvh']);
  assert.is(doc.rules?.[0]?.option, 'OVERLAY_FS');
});

test('every kind of mistake, by line, rule and key', () => {
  const rule = 'rule "my-rule": ';
  const cases: readonly (readonly [string, string, string])[] = [
    [
      'stage: root',
      'stage: rooot',
      `6: ${rule}stage must be one of load, start, console, root, network, services, lifecycle`,
    ],
    ['level: warning', 'level: fatal', `7: ${rule}level must be one of error, warning, note`],
    ['    option:', '    levels:', `8: ${rule}unknown key levels; did you mean level?`],
    ['    option:', '    optoin:', `8: ${rule}unknown key optoin; did you mean option?`],
    ['extends:', 'extend:', '2: unknown key extend; did you mean extends?'],
    ['extends:', 'zzzzzz:', '2: unknown key zzzzzz'],
    [
      'option: OVERLAY_FS',
      'option: CONFIG_OVERLAY_FS',
      `8: ${rule}option has a form that is not allowed: "CONFIG_OVERLAY_FS"; it must be the name of an option without CONFIG_, such as XEN_PV`,
    ],
    ['option: OVERLAY_FS', 'option: [A]', `8: ${rule}option must be a string`],
    ['option: OVERLAY_FS', 'option: 64', `8: ${rule}option must be a string`],
    ['[domu-pvh]', 'domu-pvh', '2: extends must be a list'],
    ['evidence: [our own images]', 'evidence: []', `11: ${rule}evidence must not be empty`],
    ['    evidence: [our own images]\n', '', `4: ${rule}the key evidence is missing`],
    ['name: mine\n', '', '1: the key name is missing'],
    [
      'name: mine',
      'name: My Profile',
      '1: name has a form that is not allowed: "My Profile"; it must be small letters, digits and -, such as my-guest',
    ],
    [
      'stage: root',
      'kernel: 6.1-7.0\n    stage: root',
      `6: ${rule}kernel has a form that is not allowed: "6.1-7.0"; it must be 6.1, 5.15..6.6, 6.12.. or ..5.10`,
    ],
    ['stage: root', 'kernel: ".."\n    stage: root', `6: ${rule}kernel is not a range of releases: ..`],
    [
      'stage: root',
      'xen: 4.17..4.18,\n    stage: root',
      `6: ${rule}xen is not a range of releases: 4.17..4.18,`,
    ],
    [
      'stage: root',
      'arch: [x86]\n    stage: root',
      `6: ${rule}the entry must be one of i386, x86_64, arm, arm64, ia64`,
    ],
    ['stage: root', 'when: A &&\n    stage: root', `6: ${rule}when cannot be read: ends too early`],
    [
      'option: OVERLAY_FS',
      'option: OVERLAY_FS\n    need: OVERLAY_FS OR X',
      `9: ${rule}need cannot be read: unexpected OR at column 12`,
    ],
    [
      'option: OVERLAY_FS',
      'need: OVERLAY_FS',
      `4: ${rule}asks for nothing: give option, need or spare, in the rule or in every case`,
    ],
    [
      'option: OVERLAY_FS',
      'option: X\n    cases: [{ need: "(" }]',
      `9: ${rule}need cannot be read: ends too early`,
    ],
    [
      'option: OVERLAY_FS',
      'option: X\n    otherwise: [{ need: "A B", condition: c }]',
      `9: ${rule}need cannot be read: unexpected B at column 3`,
    ],
    [
      'option: OVERLAY_FS',
      'option: X\n    otherwise: [{ need: y, xen: "..", condition: c }]',
      `9: ${rule}xen is not a range of releases: ..`,
    ],
    [
      'option: OVERLAY_FS',
      'option: X\n    set: [X=y]',
      `9: ${rule}the entry has a form that is not allowed: "X=y"; it must be a line of a config, such as CONFIG_XEN=y`,
    ],
    [
      'id: my-rule',
      'id: My_Rule',
      '4: rule "My_Rule": id has a form that is not allowed: "My_Rule"; it must be small letters, digits and -, such as my-guest',
    ],
    ['  - id: my-rule\n    title', '  - title', '4: rule number 1: the key id is missing'],
    ['rules:', 'levels: { xen-pvh: fatal }\nrules:', '3: xen-pvh must be one of error, warning, note'],
    [
      'rules:',
      'applies: [{ kernel: 6.1...7 }]\nrules:',
      '3: kernel has a form that is not allowed: "6.1...7"; it must be 6.1, 5.15..6.6, 6.12.. or ..5.10',
    ],
    ['rules:', 'applies: [{ when: ")" }]\nrules:', '3: when cannot be read: unexpected ) at column 1'],
  ];
  for (const [from, to, expected] of cases) {
    const found = mistakes(replaced(from, to));
    assert.equal(found, [`mine.yaml:${expected}`], to);
  }
});

test('two rules of one id, and several mistakes at once', () => {
  const second = profileText.slice(profileText.indexOf('  - id'));
  assert.equal(mistakes(profileText + second), [
    'mine.yaml:12: rule "my-rule": this id stands twice in the file',
  ]);
  const broken = replaced('stage: root', 'stage: x', replaced('level: warning', 'level: x'));
  assert.is(mistakes(broken).length, 2);
});

test('what is no profile at all', () => {
  for (const [text, expected] of [
    ['', /^mine\.yaml:1: the file must be a mapping$/],
    ['# nothing\n', /^mine\.yaml:1: the file must be a mapping$/],
    ['just text\n', /^mine\.yaml:1: the file must be a mapping$/],
    ['- a\n- b\n', /^mine\.yaml:1: the file must be a mapping$/],
    ['name: [\n', /^mine\.yaml:\d: /],
    ['name: a\nname: b\n', /^mine\.yaml:2: the key name stands twice$/],
    ['name: a\n---\nname: b\n', /^mine\.yaml:\d: /],
    ['\tname: a\n', /^mine\.yaml:\d: /],
    ['\0\x01\x02', /^mine\.yaml:1: /],
    [`# ${'x'.repeat(1 << 20)}\n`, /^mine\.yaml: is larger than any profile \(limit 1 MiB\)$/],
  ] as const) {
    const found = mistakes(text);
    assert.ok(found.length > 0, text.slice(0, 30));
    assert.match(found[0]!, expected, text.slice(0, 30));
  }
});

test('aliases are refused, so that no bomb of them goes off', () => {
  const bomb = [
    'a: &a [x, x]',
    ...[...'bcdefghijk'].map(
      (key, index) => `${key}: &${key} [*${'abcdefghij'[index]}, *${'abcdefghij'[index]}]`,
    ),
  ];
  const found = mistakes(`${bomb.join('\n')}\nname: mine\n`);
  assert.match(found[0]!, /alias/i);
  assert.match(mistakes(`name: mine\nextends: &x [domu-pvh]\ndrop: *x\n`)[0]!, /alias/i);
});

test('deep nesting ends in a message', () => {
  for (const text of [
    '['.repeat(100_000),
    '{a: '.repeat(50_000),
    '- '.repeat(100_000),
    `name: ${'['.repeat(5000)}${']'.repeat(5000)}\n`,
  ])
    assert.match(mistakes(text)[0]!, /^mine\.yaml/);
});

test('keys that JavaScript objects have are keys like others', () => {
  assert.match(mistakes('__proto__: { polluted: y }\nname: mine\n')[0]!, /unknown key __proto__/);
  assert.match(mistakes('constructor: 1\nname: mine\n')[0]!, /unknown key constructor/);
  assert.is(({} as Record<string, unknown>)['polluted'], undefined);
});

test.run();
