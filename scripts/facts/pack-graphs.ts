import type { Graph, GraphData, GraphSymbol } from '../../src/profiles/graph-data.js';

/** Puts the graphs of several trees into one, what they share only once. At most 31 trees. */
export function packGraphs(
  graphs: readonly { readonly release: string; readonly arch: string; readonly graph: Graph }[],
): GraphData {
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
  return { trees: graphs.map(({ release, arch }) => [release, arch] as const), symbols };
}
