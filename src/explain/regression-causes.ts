// Causes that are known faults of a release of Linux or Xen.
import type { Regression } from '../profiles/regression.js';
import { type FittingRegression, regressionsFor } from '../profiles/regressions-for.js';
import { at } from './answer.js';
import { type BootEvent, eventEvidence } from './events.js';
import type { FailureMode } from './failure.js';
import type { Remedy } from './remedy.js';
import type { SignContext } from './inputs.js';
import type { RankedCause } from './ranked.js';
import { signs } from './signs/index.js';

/** A function or a line shows it, in a release that has the fault; in one that may have it; the release alone. */
const confidences = { shown: 0.95, likely: 0.7, release: 0.3 } as const;

export function regressionCauses(context: SignContext, failing: readonly BootEvent[]): RankedCause[] {
  const { inputs, target, knowledge } = context;
  const [first] = failing;
  if (!first) return [];
  const oops = failing.find(event => event.oops?.func)?.oops ?? null;
  const release = oops?.release ?? null;
  const fitting = regressionsFor(
    {
      ...(target.kernel && { kernel: target.kernel }),
      ...(target.xen?.given && { xen: target.xen.version }),
      ...(target.role && { role: target.role }),
      ...(target.mode && target.mode !== 'xenlinux' && { mode: target.mode }),
      ...(target.arch !== null && { arch: target.arch }),
      ...(oops && { functions: [...(oops.func ? [oops.func] : []), ...oops.frames] }),
      messages: failing.flatMap(({ text, after }) => [text, ...after.slice(0, 12).map(line => line.text)]),
      ...(inputs.domain && { domain: (key: string) => signs['key']!.ask(context, key).truth === 'yes' }),
    },
    knowledge.regressions,
  );
  return fitting
    .filter(({ regression }) => regression.fatal)
    .map(found => causeOf(found, failing, release))
    .filter(cause => cause !== null);
}

function causeOf(
  { regression, strength, shownBy, broken }: FittingRegression,
  failing: readonly BootEvent[],
  release: string | null,
): RankedCause | null {
  const isShown = strength === 'strong';
  if (!isShown && broken !== 'yes') return null;
  const confidence = isShown
    ? broken === 'yes'
      ? confidences.shown
      : confidences.likely
    : confidences.release;
  const first = failing[0]!;
  const shows =
    shownBy === null ? first : (failing.find(({ oops, text }) => names(oops, text, shownBy)) ?? first);
  return {
    mode: modeOf(regression, release),
    confidence,
    strength: isShown ? 'proves' : 'hints',
    evidence: [eventEvidence(shows), ...(shownBy === null ? [] : [at(shows.path, shows.line, `${shownBy}`)])],
    against: [],
    sure: isShown,
    folded: [],
  };
}

const names = (oops: BootEvent['oops'], text: string, what: string): boolean =>
  oops?.func === what || oops?.frames.includes(what) === true || text.includes(what);

function modeOf(regression: Regression, release: string | null): FailureMode {
  const { component, mended, workarounds } = regression;
  const name = component === 'linux' ? 'Linux' : 'Xen';
  const fix: Remedy[] = [
    {
      to: component === 'linux' ? 'image' : 'host',
      text: mended.length
        ? `Use ${name} ${mended.join(', ')} or newer, or a build that carries the commit ${regression.mendedBy[0]?.slice(0, 12) ?? ''}.`
        : `Use a build of ${name} that carries the commit ${regression.mendedBy[0]?.slice(0, 12) ?? ''}.`,
      lines: [],
      commands: [],
    },
    ...workarounds.map((text): Remedy => ({ to: 'guest', text, lines: [], commands: [] })),
  ];
  return {
    id: regression.id,
    title: `A known fault of ${name} since ${regression.since.join(', ')}: ${regression.title}`,
    role: null,
    mode: null,
    arch: null,
    xen: null,
    kernel: null,
    step: regression.stage,
    symptom: regression.symptom,
    cause: `${name} ${regression.since.join(', ')} brought it${
      mended.length ? `, ${mended.join(', ')} mended it` : ''
    }${release === null ? '' : `; this kernel is ${release}`}.`,
    needs: [],
    proves: [],
    points: [],
    hints: [],
    against: [],
    harmless: false,
    insteadOf: [],
    fix,
    collect: [],
    settle: null,
    sources: regression.sources,
    confidence: 'source',
  };
}
