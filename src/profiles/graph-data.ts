// What options depend on in kernel trees, as in profiles/graph.json: generated, never edited by hand.
import { atLeast, compareVersions, parseVersion, type Version } from '../input/version.js';

/** A condition in Kconfig's own form; "" holds always. */
export type GraphCondition = string;

/** What one symbol needs. Of symbols that users can set only the prompts are kept, since these decide. */
export interface GraphSymbol {
  readonly type: 'unknown' | 'bool' | 'tristate' | 'integer' | 'hex' | 'string';
  /** The condition of each of its prompts. */
  readonly prompts?: readonly GraphCondition[];
  /** Of a symbol without one: its defaults, each a value and a condition. */
  readonly defaults?: readonly (readonly [value: string, when: GraphCondition])[];
}

/** By name; what the tree does not define is not there. */
export type Graph = ReadonlyMap<string, GraphSymbol>;

export interface GraphData {
  /** The trees: release and what make calls ARCH. */
  readonly trees: readonly (readonly [release: string, arch: string])[];
  /** Of each symbol its forms, each with the trees that have it: bit N stands for trees[N]. */
  readonly symbols: Readonly<Record<string, readonly (readonly [trees: number, symbol: GraphSymbol])[]>>;
  /** Of options that rules hang from, what selects them in any tree of that folder of arch/, whatever the condition. */
  readonly selectors: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Those that are y by default in any of the trees, and those that any default or `imply` may turn on. */
  readonly on: readonly string[];
  readonly defaulted: readonly string[];
}

/**
 * The graph of the kernel's release, or of the nearest older one; null if none is as old, or there is none of that
 * architecture.
 */
export function graphFor(
  data: GraphData,
  version: Version,
  arch: string,
): { release: string; graph: Graph } | null {
  let best = -1;
  for (const [index, [release, of]] of data.trees.entries()) {
    if (of !== arch || !atLeast(version, release)) continue;
    const newer =
      best < 0 || compareVersions(parseVersion(release)!, parseVersion(data.trees[best]![0])!) > 0;
    if (newer) best = index;
  }
  if (best < 0) return null;
  const graph = new Map<string, GraphSymbol>();
  for (const [name, forms] of Object.entries(data.symbols)) {
    const form = forms.find(([trees]) => trees & (1 << best));
    if (form) graph.set(name, form[1]);
  }
  return { release: data.trees[best]![0], graph };
}

/** The part of a graph that a symbol depends on, the symbol itself included. */
export function subgraph(graph: Graph, option: string): Graph {
  const found = new Map<string, GraphSymbol>();
  const todo = [option];
  for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
    const symbol = graph.get(name);
    if (!symbol || found.has(name)) continue;
    found.set(name, symbol);
    for (const text of [...(symbol.prompts ?? []), ...(symbol.defaults ?? []).flat()])
      todo.push(...(text.match(/\w+/g) ?? []));
  }
  return found;
}
