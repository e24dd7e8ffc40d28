import type { GraphData, GraphSymbol } from '../../src/profiles/graph-data.js';
import { folderOf } from '../../src/profiles/build-data.js';
import type { TreeGraph } from './graphs-of.js';

/** Puts the graphs of several trees into one, what they share only once. At most 31 trees. */
export function packGraphs(graphs: readonly TreeGraph[]): GraphData {
  const symbols: Record<string, [number, GraphSymbol][]> = {};
  for (const name of [...new Set(graphs.flatMap(({ graph }) => [...graph.keys()]))].sort()) {
    const forms = new Map<string, number>();
    for (const [index, { graph }] of graphs.entries()) {
      const symbol = graph.get(name);
      if (!symbol) continue;
      const text = JSON.stringify(symbol);
      forms.set(text, (forms.get(text) ?? 0) | (1 << index));
    }
    symbols[name] = [...forms].map(([text, trees]) => [trees, JSON.parse(text) as GraphSymbol]);
  }
  return {
    trees: graphs.map(({ release, arch }) => [release, arch] as const),
    symbols,
    selectors: allSelectors(graphs),
    on: all(graphs.map(({ on }) => on)),
    defaulted: all(graphs.map(({ defaulted }) => defaulted)),
  };
}

/** What selects an option in any tree of an architecture: one more only makes the check more careful. */
function allSelectors(graphs: readonly TreeGraph[]): GraphData['selectors'] {
  const found = new Map<string, Map<string, Set<string>>>();
  for (const { arch, selectors } of graphs)
    for (const [name, list] of selectors) {
      const byArch = found.get(name) ?? new Map<string, Set<string>>();
      found.set(name, byArch);
      const key = folderOf(arch);
      byArch.set(key, new Set([...(byArch.get(key) ?? []), ...list]));
    }
  const sorted = [...found].sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(
    sorted.map(([name, byArch]) => [
      name,
      Object.fromEntries([...byArch].map(([arch, list]) => [arch, [...list].sort()])),
    ]),
  );
}

function all(sets: readonly ReadonlySet<string>[]): string[] {
  return [...new Set(sets.flatMap(set => [...set]))].sort();
}
