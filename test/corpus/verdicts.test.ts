// All real configs in one run of the real command, against what is known of them from outside.
import { basename, join } from 'node:path';
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseVersion } from '../../src/input/version.js';
import { lifetimeOf } from '../../src/profiles/lifetimes.js';
import { loadLifetimes } from '../support/knowledge.js';
import { root } from '../support/paths.js';
import { run } from '../support/run.js';
import { headerLags } from './lifetimes-exceptions.js';
import { corpusEntries, have, type JsonReport, type JsonResult, shared, whyNot } from './shared.js';

const all = suite('corpus verdicts');
const here = have('corpus/index.json');
const test = here ? all : all.skip;
if (!here) all(`skipped: ${whyNot}`, () => assert.not(here));

const entries = here ? corpusEntries() : [];
const ran = here
  ? run(['--format', 'json', ...entries.map(({ file }) => join(shared, 'corpus/configs', file))])
  : { code: 0, out: '{"results":[],"errors":[]}', err: '' };
const report = JSON.parse(ran.out) as JsonReport;
const byFile = new Map(report.results.map(result => [basename(result.path), result]));

test('every file is read or refused, with one line each', () => {
  assert.is(entries.length, 275);
  assert.is(ran.code, 3);
  assert.is(report.summary.files, 275);
  assert.is(report.results.length + report.errors.length, 275);
  assert.is(ran.err.trim().split('\n').length, report.errors.length);
  assert.not.match(ran.err, /internal error/);
});

test('the report is as the schema says', () => {
  const schema = JSON.parse(readFileSync(`${root}schema/report.json`, 'utf8')) as object;
  const validate = new Ajv({ allowUnionTypes: true, strictTypes: false, strictRequired: false }).compile(
    schema,
  );
  assert.ok(validate(report), JSON.stringify(validate.errors));
});

/** What each negative is, by its name in the index. */
const programs: readonly (readonly [RegExp, string])[] = [
  [/buildroot/, 'a Buildroot config'],
  [/busybox/, 'a BusyBox config'],
  [/u-boot/, 'a U-Boot config'],
  [/xen-(hypervisor|arm|pvshim)/, "the Xen hypervisor's own config"],
];

test('the negatives are refused, and nothing else', () => {
  const negatives = entries.filter(({ kind }) => kind === 'negative').map(({ file }) => file);
  assert.equal(report.errors.map(({ path }) => basename(path)).sort(), negatives.sort());
  for (const { path, message } of report.errors) {
    const what = programs.find(([pattern]) => pattern.test(path))![1];
    assert.is(message, `is not a Linux kernel config: it looks like ${what}`, path);
  }
});

const modes = {
  dom0: ['dom0-pv', 'dom0-pvh', 'dom0-xenlinux', 'dom0-arm'],
  pv: ['domu-pv', 'domu-xenlinux', 'domu-arm'],
  pvh: ['domu-pvh'],
  pvhvm: ['domu-hvm'],
} as const;

const words = (result: JsonResult, mode: keyof typeof modes) =>
  result.verdicts.filter(
    ({ profile, verdict }) =>
      verdict !== 'not-applicable' && (modes[mode] as readonly string[]).includes(profile),
  );

for (const mode of ['dom0', 'pv', 'pvh', 'pvhvm'] as const) {
  test(`${mode}: what is known to work does not fail`, () => {
    const wrong: string[] = [];
    let checked = 0;
    for (const { file, xen } of entries) {
      if (xen[mode] !== true) continue;
      checked++;
      const verdicts = words(byFile.get(file)!, mode);
      if (verdicts.length === 0) wrong.push(`${file}: no mode applies`);
      for (const { profile, verdict, stage } of verdicts)
        if (verdict === 'fails') wrong.push(`${file}: ${profile} fails at ${stage}`);
    }
    assert.equal(wrong, []);
    // Of PV drivers in HVM nobody said that they work.
    if (mode !== 'pvhvm') assert.ok(checked > 0, `${checked} configs`);
  });

  // An HVM guest boots without anything of Xen: false there says that it has no PV drivers.
  if (mode !== 'pvhvm')
    test(`${mode}: what is known not to work does not boot`, () => {
      const wrong: string[] = [];
      for (const { file, xen } of entries)
        if (xen[mode] === false)
          for (const { profile, verdict } of words(byFile.get(file)!, mode))
            if (verdict === 'boots' || verdict === 'conditional')
              wrong.push(`${file}: ${profile} ${verdict}`);
      assert.equal(wrong, []);
    });
}

/** The kernel's folder of an architecture, where the index gives a machine's name. */
const folders: Readonly<Record<string, string>> = { ppc64: 'powerpc', s390x: 's390', riscv64: 'riscv' };

test('kind, version and architecture are those of the index', () => {
  const wrong: string[] = [];
  for (const entry of entries) {
    const result = byFile.get(entry.file);
    if (!result) continue;
    const { version, arch } = result.kernel;
    if (entry.kind === 'config' && result.kind !== 'config') wrong.push(`${entry.file}: ${result.kind}`);
    // A defconfig of 2.6 was a whole .config; what Fedora merges for a kernel is whole but for options without a prompt.
    const isWhole = version?.startsWith('2.6.') || entry.file.startsWith('fedora-');
    if (entry.kind !== 'config' && result.kind === 'config' && !isWhole)
      wrong.push(`${entry.file}: ${result.kind}, is ${entry.kind}`);
    const named = entry.arch === null ? null : (folders[entry.arch] ?? entry.arch);
    if (named !== null && arch !== null && arch !== named)
      wrong.push(`${entry.file}: ${arch}, is ${entry.arch}`);
    if (
      entry.kind === 'config' &&
      entry.kernelVersion !== null &&
      !version?.startsWith(entry.kernelVersion.split(/[-+]/)[0]!)
    )
      wrong.push(`${entry.file}: ${version}, is ${entry.kernelVersion}`);
  }
  assert.equal(wrong, []);
});

test('no finding names an option that its kernel does not have', () => {
  const lifetimes = loadLifetimes();
  const wrong = new Set<string>();
  let checked = 0;
  for (const { path, kernel, findings } of report.results) {
    if (kernel.version === null || kernel.arch === null) continue;
    const lag = headerLags[basename(path)];
    const versions = [kernel.version, ...(lag === undefined ? [] : [lag])].map(text => parseVersion(text)!);
    for (const { rule, option, set } of findings) {
      // These two are about just that: an option that does not exist, or that was written wrongly.
      if (rule === 'config-foreign-option' || rule === 'config-misspelt-option') continue;
      const named = [...(option === null ? [] : [option]), ...set].map(
        text => /CONFIG_(\w+)/.exec(text)![1]!,
      );
      for (const name of new Set(named)) {
        checked++;
        const gone = versions.every(
          version =>
            lifetimeOf(
              lifetimes,
              name,
              version,
              kernel.arch!,
              kernel.flavour as 'pvops' | 'xenlinux' | 'none',
            ) === 'gone',
        );
        // SUSE's trees of 2.6.29 to 4.1 call mainline's XEN by names of their own.
        const renamed = name in lifetimes.suse;
        if (gone && !renamed)
          wrong.add(`${basename(path)}: ${rule} names ${name} in ${kernel.version} ${kernel.arch}`);
      }
    }
  }
  assert.equal([...wrong], []);
  assert.ok(checked > 1000, `${checked} options`);
});

all.run();
