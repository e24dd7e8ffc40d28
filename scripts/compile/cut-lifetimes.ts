import type { Lifetimes } from '../../src/profiles/lifetimes.js';
import type { Rule } from '../../src/profiles/rule-data.js';

/** The lifetimes of the options that rules name, and of all that these depend on: a third of the whole, for a fast start. */
export function cutLifetimes(lifetimes: Lifetimes, rules: readonly Rule[]): Lifetimes {
  const wanted = new Set<string>();
  const visit = (option: string) => {
    if (wanted.has(option) || !(option in lifetimes.symbols)) return;
    wanted.add(option);
    for (const stretch of Object.values(lifetimes.symbols[option]!).flat()) {
      for (const [name] of (stretch.depends ?? '').matchAll(/\w+/g)) visit(name);
    }
  };
  const named = rules.flatMap(rule => [rule, ...(rule.cases ?? [])]).map(entry => entry.option);
  for (const option of named) if (option) visit(option);
  const keep = <T>(table: Readonly<Record<string, T>>) =>
    Object.fromEntries(
      Object.entries(table).filter(([option]) => wanted.has(option) || named.includes(option)),
    );
  return {
    symbols: keep(lifetimes.symbols),
    xenlinux: keep(lifetimes.xenlinux),
    suse: lifetimes.suse,
    never: lifetimes.never,
  };
}
