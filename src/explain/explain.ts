// Why a boot fails: pure, from facts to causes.
import type { DomainProblem } from '../domain/domain.js';
import { problemsForXen } from '../domain/for-xen.js';
import { parseVersion } from '../input/version.js';
import { at, type Evidence } from './answer.js';
import { type BootEvent, eventEvidence, eventsOf, failuresIn, placeOf } from './events.js';
import { commandsFor } from './commands.js';
import { ask } from './condition.js';
import type { CollectStep } from './failure.js';
import type { Flags, InputFile, Inputs, ExplainData, SignContext, Target } from './inputs.js';
import { type Outcome, outcomeOf } from './outcome.js';
import { causesOfEvents } from './event-causes.js';
import { rank } from './rank.js';
import { regressionCauses } from './regression-causes.js';
import type { RankedCause } from './ranked.js';
import { type PassedSteps, passedBy } from './reached.js';
import { type Where, whereOf } from './where.js';
import { isStopping, type Step, steps } from './steps.js';
import { targetOf } from './target.js';
import { type SaidLine, saidIn } from './said.js';

export interface Explanation {
  readonly target: Target;
  /** Best first; empty if nothing is wrong, or if nothing shows what is. */
  readonly causes: readonly RankedCause[];
  /** Possible causes, with too little evidence to call them causes. */
  readonly possible: readonly RankedCause[];
  /** Messages that look like failures and are none. */
  readonly harmless: readonly RankedCause[];
  /** Messages of Xen, its tools and Linux's drivers in the logs that no cause rests on. */
  readonly messages: readonly { readonly message: SaidLine; readonly evidence: Evidence }[];
  /** What is odd about the domain file, for this Xen, whether or not a cause rests on it. */
  readonly oddities: readonly InputFile<DomainProblem>[];
  readonly passed: ReadonlyMap<Step, Evidence>;
  readonly outcome: Outcome;
  /** A log was among the inputs. */
  readonly hasLog: boolean;
  /** Lines of a log around what shows the outcome: of a failure its first error, of a boot that stops its last line. */
  readonly where: Where | null;
  /** What went wrong on the way of a boot that got further all the same. */
  readonly troubles: readonly BootEvent[];
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
  const said = targetOf(inputs, failures, flags);
  const told = eventsOf(inputs, said, knowledge);
  // A host whose log tells of a guest's end was itself up.
  const isOfGuest = flags.role === undefined && said.role === 'dom0' && tellsOfGuest(told);
  const given = isOfGuest ? targetOf(inputs, failures, { ...flags, role: 'domu' }) : said;
  const happened = isOfGuest ? eventsOf(inputs, given, knowledge) : told;
  const target = withKernel(given, happened);
  const context: SignContext = { inputs, target, knowledge };
  const shown = passedBy(inputs, target, failures);
  const all = rank(context, shown);
  const harmless = all.filter(({ mode }) => mode.harmless);
  const known = new Set(harmless.flatMap(({ evidence }) => evidence.map(placeOf)));
  const events = happened.filter(event => !known.has(placeOf(event)));
  const failing = failuresIn(events);
  const passed = withSteps(shown, failing[0]);
  const ranked = (failing.length ? rank(context, passed) : all).filter(({ mode }) => !mode.harmless);
  const { causes, possible } = chosen(ranked, failing, context);
  const outcome = outcomeOf(inputs, target, failures, events, passed, causes);
  const [first] = causes;
  const open = !first || first.confidence < sureEnough;
  const commands = commandsFor(context);
  return {
    target,
    causes: causes.map(cause => withCommands(cause, commands)),
    possible: possible.map(cause => withCommands(cause, commands)),
    harmless,
    messages: otherMessages(context, [...causes, ...harmless]),
    oddities: odditiesOf(context),
    passed,
    outcome,
    hasLog: inputs.logs.length > 0,
    where: whereOf(inputs, outcome),
    troubles: events.filter(
      ({ kind, overcome }) => overcome && kind.level !== 'notice' && kind.level !== 'follows',
    ),
    collect:
      open && !(failing.length === 0 && healthy(passed))
        ? missing(context, [...causes, ...possible]).map(step => ({
            ...step,
            commands: commands(step.commands, 'host'),
          }))
        : [],
    tellApart: rivals(causes).flatMap(({ mode }) =>
      mode.settle ? [{ id: mode.id, settle: mode.settle }] : [],
    ),
  };
}

/** The cause with its remedies in the words of the system at hand. */
function withCommands(cause: RankedCause, commands: ReturnType<typeof commandsFor>): RankedCause {
  const fix = cause.mode.fix.map(one => ({ ...one, commands: commands(one.commands, one.to) }));
  return { ...cause, mode: { ...cause.mode, fix } };
}

/** Does what failed in the hypervisor's log concern a guest, by its number, and nothing dom0? */
function tellsOfGuest(events: readonly BootEvent[]): boolean {
  const failed = events.filter(({ kind, overcome }) => kind.level === 'fatal' && !overcome);
  return (
    failed.length > 0 && failed.every(({ kind, groups }) => kind.step === 'start' && Number(groups[0]) > 0)
  );
}

/** A kernel that faults names its release, where nothing else does. */
function withKernel(target: Target, events: readonly BootEvent[]): Target {
  const event = target.kernel ? undefined : events.find(({ oops }) => oops?.release);
  const kernel = event ? parseVersion(event.oops!.release!) : null;
  return event && kernel
    ? { ...target, kernel, kernelFrom: at(event.path, event.line, `Linux ${event.oops!.release}`) }
    : target;
}

/** What failed in a kernel or its user space shows that all before it was done. */
function withSteps(passed: PassedSteps, first: BootEvent | undefined): PassedSteps {
  if (!first || !isStopping(first.step)) return passed;
  const before = steps.slice(0, steps.indexOf(first.step)).filter(isStopping);
  return new Map([...before.map(step => [step, eventEvidence(first)] as const), ...passed]);
}

/** The causes of what was seen, or, where nothing was, of what is to be expected; and those that only may be it. */
function chosen(
  ranked: readonly RankedCause[],
  failing: readonly BootEvent[],
  context: SignContext,
): { causes: readonly RankedCause[]; possible: readonly RankedCause[] } {
  const known = [...regressionCauses(context, failing), ...ranked];
  const fits = (cause: RankedCause) => cause.sure && fitsFailure(cause, failing);
  const sure = known.filter(fits);
  const possible = known.filter(cause => !fits(cause));
  const own = sure.some(cause => !restsOnConsequences(cause, failing))
    ? []
    : causesOfEvents(failing, context);
  if (own.length === 0 && sure.length > 0) {
    // What is sure to come after that is told as well.
    const later = possible.filter(cause => cause.sure);
    return { causes: [...sure, ...later], possible: possible.filter(cause => !cause.sure) };
  }
  if (own.length === 0) return { causes: sure, possible };
  return { causes: own, possible: [...sure, ...possible] };
}

/** Could the failure that was seen come of this cause? What would show only later is another matter. */
function fitsFailure({ mode, evidence }: RankedCause, failing: readonly BootEvent[]): boolean {
  const [first] = failing;
  if (!first || steps.indexOf(mode.step) <= steps.indexOf(first.step)) return true;
  return evidence.some(({ path, line }) => path === first.path && line !== null && line >= first.line);
}

/** Nothing speaks for it but lines that tell what came of an earlier error. */
function restsOnConsequences({ evidence }: RankedCause, failing: readonly BootEvent[]): boolean {
  const follows = new Set(failing.filter(({ kind }) => kind.level === 'follows').map(placeOf));
  return failing[0]?.kind.level !== 'follows' && evidence.every(one => follows.has(placeOf(one)));
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
const healthy = (passed: PassedSteps) => passed.has('root');

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
