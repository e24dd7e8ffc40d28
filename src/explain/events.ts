// What happened in a boot, as its logs tell it: events in order, each with where the boot was and whether it came through.
import type { BootFacts, LogHit, LogLine, Speaker } from '../log/log.js';
import { at, type Evidence } from './answer.js';
import type { EventKind } from './event.js';
import type { ProgressMark } from './failure.js';
import type { ExplainData, InputFile, Inputs, Target } from './inputs.js';
import { messageKinds } from './message-events.js';
import { type Oops, readOops } from '../log/oops.js';
import { type Subject, subjectOf } from '../log/subject.js';
import { splitLogs } from './reached.js';
import { isPast, isStopping, type Step, steps } from './steps.js';

export interface BootEvent {
  readonly kind: EventKind;
  readonly path: string;
  readonly line: number;
  /** The whole line, cleaned; from an input, not yet safe to print. */
  readonly text: string;
  /** The lines after it that were kept, for kinds whose words go on there. */
  readonly after: readonly LogLine[];
  readonly groups: readonly (string | undefined)[];
  /** What a fault names beside it. */
  readonly oops: Oops | null;
  readonly speaker: Speaker;
  readonly step: Step;
  readonly subject: Subject | null;
  /** A later line shows that the boot went on. */
  readonly overcome: boolean;
}

/** Of which log, which line: two kinds may find the same. */
export const placeOf = ({ path, line }: { readonly path: string; readonly line: number | null }): string =>
  `${path} ${line}`;

export const eventEvidence = ({ path, line, text }: BootEvent): Evidence => at(path, line, text);

/** All events of the boot's own logs, by file and line; of one line the event that says most. */
export function eventsOf(inputs: Inputs, target: Target, knowledge: ExplainData): BootEvent[] {
  const { failures } = knowledge;
  const known = [...failures.events, ...messageKinds(knowledge, target)];
  return splitLogs(inputs, failures).flatMap((log, index) => {
    const file = inputs.logs[index]!;
    const isOther = log.role !== null && target.role !== null && log.role !== target.role;
    const kinds = known.filter(kind =>
      // What a host's log says of its guests counts for the guest, and nothing else in it does.
      isOther ? kind.role !== null && kind.role === target.role : !isOfOther(kind, target),
    );
    return eventsIn(file, kinds, failures.marks, target);
  });
}

const isOfOther = ({ role, system }: EventKind, target: Target): boolean =>
  (role !== null && target.role !== null && role !== target.role) ||
  (system !== null && target.system !== null && system !== target.system);

function eventsIn(
  { path, facts }: InputFile<BootFacts>,
  kinds: readonly EventKind[],
  marks: readonly ProgressMark[],
  target: Target,
): BootEvent[] {
  const seen = marks.flatMap(mark => {
    const hit = facts.hits.get(mark.pattern);
    return hit && mark.passed.length > 0 ? [{ hit, passed: new Set(mark.passed) }] : [];
  });
  const byLine = new Map<number, BootEvent>();
  for (const kind of kinds) {
    const hit = facts.hits.get(kind.pattern);
    if (!hit) continue;
    for (const { line, text, groups } of hit.occurrences) {
      const known = byLine.get(line);
      if (known && !saysMore(kind, known.kind)) continue;
      if (kind.isMessage && namesNothing.has(hit.speaker) && !tellsFailure.test(text)) continue;
      const after = facts.excerpts.filter(one => one.line > line);
      const oops = kind.isOops ? readOops([{ line, text }, ...reportOf(line, after)]) : null;
      // The kernel's own first thread becomes init only once the root file system is there.
      const isKernels = oops !== null && oops.program !== null && oops.program.startsWith('swapper');
      const own = kind.step ?? (isKernels ? 'start' : stepAt(line, hit.speaker, kind.isOops, seen));
      // That dom0's tools can start no guest is what dom0 lacks.
      const step = target.role === 'dom0' && tools.has(hit.speaker) ? 'services' : own;
      byLine.set(line, {
        kind,
        path,
        line,
        text,
        after,
        groups,
        oops,
        speaker: hit.speaker,
        step,
        subject: kind.subject ?? subjectOf(text, hit.speaker),
        overcome: !kind.final && seen.some(mark => mark.hit.lastLine > line && isPast(step, mark.passed)),
      });
    }
  }
  return [...byLine.values()].sort((left, right) => left.line - right.line);
}

/** Where nobody names himself, or a tool prints what it was asked for, a wording that sources have may be anything: it has to tell a failure. */
const namesNothing: ReadonlySet<Speaker> = new Set(['other', 'xl']);
const tellsFailure =
  /error|fail|panic|unable|cannot|can't|could not|couldn't|invalid|\bnot\b|\bno\b|denied|\bbad\b|missing|unknown|unsupported|timed? ?out|refus|must |too |exceed/i;

/** Lines of the same report: they stand together. */
function reportOf(line: number, after: readonly LogLine[]): readonly LogLine[] {
  const end = after.findIndex((one, index) => one.line > (index === 0 ? line : after[index - 1]!.line) + 20);
  return end < 0 ? after : after.slice(0, end);
}

/** A kind that knows the line for harmless outranks all; the general ones know least. */
const saysMore = (kind: EventKind, other: EventKind): boolean => rankOf(kind) > rankOf(other);
const rankOf = ({ level, isGeneral, isMessage }: EventKind): number =>
  isGeneral ? 0 : level === 'notice' ? 3 : isMessage ? 1 : 2;

/** Programs in dom0 that make guests. */
const tools: ReadonlySet<Speaker> = new Set(['xl', 'xc', 'xend', 'libvirt', 'hotplug', 'qemu', 'pygrub']);

/** Who speaks shows how far the boot is. */
const speaksFrom: Readonly<Partial<Record<Speaker, Step>>> = {
  kernel: 'start',
  initramfs: 'root',
  systemd: 'init',
  xl: 'toolstack',
  xend: 'toolstack',
  libvirt: 'toolstack',
  hotplug: 'toolstack',
  qemu: 'toolstack',
  pygrub: 'bootloader',
  grub: 'bootloader',
  xc: 'load',
  hypervisor: 'load',
};

/** The first step that nothing up to `line` shows as done. */
function stepAt(
  line: number,
  speaker: Speaker,
  isOops: boolean,
  seen: readonly { readonly hit: LogHit; readonly passed: ReadonlySet<Step> }[],
): Step {
  const from = speaksFrom[speaker] ?? (isOops ? 'start' : undefined);
  const least = from === undefined ? 0 : steps.indexOf(from);
  const open = steps.filter(
    (step, index) =>
      index >= least &&
      isStopping(step) &&
      !seen.some(({ hit, passed }) => hit.line <= line && isPast(step, passed)),
  );
  return open[0] ?? 'services';
}

/** Programs that a toolstack calls fail before it tells of that. */
const called: ReadonlySet<Speaker> = new Set(['qemu', 'hotplug', 'xc', 'other']);

/**
 * The events that the boot failed of, in the order in which one came of the other: what follows from others last, then by step,
 * then as the files have them.
 */
export function failuresIn(events: readonly BootEvent[]): BootEvent[] {
  const rank = ({ kind, step, speaker }: BootEvent) =>
    (kind.level === 'follows' ? 1000 : 0) + steps.indexOf(step) * 2 + (called.has(speaker) ? 0 : 1);
  const paths = [...new Set(events.map(({ path }) => path))];
  const open = events.filter(({ kind, overcome }) => kind.level !== 'notice' && !overcome);
  const within = (event: BootEvent) => {
    // In one log the first comes first, whatever step it is of.
    const first = open.find(({ path, kind }) => path === event.path && kind.level !== 'follows');
    return first && event.kind.level !== 'follows' ? rank(first) : rank(event);
  };
  const ordered = open
    .map((event, index) => ({ event, index, key: within(event), file: paths.indexOf(event.path) }))
    .sort((left, right) => left.key - right.key || left.file - right.file || left.index - right.index)
    .map(({ event }) => event);
  return exactFirst(ordered);
}

/** So many lines after an error that says no more than that may follow what it is. */
const near = 8;

/** A panic's own line says less than the one that gives its reason. */
function exactFirst(ordered: readonly BootEvent[]): BootEvent[] {
  const [first] = ordered;
  if (!first?.kind.isGeneral) return [...ordered];
  const exact = ordered.find(
    ({ kind, path, line }) =>
      path === first.path &&
      line > first.line &&
      line <= first.line + near &&
      !kind.isGeneral &&
      kind.level !== 'follows',
  );
  return exact ? [exact, ...ordered.filter(event => event !== exact)] : [...ordered];
}

/** What stands before a message of the toolstack: program, level, place in the source, domain. */
const heads =
  /^(?:\(XEN\) )?(?:[\w.-]{1,20}: )?(?:error: |ERROR: |panic: )?(?:\w+\.c:(?:\d+:)? ?(?:\w+: ?)?)?(?:Domain \d+: ?)?/;

const decoration = /^(?:\(XEN\) ?)?[\s*=_-]*$/;
const mostWords = 160;

/** What happened, as a clause: the kind's words with what the line names. */
export function saysText({ kind, groups, after, line, text: own, oops }: BootEvent): string {
  const next = () =>
    after.find(one => one.line > line && one.line <= line + 4 && !decoration.test(one.text))?.text ?? '';
  const where = oops?.func ? `, in ${oops.func}` : '';
  const words = kind.says
    .replace(/\$(\d|next|line)/g, (_, what: string) => {
      const found =
        what === 'next'
          ? next()
          : what === 'line'
            ? own.replace(heads, '')
            : (groups[Number(what) - 1] ?? '');
      const text = found.replace(/^\(XEN\) /, '');
      return text.trim().slice(0, mostWords);
    })
    .trim();
  return words + where;
}
