// What holds options back by the dependency graph that ships as data: for configs without their kernel tree. Loaded late.
import { evaluate } from '../kconfig/evaluate.js';
import { graphTree } from '../kconfig/graph.js';
import { higher, NO, type Tri } from '../kconfig/model.js';
import type { Kconfig } from '../kconfig/state.js';
import { graphFor, type GraphData } from '../profiles/graph-data.js';
import type { Explanation, Facts } from './apply.js';
import type { Blocker } from './finding.js';
import { treeExplanation } from './tree-blockers.js';
import type { View } from './view.js';

/**
 * Explains options of whole configs by the graph of their release and architecture, or of the nearest older release.
 * Gives null where there is none as old, for fragments and defconfigs, and for options that the graph does not have.
 */
export function graphExplanations(data: GraphData): NonNullable<Facts['explain']> {
  const trees = new Map<string, { release: string; kconfig: Kconfig } | null>();
  const treeOf = ({ kernel: { version, arch } }: View) => {
    if (!version || arch === null) return null;
    const key = `${version.parts.slice(0, 2).join('.')} ${arch}`;
    let tree = trees.get(key);
    if (tree === undefined) {
      const found = graphFor(data, version, arch);
      tree = found && { release: found.release, kconfig: graphTree(found.graph, found.release).kconfig };
      trees.set(key, tree);
    }
    return tree;
  };
  let shown: View | null = null;
  return (option, expected, view) => {
    const { version, flavour } = view.kernel;
    if (view.config.kind !== 'config' || flavour === 'xenlinux') return null;
    const tree = treeOf(view);
    if (!tree) return null;
    if (shown !== view) holdValues(tree.kconfig, view);
    shown = view;
    const found = treeExplanation(tree.kconfig, option, expected, view, null);
    if (!found) return null;
    const own = version!.parts.slice(0, 2).join('.') === tree.release;
    const blockers = found.blockers.map(withoutPlace);
    return own ? { ...found, blockers } : ({ ...found, blockers, asOf: tree.release } satisfies Explanation);
  };
}

/** Gives every symbol the value that the config has for it, so that nothing is left to evaluate. */
function holdValues(kconfig: Kconfig, view: View): void {
  kconfig.generation++;
  const symbols = kconfig.table.all.filter(symbol => !symbol.constant && !symbol.isChoice);
  for (const symbol of symbols) {
    const setting = view.setting(symbol.name);
    symbol.tri = setting?.tri ?? NO;
    symbol.text = setting?.text ?? '';
    symbol.hasUser = setting !== undefined;
    symbol.userTri = symbol.tri;
    symbol.userLine = setting?.line ?? 0;
    symbol.generation = kconfig.generation;
  }
  for (const symbol of symbols) {
    symbol.visible = symbol.properties.reduce<Tri>(
      (most, { text, when }) => (text === null ? most : higher(most, evaluate(kconfig, when))),
      NO,
    );
  }
}

/** The places are those of the data. */
function withoutPlace(blocker: Blocker): Blocker {
  const { option, expected, actual, line, hidden, blockers } = blocker;
  return { option, expected, actual, line, hidden, blockers: blockers.map(withoutPlace) };
}
