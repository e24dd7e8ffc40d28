// Proves profiles/lifetimes.json against real configs: what they hold existed, what the data promises they hold.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { compareVersions, inRange, parseVersion, type Version } from '../../src/input/version.js';
import { compile, type Settings } from './condition.js';
import { headerLags, holdsMore, patched } from './lifetimes-exceptions.js';

interface Range {
  from: string;
  to: string | null;
  type?: string;
  prompt?: boolean | string;
  depends?: string | null;
  fromBracket?: [string, string];
  toBracket?: [string, string];
}
type ByArch = Record<string, Range[]>;
interface Lifetimes {
  trees: Record<string, string>;
  symbols: Record<string, ByArch>;
  xenlinux: Record<string, ByArch>;
  suse: Record<string, ByArch & { means?: unknown }>;
  xengit: Record<string, ByArch>;
  never: Record<string, { means: string | null; note: string }>;
}
interface Config {
  name: string;
  arch: string;
  version: Version;
  settings: Settings;
}

const root = fileURLToPath(new URL('../../../', import.meta.url));
const data: Lifetimes = JSON.parse(readFileSync(join(root, 'profiles/lifetimes.json'), 'utf8'));
const shared = process.env.XEN_CHECKCONFIG_SHARED ?? join(root, '../shared');
const corpus = join(shared, 'corpus');
const here = existsSync(join(corpus, 'index.json'));

const test = suite('lifetimes');
const corpusTest = here ? test : test.skip;

const spans: Record<string, [string, string | null]> = {
  i386: ['2.6.0', '2.6.23'],
  x86_64: ['2.6.0', '2.6.23'],
  x86: ['2.6.24', null],
  arm: ['2.6.0', null],
  arm64: ['3.7', null],
  ia64: ['2.6.0', '6.6'],
};
const newest = '7.3';
const version = (text: string) => parseVersion(text)!;
const before = (left: string, right: string) => compareVersions(version(left), version(right)) < 0;

function archKey(arch: string, at: Version): string {
  const isX86 = arch === 'i386' || arch === 'x86_64';
  return isX86 && compareVersions(at, version('2.6.24')) >= 0 ? 'x86' : arch;
}

/** The lifetimes of `option` that hold this version and architecture, in any tree the config can come from. */
function alive(config: Config, option: string): Range[] {
  const versions = [config.version];
  const next = headerLags[config.name];
  if (next !== undefined) versions.push(version(next));
  const ranges = versions.flatMap(at =>
    (data.symbols[option]?.[archKey(config.arch, at)] ?? []).filter(range => inRange(at, range)),
  );
  const { xenlinux, suse } = origin(config.settings);
  for (const [from, table] of [
    [xenlinux, data.xenlinux],
    [suse || xenlinux, data.suse],
  ] as const) {
    if (!from) continue;
    for (const key of new Set([config.arch, archKey(config.arch, version('3.0'))]))
      ranges.push(...(table[option]?.[key] ?? []).filter(range => inRange(config.version, range)));
  }
  return ranges;
}

/** Trees that carry the old port name its platform options even where it is off. */
function origin(settings: Settings): { xenlinux: boolean; suse: boolean } {
  const marks = ['X86_XEN', 'X86_64_XEN', 'ARCH_XEN', 'XEN_INTERFACE_VERSION', 'XEN_UNPRIVILEGED_GUEST'];
  return { xenlinux: marks.some(mark => settings.has(mark)), suse: settings.has('PARAVIRT_XEN') };
}

function parse(text: string): Map<string, string> {
  const settings = new Map<string, string>();
  for (const match of text.matchAll(/^(?:CONFIG_(\w+)=(.*)|# CONFIG_(\w+) is not set)$/gm))
    settings.set((match[1] ?? match[3])!, match[2] ?? 'n');
  return settings;
}

function readConfigs(): Config[] {
  const read = (path: string) => gunzipSync(readFileSync(path)).toString('latin1');
  const configs: Config[] = [];
  const index: { entries: { file: string; kind: string; kernelVersion: string | null; arch: string }[] } =
    JSON.parse(readFileSync(join(corpus, 'index.json'), 'utf8'));
  for (const entry of index.entries) {
    if (entry.kind !== 'config' || entry.kernelVersion === null) continue;
    const settings = parse(read(join(corpus, 'configs', entry.file)));
    configs.push({ name: entry.file, arch: entry.arch, version: version(entry.kernelVersion), settings });
  }
  const lab = join(shared, 'lab/configs');
  for (const file of existsSync(lab) ? readdirSync(lab).sort() : []) {
    const text = read(join(lab, file));
    const header = /Linux\/\S+ (\S+) Kernel Configuration/.exec(text);
    const settings = parse(text);
    const arch = settings.get('64BIT') === 'y' ? 'x86_64' : 'i386';
    configs.push({ name: `lab/${file}`, arch, version: version(header![1]!), settings });
  }
  return configs;
}

const configs = here ? readConfigs() : [];
const isPatched = (config: Config, option: string) =>
  patched.some(entry => entry.configs.test(config.name) && entry.options.includes(option));

function strangers(config: Config): string[] {
  const known = (option: string) =>
    option in data.symbols || option in data.xenlinux || option in data.suse || option in data.never;
  return [...config.settings.keys()].filter(option => known(option) && alive(config, option).length === 0);
}

test('the data is well formed', () => {
  assert.ok(Object.keys(data.trees).length > 100);
  for (const [table, entries] of Object.entries({
    symbols: data.symbols,
    xenlinux: data.xenlinux,
    xengit: data.xengit,
  }))
    for (const [option, byArch] of Object.entries(entries)) {
      assert.match(option, /^[A-Z0-9_a-z]+$/);
      for (const [arch, ranges] of Object.entries(byArch)) {
        const where = `${table} ${option} ${arch}`;
        let last: string | null = null;
        for (const range of ranges) {
          assert.ok(range.to === null || !before(range.to, range.from), where);
          assert.ok(last === null || before(last, range.from), `${where}: ranges in order, apart`);
          for (const [from, to] of [range.fromBracket, range.toBracket].filter(pair => pair !== undefined))
            assert.ok(!before(to, from), where);
          if (range.fromBracket) assert.ok(inRange(version(range.from), bracket(range.fromBracket)), where);
          if (range.toBracket) assert.ok(inRange(version(range.to!), bracket(range.toBracket)), where);
          if (table === 'symbols') {
            assert.ok(['bool', 'tristate', 'int', 'hex', 'string'].includes(range.type!), where);
            const span = spans[arch]!;
            assert.ok(inRange(version(range.from), { from: span[0], to: span[1] }), where);
            if (range.to === null) assert.is(span[1], null, where);
            else assert.ok(!before(span[1] ?? newest, range.to), where);
            if (typeof range.depends === 'string') compile(range.depends);
          }
          last = range.to ?? newest;
        }
      }
    }
  for (const option of Object.keys(data.never))
    for (const table of [data.symbols, data.xenlinux, data.suse, data.xengit])
      assert.not(option in table, option);
  for (const [option, { means }] of Object.entries(data.never))
    if (means !== null) assert.ok(means in data.symbols, `${option} means ${means}`);
});

const bracket = ([from, to]: [string, string]) => ({ from, to });

test('an option out of its time is noticed', () => {
  const config = (text: string, release: string, arch: string): Config => ({
    name: 'made up',
    arch,
    version: version(release),
    settings: parse(text),
  });
  for (const [text, release, arch, expected] of [
    ['CONFIG_PARAVIRT_GUEST=y\nCONFIG_XEN=y', '3.9.5', 'x86_64', []],
    ['CONFIG_PARAVIRT_GUEST=y\nCONFIG_XEN=y', '3.10', 'x86_64', ['PARAVIRT_GUEST']],
    ['CONFIG_HYPERVISOR_GUEST=y', '3.9', 'x86_64', ['HYPERVISOR_GUEST']],
    ['CONFIG_HYPERVISOR_GUEST=y', '6.1', 'arm64', ['HYPERVISOR_GUEST']],
    ['# CONFIG_HIGHMEM_64G is not set', '5.10', 'i386', ['HIGHMEM_64G']],
    ['CONFIG_XEN_BLKDEV_TAP=y', '6.1', 'x86_64', ['XEN_BLKDEV_TAP']],
    ['CONFIG_XEN_BLKDEV_TAP=y\nCONFIG_X86_XEN=y', '2.6.18', 'i386', []],
    ['CONFIG_XEN_PVHVM=y', '7.3-rc7', 'x86_64', ['XEN_PVHVM']],
    ['CONFIG_XEN=y', '3.6', 'arm', ['XEN']],
    ['CONFIG_XEN=y', '6.12', 'riscv', ['XEN']],
  ] as const)
    assert.equal(strangers(config(text, release, arch)), expected, `${text} ${release} ${arch}`);
});

if (!here) test(`skipped: no corpus at ${corpus}; set XEN_CHECKCONFIG_SHARED`, () => assert.not(here));

corpusTest('every option in a real config was alive in that version and architecture', () => {
  let checked = 0;
  const wrong: string[] = [];
  for (const config of configs) {
    if (!(config.arch in spans)) {
      assert.not(config.settings.has('XEN'), config.name);
      continue;
    }
    checked += [...config.settings.keys()].filter(option => option in data.symbols).length;
    for (const option of strangers(config))
      if (!isPatched(config, option))
        wrong.push(`${option} ${config.version.text} ${config.arch} ${config.name}`);
  }
  assert.equal(wrong, []);
  assert.ok(configs.length >= 200 && checked > 50_000, `${configs.length} configs, ${checked} options`);
});

corpusTest('only a tristate is ever m', () => {
  const wrong: string[] = [];
  for (const config of configs)
    for (const [option, value] of config.settings) {
      const ranges = value === 'm' && option in data.symbols ? alive(config, option) : [];
      if (ranges.length > 0 && !ranges.some(range => range.type === 'tristate'))
        wrong.push(`${option} ${config.name}`);
    }
  assert.equal(wrong, []);
});

corpusTest('an option that the data says can be set is in the config, and no other', () => {
  let checked = 0;
  const wrong: string[] = [];
  const used = new Set<string>();
  for (const config of configs) {
    if (config.name in headerLags || before(config.version.text, '2.6.12')) continue;
    const { xenlinux, suse } = origin(config.settings);
    const ported = config.settings.get('XEN') === 'y' && xenlinux;
    if (ported) continue;
    const near = (pair: [string, string] | undefined) => pair && inRange(config.version, bracket(pair));
    for (const [option, byArch] of Object.entries(data.symbols))
      for (const range of byArch[archKey(config.arch, config.version)] ?? []) {
        if (!range.prompt || range.depends === null || !inRange(config.version, range)) continue;
        if (near(range.fromBracket) || near(range.toBracket)) continue;
        if ((xenlinux || suse) && `${option} ${range.depends}`.includes('XEN')) continue;
        const condition = compile(range.depends ?? 'y');
        const visible = compile(range.prompt === true ? 'y' : range.prompt);
        if (!condition || !visible) continue;
        const level = Math.min(condition(config.settings), visible(config.settings));
        const settable =
          level === 2 ||
          (level === 1 && (range.type !== 'tristate' || config.settings.get('MODULES') === 'y'));
        checked++;
        // Old kernels write "not set" even for members of a choice that can't be chosen.
        const value = config.settings.get(option);
        if (settable ? value !== undefined : value === undefined || value === 'n') continue;
        // Behind an unmet prompt condition an option can still be on by default.
        if (!settable && range.prompt !== true) continue;
        const excuse = holdsMore.find(
          entry => entry.configs.test(config.name) && entry.options.includes(option),
        );
        if (excuse || isPatched(config, option)) used.add(option);
        else wrong.push(`${option} ${settable ? 'missing' : 'there'}: ${config.version.text} ${config.name}`);
      }
  }
  assert.equal(wrong, []);
  assert.ok(checked > 30_000, `${checked} conditions`);
  const idle = holdsMore.flatMap(entry => entry.options).filter(option => !used.has(option));
  assert.equal(idle, [], 'exceptions that nothing needs');
});

corpusTest('every exception is needed', () => {
  const named = (name: string) => configs.find(config => config.name === name);
  for (const [name, next] of Object.entries(headerLags)) {
    const config = named(name);
    assert.ok(config, name);
    assert.ok(before(config.version.text, next), name);
    assert.ok(
      strangers({ ...config, name: `${name} by its header` }).length > 0,
      `${name} needs no exception`,
    );
  }
  for (const entry of patched) {
    const hits = configs.filter(config => entry.configs.test(config.name)).flatMap(strangers);
    for (const option of entry.options) assert.ok(hits.includes(option), `${option} needs no exception`);
  }
});

test.run();
