// The one place that makes sentences. Everything here may hold text from inputs: printers escape it.
import type { Actual, Blocker, Condition, Finding, UnknownCause } from '../check/finding.js';
import type { Verdict } from '../check/verdict.js';

/** A finding in words. */
export interface Message {
  /** What is wrong, one line. */
  readonly message: string;
  /** The reason, and what the user sees. */
  readonly why: string;
  /** What to do, in words. */
  readonly fix: string;
  /** The lines to put into the config, in the kernel's own form. */
  readonly set: readonly string[];
  readonly evidence: readonly string[];
}

export function messageOf(finding: Finding): Message {
  switch (finding.code) {
    case 'need': {
      const { rule, option, expected, blockers, hidden } = finding;
      const set = hidden ? lines(blockers) : [...lines(blockers), line(option, expected)];
      return {
        message: `${config(option)} ${state(finding.actual)}${must(finding.actual, expected)}`,
        why: `${rule.reason} Without it: ${rule.symptom}`,
        fix: rule.fix ?? fixText(option, expected, blockers, hidden),
        set: rule.set ?? set,
        evidence: rule.evidence,
      };
    }
    case 'condition': {
      const { rule, option, expected, actual, conditions } = finding;
      const modules = conditions.every(condition => condition.kind === 'modules');
      const what = conditionText(conditions);
      return {
        message: modules
          ? `${config(option)} ${state(actual)}: boots only if ${what}`
          : `${config(option)} ${state(actual)}${must(actual, expected)}: boots only if ${what}`,
        why: `${rule.reason} Otherwise: ${rule.symptom}`,
        fix: modules
          ? `Put ${fileList(conditions)} into the initramfs, or build it in.`
          : (rule.fix ?? fixText(option, expected, [], false)),
        set: modules ? [] : [line(option, expected)],
        evidence: rule.evidence,
      };
    }
    case 'spare':
      return {
        message: `${finding.options.map(config).join(', ')} ${finding.options.length === 1 ? 'is' : 'are'} on`,
        why: `${finding.rule.reason} ${finding.rule.symptom}`,
        fix: finding.rule.fix ?? 'Turn off what you do not need.',
        set: [],
        evidence: finding.rule.evidence,
      };
    case 'not-applicable':
      return {
        message: `${finding.profiles.join(', ')} cannot be had with this kernel: ${finding.because}`,
        why: '',
        fix: '',
        set: [],
        evidence: finding.evidence,
      };
    case 'unknown':
      return {
        message: unknownText[finding.because],
        why: '',
        fix: unknownFix[finding.because],
        set: [],
        evidence: [],
      };
    case 'misspelt':
      return {
        message: `${config(finding.option)} is no option of any kernel${finding.means ? `; ${config(finding.means)} is meant` : ''}`,
        why: finding.note,
        fix: finding.means ? `Write ${config(finding.means)}.` : 'Remove the line.',
        set: [],
        evidence: [],
      };
    case 'foreign':
      return {
        message: `${config(finding.option)} does not exist in this kernel${finding.last ? ` (last in ${finding.last})` : finding.first ? ` (first in ${finding.first})` : ''}`,
        why: "The kernel's own tools drop such a line without a word.",
        fix: 'Remove the line.',
        set: [],
        evidence: [],
      };
    case 'xen':
      return { message: finding.reason, why: '', fix: '', set: [], evidence: finding.evidence };
    case 'line':
      return finding.problem.code === 'duplicate'
        ? {
            message: `${config(finding.problem.option)} was set before, on line ${finding.problem.firstLine}${finding.problem.same ? '' : ', to something else'}`,
            why: 'The last one counts.',
            fix: 'Keep one of the two lines.',
            set: [],
            evidence: [],
          }
        : {
            message: `not a line of a config, skipped: ${finding.problem.text}`,
            why: "The kernel's own reader skips it with a warning.",
            fix: 'Correct or remove the line.',
            set: [],
            evidence: [],
          };
  }
}

const unknownText: Readonly<Record<UnknownCause, string>> = {
  fragment: 'this is a fragment: what it does not name is open',
  defconfig: 'this is a defconfig: what it does not name depends on the tree it belongs to',
  'no-version': 'the file does not say which kernel it is for',
  'no-arch': 'nothing in the file tells its architecture',
};

const unknownFix: Readonly<Record<UnknownCause, string>> = {
  fragment: 'Check the whole .config that it is merged into.',
  defconfig: 'Check the whole .config: make KCONFIG_ALLCONFIG=FILE alldefconfig in its tree.',
  'no-version': 'Name it with --kernel VERSION.',
  'no-arch': 'Name it with --arch ARCH.',
};

/** The verdict of one mode in words, such as "fails at load" or "boots if the initramfs holds xen-blkfront.ko". */
export function verdictText(verdict: Verdict): string {
  switch (verdict.verdict) {
    case 'fails':
      return `fails at ${verdict.stage}`;
    case 'silent':
      return 'silent: it runs, but nothing shows on the Xen console';
    case 'conditional':
      return `boots if ${conditionText(verdict.conditions)}`;
    default:
      return verdict.verdict;
  }
}

/** Conditions in words that follow "if". Alternatives of one rule are joined with or, those of several with and. */
export function conditionText(conditions: readonly Condition[]): string {
  const modules = conditions.filter(condition => condition.kind === 'modules');
  const parts: string[] = [];
  if (modules.length) parts.push(`the initramfs holds ${fileList(modules)}`);
  const others = new Map<string, string[]>();
  for (const condition of conditions) {
    if (condition.kind === 'modules') continue;
    const list = others.get(condition.rule) ?? [];
    if (!list.includes(condition.text)) list.push(condition.text);
    others.set(condition.rule, list);
  }
  for (const texts of others.values()) parts.push(texts.join(', or '));
  return parts.join('; and ');
}

function fileList(conditions: readonly Condition[]): string {
  const needs = conditions.flatMap(condition =>
    condition.kind === 'modules' ? [oneOf(condition.files)] : [],
  );
  return [...new Set(needs)].join(' and ');
}

function oneOf(files: readonly string[]): string {
  if (files.length === 1) return files[0]!;
  if (files.length <= 3) return `${files.slice(0, -1).join(', ')} or ${files.at(-1)}`;
  return `${files.slice(0, 2).join(', ')} or another of ${files.length}`;
}

function config(option: string): string {
  return `CONFIG_${option}`;
}

function state(actual: Actual): string {
  return actual === 'absent' || actual === 'n'
    ? 'is not set'
    : actual === 'other'
      ? 'has another type'
      : `is ${actual}`;
}

function must(actual: Actual, expected: 'y' | 'm' | 'n'): string {
  if (expected === 'n') return ', it must be off';
  if (actual === 'm') return ', it must be built in (y)';
  return expected === 'm' ? ' (y or m is needed)' : ' (y is needed)';
}

function line(option: string, value: 'y' | 'm' | 'n'): string {
  return value === 'n' ? `# CONFIG_${option} is not set` : `CONFIG_${option}=${value}`;
}

/** What the blockers ask for, what others rest on first. */
function lines(blockers: readonly Blocker[]): string[] {
  const found: string[] = [];
  for (const blocker of blockers) {
    found.push(...lines(blocker.blockers));
    if (!blocker.hidden) found.push(line(blocker.option, blocker.expected));
  }
  return [...new Set(found)];
}

function fixText(
  option: string,
  expected: 'y' | 'm' | 'n',
  blockers: readonly Blocker[],
  hidden: boolean,
): string {
  const chain = blockers.map(blocker => chainText(blocker)).join('; ');
  if (hidden)
    return chain
      ? `It has no prompt and follows from others: it needs ${chain}.`
      : 'It has no prompt: it follows from other options.';
  const set = expected === 'n' ? `Turn ${config(option)} off.` : `Set ${line(option, expected)}.`;
  return chain ? `${set} It needs ${chain}.` : set;
}

/** "PARAVIRT=y, which needs HYPERVISOR_GUEST=y (not set on line 412)". */
function chainText(blocker: Blocker, depth = 0): string {
  const at =
    blocker.line === null
      ? 'not in the file'
      : `${blocker.actual === 'n' ? 'not set' : blocker.actual} on line ${blocker.line}`;
  const deeper =
    depth < 4 && blocker.blockers.length
      ? `, which needs ${blocker.blockers.map(inner => chainText(inner, depth + 1)).join(' and ')}`
      : '';
  return `${blocker.option}=${blocker.expected} (${at})${deeper}`;
}
