import { type Lifetime, type Lifetimes, lifetimeOf } from '../profiles/lifetimes.js';
import { evaluateNeed, type Need } from '../profiles/need.js';
import type { Blocker } from './finding.js';
import { needOf } from './rule.js';
import type { ConfigView } from './view.js';

/**
 * Why `option` cannot simply be set to `expected` in this kernel: those of its dependencies that do not hold, each with
 * its own, each once. Empty if nothing is known to be in the way. From the lifetime data, so exact for mainline trees.
 */
export function blockersOf(
  option: string,
  expected: 'm' | 'y',
  view: ConfigView,
  lifetimes: Lifetimes,
): Blocker[] {
  const search: Search = { view, lifetimes };
  return single(dependencies(option, expected === 'y' ? 2 : 1, search, [option]), new Set([option]));
}

interface Search {
  readonly view: ConfigView;
  readonly lifetimes: Lifetimes;
}

/** What is known of an option in this kernel; null for nothing, or for an option it does not have. */
export function lifeOf(option: string, view: ConfigView, lifetimes: Lifetimes): Lifetime | null {
  const { version, arch, flavour } = view.kernel;
  const life = version && arch ? lifetimeOf(lifetimes, option, version, arch, flavour) : null;
  return life === 'gone' ? null : life;
}

/** Chains longer than this explain nothing any more. */
const deepest = 8;

function dependencies(option: string, wanted: 1 | 2, search: Search, above: readonly string[]): Blocker[] {
  const life = lifeOf(option, search.view, search.lifetimes);
  if (!life?.depends || above.length > deepest) return [];
  let depends: Need;
  try {
    depends = needOf(life.depends);
  } catch {
    // Comparisons of numbers and strings are beyond a need; no chain is better than a wrong one.
    return [];
  }
  return failing(depends, wanted, search, above) ?? [];
}

/** The leaves to blame for `need` staying below `wanted`; null if they cannot be named. */
function failing(need: Need, wanted: 1 | 2, search: Search, above: readonly string[]): Blocker[] | null {
  const { view } = search;
  if (evaluateNeed(need, option => view.span(option)).low >= wanted) return [];
  switch (need.kind) {
    case 'option': {
      if (above.includes(need.option)) return null;
      const blockers = dependencies(need.option, wanted, search, [...above, need.option]);
      return [blocker(need.option, wanted === 2 ? 'y' : 'm', search, blockers)];
    }
    case 'equals':
      return need.negated ? null : [blocker(need.option, (['n', 'm', 'y'] as const)[need.value], search, [])];
    case 'not':
      return need.operand.kind === 'option' ? [blocker(need.operand.option, 'n', search, [])] : null;
    case 'constant':
      return null;
    case 'and': {
      const all: Blocker[] = [];
      for (const operand of need.operands) all.push(...(failing(operand, wanted, search, above) ?? []));
      return all.length ? all : null;
    }
    case 'or': {
      // The alternative with the least to change; what only another architecture could meet comes last.
      let best: Blocker[] | null = null;
      for (const operand of need.operands) {
        const found = failing(operand, wanted, search, above);
        if (found && (best === null || cost(found) < cost(best))) best = found;
      }
      return best;
    }
  }
}

function blocker(
  option: string,
  expected: Blocker['expected'],
  { view, lifetimes }: Search,
  blockers: readonly Blocker[],
): Blocker {
  const life = lifeOf(option, view, lifetimes);
  return {
    ...(view.dropped(option) !== null && { dropped: true as const }),
    option: view.name(option),
    // Where m is enough, only a tristate can be it.
    expected: expected === 'm' && life?.type !== 'tristate' ? 'y' : expected,
    actual: view.actual(option),
    line: view.line(option),
    hidden: life ? life.prompt === false : noPrompt.test(option),
    blockers,
  };
}

// Symbols with these prefixes describe what an architecture or a compiler provides; users cannot set them.
const noPrompt = /^(ARCH_)?(HAVE|HAS|SUPPORTS|USES?|WANTS?)_|^CC_(HAS|IS)_/;

/** The tree with every option where it comes first, and nowhere else. */
function single(blockers: readonly Blocker[], seen: Set<string>): Blocker[] {
  const kept: Blocker[] = [];
  for (const each of blockers) {
    if (seen.has(each.option)) continue;
    seen.add(each.option);
    kept.push({ ...each, blockers: single(each.blockers, seen) });
  }
  return kept;
}

const fixed = new Set(['X86_32', 'X86_64', '64BIT', 'ARM', 'ARM64', 'X86']);

function cost(blockers: readonly Blocker[]): number {
  let sum = 0;
  for (const each of blockers) sum += 1 + (fixed.has(each.option) ? 100 : 0) + cost(each.blockers);
  return sum;
}
