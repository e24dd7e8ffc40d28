// What a question came to, as text: each format is loaded when it is asked for.
import type { DiffReport } from '../api/diff-report.js';
import type { ExplainAnswer } from '../api/explain.js';
import type { FixReport } from '../api/fix.js';
import type { ImageReport } from '../api/image-report.js';
import type { KconfigReport } from '../api/kconfig.js';
import type { InitReport } from '../api/repository/init.js';
import { type Report, tool } from '../api/report.js';
import type { SupportReport } from '../api/support.js';
import type { ReporterOptions } from './check/form.js';
import { type Format, reporters } from './check/index.js';

/** The formats of explain. */
export const explainFormats = ['text', 'json', 'markdown', 'html'] as const;
export type ExplainFormat = (typeof explainFormats)[number];

/** The formats of all other questions but check. */
export type PlainFormat = 'text' | 'json';

export async function renderCheck(report: Report, format: Format, form: ReporterOptions): Promise<string> {
  return (await reporters[format]())(report, form);
}

export async function renderDiff(
  report: DiffReport,
  format: PlainFormat,
  form: ReporterOptions,
): Promise<string> {
  if (format === 'json') return (await import('./diff/json.js')).diffJson(report, form.version);
  return (await import('./diff/text.js')).diffText(report, form);
}

export async function renderImage(
  report: ImageReport,
  format: PlainFormat,
  form: ReporterOptions,
): Promise<string> {
  if (format === 'json') return (await import('./image/json.js')).imageJson(report, form.version);
  return (await import('./image/text.js')).imageText(report, form);
}

/** Topics have no pages of their own: markdown and html are text there. */
export async function renderExplain(
  answer: ExplainAnswer,
  format: ExplainFormat,
  form: ReporterOptions,
): Promise<string> {
  if (answer.kind === 'topics') {
    const { topicJson, topicText } = await import('./explain/topic.js');
    if (format === 'json') return topicJson(answer.topics, form.version);
    return topicText(answer.topics, form.width, form.color);
  }
  const { report } = answer;
  switch (format) {
    case 'json':
      return (await import('./explain/json.js')).explainJson(report, form.version);
    case 'markdown':
      return (await import('./explain/markdown.js')).explainMarkdown(report);
    case 'html':
      return (await import('./html/explain-page.js')).explainHtml(report, form.version);
    case 'text':
      return (await import('./explain/text.js')).explainText(report, form);
  }
}

export async function renderSupport(
  { request, data, found, claims }: SupportReport,
  format: PlainFormat,
  form: ReporterOptions,
): Promise<string> {
  const { query, role = null, xen, kernel } = request;
  if (format === 'json') {
    const { supportJson } = await import('./support/json.js');
    return supportJson(data, found, claims, { query, role }, { ...tool, version: form.version });
  }
  const { supportText } = await import('./support/text.js');
  const versions = { ...(kernel !== undefined && { kernel }), ...(xen !== undefined && { xen }) };
  return supportText(data, found, claims, { color: form.color, width: form.width, versions });
}

/** The text of .xen-checkconfig.yaml; `page` is the address of the page about the repository's style, if it has one. */
export async function renderInit(report: InitReport, page: string | null = null): Promise<string> {
  return (await import('./init.js')).initText(report, page);
}

/** A config that was written comes as the bytes it is, whatever the format. */
export async function renderKconfig(
  report: KconfigReport,
  format: PlainFormat,
  form: ReporterOptions,
): Promise<string | Uint8Array> {
  if (report.kind === 'config') return report.written;
  const { kconfigCheckJson, kconfigCheckText, whyJson } = await import('./kconfig/text.js');
  if (report.kind === 'check')
    return format === 'json'
      ? kconfigCheckJson(report.check, form.version)
      : kconfigCheckText(report.check, form.width);
  if (format === 'json') return whyJson(report.why, form.version);
  return (await import('./kconfig/why.js')).whyText(report.why, report.config, form.width);
}

/** The lines to put behind the config, each with its reason as a comment; where there is no fix, why. */
export async function renderFix({ fix, modes }: FixReport): Promise<string> {
  const { fragmentText, noFixText } = await import('./kconfig/fix.js');
  if (fix.open.length > 0) return `${noFixText(fix, modes).join('\n')}\n`;
  const { changeLine } = await import('../fix/fix-profiles.js');
  return fragmentText(fix.changes, modes, changeLine);
}
