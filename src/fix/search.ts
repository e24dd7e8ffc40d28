// The search for settings after which profiles pass. Only options that the profiles look at are evaluated; the caller proves the result.
import type { Profile } from '../profiles/rule-data.js';
import type { FindingWant } from './conflict.js';
import { holds, settle, type Want, withoutNeedless } from './fix.js';
import { foreignOptions } from './plan.js';
import { applySettings, lowered, type SymbolSetting } from './settings.js';
import { errorsOf, judge, wantsOf, type FixContext } from './work.js';

/** Each round can only find what the one before uncovered. */
const maxRounds = 12;

/** Losing an option that the user set costs as much as this many changes. */
const costOfLoss = 10;

export interface SearchResult {
  readonly settings: readonly SymbolSetting[];
  /** With those that turned out to be needless. */
  readonly all: readonly SymbolSetting[];
  readonly wants: readonly FindingWant[];
  /** Errors that remain. */
  readonly left: number;
  readonly cost: number;
}

/** The settings that the profiles' findings ask for, until there are none. */
export function searchFor(work: FixContext, profiles: readonly Profile[]): SearchResult {
  const { search } = work;
  const wants: FindingWant[] = [];
  const errorsWith = (settings: readonly SymbolSetting[]) => {
    applySettings(search.start, settings);
    return errorsOf(judge(work, work.live, profiles, false), work.least);
  };
  let settings: SymbolSetting[] = [];
  let errors = errorsWith(settings);
  for (let round = 0; round < maxRounds && errors.length > 0; round++) {
    const before = wants.length;
    for (const error of errors) {
      for (const want of wantsOf(error)) {
        const known = wants.some(other => other.want.name === want.name && other.want.value === want.value);
        if (!known) wants.push({ want, because: error });
      }
    }
    if (wants.length === before) break;
    settings = settle(
      search,
      settings,
      wants.map(({ want }) => want),
    );
    errors = errorsWith(settings);
  }
  const left = errors.length;
  if (left > 0) return { settings, all: settings, wants, left, cost: settings.length };
  const enough = (fewer: readonly SymbolSetting[]) => errorsWith(fewer).length === 0;
  let all: readonly SymbolSetting[] = settings;
  let kept = withoutNeedless(settings, enough);
  applySettings(search.start, kept);
  let lost = lowered(search.start).length;
  if (lost > 0) {
    const spared = sparing(work, kept, wants, enough);
    if (spared && spared.lost < lost) ({ all, kept, lost } = spared);
  }
  return { settings: kept, all, wants, left, cost: kept.length + costOfLoss * lost };
}

/** Losses that are looked at one by one. */
const maxLosses = 20;

/**
 * The settings with more of them, so that less goes of what the user asked for: often something that came on by its
 * default and can be off. Null if there is no way. The settings must be applied.
 */
function sparing(
  { search }: FixContext,
  settings: readonly SymbolSetting[],
  wants: readonly FindingWant[],
  enough: (settings: readonly SymbolSetting[]) => boolean,
): { all: readonly SymbolSetting[]; kept: SymbolSetting[]; lost: number } | null {
  const given = wants.map(({ want }) => want);
  const spared: Want[] = [];
  let all: readonly SymbolSetting[] = settings;
  for (const { symbol, before } of lowered(search.start).slice(0, maxLosses)) {
    const want: Want = { name: symbol.name, value: letters[before] };
    const more = settle(search, all, [...given, ...spared, want]);
    if (more.some(({ symbol: set, for: by }) => by === want.name && foreignOptions.has(set.name))) continue;
    if (!enough(more) || ![...spared, want].every(each => holds(search, each))) continue;
    spared.push(want);
    all = more;
  }
  if (spared.length === 0) return null;
  const kept = withoutNeedless(all, fewer => enough(fewer) && spared.every(each => holds(search, each)));
  applySettings(search.start, kept);
  return { all, kept, lost: lowered(search.start).length };
}

const letters = ['n', 'm', 'y'] as const;
