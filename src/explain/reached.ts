// How far the boot got, as the marks in its logs show.
import type { LogHit } from '../log/log.js';
import type { Mode, Role } from '../profiles/rule-data.js';
import { at, type Evidence } from './answer.js';
import type { GuestSystem } from './event.js';
import type { FailureData } from './failure.js';
import type { Inputs, Target } from './inputs.js';
import { isRunning, listedGuest, recordsOf } from './records.js';
import type { Step } from './steps.js';

/** A log, and whose boot the marks in it say it shows. */
interface BootLog {
  readonly path: string;
  readonly role: Role | null;
  readonly mode: Mode | null;
  readonly system: GuestSystem | null;
  /** The line that shows that the kernel was entered; the log holds the boot from there on. */
  readonly begins: Evidence | null;
}

export function splitLogs({ logs }: Inputs, { marks }: FailureData): BootLog[] {
  return logs.map(({ path, facts }): BootLog => {
    const found = marks.filter(mark => facts.hits.has(mark.pattern));
    return {
      path,
      role: found.find(mark => mark.role !== null)?.role ?? null,
      mode: found.find(mark => mark.mode !== null)?.mode ?? null,
      system: found.find(mark => mark.system !== null)?.system ?? null,
      begins: beginOf(
        path,
        found.flatMap(mark => (mark.passed.includes('load') ? [facts.hits.get(mark.pattern)!] : [])),
      ),
    };
  });
}

function beginOf(path: string, hits: readonly LogHit[]): Evidence | null {
  const [first] = [...hits].sort((left, right) => left.line - right.line);
  return first ? at(path, first.line, first.text) : null;
}

/** Steps that the boot got through, each with what shows it. */
export type PassedSteps = ReadonlyMap<Step, Evidence>;

/** A guest's host may have logs here too: they show nothing of the guest. */
export function passedBy(inputs: Inputs, target: Target, failures: FailureData): PassedSteps {
  const passed = new Map<Step, Evidence>();
  for (const [index, log] of splitLogs(inputs, failures).entries()) {
    if (log.role !== null && target.role !== null && log.role !== target.role) continue;
    const { facts, path } = inputs.logs[index]!;
    for (const mark of failures.marks) {
      const hit = facts.hits.get(mark.pattern);
      if (!hit || (mark.for !== null && target.role !== null && mark.for !== target.role)) continue;
      for (const step of mark.passed) if (!passed.has(step)) passed.set(step, at(path, hit.line, hit.text));
    }
  }
  for (const [step, evidence] of passedByLists(inputs, target))
    if (!passed.has(step)) passed.set(step, evidence);
  return passed;
}

/** A guest that runs was made and loaded; dom0 runs where its tools answer. A log of the same boot tells more. */
function passedByLists(inputs: Inputs, { role }: Target): readonly (readonly [Step, Evidence])[] {
  if (role === 'dom0') {
    const [host] = inputs.logs.length ? [] : [...recordsOf(inputs, 'host'), ...recordsOf(inputs, 'domains')];
    const evidence = host && at(host.path, 1, "Xen's tools answer");
    return evidence
      ? (['load', 'start', 'root', 'init'] as const).map(step => [step, evidence] as const)
      : [];
  }
  const guest = listedGuest(inputs);
  if (!guest || !isRunning(guest.facts)) return [];
  const evidence = at(guest.path, guest.facts.line, guest.facts.text);
  return (['toolstack', 'bootloader', 'load'] as const).map(step => [step, evidence] as const);
}
