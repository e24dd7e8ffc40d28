import type { BootNote } from '../../explain/choose-boot.js';
import type { Evidence } from '../../explain/answer.js';
import { type BootEvent, eventEvidence, saysText } from '../../explain/events.js';
import type { Explanation } from '../../explain/explain.js';
import type { CollectStep } from '../../explain/failure.js';
import type { Remedy } from '../../explain/remedy.js';
import type { RankedCause } from '../../explain/ranked.js';
import { stageOf } from '../../explain/steps.js';
import type { ExplainReport } from '../../api/explain-report.js';
import { answerText, placeNames, stepStates } from './words.js';
import { domainProblemText } from '../words/domain-words.js';
import { printed } from '../check/json.js';

/** The report as JSON, schemaVersion 1: `causes`, and `explanation` with what stands around them. */
export function explainJson(report: ExplainReport, version: string): string {
  const { explanation, files, errors } = report;
  const target = explanation?.target;
  const causes = explanation?.causes ?? [];
  return printed({
    schemaVersion: 1,
    tool: { ...report.tool, version },
    target: {
      xen: target?.xen?.version.text ?? null,
      profiles: target?.role && target.mode ? [`${target.role}-${target.mode}`] : [],
      role: target?.role ?? null,
      mode: target?.mode ?? null,
    },
    results: files.map(({ path, kind, about, version, arch }) => ({
      path,
      kind,
      about,
      kernel: { version, arch, flavour: null },
      verdicts: [],
      findings: [],
      ...bootsJson(report.boots.find(note => note.path === path)),
    })),
    causes: causes.map(cause => causeJson(cause, explanation!.tellApart)),
    ...(explanation && {
      explanation: {
        answer: answerText(explanation),
        steps: stepStates(explanation).map(({ step, state }) => ({
          step,
          state,
          evidence: evidenceJson(explanation.passed.get(step) ? [explanation.passed.get(step)!] : []),
        })),
        ...outcomeJson(explanation),
        possible: explanation.possible.map(brief),
        harmless: explanation.harmless.map(brief),
        messages: explanation.messages.map(({ message, evidence }) => ({
          id: message.id,
          cause: message.cause,
          evidence: evidenceJson([evidence]),
        })),
        domain: explanation.oddities.map(({ path, facts }) => ({
          path,
          line: facts.line,
          code: facts.code,
          detail: facts.detail,
          key: facts.key,
          message: domainProblemText(facts),
        })),
        collect: explanation.collect.map(collectJson),
        notRead: report.hints,
      },
    }),
    errors,
    summary: {
      files: files.length + errors.length,
      errors: causes.length,
      warnings: explanation?.possible.length ?? 0,
      notes: explanation?.harmless.length ?? 0,
      exitCode: report.exitCode,
    },
  });
}

/** How it went: `step` and `firstError` where it failed, `last` where the log ends too early. */
function outcomeJson({ outcome, troubles, where }: Explanation) {
  const event = (one: BootEvent) => ({
    id: one.kind.id,
    path: one.path,
    line: one.line,
    text: one.text,
    says: saysText(one),
    step: one.step,
    subject: one.subject,
    oops: one.oops,
  });
  const first = outcome.kind === 'fails' ? outcome.first : null;
  return {
    outcome: outcome.kind,
    step: outcome.kind === 'fails' || outcome.kind === 'stops' ? outcome.step : null,
    firstError: first && event(first),
    chain: outcome.kind === 'fails' ? outcome.chain.map(event) : [],
    where,
    troubles: troubles.map(event),
    failed: evidenceJson(first ? [eventEvidence(first)] : []),
    shows: evidenceJson(
      outcome.kind === 'comes-up' ? [outcome.evidence] : outcome.kind === 'stops' ? [outcome.last] : [],
    ),
  };
}

function bootsJson(note: BootNote | undefined) {
  if (!note) return {};
  const { of, count, number, lines, crash, entries } = note;
  return {
    boots: {
      of,
      count,
      number,
      from: lines.from,
      to: lines.to,
      crash,
      list: entries.map(({ number: place, from, to, kernel, xen }) => ({
        number: place,
        from,
        to,
        kernel,
        xen,
      })),
    },
  };
}

function causeJson(
  { mode, confidence, evidence, against, folded }: RankedCause,
  apart: readonly { id: string; settle: string }[],
) {
  return {
    id: mode.id,
    title: mode.title,
    confidence,
    stage: stageOf(mode.step),
    evidence: evidenceJson(evidence),
    fix: mode.fix.map(fixText),
    tellApart: apart.find(({ id }) => id === mode.id)?.settle ?? null,
    step: mode.step,
    symptom: mode.symptom,
    cause: mode.cause,
    against: evidenceJson(against),
    fixes: mode.fix.map(({ to, text, lines, commands }) => ({ to, text, lines, commands })),
    insteadOf: folded,
    sources: mode.sources,
  };
}

const brief = ({ mode, confidence, evidence }: RankedCause) => ({
  id: mode.id,
  title: mode.title,
  confidence,
  evidence: evidenceJson(evidence),
});

const evidenceJson = (evidence: readonly Evidence[]) =>
  evidence.map(({ path, line, offset, text }) => ({ path, line, offset, text }));

const collectJson = ({ id, text, lines, commands }: CollectStep) => ({ id, text, lines, commands });

/** One fix as a single text, for consumers that read only the `fix` key. */
function fixText({ to, text, lines, commands }: Remedy): string {
  const more = [...lines, ...commands];
  return `${placeNames[to]}: ${text}${more.length ? ` (${more.join('; ')})` : ''}`;
}
