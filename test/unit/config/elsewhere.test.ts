// Files that keep configs of several kernels, or name the files that do. The values of annotations were taken from Ubuntu's own
// tool (kconfig/annotations.py), run on the same texts.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isAnnotations, parseAnnotations } from '../../../src/config/annotations.js';
import { mergeConfigs } from '../../../src/config/merge.js';
import { parseConfig } from '../../../src/config/parse.js';
import { isPriority, parsePriority } from '../../../src/config/priority.js';
import { isScc, parseScc } from '../../../src/config/scc.js';
import { InputError } from '../../../src/input/input-error.js';
import { seeded } from '../../support/random.js';

const test = suite('elsewhere');

const refuses = (work: () => unknown, expected: RegExp) =>
  assert.throws(work, (error: unknown) => error instanceof InputError && expected.test(error.message));

const main = `# Menu: HEADER
# FORMAT: 4
# ARCH: amd64 arm64
# FLAVOUR: amd64-generic arm64-generic arm64-generic-64k

CONFIG_XEN                   policy<{'amd64': 'y', 'arm64': 'y', 'arm64-generic-64k': '-'}>
CONFIG_XEN                   note<'LP: #1 with = and policy'>
CONFIG_NAME\tpolicy<{'amd64': '"a, b: {c}"', "arm64": "n"}>
# a comment
CONFIG_NR                    policy<{'arm64-generic': '64', 'amd64': '8'}>
CONFIG_NR                    policy<{'arm64': '32'}>
CONFIG_ODD                   policy<{'amd64': }>
not a line
`;
const none = () => {
  throw new Error('nothing is included');
};
const lines = (texts: readonly { path: string; text: string }[]) =>
  texts.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => (line === '' ? [] : [`${path}:${index + 1} ${line}`])),
  );

test('annotations: a value by flavour, then by architecture', () => {
  assert.ok(isAnnotations(main));
  const { flavours, configOf } = parseAnnotations({ path: 'm', text: main }, none);
  assert.equal(
    flavours.map(({ name, arch }) => `${name} ${arch}`),
    ['amd64-generic amd64', 'arm64-generic arm64', 'arm64-generic-64k arm64'],
  );
  const odd = ["m:12 CONFIG_ODD                   policy<{'amd64': }>", 'm:13 not a line'];
  assert.equal(lines(configOf('amd64-generic')), [
    'm:6 CONFIG_XEN=y',
    'm:8 CONFIG_NAME="a, b: {c}"',
    'm:10 CONFIG_NR=8',
    ...odd,
  ]);
  // The later line is about the whole architecture, so that what was said of the flavour is gone.
  assert.equal(lines(configOf('arm64-generic')), [
    'm:6 CONFIG_XEN=y',
    'm:8 # CONFIG_NAME is not set',
    'm:11 CONFIG_NR=32',
    ...odd,
  ]);
  assert.equal(lines(configOf('arm64-generic-64k')).slice(0, 2), [
    'm:8 # CONFIG_NAME is not set',
    'm:11 CONFIG_NR=32',
  ]);
});

test('annotations: includes, and flavours that follow others', () => {
  const text = `# FORMAT: 4
# ARCH: arm64
# FLAVOUR: arm64-acme
# FLAVOUR_DEP: {'arm64-acme': 'arm64-generic-64k'}
include "../m"
CONFIG_MINE policy<{'arm64-acme': 'y'}>
`;
  const { configOf } = parseAnnotations({ path: 'd/a', text }, (path, from) => {
    assert.equal([path, from], ['../m', 'd/a']);
    return { path: 'm', text: main };
  });
  assert.equal(lines(configOf('arm64-acme')).slice(0, 3), [
    'd/a:6 CONFIG_MINE=y',
    'm:8 # CONFIG_NAME is not set',
    'm:11 CONFIG_NR=32',
  ]);
});

test('annotations that are none', () => {
  refuses(
    () => parseAnnotations({ path: 'm', text: 'CONFIG_A policy<{}>\n' }, none),
    /no ARCH or no FLAVOUR/,
  );
  const self = '# ARCH: a\n# FLAVOUR: a-b\ninclude "x"\n';
  refuses(
    () => parseAnnotations({ path: 'x', text: self }, () => ({ path: 'x', text: self })),
    /one in another/,
  );
  assert.not.ok(isAnnotations('CONFIG_XEN=y\n'));
  assert.not.ok(isAnnotations('# ARCH: amd64\nCONFIG_XEN=y\n'));
});

test("Fedora's priority file", () => {
  const text = `# comment
ORDER=common fedora
EMPTY=s390x-zfcpdump

x86_64=generic:generic-x86
aarch64-debug=generic:debug-arm-aarch64
`;
  assert.ok(isPriority(text));
  assert.equal(parsePriority(text), [
    {
      name: 'x86_64',
      arch: 'x86_64',
      layers: [
        { folder: 'common/generic', required: true },
        { folder: 'common/generic/x86', required: true },
        { folder: 'fedora/generic', required: false },
        { folder: 'fedora/generic/x86', required: false },
      ],
    },
    {
      name: 'aarch64-debug',
      arch: 'aarch64',
      layers: [
        { folder: 'common/generic', required: true },
        { folder: 'common/debug/arm/aarch64', required: true },
        { folder: 'fedora/generic', required: false },
        { folder: 'fedora/debug/arm/aarch64', required: false },
      ],
    },
  ]);
  assert.not.ok(isPriority('CONFIG_XEN=y\n'));
  refuses(() => parsePriority(`ORDER=${'a '.repeat(200)}\nx=${'b:'.repeat(200)}b\n`), /too many layers/);
});

test("Yocto's descriptions", () => {
  const text = `define KARCH "arm64"
kconf hardware a.cfg
kconf old.cfg
include features/x.scc nopatch
patch 0001.patch
branch b
if [ "$KARCH" = "x86_64" ] || [ "$KARCH" = "i386" ]; then
  kconf non-hardware x86.cfg
elif [ $KARCH = arm64 ] && [ "\${KTYPE}" != "tiny" ]
then
  kconf non-hardware arm64.cfg
  if [ "$KTYPE" = "tiny" ]; then
    include never.scc
  fi
else
  define KARCH none
  kconf non-hardware other.cfg
fi
kconf non-hardware "last.cfg"
`;
  const found = (variables: Record<string, string>) =>
    [...parseScc(text, new Map(Object.entries(variables)))].map(
      ({ kind, path, line }) => `${line} ${kind} ${path}`,
    );
  const common = ['2 kconf a.cfg', '3 kconf old.cfg', '4 include features/x.scc'];
  assert.equal(found({}), [...common, '11 kconf arm64.cfg', '19 kconf last.cfg']);
  assert.equal(found({ KTYPE: 'tiny' }), [...common, '17 kconf other.cfg', '19 kconf last.cfg']);
  assert.ok(isScc('a.scc', '') && isScc('a', 'kconf hardware a.cfg\n'));
  assert.not.ok(isScc('a.cfg', 'CONFIG_XEN=y\n'));
  for (const condition of ['[ -f x ]', '[ "$A" = "b" ] | cat', '`rm x`', '[ "$A" = "b" ]; rm x; then', ''])
    refuses(() => [...parseScc(`if ${condition}\nfi\n`, new Map())], /condition of a form that is not known/);
});

test('merging keeps the file and line of each setting', () => {
  const part = (path: string, text: string) => ({ path, config: parseConfig(text, { mayBeEmpty: true }) });
  const { config, overrides, lineOf } = mergeConfigs([
    part('a', 'CONFIG_A=y\nCONFIG_B=m\nCONFIG_B=m\n'),
    part('empty', '# nothing\n'),
    part('b', '\n\n# CONFIG_A is not set\nodd\n'),
    part('c', 'CONFIG_C="x"\nCONFIG_B=m\n'),
  ]);
  const place = (line: number) => `${lineOf(line).path}:${lineOf(line).line}`;
  assert.equal(
    [...config.settings].map(([option, { text, line }]) => `${option}=${text} ${place(line)}`),
    ['A=n b:3', 'B=m c:2', 'C=x c:1'],
  );
  assert.equal(
    overrides.map(({ option, before, after }) => [
      option,
      before.text,
      place(before.line),
      after.text,
      place(after.line),
    ]),
    [['A', 'y', 'a:1', 'n', 'b:3']],
  );
  assert.equal(
    config.problems.map(({ code, line }) => `${code} ${place(line)}`),
    ['duplicate a:3', 'malformed b:4'],
  );
});

test('broken texts end in an InputError or in nothing', () => {
  const texts = [
    main,
    'ORDER=a b\nx86_64=generic:generic-x86\n',
    'if [ "$A" = "b" ]; then\nkconf a b.cfg\nelse\nfi\n',
  ];
  for (let seed = 1; seed <= 3000; seed++) {
    const random = seeded(seed);
    const characters = [...random.of(texts)];
    for (let edit = 0; edit <= random.below(6); edit++) {
      const at = random.below(characters.length);
      const more = random.of([
        "'",
        '"',
        '{',
        '}',
        '<',
        '>',
        ':',
        ',',
        '\\',
        '\n',
        '\0',
        '[',
        'include x\n',
        '',
      ]);
      characters.splice(at, random.below(4), more);
    }
    const text = characters.join('');
    for (const read of [
      () => {
        const { flavours, configOf } = parseAnnotations({ path: 'm', text }, () => ({ path: 'i', text: '' }));
        for (const { name } of flavours)
          for (const one of configOf(name)) parseConfig(one.text, { mayBeEmpty: true });
      },
      () => parsePriority(text),
      () => [...parseScc(text, new Map())],
    ])
      try {
        read();
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
      }
  }
});

test('long texts are read in one go', () => {
  const many = Array.from({ length: 20_000 }, (_, index) => `CONFIG_O${index} policy<{'amd64': 'y'}>`).join(
    '\n',
  );
  const text = `# ARCH: amd64\n# FLAVOUR: amd64-generic\n${many}\n`;
  const { configOf } = parseAnnotations({ path: 'm', text }, none);
  assert.is(parseConfig(configOf('amd64-generic')[0]!.text).settings.size, 20_000);
  const quotes = `# ARCH: a\n# FLAVOUR: a-b\nCONFIG_A policy<{'${'\\'.repeat(200_000)}\n`;
  parseAnnotations({ path: 'm', text: quotes }, none).configOf('a-b');
});

test.run();
