// What the build of a kernel makes of what a file says: cut from lifetimes.json and graph.json to what rules hang from.
import type { BuildData } from '../../src/profiles/build-data.js';
import type { GraphData } from '../../src/profiles/graph-data.js';
import type { Lifetime, Lifetimes } from '../../src/profiles/lifetimes.js';
import { optionsOf, parseNeed } from '../../src/profiles/need.js';
import type { Rule } from '../../src/profiles/rule-data.js';

/** Every option that rules look at, and all that these depend on, as far as lifetimes.json knows them. */
export function judgedOptions(lifetimes: Lifetimes, rules: readonly Rule[]): Set<string> {
  const found = new Set<string>();
  const visit = (option: string): void => {
    if (found.has(option) || !Object.hasOwn(lifetimes.symbols, option)) return;
    found.add(option);
    for (const { depends, prompt } of Object.values(lifetimes.symbols[option]!).flat())
      for (const [name] of `${depends ?? ''} ${typeof prompt === 'string' ? prompt : ''}`.matchAll(/\w+/g))
        visit(name);
  };
  for (const entry of rules.flatMap(rule => [rule, ...(rule.cases ?? [])])) {
    const needs = [entry.option, entry.need, entry.when, ...(entry.otherwise ?? []).map(({ need }) => need)];
    for (const need of needs)
      if (need !== undefined) for (const name of optionsOf(parseNeed(need))) visit(name);
  }
  return found;
}

/** The table that a check reads. */
export function buildData(lifetimes: Lifetimes, rules: readonly Rule[], graph: GraphData): BuildData {
  const judged = judgedOptions(lifetimes, rules);
  const keep = <T>(table: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(table).filter(([name]) => judged.has(name)));
  const symbols = Object.fromEntries(
    [...judged].flatMap(name => {
      const byArch = Object.entries(lifetimes.symbols[name]!).flatMap(([arch, stretches]) => {
        const said = stretches.filter(isSaid).map(cut);
        return said.length > 0 ? [[arch, said] as const] : [];
      });
      return byArch.length > 0 ? [[name, Object.fromEntries(byArch)]] : [];
    }),
  );
  return {
    symbols,
    selectors: keep(graph.selectors),
    on: graph.on.filter(name => judged.has(name)),
    defaulted: graph.defaulted.filter(name => judged.has(name)),
    known: [...judged].sort(),
  };
}

/** Stretches that say nothing take nothing away. */
function isSaid({ depends, prompt }: Lifetime): boolean {
  return Boolean(depends) || (prompt !== undefined && prompt !== true);
}

function cut({ from, to, type, depends, prompt }: Lifetime): Lifetime {
  return {
    from,
    to,
    ...(type && { type }),
    ...(depends && { depends }),
    ...(prompt !== undefined && prompt !== true && { prompt }),
  };
}
