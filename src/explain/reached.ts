// How far the boot got, as the marks in its logs show.
import type { Mode, Role } from '../profiles/rule-data.js';
import { at, type Evidence } from './answer.js';
import type { FailureData } from './failure.js';
import type { Inputs, Target } from './inputs.js';
import type { Step } from './steps.js';

/** A log, and whose boot the marks in it say it shows. */
interface BootLog {
  readonly path: string;
  readonly role: Role | null;
  readonly mode: Mode | null;
}

export function splitLogs({ logs }: Inputs, { marks }: FailureData): BootLog[] {
  return logs.map(({ path, facts }) => {
    const found = marks.filter(mark => facts.hits.has(mark.pattern));
    return {
      path,
      role: found.find(mark => mark.role !== null)?.role ?? null,
      mode: found.find(mark => mark.mode !== null)?.mode ?? null,
    };
  });
}

export interface Progress {
  /** Steps that the boot got through, each with what shows it. */
  readonly passed: ReadonlyMap<Step, Evidence>;
  /** A line that shows that the boot failed. */
  readonly failed: Evidence | null;
}

/** A guest's host may have logs here too: they show nothing of the guest. */
export function progressOf(inputs: Inputs, target: Target, failures: FailureData): Progress {
  const passed = new Map<Step, Evidence>();
  let failed: Evidence | null = null;
  for (const [index, log] of splitLogs(inputs, failures).entries()) {
    if (log.role !== null && target.role !== null && log.role !== target.role) continue;
    const { facts, path } = inputs.logs[index]!;
    for (const mark of failures.marks) {
      const hit = facts.hits.get(mark.pattern);
      if (!hit || (mark.for !== null && target.role !== null && mark.for !== target.role)) continue;
      if (mark.failed) failed ??= at(path, hit.line, hit.text);
      for (const step of mark.passed) if (!passed.has(step)) passed.set(step, at(path, hit.line, hit.text));
    }
  }
  return { passed, failed };
}
