import { hex as hexDigits } from '../../input/bytes.js';
import type { PathOutcome } from '../../check/boot-paths.js';
import type { ImageFacts, XenNote } from '../../image/facts.js';
import type { ImageProblem } from '../../image/problems.js';
import type { AnswerRange } from '../../xen/answer.js';
import { evidenceText } from '../../xen/check-table.js';
import type { XenData } from '../../xen/data.js';
import { caveatText, loaderConditionText, reasonText, seenText, wayOutText } from '../../xen/sentences.js';
import type { LoaderVerdict } from '../../xen/verdict.js';
import { acceptanceOf, type ImageReport, type ImageResult } from '../../api/image-report.js';
import { problemLevel, problemText } from '../../check/image-words.js';
import { printed } from '../check/json.js';

/** The report as JSON, schemaVersion 1: results of kind `image`. Addresses are hexadecimal strings. */
export function imageJson(report: ImageReport, version: string): string {
  const { results, errors, target, xen } = report;
  const findings = results.flatMap(result => result.facts.problems.map(problem => problemLevel(problem)));
  const refused = results.filter(
    result => result.paths.length > 0 && acceptanceOf(result) === 'refused',
  ).length;
  return printed({
    schemaVersion: 1,
    tool: { ...report.tool, version },
    target: { xen: target.xen, profiles: profilesOf(report), role: target.role, mode: target.mode },
    results: results.map(result => resultJson(result, xen, target.xenGiven)),
    causes: [],
    errors,
    summary: {
      files:
        results.length + errors.filter(({ path }) => !results.some(result => result.path === path)).length,
      errors: findings.filter(level => level === 'error').length,
      warnings: findings.filter(level => level === 'warning').length,
      notes: findings.filter(level => level === 'note').length,
      refused,
      exitCode: report.exitCode,
    },
  });
}

function profilesOf({ results, target }: ImageReport): string[] {
  if (target.role === null && target.mode === null) return [];
  return [...new Set(results.flatMap(result => result.paths.map(path => path.profile)))];
}

function resultJson(
  { path, facts, kernel, paths, searched }: ImageResult,
  xen: XenData | null,
  given: boolean,
) {
  return {
    path,
    kind: 'image',
    kernel,
    verdicts: [],
    findings: facts.problems.map(finding),
    image: imageFactsJson(facts, searched),
    loaders: xen === null ? [] : paths.flatMap(outcome => loaders(xen, outcome, given, path)),
  };
}

function finding(problem: ImageProblem): object {
  const { code, within, offset, ...args } = problem;
  return {
    rule: `image-${code}`,
    level: problemLevel(problem),
    stage: 'load',
    profiles: [],
    option: null,
    expected: null,
    actual: null,
    line: null,
    message: problemText(problem),
    why: '',
    fix: '',
    set: [],
    evidence: [],
    within,
    offset,
    args,
  };
}

/** The `image` object of the contract. */
function imageFactsJson(facts: ImageFacts, searched: boolean): object {
  const { setup, payload, elf, xen } = facts;
  return {
    format: facts.format,
    system: facts.system,
    variant: facts.variant,
    arch: facts.arch,
    bits: facts.bits,
    endian: facts.endian,
    version: facts.version,
    banner: facts.banner,
    size: facts.size,
    bootProtocol: setup?.bootProtocol ?? null,
    efiStub: facts.efiStub,
    payload: payload && {
      compression: payload.compression,
      offset: payload.offset,
      length: payload.length,
      sizeWord: payload.sizeWord?.value ?? null,
      dictionary: payload.stream?.compression === 'xz' ? payload.stream.dictionary : null,
    },
    elf: elf && {
      type: elf.type,
      entry: hex(elf.entry),
      load: elf.load && { from: hex(elf.load.from), to: hex(elf.load.to) },
      symbols: elf.symbols,
      segments: elf.segments.map(segment => ({
        offset: segment.offset,
        fileSize: segment.fileSize,
        memorySize: Number(segment.memorySize),
        virtual: hex(segment.virtual),
        physical: hex(segment.physical),
        flags: segment.flags,
      })),
    },
    notes: facts.notes.map(note => ({ type: note.type, name: note.name, value: noteValue(note) })),
    notesFrom: xen?.source ?? null,
    features: (xen?.features ?? []).map(({ name, bit, required, from }) => ({ name, bit, required, from })),
    uki: facts.uki && {
      stub: facts.uki.stub,
      commandLine: facts.uki.commandLine,
      uname: facts.uki.uname,
      osRelease: facts.uki.osRelease,
    },
    ikconfig: facts.ikconfig ? true : searched ? false : null,
    inner: facts.inner && imageFactsJson(facts.inner, searched),
  };
}

const hex = (value: bigint) => `0x${BigInt.asUintN(64, value).toString(16)}`;

/** A text as it is, numbers as hexadecimal strings, the bytes of what is unknown likewise. */
export function noteValue({ value, raw }: XenNote): string | string[] {
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint') return hex(value);
  return value === null ? hexDigits(raw.subarray(0, 256)) : value.map(hex);
}

function loaders(xen: XenData, outcome: PathOutcome, given: boolean, file: string): object[] {
  return outcome.loaders.map((loader, index) => {
    const ranges = outcome.ranges[index] ?? [];
    const now = loader === outcome.loader ? outcome.verdict : null;
    const verdict = now ?? ranges.at(-1) ?? null;
    return {
      profile: outcome.profile,
      loader,
      xen: ranges.filter(range => range.accepted !== 'no').map(range => taken(xen, range)),
      reason: verdict?.reason ? reasonText(xen, verdict.reason) : null,
      refused: ranges.filter(range => range.accepted === 'no').map(range => refusal(xen, range, file)),
      ...(given && now && { verdict: verdictJson(xen, now, file) }),
    };
  });
}

function conditions(xen: XenData, { conditions: all }: LoaderVerdict): string | null {
  return all.length ? all.map(condition => loaderConditionText(xen, condition)).join('; ') : null;
}

function taken(xen: XenData, range: AnswerRange): object {
  return {
    from: range.from,
    to: range.to,
    condition: conditions(xen, range),
    conditions: range.conditions.map(({ code, args }) => ({ code, args })),
    caveats: range.caveats.map(caveat => caveatText(xen, caveat)),
  };
}

function refusal(xen: XenData, range: AnswerRange, file: string): object {
  const { from, to } = range;
  return { from, to, ...why(xen, range, file) };
}

function why(xen: XenData, verdict: LoaderVerdict, file: string): object {
  return {
    code: verdict.reason?.code ?? null,
    args: verdict.reason?.args ?? null,
    reason: verdict.reason ? reasonText(xen, verdict.reason) : null,
    message: verdict.message === null ? null : seenText(xen, verdict.message),
    messageId: verdict.message,
    wayOut: verdict.wayOut.map(way => ({ code: way.code, ...wayOutText(xen, way, file) })),
    evidence: verdict.evidence.map(evidenceText),
  };
}

function verdictJson(xen: XenData, verdict: LoaderVerdict, file: string): object {
  return {
    accepted: verdict.accepted,
    condition: conditions(xen, verdict),
    caveats: verdict.caveats.map(caveat => caveatText(xen, caveat)),
    ...why(xen, verdict, file),
  };
}
