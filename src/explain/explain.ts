// Why a boot fails: pure, from facts to causes.
import { ask } from './condition.js';
import type { Collect } from './failure.js';
import type { Flags, Inputs, Knowledge, Scene, Target } from './inputs.js';
import { type Ranked, rank } from './rank.js';
import { reachedBy } from './reached.js';
import { type Step, steps } from './steps.js';
import { targetOf } from './target.js';
import type { Evidence } from './answer.js';

export interface Explanation {
  readonly target: Target;
  /** Best first; empty where nothing is wrong, or where nothing tells. */
  readonly causes: readonly Ranked[];
  /** What may be, with too little to call it a cause. */
  readonly possible: readonly Ranked[];
  /** Messages that look like failures and are none. */
  readonly harmless: readonly Ranked[];
  readonly passed: ReadonlyMap<Step, Evidence>;
  /** Where it stopped: the step of the first cause, where one is known. */
  readonly stopped: Step | null;
  /** What to get next; empty where the first cause is sure. */
  readonly collect: readonly Collect[];
  /** What would tell the first causes apart: their ids and what settles each. */
  readonly tellApart: readonly { readonly id: string; readonly settle: string }[];
}

/** From this on a cause stands by itself. */
const sureEnough = 0.9;

/** The same inputs give the same explanation. */
export function explain(inputs: Inputs, knowledge: Knowledge, flags: Flags = {}): Explanation {
  const { failures } = knowledge;
  const target = targetOf(inputs, failures, flags);
  const scene: Scene = { inputs, target, knowledge };
  const reached = reachedBy(inputs, target, failures);
  const ranked = rank(scene, reached);
  const harmless = ranked.filter(({ mode }) => mode.harmless);
  const failing = ranked.filter(({ mode }) => !mode.harmless);
  const causes = failing.filter(({ sure }) => sure);
  const possible = failing.filter(({ sure }) => !sure);
  const [first, second] = causes;
  const open = !first || first.confidence < sureEnough;
  return {
    target,
    causes,
    possible,
    harmless,
    passed: reached.passed,
    stopped: first?.mode.step ?? null,
    collect: open && !healthy(reached.passed) ? missing(scene, [...causes, ...possible]) : [],
    tellApart:
      first && second
        ? causes
            .slice(0, 3)
            .flatMap(({ mode }) => (mode.settle ? [{ id: mode.id, settle: mode.settle }] : []))
        : [],
  };
}

/** It came up: there is nothing to look for. */
const healthy = (passed: ReadonlyMap<Step, Evidence>) => passed.has('root');

/** What the candidates ask for, then what always helps, without what is at hand. */
function missing(scene: Scene, candidates: readonly Ranked[]): Collect[] {
  const { collect } = scene.knowledge.failures;
  const wanted = new Set(candidates.slice(0, 3).flatMap(({ mode }) => mode.collect));
  const ordered = [
    ...collect.filter(({ id }) => wanted.has(id)),
    ...collect.filter(({ id, unless }) => !wanted.has(id) && unless !== null),
  ];
  return ordered.filter(({ unless }) => unless === null || ask(unless, scene).truth !== 'yes').slice(0, 5);
}

/** The steps in order, for the line that shows how far it got. */
export const stepsInOrder = steps;
