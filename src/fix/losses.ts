// What a change takes from the user: options that were asked for and come out lower, each with its reason.
import { evaluateSymbol } from '../kconfig/values/evaluate.js';
import type { Sym, Tristate } from '../kconfig/values/model.js';
import { type ValueReason, reasonsBelow } from '../kconfig/why/why-reason.js';
import type { FixSearch } from './fix.js';
import { applySettings, lowered, type SymbolSetting } from './settings.js';

type Letter = 'y' | 'm' | 'n';

interface LossLocation {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

export interface Loss {
  readonly name: string;
  readonly from: Letter;
  readonly to: Letter;
  readonly because:
    /** `by` cannot be had with it, or with `via`, which it selects; `at` is the condition that says so. */
    | {
        readonly kind: 'against';
        readonly by: string;
        readonly via: string | null;
        readonly at: LossLocation | null;
      }
    /** Another member of its choice has to be on. */
    | { readonly kind: 'choice'; readonly on: readonly string[] }
    /** It needs a symbol to be at least `needed`, or with `above` no more than that, and it is `value` then. */
    | {
        readonly kind: 'needs';
        readonly symbol: string;
        readonly needed: string;
        readonly above: boolean;
        readonly value: string;
        readonly at: LossLocation | null;
      }
    | { readonly kind: 'wanted' }
    | { readonly kind: 'unknown' };
}

const letters = ['n', 'm', 'y'] as const;

/** What goes with these settings, their own lines first. Leaves the settings applied. */
export function lossesOf(search: FixSearch, settings: readonly SymbolSetting[]): Loss[] {
  const { start } = search;
  applySettings(start, settings);
  const gone = lowered(start);
  const isLine = ({ symbol }: { symbol: Sym }) => settings.some(setting => setting.symbol === symbol);
  const followers = gone
    .filter(each => !isLine(each))
    .map(({ symbol, before, after }) => loss(symbol, before, after, whyLower(search, symbol, before)));
  const lines = gone.filter(isLine).map(({ symbol, before, after }) => {
    const setting = settings.find(each => each.symbol === symbol)!;
    applySettings(
      start,
      settings.filter(each => each !== setting),
    );
    return loss(symbol, before, after, whyAgainst(search, symbol, setting));
  });
  applySettings(start, settings);
  return [...lines, ...followers];
}

function loss(symbol: Sym, before: Tristate, after: Tristate, because: Loss['because']): Loss {
  return { name: symbol.name, from: letters[before], to: letters[after], because };
}

/** Why a symbol that no line of the change names came out lower. */
function whyLower({ kconfig }: FixSearch, symbol: Sym, before: Tristate): Loss['because'] {
  const [reason, at] = firstSymbol(reasonsBelow(kconfig, symbol, before), null);
  if (!reason) return { kind: 'unknown' };
  if (reason.cause.kind === 'choice') return { kind: 'choice', on: reason.cause.by ?? [] };
  if (reason.name === symbol.name) return { kind: 'unknown' };
  const { name, needed, above, value } = reason;
  return { kind: 'needs', symbol: name, needed, above, value, at };
}

/** Why a line that turns a symbol down is needed: who wants it down, where. Without that line in force. */
function whyAgainst({ kconfig }: FixSearch, symbol: Sym, setting: SymbolSetting): Loss['because'] {
  const wanted = kconfig.table.words.get(setting.for);
  if (!wanted || wanted === symbol) return { kind: 'wanted' };
  evaluateSymbol(kconfig, wanted);
  const found = linkTo(reasonsBelow(kconfig, wanted, 2), symbol.name, setting.for, null);
  return found ?? { kind: 'against', by: setting.for, via: null, at: null };
}

type Link = Extract<ValueReason, { kind: 'symbol' }>;

function placeOf({ file, line }: ValueReason, above: LossLocation | null): LossLocation | null {
  return file === undefined ? above : { file, line: line ?? 0 };
}

function firstSymbol(
  reasons: readonly ValueReason[],
  above: LossLocation | null,
): [Link | null, LossLocation | null] {
  for (const reason of reasons) {
    const at = placeOf(reason, above);
    if (reason.kind === 'symbol') return [reason, at];
    if (reason.kind === 'comparison') continue;
    const found = firstSymbol(reason.parts, at);
    if (found[0]) return found;
  }
  return [null, null];
}

/** The link of a chain that says that a symbol is too high, with the one before it. */
function linkTo(
  reasons: readonly ValueReason[],
  name: string,
  by: string,
  above: LossLocation | null,
): Extract<Loss['because'], { kind: 'against' }> | null {
  for (const reason of reasons) {
    const at = placeOf(reason, above);
    if (reason.kind === 'comparison') continue;
    if (reason.kind === 'symbol' && reason.above) {
      if (reason.name === name) return { kind: 'against', by, via: null, at };
      if (reason.cause.by?.includes(name)) return { kind: 'against', by, via: reason.name, at };
    }
    const found =
      reason.kind === 'symbol'
        ? linkTo(reason.reasons, name, reason.name, null)
        : linkTo(reason.parts, name, by, at);
    if (found) return found;
  }
  return null;
}
