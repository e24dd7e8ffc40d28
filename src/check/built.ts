// A config as the build takes it: olddefconfig drops what depends on something that is off, and passes over lines that
// it does not ask for.
import { triNames, type Tri } from '../config/setting.js';
import { type BuildData, folderOf } from '../profiles/build-data.js';
import { type Lifetime, stretchesAt } from '../profiles/lifetimes.js';
import { evaluateNeed, type Span } from '../profiles/need.js';
import { needOf } from './rule.js';
import type { ConfigView } from './view.js';

const yes: Span = { low: 2, high: 2 };

/** A whole config that the kernel's tools wrote has more options than this; the smallest known has 525 (2.6.18). */
const fewest = 400;

/**
 * The view with what the build would drop taken out, and with what it turns on again. Dependencies are those of mainline
 * at the kernel's release and architecture. A dependency takes away what rests on it where the file says that it is off,
 * or where a whole config does not name it; not where it follows from others or a default may turn it on, or where
 * something that is on selects it. The view as it is where no architecture is known, and for trees with the xenlinux port.
 */
export function builtView(stated: ConfigView, data: BuildData): ConfigView {
  const { arch, flavour } = stated.kernel;
  if (arch === null || flavour === 'xenlinux' || stated.name('XEN') !== 'XEN') return stated;
  const value = valuesOf(stated, arch, data);
  /** What a named option becomes, where that is not what the file says. */
  const changed = (option: string): Tri | null => {
    const was = stated.setting(option)?.tri ?? null;
    const { low, high } = value(option);
    return was !== null && low === high && low !== was ? low : null;
  };
  const lost = flavour === 'pvops' && changed('XEN') === 0;
  return {
    ...stated,
    kernel: lost ? { ...stated.kernel, flavour: 'none' } : stated.kernel,
    tri: option => changed(option) ?? stated.tri(option),
    span: value,
    setting(option) {
      const setting = stated.setting(option);
      const now = changed(option);
      return setting === undefined || now === null ? setting : { ...setting, tri: now, text: triNames[now] };
    },
    actual(option) {
      const now = changed(option);
      return now === null ? stated.actual(option) : triNames[now];
    },
    dropped: option => (changed(option) === 0 ? stated.line(option) : null),
  };
}

/** Gives the function that tells what becomes of an option. */
function valuesOf(stated: ConfigView, arch: string, data: BuildData): (option: string) => Span {
  const { on, defaulted, known } = setsOf(data);
  const { config, kernel } = stated;
  const isWhole = config.kind === 'config' && config.settings.size >= fewest;
  // Without modules an m is y; a line that says so was heeded when the file was read.
  const hasNoModules = isWhole && stated.actual('MODULES') === 'absent';
  const values = new Map<string, Span>();
  // Without a release what holds in all of them counts.
  const livesOf = (option: string) => stretchesAt(data.symbols[option] ?? {}, kernel.version, arch);

  function value(option: string): Span {
    const found = values.get(option);
    if (found) return found;
    const said = stated.span(option);
    // Where options depend on each other in a circle, what the file says of them counts.
    values.set(option, said);
    const built = build(option, said);
    values.set(option, built);
    return built;
  }

  function build(option: string, said: Span): Span {
    const lives = livesOf(option);
    const wanted =
      hasNoModules && said.low === 1 && said.high === 1 ? yes : isPassedOver(option) ? yes : said;
    if (lives.length === 0 || wanted.high === 0) return wanted;
    const most = greatest(lives.map(mostOf));
    return most === 2 || isSelected(option)
      ? wanted
      : { low: least(wanted.low, most), high: least(wanted.high, most) };
  }

  /** Does a line say that it is off which nobody is asked, so that its default counts? */
  function isPassedOver(option: string): boolean {
    if (!on.has(option) || stated.actual(option) !== 'n') return false;
    const lives = livesOf(option);
    return (
      lives.length > 0 && lives.every(({ prompt }) => typeof prompt === 'string' && met(prompt).high === 0)
    );
  }

  /** How far an option's dependencies let it go. */
  function mostOf({ depends, type }: Lifetime): Tri {
    const most = depends ? met(depends).high : 2;
    // A bool is y as soon as its dependencies are m.
    return most === 1 && type !== 'tristate' ? 2 : most;
  }

  /** How far a condition can be met; one that asks the compiler counts as met. */
  function met(text: string): Span {
    try {
      return evaluateNeed(needOf(text), dependency);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return yes;
    }
  }

  /** What an option can be for those that depend on it. */
  function dependency(option: string): Span {
    const built = value(option);
    if (built.high === 2) return built;
    return isFree(option) || isSelected(option) ? { low: built.low, high: 2 } : built;
  }

  /** May the build turn it on whatever the file says, or does not say? */
  function isFree(option: string): boolean {
    const lives = livesOf(option);
    const isHidden = lives.length > 0 && lives.every(({ prompt }) => prompt === false);
    if (isHidden) return greatest(lives.map(mostOf)) > 0;
    if (stated.line(option) !== null) return false;
    return !isWhole || !known.has(option) || defaulted.has(option);
  }

  /** Is anything on that selects it? In a fragment only what it names counts. */
  function isSelected(option: string): boolean {
    const selectors = data.selectors[option]?.[folderOf(arch)] ?? [];
    return selectors.some(selector => value(selector).low > 0);
  }

  return value;
}

const least = (left: Tri, right: Tri): Tri => (left < right ? left : right);
const greatest = (values: readonly Tri[]): Tri => values.reduce((most, each) => (each > most ? each : most));

const tables = new WeakMap<BuildData, Record<'on' | 'defaulted' | 'known', ReadonlySet<string>>>();

/** Kept, as every config is judged by the same table. */
function setsOf(data: BuildData) {
  let sets = tables.get(data);
  if (!sets) {
    sets = { on: new Set(data.on), defaulted: new Set(data.defaulted), known: new Set(data.known) };
    tables.set(data, sets);
  }
  return sets;
}
