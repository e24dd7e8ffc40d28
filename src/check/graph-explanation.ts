// What holds an option back, according to the shipped dependency graph: for configs without a kernel tree. Loaded on demand.
import { evaluateExpression } from '../kconfig/values/evaluate.js';
import { graphTree } from '../kconfig/graph.js';
import { higher, NO, type Tristate } from '../kconfig/values/model.js';
import type { Kconfig } from '../kconfig/values/state.js';
import { subgraph, graphFor, type GraphData } from '../profiles/graph-data.js';
import type { BlockedOption, Facts } from './apply.js';
import type { Blocker, Finding } from './finding.js';
import { treeExplanation } from './tree-blockers.js';
import type { ConfigView } from './view.js';

/** The part of a tree that one option depends on, and its release. */
interface Part {
  readonly release: string;
  readonly kconfig: Kconfig;
  /** The config whose values it holds. */
  shown: ConfigView | null;
}

/**
 * Explains options of whole configs by the graph of their release and architecture, or of the nearest older release.
 * Gives null if no graph is old enough, for fragments and defconfigs, and for options that the graph does not have.
 */
export function graphExplanations(data: GraphData): NonNullable<Facts['explain']> {
  const graphs = new Map<string, ReturnType<typeof graphFor>>();
  const parts = new Map<string, Part | null>();
  const partOf = (option: string, { kernel: { version, arch } }: ConfigView): Part | null => {
    if (!version || arch === null) return null;
    const key = `${version.parts.slice(0, 2).join('.')} ${arch}`;
    const name = `${key} ${option}`;
    let part = parts.get(name);
    if (part === undefined) {
      if (!graphs.has(key)) graphs.set(key, graphFor(data, version, arch));
      const found = graphs.get(key);
      part = found?.graph.has(option)
        ? {
            release: found.release,
            kconfig: graphTree(subgraph(found.graph, option), found.release).kconfig,
            shown: null,
          }
        : null;
      parts.set(name, part);
    }
    return part;
  };
  return (option, expected, view) => {
    const { version, flavour } = view.kernel;
    if (view.config.kind !== 'config' || flavour === 'xenlinux') return null;
    const part = partOf(view.name(option), view);
    if (!part) return null;
    if (part.shown !== view) holdValues(part.kconfig, view);
    part.shown = view;
    const found = treeExplanation(part.kconfig, option, expected, view, null);
    if (!found) return null;
    const own = version!.parts.slice(0, 2).join('.') === part.release;
    const blockers = found.blockers.map(withoutPlace);
    return own
      ? { ...found, blockers }
      : ({ ...found, blockers, asOf: part.release } satisfies BlockedOption);
  };
}

/** The finding with what the graph knows of its option; `explain` is of graphExplanations. */
export function explained(
  finding: Finding,
  view: ConfigView,
  explain: NonNullable<Facts['explain']>,
): Finding {
  if (finding.code !== 'need') return finding;
  const found = explain(finding.option, finding.expected, view);
  if (!found) return finding;
  const { blockers, hidden, asOf } = found;
  return { ...finding, blockers, hidden, ...(asOf !== undefined && blockers.length > 0 && { asOf }) };
}

/** Gives every symbol the value that the config has for it, so that nothing is left to evaluate. */
function holdValues(kconfig: Kconfig, view: ConfigView): void {
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
    symbol.visible = symbol.properties.reduce<Tristate>(
      (most, { text, when }) => (text === null ? most : higher(most, evaluateExpression(kconfig, when))),
      NO,
    );
  }
}

/** The places are those of the data. */
function withoutPlace(blocker: Blocker): Blocker {
  const { at: _, blockers, ...rest } = blocker;
  return { ...rest, blockers: blockers.map(withoutPlace) };
}
