// Causes that an event tells by itself, where no failure mode is written for it.
import { type BootEvent, eventEvidence, saysText } from './events.js';
import type { FailureMode } from './failure.js';
import type { SignContext } from './inputs.js';
import type { RankedCause } from './ranked.js';
import { saidIn } from './said.js';

/** A line of its own kind, of which is known what it means, though not what else may have led to it. */
const confidence = 0.7;

/** Of the events that a boot failed of, in order: the first that says why. */
export function causesOfEvents(failing: readonly BootEvent[], context: SignContext): RankedCause[] {
  const [first] = failing;
  const meaning = first && meaningOf(first, context);
  if (!first || meaning === null || meaning === undefined) return [];
  const { kind } = first;
  const title = saysText(first);
  const mode: FailureMode = {
    id: kind.id,
    title: title.charAt(0).toUpperCase() + title.slice(1),
    role: null,
    mode: null,
    arch: null,
    xen: null,
    kernel: null,
    step: first.step,
    symptom: title,
    cause: meaning,
    needs: [],
    proves: [],
    points: [],
    hints: [],
    against: [],
    harmless: false,
    insteadOf: [],
    fix: kind.fix.map(one => ({ ...one, commands: one.commands.map(command => filled(command, first)) })),
    collect: kind.collect,
    settle: null,
    sources: kind.sources,
    confidence: 'source',
  };
  return [
    {
      mode,
      confidence,
      strength: 'points',
      evidence: [eventEvidence(first)],
      against: [],
      sure: true,
      folded: [],
    },
  ];
}

/** With the groups of the line's pattern, where they are names or paths that a shell takes as they are. */
const filled = (command: string, { groups }: BootEvent): string =>
  command.replace(/\$(\d)/g, (_, number: string) => {
    const group = groups[Number(number) - 1] ?? '';
    return /^[\w./][\w./+@-]{0,200}$/.test(group) ? group : 'PROGRAM';
  });

/** What the line means: by its kind, or by Xen's own table of messages. */
function meaningOf(event: BootEvent, { inputs, knowledge, target }: SignContext): string | null {
  if (event.kind.means !== null) return event.kind.means;
  const log = inputs.logs.find(({ path }) => path === event.path);
  const said = log ? saidIn(log.facts, knowledge, target.xen?.version ?? null) : [];
  return said.find(({ hit }) => hit.line === event.line)?.said.cause ?? null;
}
