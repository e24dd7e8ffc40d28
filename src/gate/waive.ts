import type { Finding } from '../check/finding.js';
import { ruleOf } from '../check/rule-id.js';
import { atLeast, atMost, parseRange, type Version } from '../input/version.js';
import { nearest } from '../input/nearest.js';
import { matchesGlob, parseGlob } from '../input/glob.js';
import type { Waiver } from './repository.js';

/** A file that was judged, for waivers. */
interface JudgedFile {
  /** The files it is made of, relative to the folder of the repository's file, with "/"; none for standard input. */
  readonly paths: readonly string[];
  readonly kernel: Version | null;
  readonly findings: readonly Finding[];
}

export interface WaiverScope {
  /** Was all checked that the repository's file names? Then every waiver must have met something. */
  readonly whole: boolean;
  /** Ids of all rules, to detect misspelt ones. */
  readonly rules: ReadonlySet<string>;
  /** Ids of the rules of the profiles that were checked. */
  readonly checked: ReadonlySet<string>;
}

export interface Waivers {
  /** The findings of a file that are waived, each with its waiver: the first that matches. */
  waive(file: JudgedFile): Map<Finding, Waiver>;
  /** What is wrong with the waivers themselves, once all files were judged. */
  findings(scope: WaiverScope): Finding[];
}

interface Entry {
  readonly waiver: Waiver;
  readonly expired: boolean;
  covers(file: JudgedFile): boolean;
  covered: boolean;
  matched: boolean;
  /** The value of the options that it is about, but for whose value it does not hold. */
  other: Waiver['value'] | null;
}

/** Applies waivers file by file. `today` is a day such as 2026-11-21. */
export function openWaivers(waivers: readonly Waiver[], today: string): Waivers {
  const entries = waivers.map(waiver => entryOf(waiver, today));
  return {
    waive(file) {
      const found = new Map<Finding, Waiver>();
      for (const entry of entries) {
        if (!entry.covers(file)) continue;
        entry.covered = true;
        for (const finding of file.findings) {
          if (!isAbout(entry.waiver, finding)) continue;
          const value = valueOf(finding);
          if (!holdsValue(entry.waiver, value)) {
            entry.other ??= value;
            continue;
          }
          entry.matched = true;
          if (!entry.expired && !found.has(finding)) found.set(finding, entry.waiver);
        }
      }
      return found;
    },
    findings: scope =>
      entries.filter(entry => isFaulty(entry, scope)).map(entry => faultOf(entry, scope.rules)),
  };
}

function entryOf(waiver: Waiver, today: string): Entry {
  const globs = waiver.files?.map(parseGlob);
  return {
    waiver,
    // Days in this form are in the order of their letters.
    expired: waiver.expires !== undefined && waiver.expires < today,
    covers: ({ paths, kernel }) =>
      (!globs || globs.some(glob => paths.some(path => matchesGlob(glob, path)))) &&
      (waiver.kernel === undefined || holdsKernel(waiver.kernel, kernel)),
    covered: false,
    matched: false,
    other: null,
  };
}

/** A kernel of unknown version counts as a new one, as it does for rules. */
function holdsKernel(text: string, version: Version | null): boolean {
  const { from, to } = parseRange(text)!;
  if (version === null) return to === null;
  return (from === null || atLeast(version, from)) && (to === null || atMost(version, to));
}

function isAbout({ rule, option }: Waiver, finding: Finding): boolean {
  if (rule !== undefined && rule !== ruleOf(finding)) return false;
  // A waiver by option alone does not cover the finding that a later file sets that option.
  if (rule === undefined && finding.code === 'override') return false;
  if (option === undefined) return true;
  if (finding.code === 'spare') return finding.options.includes(option);
  return 'option' in finding && finding.option === option;
}

/** The value that the finding is about; null where it is about none, or about one that is no tristate. */
function valueOf(finding: Finding): 'y' | 'm' | 'n' | null {
  if (!('actual' in finding) || finding.actual === 'other') return null;
  return finding.actual === 'absent' ? 'n' : finding.actual;
}

/** A module and an option that is off are two states of affairs: what was accepted of one says nothing of the other. */
function holdsValue({ value }: Waiver, actual: ReturnType<typeof valueOf>): boolean {
  return value === undefined ? actual !== 'm' : actual === value;
}

function isFaulty({ waiver, expired, covered, matched }: Entry, scope: WaiverScope): boolean {
  if (matched) return expired;
  // Nothing can be said about what was not checked.
  const requested =
    waiver.rule === undefined || scope.checked.has(waiver.rule) || !scope.rules.has(waiver.rule);
  return requested && (scope.whole || covered);
}

function faultOf({ waiver, expired, matched, other }: Entry, rules: ReadonlySet<string>): Finding {
  const { rule, option, value, files, expires, line } = waiver;
  return {
    code: 'waiver',
    about: expired && matched ? 'expired' : 'unused',
    level: expired && matched ? 'error' : 'warning',
    stage: null,
    profiles: [],
    line,
    waived: {
      ...(rule && { rule }),
      ...(option && { option }),
      ...(value && { value }),
      ...(files && { files }),
    },
    ...(!matched && other && { other }),
    expires: expires ?? null,
    near: rule === undefined || matched || rules.has(rule) ? null : nearest(rule, rules),
  };
}
