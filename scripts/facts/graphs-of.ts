// The dependency graphs of a folder of kernel trees; see graph.ts.
import { join } from 'node:path';
import { loadKernelTree } from '../../src/node/kernel-tree.js';
import { cutGraph, defaulted, onByDefault, selectorsOf } from './cut-graph.js';
import type { Graph } from '../../src/profiles/graph-data.js';
import { optionsOf, parseNeed } from '../../src/profiles/need.js';
import type { Rule } from '../../src/profiles/rule-data.js';

/** What make calls ARCH, for the architectures that Xen runs on. */
const arches = ['x86_64', 'i386', 'arm64', 'arm'];
export const graphReleases = ['5.10', '6.1', '6.12', '7.3'];

/** Every option that a rule needs or tells people to set. */
export function rulesOptions(rules: readonly Rule[]): Set<string> {
  const options = new Set<string>();
  for (const entry of rules.flatMap(rule => [rule, ...(rule.cases ?? [])])) {
    if (entry.option) options.add(entry.option);
    if (entry.need) optionsOf(parseNeed(entry.need), options);
    for (const line of entry.set ?? []) options.add(/CONFIG_(\w+)/.exec(line)![1]!);
  }
  return options;
}

/** What one tree says. */
export interface TreeGraph {
  readonly release: string;
  readonly arch: string;
  readonly graph: Graph;
  /** Of each of the options that a build is judged by, those that select it. */
  readonly selectors: ReadonlyMap<string, readonly string[]>;
  /** Those of them that are y where nothing says otherwise. */
  readonly on: ReadonlySet<string>;
  /** Those that a default or an `imply` may turn on. */
  readonly defaulted: ReadonlySet<string>;
}

/**
 * Of every release and architecture what the options hang from, and what the trees say of `judged`, the options of
 * profiles/lifetimes.json that rules hang from. The compiler is assumed to be able to do all.
 */
export function graphsOf(
  folder: string,
  options: ReadonlySet<string>,
  judged: ReadonlySet<string>,
): TreeGraph[] {
  return graphReleases.flatMap(release =>
    arches.map(arch => {
      const { tree } = loadKernelTree({ srctree: join(folder, 'trees', `linux-source-${release}`), arch });
      const { kconfig } = tree;
      return {
        release,
        arch,
        graph: cutGraph(kconfig, options),
        selectors: selectorsOf(kconfig, judged),
        on: onByDefault(kconfig, judged),
        defaulted: defaulted(kconfig, judged),
      };
    }),
  );
}
