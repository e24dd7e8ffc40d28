// What a kernel tree says holds an option back, in the form that findings have. Loaded only with a tree.
import type { Config } from '../config/config.js';
import { utf8 } from '../kconfig/config/lost-lines.js';
import { BOOL, NO, TRISTATE } from '../kconfig/values/model.js';
import type { Kconfig } from '../kconfig/values/state.js';
import { reverseDependencies } from '../kconfig/why/why.js';
import { type ValueReason, reasonsBelow } from '../kconfig/why/why-reason.js';
import type { BlockedOption } from './apply.js';
import type { Blocker } from './finding.js';
import type { ConfigView } from './view.js';

const letters = ['n', 'm', 'y'] as const;
type Letter = (typeof letters)[number];

interface Walk {
  readonly kconfig: Kconfig;
  readonly view: ConfigView;
  /** The file, where the tree completed it. */
  readonly source: Config | null;
}

/** The line of the file that asks for the option, where it came to nothing; null if there is none. */
function droppedLine({ view, source }: Walk, option: string): number | null {
  if (source === null) return view.dropped(option);
  const requested = source.settings.get(option);
  return requested?.tri && view.tri(option) === NO ? requested.line : null;
}

/** Why the option is not as expected in the config that the tree read last; null if the tree does not have it. */
export function treeExplanation(
  kconfig: Kconfig,
  option: string,
  expected: Letter,
  view: ConfigView,
  source: Config | null,
): BlockedOption | null {
  const walk: Walk = { kconfig, view, source };
  const symbol = kconfig.table.words.get(view.name(option));
  if (!symbol || (symbol.type !== BOOL && symbol.type !== TRISTATE)) return null;
  const dropped = droppedLine(walk, symbol.name);
  const hidden = symbol.properties.every(property => property.text === null);
  if (expected === 'n') {
    const pulls = reverseDependencies(kconfig, symbol, 'select').filter(pull => pull.value !== 'n');
    return {
      hidden,
      dropped: null,
      blockers: pulls.map(({ by, file, line }) => blocker(walk, by, 'n', [], { file, line })),
    };
  }
  const want = expected === 'm' && symbol.type === TRISTATE ? 1 : 2;
  const reasons = reasonsBelow(kconfig, symbol, want);
  const [first] = reasons;
  // Where nothing else is to blame the chain is the option itself.
  const own = reasons.length === 1 && first?.kind === 'symbol' && first.name === symbol.name ? first : null;
  return {
    hidden,
    dropped,
    blockers: single(blockersOf(walk, own ? own.reasons : reasons), new Set([symbol.name])),
  };
}

/** The parts of a condition stand where the whole one does. */
function blockersOf(walk: Walk, reasons: readonly ValueReason[], above?: Blocker['at']): Blocker[] {
  return reasons.flatMap(reason => {
    const at = reason.file === undefined ? above : { file: reason.file, line: reason.line ?? 0 };
    switch (reason.kind) {
      case 'comparison':
        return [];
      case 'all':
        return blockersOf(walk, reason.parts, at);
      case 'any': {
        const ways = reason.parts.map(part => blockersOf(walk, [part], at)).filter(way => way.length > 0);
        return ways.sort((left, right) => cost(left) - cost(right))[0] ?? [];
      }
      case 'symbol': {
        if ((letters as readonly string[]).includes(reason.name)) return [];
        const below = blockersOf(walk, reason.reasons);
        return [blocker(walk, reason.name, neededOf(walk, reason), below, at)];
      }
    }
  });
}

/** What is m enough, or too much, for, is y or n for a bool. */
function neededOf(
  { kconfig }: Walk,
  { name, needed, above }: Extract<ValueReason, { kind: 'symbol' }>,
): Letter {
  const symbol = kconfig.table.words.get(name);
  if (needed !== 'm' || symbol?.type === TRISTATE) return needed as Letter;
  return above ? 'n' : 'y';
}

function blocker(
  walk: Walk,
  option: string,
  expected: Letter,
  blockers: readonly Blocker[],
  at: Blocker['at'],
): Blocker {
  const { kconfig, view } = walk;
  const symbol = kconfig.table.words.get(option);
  const dropped = droppedLine(walk, option);
  const stated = view.actual(option);
  return {
    option,
    expected,
    actual: stated === 'absent' && symbol && symbol.tri !== NO ? letters[symbol.tri] : stated,
    line: dropped ?? view.line(option),
    ...(dropped !== null && { dropped: true as const }),
    hidden: symbol === undefined || symbol.properties.every(property => property.text === null),
    ...(at && { at: { file: utf8(at.file), line: at.line } }),
    blockers,
  };
}

/** The tree with every option where it comes first, and nowhere else. */
function single(blockers: readonly Blocker[], seen: Set<string>): Blocker[] {
  return blockers.flatMap(each => {
    if (seen.has(each.option)) return [];
    seen.add(each.option);
    return [{ ...each, blockers: single(each.blockers, seen) }];
  });
}

/** What no user can set, and nothing below it either, is no way. */
function cost(blockers: readonly Blocker[]): number {
  let sum = 0;
  for (const { hidden, blockers: below } of blockers)
    sum += (hidden && below.length === 0 ? 100 : 1) + cost(below);
  return sum;
}
