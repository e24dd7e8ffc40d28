// Every boot that the lab observed with a bzImage, against the verdict for that kernel's config on that Xen.
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type JsonReport, type JsonResult, shared, whyNot } from '../corpus/shared.js';
import { run } from '../support/run.js';
import { configOf, here, type Outcome, outcomes, rootOf } from './shared.js';

const all = suite('lab verdicts');
if (!here) all(`skipped: ${whyNot}`, () => assert.not(here));

const profiles: Readonly<Record<string, string>> = {
  'pv-dom0': 'dom0-pv',
  'pvh-dom0': 'dom0-pvh',
  'pv-domu': 'domu-pv',
  'pvh-domu': 'domu-pvh',
};

const results = new Map<string, JsonResult>();

function resultOf(file: string, xen: string, root: string): JsonResult {
  const key = `${file} ${xen} ${root}`;
  let result = results.get(key);
  if (!result) {
    const { out } = run([
      '--format',
      'json',
      '--xen',
      xen,
      '--root',
      root,
      join(shared, 'lab/configs', file),
    ]);
    result = (JSON.parse(out) as JsonReport).results[0]!;
    results.set(key, result);
  }
  return result;
}

/** The verdicts that agree with an outcome, where the root is known. A condition says what the boot had. */
const agreeing: Readonly<Record<string, readonly string[]>> = {
  boots: ['boots', 'conditional'],
  'boots-no-console': ['silent'],
  panics: ['fails root'],
  'refused-by-loader': ['fails load', 'not-applicable'],
  'reboots-no-console': ['fails start'],
  'toolstack-works': ['boots', 'conditional'],
  'toolstack-fails': ['fails services'],
  // Debian's 32-bit kernel hung for a cause that was not found.
  'hangs-no-console': ['silent', 'conditional'],
  'no-output-timeout': ['silent', 'not-applicable'],
};

function expected(outcome: Outcome): readonly string[] {
  const { name, mode } = outcome;
  // A busybox initramfs comes up without the toolstack that a dom0 is for; that the tools fail was observed apart.
  const toolless =
    ['backend-n', 'evtchn-n', 'xenfs-n', 'unix98ptys-n'].includes(name) && mode.endsWith('dom0');
  if (toolless && outcome.outcome === 'boots') return ['fails services'];
  // Debian's tools lack the library for these, which a config cannot tell: the condition names it.
  if (/^comp-(bzip2|lzo)$/.test(name) && outcome.outcome === 'refused-by-loader') return ['conditional'];
  return agreeing[outcome.outcome] ?? [];
}

const tried = outcomes.filter(
  // A cut image is no matter of the config, and a guest of 16 MiB too small for any kernel none either.
  ({ imageFormat, name }) => /^bzImage( \(\w+\))?$/.test(imageFormat) && name !== 'base-mem16',
);

for (const outcome of tried) {
  const { name, mode, variant, xenVersion } = outcome;
  all(`${name} as ${mode} on Xen ${xenVersion}, ${variant}: ${outcome.outcome}`, () => {
    const file = configOf(outcome);
    assert.ok(file, 'its config');
    const found = resultOf(file!, xenVersion, rootOf(outcome)).verdicts.find(
      ({ profile }) => profile === profiles[mode],
    )!;
    const word = found.verdict === 'fails' ? `fails ${found.stage}` : found.verdict;
    assert.ok(
      expected(outcome).includes(word),
      `${word}: ${found.conditions.map(({ text }) => text).join('; ')}`,
    );
    if (/^comp-(bzip2|lzo)$/.test(name) && word === 'conditional')
      assert.match(found.conditions[0]!.text, /lib(bz2|lzo2)/);
  });
}

if (here)
  all('all boots with a bzImage were compared', () => {
    assert.is(outcomes.length, 148);
    assert.is(tried.length, 113);
    assert.is(tried.filter(outcome => rootOf(outcome) === 'disk').length, 7);
  });

all.run();
