// Causes that no failure mode is written for: what the loader and the rules of the profile say, as they are.
import { check } from '../check/check.js';
import type { Finding } from '../check/finding.js';
import { type Stage, stages } from '../profiles/rule-data.js';
import { evidenceText } from '../xen/check-table.js';
import { reasonText, seenText, wayOutText } from '../xen/sentences.js';
import type { Evidence } from './answer.js';
import type { FailureMode, Fix } from './failure.js';
import type { Scene } from './inputs.js';
import type { Ranked } from './rank.js';
import type { Reached } from './reached.js';
import { optionEvidence } from './signs/config.js';
import { verdictOf } from './signs/xen.js';
import { isPast } from './steps.js';

/** A whole config or image leaves little doubt; that it is the one that boots is what the user says. */
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

function ranked(mode: FailureMode, evidence: readonly Evidence[]): Ranked {
  return { mode, confidence, strength: 'proves', evidence, against: [], sure: true, folded: [] };
}

/** What the failure modes in `known` do not say already. */
export function generalCauses(scene: Scene, reached: Reached, known: readonly Ranked[]): Ranked[] {
  const passed = new Set(reached.passed.keys());
  const loads = known.some(({ mode }) => mode.step === 'load' || mode.step === 'bootloader');
  const refusal = loads || isPast('load', passed) ? null : loaderCause(scene);
  const said = new Set(known.flatMap(({ evidence }) => evidence.map(({ path, text }) => `${path} ${text}`)));
  const rules = ruleCauses(scene)
    .filter(({ mode }) => !isPast(mode.step, passed))
    // One option, or one refusal, is one cause: the failure mode says more of it.
    .filter(({ evidence }) => !evidence.some(({ path, text }) => said.has(`${path} ${text}`)))
    .filter(({ mode }) => mode.step !== 'load' || (!loads && refusal === null));
  return [...(refusal ? [refusal] : []), ...rules];
}

function loaderCause(scene: Scene): Ranked | null {
  const { image } = scene.inputs;
  const verdict = verdictOf(scene);
  if (!image || !verdict?.reason) return null;
  const { xen } = scene.knowledge;
  const seen = verdict.message === null ? null : seenText(xen, verdict.message);
  const mode: FailureMode = {
    ...bare,
    id: `loader-${verdict.reason.code}`,
    title: `Xen ${scene.target.xen!.version.text} does not load this image`,
    step: 'load',
    symptom: seen ?? 'The loader refuses the image.',
    cause: reasonText(xen, verdict.reason),
    fix: verdict.wayOut.map((way): Fix => {
      const { text, commands } = wayOutText(xen, way, image.path);
      return { to: 'image', text, lines: [], commands };
    }),
    sources: verdict.evidence.map(evidenceText),
  };
  const { payload, format } = image.facts;
  const what = payload && payload.compression !== 'none' ? `${format}, ${payload.compression}` : format;
  return ranked(mode, [{ path: image.path, line: null, offset: null, text: what }]);
}

function ruleCauses({ inputs, target, knowledge }: Scene): Ranked[] {
  const { config, image } = inputs;
  const profile = knowledge.profiles.find(({ role, mode }) => role === target.role && mode === target.mode);
  if (!config || !profile || !target.xen) return [];
  const { facts: view } = config;
  // What the image says of its own loading counts for more than what its config lets one expect.
  const findings = check(view.config, [profile], knowledge.facts, {
    xen: target.xen,
    ...(target.kernel && { kernel: target.kernel }),
    ...(target.arch !== null && { arch: target.arch }),
  }).findings.filter(finding => finding.level === 'error' && !(image && finding.stage === 'load'));
  // What comes after the first stage that fails is not seen before that is mended.
  const needs = findings.filter(finding => finding.code === 'need');
  const first = stages.find(stage => needs.some(finding => finding.stage === stage));
  return needs
    .filter(finding => finding.stage === first)
    .map(finding => {
      const { rule, option } = finding;
      const mode: FailureMode = {
        ...bare,
        id: rule.id,
        title: rule.title,
        step: finding.stage as Stage,
        symptom: rule.symptom,
        cause: rule.reason,
        fix: [fixOf(finding)],
        sources: rule.evidence,
      };
      return ranked(mode, [optionEvidence(config, option)]);
    });
}

function fixOf({ rule, option, expected }: Extract<Finding, { code: 'need' }>): Fix {
  const line = expected === 'n' ? `# CONFIG_${option} is not set` : `CONFIG_${option}=${expected}`;
  return {
    to: 'config',
    text: rule.fix ?? 'Set the option and build the kernel again.',
    lines: rule.set ?? [line],
    commands: [],
  };
}
