import { guardedJson } from '../../input/guard.js';
import { safeJson } from '../../input/safe-text.js';
import { causesOf } from '../../check/cause.js';
import type { Finding } from '../../check/finding.js';
import { ruleOf } from '../../check/rule-id.js';
import type { ReporterOptions } from './form.js';
import { conditionText, type FindingText, messageOf } from '../words/message.js';
import { type SuppressedFinding, type Report, summaryOf } from '../../api/report.js';

export const jsonReport = (report: Report, { version }: ReporterOptions) => json(report, version);

/** The report as JSON, schemaVersion 1: see schema/report.json. JSON's own escapes keep control characters out. */
export function json(report: Report, version: string): string {
  return printed({
    schemaVersion: 1,
    tool: { ...report.tool, version },
    target: { xen: report.target.xen, profiles: report.target.profiles },
    results: report.results.map(
      ({ path, kind, expanded, inside, image, kernel, verdicts, findings, ...more }) => ({
        path,
        kind,
        ...(more.name !== undefined && { name: more.name }),
        ...(more.merged && { merged: more.merged }),
        ...(expanded && { expanded }),
        ...(inside && { inside }),
        ...(image && {
          image: { path: image.path, version: image.facts.version, format: image.facts.format },
        }),
        ...(more.with?.initramfs !== undefined && { initramfs: { path: more.with.initramfs } }),
        ...(more.with?.domain !== undefined && { domain: { path: more.with.domain } }),
        kernel: {
          version: kernel.version?.text ?? null,
          arch: kernel.arch,
          flavour: kernel.flavour,
          ...(more.guessed && { guessedFrom: more.guessed }),
        },
        verdicts: verdicts.map(({ profile, verdict, stage, conditions }) => ({
          profile,
          verdict,
          stage,
          conditions: conditions.map(condition => ({
            rule: condition.rule,
            kind: condition.kind,
            text: conditionText([condition]),
            ...(condition.kind === 'modules' && { anyOf: condition.files }),
          })),
        })),
        findings: [...plainAll(findings), ...(more.excused ?? []).map(excusedJson)],
      }),
    ),
    causes: [],
    errors: report.errors,
    ...(report.passed && { passed: report.passed }),
    summary: summaryOf(report),
  });
}

/** As indented text, with the characters escaped that turn or hide what stands around them, and what a CI log obeys. */
export function printed(value: object): string {
  return guardedJson(safeJson(`${JSON.stringify(value, null, 2)}\n`));
}

function excusedJson(excused: SuppressedFinding): object {
  const finding = plain(excused.finding);
  if (excused.by === 'baseline') return { ...finding, known: true };
  const { reason, file, line, expires } = excused;
  return { ...finding, waived: { reason, file, line, expires } };
}

/** A finding as JSON has it, in words and as data. */
interface PlainFinding
  extends Pick<Finding, 'level' | 'stage' | 'profiles' | 'line'>, Omit<FindingText, 'plain'> {
  readonly rule: string;
  readonly option: string | null;
  readonly expected: string | null;
  readonly actual: string | null;
  /** Where the line is in another file than the result's. */
  readonly file?: string;
  /** The finding of the same file that has to be mended first. */
  readonly follows?: Pick<PlainFinding, 'rule' | 'option'>;
}

/** The findings of one file. */
function plainAll(findings: readonly Finding[]): PlainFinding[] {
  const causes = causesOf(findings);
  return findings.map(finding => plain(finding, causes.get(finding)));
}

/** `cause` is the finding that it follows from, if any. */
export function plain(finding: Finding, cause?: Finding): PlainFinding {
  const { message, why, fix, set, evidence } = messageOf(finding);
  return {
    rule: ruleOf(finding),
    level: finding.level,
    stage: finding.stage,
    profiles: finding.profiles,
    option: optionOf(finding),
    expected: 'expected' in finding ? finding.expected : null,
    actual: 'actual' in finding ? finding.actual : null,
    ...(finding.file !== undefined && { file: finding.file }),
    line: finding.line,
    ...(cause && { follows: { rule: ruleOf(cause), option: optionOf(cause) } }),
    message,
    why,
    fix,
    set,
    evidence,
  };
}

function optionOf(finding: Finding): string | null {
  return 'option' in finding && finding.option ? `CONFIG_${finding.option}` : null;
}

export { ruleOf } from '../../check/rule-id.js';
