// SARIF 2.1.0 (OASIS): https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
import { causesOf } from '../../check/cause.js';
import type { Finding } from '../../check/finding.js';
import { safeText } from '../../input/safe-text.js';
import { type Descriptor, descriptorOf } from './descriptor.js';
import { fingerprints } from './fingerprint.js';
import type { ReporterOptions } from './form.js';
import { plain, printed, ruleOf } from './json.js';
import { isAbsolute } from '../words/links.js';
import { md, mdCode } from '../words/markdown-text.js';
import { messageOf, verdictText } from '../words/message.js';
import { normalPath, uriOf } from '../words/path.js';
import { suppressionText, fileOf, type FileResult, isCounted, type Report } from '../../api/report.js';

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** Where relative URIs begin: the folder in which the command ran. */
const base = '%SRCROOT%';

/** The report as a SARIF log with one run: rules with their help, a result a finding, the verdicts beside each file. */
export function sarif(report: Report, form: ReporterOptions): string {
  const rules = new Map<string, { index: number; descriptor: Descriptor }>();
  const results = report.results.flatMap((result, index) => {
    const prints = fingerprints(result.name ?? result.path, result.findings);
    const causes = causesOf(result.findings);
    return result.findings.map((finding, at) => {
      const descriptor = descriptorOf(finding);
      const rule = rules.get(descriptor.id) ?? { index: rules.size, descriptor };
      rules.set(descriptor.id, rule);
      return resultOf(result, index, finding, rule.index, prints[at]!, causes.get(finding));
    });
  });
  // No results, not even suppressed ones: code scanning opens an alert for each of these.
  const accepted = report.results.flatMap(({ path, excused = [] }) =>
    excused.map(one => ({
      ruleId: ruleOf(one.finding),
      uri: artifactLocation(one.finding.file ?? path).uri,
      message: words(messageOf(one.finding).message),
      justification: words(suppressionText(one)),
    })),
  );
  return printed({
    $schema: schema,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: report.tool.name,
            version: form.version,
            semanticVersion: form.version,
            rules: [...rules.values()].map(({ descriptor }) => ruleEntry(descriptor, form)),
            notifications: report.errors.length
              ? [
                  {
                    id: 'input',
                    shortDescription: { text: 'An input could not be read or is no kernel config.' },
                  },
                ]
              : [],
          },
        },
        invocations: [
          {
            executionSuccessful: report.errors.length === 0,
            exitCode: report.exitCode,
            toolExecutionNotifications: report.errors.map(({ path, message }) => ({
              descriptor: { id: 'input', index: 0 },
              level: 'error',
              message: { text: words(`${path}: ${message}`) },
              locations: [{ physicalLocation: { artifactLocation: artifactLocation(path) } }],
              properties: { path, reason: message },
            })),
          },
        ],
        originalUriBaseIds: { [base]: { description: { text: 'The folder in which the check ran.' } } },
        artifacts: report.results.map(artifact),
        results,
        columnKind: 'utf16CodeUnits',
        properties: {
          xen: report.target.xen,
          profiles: report.target.profiles,
          failOn: report.failOn,
          accepted,
        },
      },
    ],
  });
}

function ruleEntry(descriptor: Descriptor, form: ReporterOptions): object {
  const { id, title, about, symptom, level, stage, evidence } = descriptor;
  const page = form.page(id);
  const sources = evidence.map(line => `- ${words(line)}`).join('\n');
  const text = [
    words(about),
    symptom && words(`Without it: ${symptom}`),
    evidence.length && `Evidence:\n${sources}`,
    page,
  ];
  const markdown = [
    md(about),
    symptom && `**Without it:** ${md(symptom)}`,
    evidence.length && `Evidence:\n\n${evidence.map(line => `- ${md(line)}`).join('\n')}`,
    page && (isAbsolute(page) ? `[More about this rule](${page})` : `More about this rule: ${mdCode(page)}`),
  ];
  return {
    id,
    shortDescription: { text: words(title) },
    fullDescription: { text: words(about) },
    help: { text: text.filter(Boolean).join('\n\n'), markdown: markdown.filter(Boolean).join('\n\n') },
    ...(isAbsolute(page) && { helpUri: page }),
    defaultConfiguration: { level },
    properties: { tags: ['xen', ...(stage ? [stage] : [])], stage },
  };
}

function artifact(result: FileResult): object {
  const { path, kind, kernel, verdicts } = result;
  return {
    location: artifactLocation(path),
    properties: {
      path,
      kind,
      ...(result.name !== undefined && { name: result.name }),
      ...(result.merged && { merged: result.merged }),
      ...(result.inside && { inside: result.inside }),
      kernel: { version: kernel.version?.text ?? null, arch: kernel.arch, flavour: kernel.flavour },
      verdicts: verdicts.map(verdict => ({
        profile: verdict.profile,
        verdict: verdict.verdict,
        stage: verdict.stage,
        text: verdictText(verdict),
      })),
    },
  };
}

function resultOf(
  result: FileResult,
  index: number,
  finding: Finding,
  ruleIndex: number,
  fingerprint: string,
  cause: Finding | undefined,
): object {
  const { message, why, fix } = messageOf(finding);
  const kind = kindOf(finding, result);
  const file = fileOf(finding, result);
  return {
    ruleId: ruleOf(finding),
    ruleIndex,
    kind,
    level: kind === 'fail' ? finding.level : 'none',
    message: { text: words([message, why, fix].filter(Boolean).map(sentence).join(' ')) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { ...artifactLocation(file), ...(file === result.path && { index }) },
          // A config inside an image has no lines that a viewer of the image could show.
          ...(!result.inside && { region: { startLine: Math.max(1, finding.line ?? 1) } }),
        },
      },
    ],
    // The first is what GitHub tells alerts apart by.
    partialFingerprints: { primaryLocationLineHash: `${fingerprint}:1`, 'xenCheckconfig/v1': fingerprint },
    properties: facts(finding, cause),
  };
}

/** What JSON has of a finding, without the words, which are in the message and in the rule's help. */
function facts(finding: Finding, cause: Finding | undefined): object {
  const { rule: _, message: __, why: ___, fix: ____, evidence: _____, ...rest } = plain(finding, cause);
  return rest;
}

/** Only a failure may have a level; what does not count towards the exit code is for information. */
function kindOf(finding: Finding, { counted }: FileResult): 'fail' | 'review' | 'informational' {
  if (!isCounted(finding, counted)) return 'informational';
  return finding.code === 'condition' && finding.level === 'note' ? 'review' : 'fail';
}

function artifactLocation(path: string): { uri: string; uriBaseId?: string; description?: object } {
  if (path === '-') return { uri: '-', description: { text: 'standard input' } };
  const uri = uriOf(path);
  // What lies outside of the base has no place below it.
  const outside = uri.startsWith('file:') || normalPath(path).startsWith('..');
  return { uri, ...(!outside && { uriBaseId: base }) };
}

const sentence = (text: string) => (/[.!?]["')]*$/.test(text) ? text : `${text}.`);

// In a message "[a](b)" is a link and {0} a placeholder: no value may make one.
const words = (text: string) =>
  safeText(text)
    .replaceAll('](', '] (')
    .replace(/\{(?=\d+\})/g, '{ ');
