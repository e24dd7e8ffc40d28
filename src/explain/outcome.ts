// How the boot went, as far as the inputs tell.
import { at, type Evidence } from './answer.js';
import { type BootEvent, failuresIn } from './events.js';
import type { FailureData } from './failure.js';
import type { Inputs, Target } from './inputs.js';
import type { RankedCause } from './ranked.js';
import { isRunning, listedGuest } from './records.js';
import { type PassedSteps, splitLogs } from './reached.js';
import { isPast, isStopping, type Step, steps } from './steps.js';

export type Outcome =
  /**
   * It failed, as a log shows (`first`: the error that the others came of), or will fail, as the inputs prove (`first` is null).
   * `chain`: the events that the log tells after the first.
   */
  | {
      readonly kind: 'fails';
      readonly step: Step;
      readonly first: BootEvent | null;
      readonly chain: readonly BootEvent[];
    }
  /** User space was reached, and nothing after it ended the boot. */
  | { readonly kind: 'comes-up'; readonly evidence: Evidence }
  /** A log ends in the middle of the boot, without an error. */
  | { readonly kind: 'stops'; readonly step: Step; readonly last: Evidence }
  /** The inputs do not tell. */
  | { readonly kind: 'open' };

/** `causes` are those that are sure. */
export function outcomeOf(
  inputs: Inputs,
  target: Target,
  failures: FailureData,
  events: readonly BootEvent[],
  passed: PassedSteps,
  causes: readonly RankedCause[],
): Outcome {
  const [first, ...chain] = failuresIn(events);
  if (first) return { kind: 'fails', step: first.step, first, chain };
  const [cause] = causes;
  if (cause) return { kind: 'fails', step: cause.mode.step, first: null, chain: [] };
  const up = passed.get('init');
  if (up) return { kind: 'comes-up', evidence: up };
  return endOf(inputs, target, failures, passed) ?? runningGuest(inputs, target) ?? { kind: 'open' };
}

/** Nothing else tells more than that the host lists it as running. */
function runningGuest(inputs: Inputs, { role }: Target): Outcome | null {
  const guest = role === 'dom0' ? null : listedGuest(inputs);
  return guest && isRunning(guest.facts)
    ? { kind: 'comes-up', evidence: at(guest.path, guest.facts.line, guest.facts.text) }
    : null;
}

/** Where a log of the boot itself ends before user space is reached. */
function endOf(inputs: Inputs, target: Target, failures: FailureData, passed: PassedSteps): Outcome | null {
  for (const [index, log] of splitLogs(inputs, failures).entries()) {
    if (log.role !== null && target.role !== null && log.role !== target.role) continue;
    const { path, facts } = inputs.logs[index]!;
    // A part of a log that somebody cut out tells nothing by its end.
    const begins = log.begins !== null && !isPast('root', new Set(passed.keys()));
    const last = facts.tail.at(-1);
    if (!begins || !last) continue;
    const open = steps.find(step => isStopping(step) && !isPast(step, new Set(passed.keys())));
    return { kind: 'stops', step: open ?? 'init', last: at(path, last.line, last.text) };
  }
  return null;
}
