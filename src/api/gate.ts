// Waivers and the baseline of a check; loaded only if there are any.
import type { Finding } from '../check/finding.js';
import { checkIds } from '../check/rule-id.js';
import { baselineLimit, parseBaseline, type Baseline } from '../gate/baseline.js';
import { openWaivers, type Waivers } from '../gate/waive.js';
import { InputError } from '../input/input-error.js';
import { platform } from '../platform/platform.js';
import type { Profile } from '../profiles/rule-data.js';
import type { SuppressedFinding, FileResult } from './report.js';
import { countsOf } from './report.js';
import type { RepositoryFile } from '../gate/repository.js';
import type { Ports } from './ports.js';

export interface Gate {
  /** Removes accepted findings from a file's result. */
  accept(file: Pick<FileResult, 'path' | 'name' | 'merged' | 'kernel' | 'findings'>): {
    readonly findings: readonly Finding[];
    readonly excused: readonly SuppressedFinding[];
  };
  /**
   * The result for the repository's file itself, after all others were judged; null if nothing is wrong with its
   * waivers.
   */
  ownResult(scope: { readonly whole: boolean; readonly profiles: readonly Profile[] }): FileResult | null;
  /** How many findings of the baseline no longer occur in the judged files. */
  gone(): number;
}

/** Loads waivers and the baseline. Throws InputError, whose message names the baseline, if that cannot be read. */
export async function openGate(
  file: RepositoryFile | null,
  baselinePath: string | undefined,
  ports: Ports,
): Promise<Gate> {
  const waivers = file?.waivers.length
    ? openWaivers(file.waivers, ports.now().toISOString().slice(0, 10))
    : null;
  const baseline = baselinePath === undefined ? null : await readBaseline(baselinePath, ports);
  return {
    accept: result => accepted(result, file, waivers, baseline, ports),
    ownResult: scope => (file && waivers ? ownResult(file, waivers, scope, ports) : null),
    gone: () => baseline?.gone() ?? 0,
  };
}

async function readBaseline(path: string, ports: Ports): Promise<Baseline> {
  try {
    const bytes = await ports.files.read(path, baselineLimit);
    if (bytes.length > baselineLimit)
      throw new InputError(`is larger than any baseline (limit ${baselineLimit >> 20} MiB)`);
    return parseBaseline(platform().utf8(bytes), ({ path: from, name }) => keyOf(from, name, ports));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const hint = error.message === 'does not exist' ? ': --write-baseline makes it' : '';
    throw new InputError(`baseline ${path}: ${error.message}${hint}`);
  }
}

/** The key of a file in a baseline, the same however its path was written; configs that share a path add their name. */
function keyOf(path: string, name: string | undefined, { files }: Ports): string {
  return JSON.stringify([path === '-' ? path : files.relative(path), name ?? null]);
}

function accepted(
  {
    path,
    name,
    merged,
    kernel,
    findings,
  }: Pick<FileResult, 'path' | 'name' | 'merged' | 'kernel' | 'findings'>,
  file: RepositoryFile | null,
  waivers: Waivers | null,
  baseline: Baseline | null,
  ports: Ports,
): { findings: Finding[]; excused: SuppressedFinding[] } {
  const paths = (merged ?? [path])
    .filter(one => one !== '-')
    .map(one => (file ? ports.files.relative(one, file.folder) : one));
  const waived = waivers?.waive({ paths, kernel: kernel.version, findings }) ?? new Map<Finding, never>();
  const open = findings.filter(finding => !waived.has(finding));
  const known = new Set(baseline?.known(keyOf(path, name, ports), open) ?? []);
  const excused: SuppressedFinding[] = [...waived].map(([finding, { reason, line, expires }]) => ({
    finding,
    by: 'waiver',
    reason,
    file: file!.path,
    line,
    expires: expires ?? null,
  }));
  for (const finding of known) excused.push({ finding, by: 'baseline' });
  return { findings: open.filter(finding => !known.has(finding)), excused };
}

function ownResult(
  file: RepositoryFile,
  waivers: Waivers,
  { whole, profiles }: { readonly whole: boolean; readonly profiles: readonly Profile[] },
  { knowledge }: Ports,
): FileResult | null {
  const checked = new Set([...profiles.flatMap(({ rules }) => rules.map(({ id }) => id)), ...checkIds]);
  const rules = new Set([...knowledge.builtIn().rules.map(({ id }) => id), ...checked]);
  const findings = waivers.findings({ whole, rules, checked });
  if (findings.length === 0) return null;
  const counted: ReadonlySet<string> = new Set();
  return {
    path: file.path,
    kind: 'repository',
    kernel: { version: null, arch: null, flavour: 'none' },
    verdicts: [],
    findings,
    counted,
    counts: countsOf(findings, counted),
  };
}
