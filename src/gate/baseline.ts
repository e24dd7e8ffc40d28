import type { Finding } from '../check/finding.js';
import { ruleOf } from '../check/rule-id.js';
import { InputError } from '../input/input-error.js';
import { type Level, levels } from '../profiles/rule-data.js';

/** Nobody keeps a larger report in a repository. Bytes. */
export const baselineLimit = 256 << 20;

/** What a report calls a file. */
interface BaselineFile {
  readonly path: string;
  readonly name?: string;
}

export interface Baseline {
  /** The findings of a file that the baseline holds, at their level or above, for all their profiles. */
  known(key: string, findings: readonly Finding[]): Finding[];
  /** How many of its findings no file had, of the files that were judged. */
  gone(): number;
}

/** A finding as a JSON report has it. */
interface KnownFinding {
  readonly rule: string;
  readonly level: Level;
  readonly stage: string | null;
  readonly profiles: readonly string[];
  readonly option: string | null;
}

interface Entry {
  level: Level;
  left: number;
  met: boolean;
}

interface Held {
  readonly entries: Map<string, Entry>;
  /** One a finding: its entries, one for each of its profiles. */
  readonly findings: Entry[][];
  seen: boolean;
}

/**
 * Reads a JSON report from before. `keyOfFile` gives a file of the report the key that it has in this run.
 * Throws InputError if it is none.
 */
export function parseBaseline(text: string, keyOfFile: (file: BaselineFile) => string): Baseline {
  const files = new Map<string, Held>();
  for (const { findings, ...named } of resultsOf(text)) {
    const at = keyOfFile(named);
    const file = files.get(at) ?? { entries: new Map<string, Entry>(), findings: [], seen: false };
    files.set(at, file);
    for (const finding of findings)
      file.findings.push(keysOf(finding).map(key => addTo(file.entries, key, finding.level)));
  }
  return {
    known(key, findings) {
      const file = files.get(key);
      if (!file) return [];
      file.seen = true;
      return findings.filter(finding => {
        const entries = keysOf(knownFindingOf(finding)).map(key => file.entries.get(key));
        for (const entry of entries) if (entry) entry.met = true;
        const isKnown = entries.every(
          entry => entry && entry.left > 0 && rank(finding.level) <= rank(entry.level),
        );
        if (isKnown) for (const entry of entries) entry!.left--;
        return isKnown;
      });
    },
    gone() {
      const seen = [...files.values()].filter(file => file.seen);
      const isGone = (entries: readonly Entry[]) => entries.every(({ met }) => !met);
      return seen.reduce((sum, { findings }) => sum + findings.filter(isGone).length, 0);
    },
  };
}

function addTo(entries: Map<string, Entry>, key: string, level: Level): Entry {
  const entry = entries.get(key) ?? { level, left: 0, met: false };
  entries.set(key, entry);
  entry.left++;
  if (rank(level) > rank(entry.level)) entry.level = level;
  return entry;
}

function rank(level: Level): number {
  return levels.indexOf(level);
}

function knownFindingOf(finding: Finding): KnownFinding {
  const { level, stage, profiles } = finding;
  const option = 'option' in finding && finding.option ? `CONFIG_${finding.option}` : null;
  return { rule: ruleOf(finding), level, stage, profiles, option };
}

/** What makes a finding the same in another run: neither line nor order nor words, and each profile by itself. */
function keysOf({ rule, stage, option, profiles }: KnownFinding): string[] {
  const of = (profile: string | null) => JSON.stringify([rule, stage, option, profile]);
  return profiles.length ? profiles.map(of) : [of(null)];
}

function resultsOf(text: string): (BaselineFile & { findings: KnownFinding[] })[] {
  let report: unknown;
  try {
    report = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    // What else the parser says quotes the file, which may be any.
    const at = /\bposition (\d+)/.exec((error as Error).message)?.[1];
    const line = at === undefined ? null : text.slice(0, Number(at)).split('\n').length;
    throw new InputError(`is no JSON${line === null ? '' : `: it breaks at line ${line}`}`);
  }
  const { schemaVersion, tool, results } = isObject(report) ? report : {};
  if (!isObject(tool) || tool['name'] !== 'xen-checkconfig')
    throw new InputError('is no JSON report of xen-checkconfig: --write-baseline makes one');
  if (schemaVersion !== 1)
    throw new InputError(`is a report of another form (schemaVersion ${String(schemaVersion).slice(0, 20)})`);
  if (!Array.isArray(results)) throw new InputError('is a report without results');
  return results.flatMap((result: unknown, index) => {
    if (!isObject(result) || typeof result['path'] !== 'string' || !Array.isArray(result['findings']))
      throw new InputError(`has a result that is none (number ${index + 1})`);
    if (result['kind'] === 'repository') return [];
    // What was waived then is not known now that the waiver may be gone.
    const findings = result['findings'].filter(one => !(isObject(one) && 'waived' in one));
    const name = result['name'];
    const file = { path: result['path'], ...(typeof name === 'string' && { name }) };
    return [{ ...file, findings: findings.map(one => checkedFinding(one, index)) }];
  });
}

function checkedFinding(value: unknown, index: number): KnownFinding {
  const { rule, level, stage, profiles, option } = isObject(value) ? value : {};
  const isText = (one: unknown) => one === null || typeof one === 'string';
  if (
    typeof rule !== 'string' ||
    !levels.includes(level as Level) ||
    !isText(stage) ||
    !isText(option) ||
    !Array.isArray(profiles) ||
    !profiles.every(one => typeof one === 'string')
  )
    throw new InputError(`has a finding that is none, in result ${index + 1}`);
  return { rule, level, stage, profiles, option } as KnownFinding;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
