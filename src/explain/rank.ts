// How well each failure mode fits what was given.
import { inAny } from '../xen/releases.js';
import type { Answer, Evidence, Truth } from './answer.js';
import { ask, patternsIn } from './condition.js';
import type { SignCondition, Confidence, FailureMode } from './failure.js';
import { isDone } from './done.js';
import { generalCauses } from './general.js';
import type { SignContext, Target } from './inputs.js';
import type { RankedCause, Strength } from './ranked.js';
import type { PassedSteps } from './reached.js';
import { isPast, isStopping, steps } from './steps.js';

/** How sure one piece of evidence makes a cause, by its strength: 0 to 1. */
const weights: Readonly<Record<Strength, number>> = { proves: 0.95, points: 0.7, hints: 0.3 };
/** What is left of that confidence for each piece of evidence against the cause. */
const againstFactor = 0.4;
/** How far the failure catalogue itself can be trusted. */
const trust: Readonly<Record<Confidence, number>> = { source: 1, derived: 0.95, mixed: 0.9, memory: 0.8 };
/** A mode of a role or boot mode that nothing but the config or image tells may not be the one at hand. */
const scopeFactor = 0.4;
/** Causes with this confidence or more are ordered by the step that they stop. */
const likely = 0.6;

/** Every mode that something speaks for and nothing rules out, best first. */
export function rank(context: SignContext, passed: PassedSteps): RankedCause[] {
  const { modes } = context.knowledge.failures;
  const known = fold(modes.map(mode => judge(mode, context, passed)).filter(ranked => ranked !== null));
  const causes = known.filter(({ sure, mode }) => sure && !mode.harmless);
  return [...known, ...generalCauses(context, passed, causes)].sort(inOrder);
}

/**
 * Causes before what is only possible; what stops a boot before what only shows once it is up, if it is likely at all; the
 * surer first; of two that are about as sure, what stops the boot first.
 */
function inOrder(left: RankedCause, right: RankedCause): number {
  const tenths = (ranked: RankedCause) => Math.round(ranked.confidence * 10);
  const stops = ({ mode, confidence }: RankedCause) => Number(isStopping(mode.step) && confidence >= likely);
  return (
    Number(right.sure) - Number(left.sure) ||
    stops(right) - stops(left) ||
    tenths(right) - tenths(left) ||
    steps.indexOf(left.mode.step) - steps.indexOf(right.mode.step) ||
    right.confidence - left.confidence
  );
}

/** Drops general modes if a more exact one is among the causes. */
function fold(found: readonly RankedCause[]): RankedCause[] {
  const gone = new Set(found.filter(({ sure }) => sure).flatMap(({ mode }) => mode.insteadOf));
  return found
    .filter(({ mode }) => !gone.has(mode.id))
    .map(ranked => ({
      ...ranked,
      folded: ranked.mode.insteadOf.filter(id => found.some(({ mode }) => mode.id === id)),
    }));
}

function judge(mode: FailureMode, context: SignContext, passed: PassedSteps): RankedCause | null {
  const scope = scopeOf(mode, context);
  if (scope === 'no' || isPast(mode.step, new Set(passed.keys()))) return null;
  const needed = mode.needs.map(condition => ask(condition, context));
  if (needed.some(({ truth }) => truth === 'no')) return null;

  const evidence: Evidence[] = [];
  let doubt = 1;
  let best: Strength | null = null;
  let logged = false;
  for (const strength of ['proves', 'points', 'hints'] as const) {
    for (const condition of mode[strength]) {
      const answer = ask(condition, context);
      if (answer.truth !== 'yes') continue;
      doubt *= 1 - weights[strength];
      best ??= strength;
      logged ||= saysLog(condition, answer);
      evidence.push(...answer.evidence);
    }
  }
  if (best === null) return null;
  const against = mode.against.map(condition => ask(condition, context)).filter(isYes);
  const known = scope === 'yes' || logged;
  const confidence =
    (1 - doubt) * againstFactor ** against.length * trust[mode.confidence] * (known ? 1 : scopeFactor);
  return {
    mode: { ...mode, fix: mode.fix.filter(fix => !isDone(fix, context)) },
    confidence: Math.round(confidence * 100) / 100,
    strength: best,
    evidence: unique([...evidence, ...needed.filter(isYes).flatMap(answer => answer.evidence)]),
    against: unique(against.flatMap(answer => answer.evidence)),
    sure: best !== 'hints' && known && confidence >= 0.4 && !isMended(mode, context),
    folded: [],
  };
}

/** All that helps against it is done: then it is something else. */
const isMended = ({ fix, harmless }: FailureMode, context: SignContext): boolean =>
  !harmless && fix.length > 0 && isDone(fix[0]!, context);

const isYes = ({ truth }: Answer) => truth === 'yes';

function saysLog(condition: SignCondition, { evidence }: Answer): boolean {
  return evidence.length > 0 && patternsIn(condition).length > 0;
}

/** Is the mode one of this role, boot mode, machine and versions? */
function scopeOf(mode: FailureMode, { target }: SignContext): Truth {
  const truths: Truth[] = [
    one(mode.role, target.role),
    one(mode.mode, target.mode),
    one(mode.arch, target.arch),
    ofSystem(mode, target),
    // Unknown versions are no reason for doubt; modes that depend on a version ask for it with a sign.
    mode.xen && target.xen && !inAny(target.xen.version, mode.xen) ? 'no' : 'yes',
    mode.kernel && target.kernel && !inAny(target.kernel, mode.kernel) ? 'no' : 'yes',
  ];
  return truths.includes('no') ? 'no' : truths.includes('unknown') ? 'unknown' : 'yes';
}

/** What a kernel does once it runs is written of Linux. */
function ofSystem({ step }: FailureMode, { system }: Target): Truth {
  const isLinux = system === null || system === 'linux';
  return isLinux || step === 'toolstack' || step === 'bootloader' || step === 'load' ? 'yes' : 'no';
}

function one(known: readonly string[] | null, actual: string | null): Truth {
  if (known === null) return 'yes';
  return actual === null ? 'unknown' : known.includes(actual) ? 'yes' : 'no';
}

function unique(evidence: readonly Evidence[]): Evidence[] {
  const seen = new Set<string>();
  return evidence.filter(({ path, line, offset, text }) => {
    const key = JSON.stringify([path, line, offset, text]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
