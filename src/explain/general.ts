// Causes that no failure mode is written for: what the loader and the rules of the profile say, as they are.
import { judgeConfig } from '../check/check.js';
import type { Finding } from '../check/finding.js';
import type { ConfigView } from '../check/view.js';
import { rangeText } from '../input/version.js';
import { type Stage, stages } from '../profiles/rule-data.js';
import { evidenceText } from '../xen/check-table.js';
import { reasonText, seenText, wayOutText } from '../xen/sentences.js';
import type { Evidence } from './answer.js';
import type { FailureMode } from './failure.js';
import type { Remedy } from './remedy.js';
import { loaderOfImage } from './guest-loader.js';
import type { InputFile, SignContext } from './inputs.js';
import type { RankedCause } from './ranked.js';
import type { PassedSteps } from './reached.js';
import { optionEvidence, xenTarget } from './signs/config.js';
import { loaderVerdictOf, xenOrNewest } from './signs/xen.js';
import { isPast, type Step } from './steps.js';

/** A complete config or image leaves little doubt, except whether it is really the one that boots. */
const confidence = 0.9;

const bare = {
  role: null,
  mode: null,
  arch: null,
  xen: null,
  kernel: null,
  needs: [],
  proves: [],
  points: [],
  hints: [],
  against: [],
  harmless: false,
  insteadOf: [],
  collect: [],
  settle: null,
  confidence: 'source',
} as const;

function ranked(mode: FailureMode, evidence: readonly Evidence[]): RankedCause {
  return { mode, confidence, strength: 'proves', evidence, against: [], sure: true, folded: [] };
}

/** What the failure modes in `known` do not say already. */
export function generalCauses(
  context: SignContext,
  reached: PassedSteps,
  known: readonly RankedCause[],
): RankedCause[] {
  const passed = new Set(reached.keys());
  const loads = known.some(({ mode }) => mode.step === 'load' || mode.step === 'bootloader');
  const refusal = loads || isPast('load', passed) ? null : loaderCause(context);
  const said = new Set(known.flatMap(({ evidence }) => evidence.map(({ path, text }) => `${path} ${text}`)));
  const rules = ruleCauses(context, passed)
    // One option, or one refusal, is one cause: the failure mode says more of it.
    .filter(({ evidence }) => !evidence.some(({ path, text }) => said.has(`${path} ${text}`)))
    .filter(({ mode }) => mode.step !== 'load' || (!loads && refusal === null));
  return [...(refusal ? [refusal] : []), ...rules];
}

function loaderCause(context: SignContext): RankedCause | null {
  const { image } = context.inputs;
  const verdict = loaderVerdictOf(context);
  if (!image || !verdict?.reason) return null;
  const { xen } = context.knowledge;
  const seen = verdict.message === null ? null : seenText(xen, verdict.message);
  const mode: FailureMode = {
    ...bare,
    id: `loader-${verdict.reason.code}`,
    title: `Xen ${xenOrNewest(context)} does not load this image`,
    step: 'load',
    symptom: seen ?? 'The loader refuses the image.',
    cause: reasonText(xen, verdict.reason),
    fix: verdict.wayOut.map((way): Remedy => {
      const { text, commands } = wayOutText(xen, way, image.path);
      return { to: 'image', text, lines: [], commands };
    }),
    sources: verdict.evidence.map(evidenceText),
  };
  const { payload, format } = image.facts;
  const what = payload && payload.compression !== 'none' ? `${format}, ${payload.compression}` : format;
  return ranked(mode, [{ path: image.path, line: null, offset: null, text: what }]);
}

function ruleCauses(context: SignContext, passed: ReadonlySet<Step>): RankedCause[] {
  const { inputs, target, knowledge } = context;
  const { config, image } = inputs;
  const profile = knowledge.profiles.find(({ role, mode }) => role === target.role && mode === target.mode);
  if (!config || !profile) return [];
  const { facts: view } = config;
  const isJudged = image !== null && !loaderOfImage(image);
  // What the image itself shows about loading counts more than what its config suggests.
  const findings = judgeConfig(view.config, [profile], knowledge.facts, {
    xen: xenTarget(context),
    // Where the root is no rule knows better than the logs and the domain file.
    root: 'any',
    ...(target.kernel && { kernel: target.kernel }),
    ...(target.arch !== null && { arch: target.arch }),
  }).findings.filter(finding => finding.level === 'error' && !(isJudged && finding.stage === 'load'));
  // Failures of later stages do not show until the first failing stage is fixed.
  const errors = findings.filter(
    ({ code, stage }) => (code === 'need' || code === 'xen') && !isPast(stage as Stage, passed),
  );
  const first = stages.find(stage => errors.some(finding => finding.stage === stage));
  return errors
    .filter(finding => finding.stage === first)
    .flatMap(finding =>
      finding.code === 'need'
        ? [ranked(modeOf(finding), [optionEvidence(config, finding.option)])]
        : finding.code === 'xen'
          ? [xenCause(finding, config, profile.title)]
          : [],
    );
}

type Need = Extract<Finding, { code: 'need' }>;
type XenFinding = Extract<Finding, { code: 'xen' }>;

function modeOf(finding: Need): FailureMode {
  const { rule } = finding;
  return {
    ...bare,
    id: rule.id,
    title: rule.title,
    step: finding.stage as Stage,
    symptom: rule.symptom,
    cause: rule.reason,
    fix: [fixOf(finding)],
    sources: rule.evidence,
  };
}

/** This Xen cannot boot any kernel of this kind. */
function xenCause(finding: XenFinding, config: InputFile<ConfigView>, title: string): RankedCause {
  const { subject, xen, ranges, evidence, option } = finding;
  const releases = ranges.map(rangeText).join(', ') || 'none';
  const texts = {
    mode: [`Xen ${xen} has no ${title}`, 'This release of Xen does not run kernels in that mode.'],
    compression: [
      `Xen ${xen} does not unpack this kernel`,
      'Xen and its tools unpack the kernel themselves, each release with its own set of decoders.',
    ],
    hypercalls: [
      `Xen ${xen} lacks hypercalls that a mainline dom0 needs`,
      'The kernel is loaded, but its disks and network cards get no interrupts.',
    ],
  } as const;
  const mode: FailureMode = {
    ...bare,
    id: subject === 'compression' ? 'kernel-compression' : `xen-${subject}`,
    title: texts[subject][0],
    step: finding.stage as Stage,
    symptom: subject === 'hypercalls' ? 'dom0 hangs looking for its disks.' : 'The kernel is not loaded.',
    cause: texts[subject][1],
    fix: [{ to: 'host', text: `Use a Xen that does: ${releases}.`, lines: [], commands: [] }],
    sources: evidence,
  };
  const version = config.facts.kernel.version;
  const about: Evidence =
    option === null
      ? { path: config.path, line: null, offset: null, text: version ? `Linux ${version.text}` : '.config' }
      : optionEvidence(config, option);
  return ranked(mode, [about]);
}

function fixOf({ rule, option, expected }: Need): Remedy {
  const line = expected === 'n' ? `# CONFIG_${option} is not set` : `CONFIG_${option}=${expected}`;
  return {
    to: 'config',
    text: rule.fix ?? 'Set the option and build the kernel again.',
    lines: rule.set ?? [line],
    commands: [],
  };
}
