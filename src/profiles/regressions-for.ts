import { inRanges, type Version } from '../input/version.js';
import { type Broken, brokenIn } from './broken-in.js';
import { evaluateNeed, parseNeed, type Span } from './need.js';
import type { Regression } from './regression.js';
import type { Mode, Role } from './rule-data.js';

/** What is known of a boot; what is left out is open and rules nothing out. */
interface KnownOfBoot {
  readonly kernel?: Version;
  readonly xen?: Version;
  readonly role?: Role;
  readonly mode?: Mode;
  readonly arch?: string;
  readonly cpu?: 'amd' | 'intel';
  /** Functions of an oops and its call trace, bare or with an offset: "rapl_cpu_online", "xor_avx_2+0x4f/0x160". */
  readonly functions?: readonly string[];
  /** Lines of logs. */
  readonly messages?: readonly string[];
  /** What the config has for an option. */
  readonly config?: (option: string) => Span;
  /** Does the domain file switch this key on? */
  readonly domain?: (key: string) => boolean;
}

export interface FittingRegression {
  readonly regression: Regression;
  /** `strong`: a function or a line shows it. `weak`: the releases fit, which is no cause by itself. */
  readonly strength: 'strong' | 'weak';
  /** The function or line that shows it. */
  readonly shownBy: string | null;
  /** Is the release of its component broken? `maybe` also where it is not known. */
  readonly broken: Exclude<Broken, 'no'>;
  /** What the facts leave open of what it depends on. */
  readonly open: readonly (
    'role' | 'mode' | 'arch' | 'other-release' | 'config' | 'domain' | 'cpu' | 'only'
  )[];
}

/**
 * Gives the regressions that fit a boot, those that something shows first, then those whose release is known to be
 * broken. A regression that only may concern the release is given where something shows it.
 */
export function regressionsFor(facts: KnownOfBoot, regressions: readonly Regression[]): FittingRegression[] {
  const found = regressions.flatMap(regression => fitting(regression, facts) ?? []);
  const rank = ({ strength, broken }: FittingRegression) =>
    (strength === 'strong' ? 0 : 2) + (broken === 'yes' ? 0 : 1);
  return found.sort((left, right) => rank(left) - rank(right));
}

function fitting(regression: Regression, facts: KnownOfBoot): FittingRegression | null {
  const version = facts[regression.component === 'linux' ? 'kernel' : 'xen'];
  const broken = version ? brokenIn(version, regression) : 'maybe';
  if (broken === 'no') return null;
  const open: FittingRegression['open'][number][] = [];
  const listed = (what: 'role' | 'mode' | 'arch', wanted: readonly string[] | null) => {
    const fact = facts[what];
    if (wanted === null) return true;
    if (fact === undefined) open.push(what);
    return fact === undefined || wanted.includes(fact);
  };
  if (!listed('role', regression.roles)) return null;
  if (!listed('mode', regression.modes)) return null;
  if (!listed('arch', regression.arch)) return null;
  for (const [wanted, other] of [
    [regression.xen, facts.xen],
    [regression.kernel, facts.kernel],
  ] as const) {
    if (wanted === null) continue;
    if (!other) open.push('other-release');
    else if (!inRanges(other, wanted)) return null;
  }
  if (regression.config !== null) {
    const { config } = facts;
    const { low, high } = config ? evaluateNeed(parseNeed(regression.config), config) : { low: 0, high: 2 };
    if (high === 0) return null;
    if (low === 0) open.push('config');
  }
  if (regression.domain !== null) {
    if (!facts.domain) open.push('domain');
    else if (!facts.domain(regression.domain)) return null;
  }
  if (regression.cpu !== null) {
    if (facts.cpu === undefined) open.push('cpu');
    else if (facts.cpu !== regression.cpu) return null;
  }
  const shownBy = showing(regression, facts);
  if (shownBy === null && broken === 'maybe') return null;
  if (shownBy === null && regression.only !== null) open.push('only');
  return { regression, strength: shownBy === null ? 'weak' : 'strong', shownBy, broken, open };
}

function showing({ functions, messages }: Regression, facts: KnownOfBoot): string | null {
  const named = facts.functions?.find(name => functions.some(wanted => isFunction(name, wanted)));
  if (named !== undefined) return named;
  if (!facts.messages || messages.length === 0) return null;
  return (
    facts.messages.find(line => messages.some(pattern => regexOf(pattern).test(line.slice(0, 4096)))) ?? null
  );
}

/** Compilers put ".isra.0", ".constprop.3" or ".cold" behind the name, the kernel its offset. */
function isFunction(name: string, wanted: string): boolean {
  const bare = name.replace(/[.+].*$/s, '');
  return wanted.endsWith('*') ? bare.startsWith(wanted.slice(0, -1)) : bare === wanted;
}

const regexes = new Map<string, RegExp>();

function regexOf(pattern: string): RegExp {
  let regex = regexes.get(pattern);
  if (!regex) regexes.set(pattern, (regex = new RegExp(pattern)));
  return regex;
}
