// The sentences of explain. They hold text from inputs: printers make it safe.
import type { Evidence } from '../../explain/answer.js';
import type { BootEntry, BootNote } from '../../explain/choose-boot.js';
import { eventEvidence, saysText } from '../../explain/events.js';
import type { Explanation } from '../../explain/explain.js';
import type { FixTarget } from '../../explain/remedy.js';
import type { Target } from '../../explain/inputs.js';
import type { Outcome } from '../../explain/outcome.js';
import type { RankedCause } from '../../explain/ranked.js';
import { type Step, steps } from '../../explain/steps.js';
import type { Mode } from '../../profiles/rule-data.js';

const modeNames: Readonly<Record<Mode, string>> = {
  pv: 'PV ',
  pvh: 'PVH ',
  hvm: 'HVM ',
  arm: '',
  xenlinux: 'xenlinux ',
};

/** "this PVH guest", "this boot". */
function subject({ role, mode }: Target): string {
  const kind = mode === null ? '' : modeNames[mode];
  if (role === null) return kind === '' ? 'this boot' : `this ${kind}kernel`;
  return `this ${kind}${role === 'dom0' ? 'dom0' : 'guest'}`;
}

/** "PVH guest, Linux 6.1.0, Xen 4.17". */
export function targetText(target: Target): string {
  const what = subject(target).replace(/^this /, '');
  return [
    what === 'boot' ? 'guest or dom0 not known' : what,
    target.arch,
    target.kernel && `Linux ${target.kernel.text}`,
    target.xen && `Xen ${target.xen.version.text}${target.xen.given ? '' : ' (the newest known)'}`,
  ]
    .filter(Boolean)
    .join(', ');
}

/** "3 boots in console.txt; this is the last, lines 120 to 240. ..." */
export function bootText({ path, of, count, number, lines, crash }: BootNote): string {
  const what = of === 'boot' ? ['One boot', 'boots'] : ['One start of a guest', 'starts of guests'];
  const many = `${count === 1 ? what[0] : `${count} ${what[1]}`} in ${path}`;
  const left = crash
    ? ` Lines ${crash.from} to ${crash.to} are of the crash kernel that was started then, and are left out.`
    : '';
  if (number === null) return `${many}, read as one.`;
  const which = count === 1 ? '' : number === count ? '; this is the last' : `; this is number ${number}`;
  const others =
    count > 1
      ? ' --boot takes another by its number, --boot all reads them as one.'
      : ' --boot all reads the whole log as one.';
  return `${many}${which}, lines ${lines.from} to ${lines.to}.${left}${others}`;
}

/** "2: lines 120 to 240, Linux 6.1.0, Xen 4.17". */
export function bootEntryText({ number, from, to, kernel, xen }: BootEntry): string {
  return [`${number}: lines ${from} to ${to}`, kernel && `Linux ${kernel}`, xen && `Xen ${xen}`]
    .filter(Boolean)
    .join(', ');
}

export const stepNames: Readonly<Record<Step, string>> = {
  toolstack: 'toolstack',
  bootloader: 'boot loader',
  load: 'load',
  start: 'start',
  console: 'console',
  root: 'root',
  init: 'first program',
  network: 'network',
  services: 'services',
  lifecycle: 'lifecycle',
};

const stopText: Readonly<Record<Step, string>> = {
  toolstack: 'is not brought up by the tools',
  bootloader: 'stops in the boot loader, before a kernel is loaded',
  load: 'is refused by the loader',
  start: 'stops right after the kernel is entered',
  console: 'may run, but nobody sees it',
  root: 'stops looking for its root file system',
  init: 'cannot start its first program',
  network: 'comes up without network',
  services: 'comes up, but not all that should run on it',
  lifecycle: 'runs, with trouble later',
};

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** The answer in a sentence or two. */
export function answerText(explanation: Explanation): string {
  const { target, possible, outcome, harmless, troubles } = explanation;
  const who = capital(subject(target));
  const noise = harmless.length ? ' What looks like an error in the log is harmless.' : '';
  switch (outcome.kind) {
    case 'fails':
      return failsText(explanation, outcome);
    case 'comes-up': {
      const trouble = troubles.length ? ' There was trouble on the way, which it came through.' : '';
      return `${who} came up, as ${shortPlace(outcome.evidence)} shows.${trouble}${noise}`;
    }
    case 'stops':
      return `The log of ${subject(target)} ends before it came up, without an error: the last line is of step ${stepNames[outcome.step]}.${noise}`;
    default: {
      if (!explanation.hasLog && possible.length === 0)
        return `Nothing in these files would stop ${subject(target)}; a log of its boot would show whether it came up.${noise}`;
      const some =
        possible.length === 0
          ? 'nothing in them shows a failure, and nothing shows that it came up'
          : `${possible.length === 1 ? 'one cause is' : `${possible.length} causes are`} possible, and more is needed to tell`;
      return `These files do not tell how ${subject(target)} goes: ${some}.${noise}`;
    }
  }
}

function failsText(
  { target, causes }: Explanation,
  { step, first: seen }: Extract<Outcome, { kind: 'fails' }>,
): string {
  const who = capital(subject(target));
  const [first, ...others] = causes;
  const later = others.filter(({ mode }) => mode.step !== first!.mode.step).length;
  const more =
    later === 0 ? '' : ` ${later === 1 ? 'One more cause' : `${later} more causes`} would show after that.`;
  if (seen) {
    const what = `${who} ${stopText[step]}, as ${shortPlace(eventEvidence(seen))} shows: ${saysText(seen)}.`;
    if (!first) return `${what} Why is not known.`;
    return first.mode.id === seen.kind.id
      ? `${what}${more}`
      : `${what} ${sureWord(first)}${first.mode.title}.${more}`;
  }
  const likely = sureWord(first!);
  return `${likely}${likely ? subject(target) : who} ${stopText[step]}. ${first!.mode.title}.${more}`;
}

const sureWord = ({ confidence }: RankedCause): string =>
  confidence >= 0.9 ? '' : confidence >= 0.65 ? 'Probably: ' : 'Perhaps: ';

/** How each step of the boot stands. */
export interface StepState {
  readonly step: Step;
  readonly state: 'passed' | 'stopped' | 'open';
}

const onlyIfStopped: ReadonlySet<Step> = new Set(['toolstack', 'bootloader', 'init', 'lifecycle']);

/** The stages in order; of the steps that are none, only the one where the boot stopped. */
export function stepStates({ passed, outcome }: Explanation): StepState[] {
  const stopped = outcome.kind === 'fails' || outcome.kind === 'stops' ? outcome.step : null;
  const reached = Math.max(-1, ...[...passed.keys()].map(step => steps.indexOf(step)));
  return steps
    .filter(step => !onlyIfStopped.has(step) || stopped === step)
    .map(step => ({
      step,
      state:
        step === stopped ? 'stopped' : passed.has(step) || steps.indexOf(step) < reached ? 'passed' : 'open',
    }));
}

/** "nearly certain (98 %)". */
export function sureText({ confidence }: Pick<RankedCause, 'confidence'>): string {
  const percent = `${Math.round(confidence * 100)} %`;
  const word =
    confidence >= 0.95
      ? 'nearly certain'
      : confidence >= 0.8
        ? 'very likely'
        : confidence >= 0.6
          ? 'likely'
          : confidence >= 0.4
            ? 'may well be'
            : 'possible';
  return `${word} (${percent})`;
}

export const placeNames: Readonly<Record<FixTarget, string>> = {
  domain: 'In the domain file',
  config: "In the kernel's .config",
  'command-line': "On the kernel's command line",
  'xen-command-line': "On Xen's command line",
  host: 'On the host',
  guest: 'In the guest',
  image: 'With the kernel image',
  initramfs: 'With the initramfs',
};

/** A path of many folders by its last two names. */
export function shortPath(path: string): string {
  const parts = path.split('/');
  return parts.length > 3 ? `.../${parts.slice(-2).join('/')}` : path;
}

const shortPlace = (evidence: Evidence) => placeText({ ...evidence, path: shortPath(evidence.path) });

/** "guest.cfg:3", "vmlinuz @ 0x4200", "vmlinuz". */
export function placeText({ path, line, offset }: Evidence): string {
  if (line !== null) return `${path}:${line}`;
  return offset !== null ? `${path} @ 0x${offset.toString(16)}` : path;
}
