// Why a boot fails: pure, from facts to causes.
import type { DomainProblem } from '../domain/domain.js';
import { problemsForXen } from '../domain/for-xen.js';
import { at, type Evidence } from './answer.js';
import { ask } from './condition.js';
import type { CollectStep } from './failure.js';
import type { Flags, InputFile, Inputs, ExplainData, SignContext, Target } from './inputs.js';
import { rank } from './rank.js';
import type { RankedCause } from './ranked.js';
import { progressOf } from './reached.js';
import type { Step } from './steps.js';
import { targetOf } from './target.js';
import { type Said, saidIn } from './said.js';

export interface Explanation {
  readonly target: Target;
  /** Best first; empty if nothing is wrong, or if nothing shows what is. */
  readonly causes: readonly RankedCause[];
  /** Possible causes, with too little evidence to call them causes. */
  readonly possible: readonly RankedCause[];
  /** Messages that look like failures and are none. */
  readonly harmless: readonly RankedCause[];
  /** Messages of Xen, its tools and Linux's drivers in the logs that no cause rests on. */
  readonly messages: readonly { readonly message: Said; readonly evidence: Evidence }[];
  /** What is odd about the domain file, for this Xen, whether or not a cause rests on it. */
  readonly oddities: readonly InputFile<DomainProblem>[];
  readonly passed: ReadonlyMap<Step, Evidence>;
  /** A log line that shows that the boot failed, whatever the cause. */
  readonly failed: Evidence | null;
  /** Where it stopped: the step of the first cause, where one is known. */
  readonly stopped: Step | null;
  /** What to get next; empty where the first cause is sure. */
  readonly collect: readonly CollectStep[];
  /** How to decide between the first causes: their ids, and what would confirm each. */
  readonly tellApart: readonly { readonly id: string; readonly settle: string }[];
}

/** At this confidence or above, a cause needs no alternatives beside it. */
const sureEnough = 0.9;

/** The same inputs give the same explanation. */
export function explainBoot(inputs: Inputs, knowledge: ExplainData, flags: Flags = {}): Explanation {
  const { failures } = knowledge;
  const target = targetOf(inputs, failures, flags);
  const context: SignContext = { inputs, target, knowledge };
  const reached = progressOf(inputs, target, failures);
  const ranked = rank(context, reached);
  const harmless = ranked.filter(({ mode }) => mode.harmless);
  const failing = ranked.filter(({ mode }) => !mode.harmless);
  const causes = failing.filter(({ sure }) => sure);
  const possible = failing.filter(({ sure }) => !sure);
  const [first] = causes;
  const open = !first || first.confidence < sureEnough;
  return {
    target,
    causes,
    possible,
    harmless,
    messages: otherMessages(context, [...causes, ...harmless]),
    oddities: odditiesOf(context),
    passed: reached.passed,
    failed: reached.failed,
    stopped: first?.mode.step ?? null,
    collect: open && !healthy(reached.passed) ? missing(context, [...causes, ...possible]) : [],
    tellApart: rivals(causes).flatMap(({ mode }) =>
      mode.settle ? [{ id: mode.id, settle: mode.settle }] : [],
    ),
  };
}

/** Causes of which one may stand for the others: of the same step, or none of them sure. The rest is wrong besides. */
function rivals(causes: readonly RankedCause[]): readonly RankedCause[] {
  const [first] = causes;
  if (!first) return [];
  const open = first.confidence < sureEnough;
  const found = causes.filter(({ mode }) => open || mode.step === first.mode.step).slice(0, 3);
  return found.length > 1 ? found : [];
}

/** The boot succeeded: there is nothing to look for. */
const healthy = (passed: ReadonlyMap<Step, Evidence>) => passed.has('root');

/** What the candidate causes ask for, then what always helps; without what the user has already given. */
function missing(context: SignContext, candidates: readonly RankedCause[]): CollectStep[] {
  const { collect } = context.knowledge.failures;
  const wanted = new Set(candidates.slice(0, 3).flatMap(({ mode }) => mode.collect));
  const ordered = [
    ...collect.filter(({ id }) => wanted.has(id)),
    ...collect.filter(({ id, unless }) => !wanted.has(id) && unless !== null),
  ];
  return ordered.filter(({ unless }) => unless === null || ask(unless, context).truth !== 'yes').slice(0, 5);
}

function odditiesOf({ inputs: { domain }, target: { xen } }: SignContext): InputFile<DomainProblem>[] {
  if (!domain) return [];
  const { path, facts } = domain;
  const problems = [...facts.problems, ...(xen ? problemsForXen(facts, xen.version) : [])];
  return problems.sort((left, right) => left.line - right.line).map(problem => ({ path, facts: problem }));
}

/** Of messages with one wording, the one that this Xen has. */
function otherMessages(
  { inputs, knowledge, target }: SignContext,
  known: readonly RankedCause[],
): Explanation['messages'] {
  const said = new Set(known.flatMap(({ evidence }) => evidence.map(({ path, line }) => `${path} ${line}`)));
  return inputs.logs.flatMap(({ path, facts }) =>
    saidIn(facts, knowledge, target.xen?.version ?? null).flatMap(({ said: message, hit }) => {
      if (said.has(`${path} ${hit.line}`)) return [];
      said.add(`${path} ${hit.line}`);
      return [{ message, evidence: at(path, hit.line, hit.text) }];
    }),
  );
}
