import { type TextOptions, text } from './text.js';
import type { Report } from '../../api/report.js';

/** What a reporter may know besides the report; how text looks, and what the others tell of this program. */
export interface Form extends TextOptions {
  readonly version: string;
  /** The address of the page about a rule: absolute, or relative to the sources; null if the rule has none. */
  page(rule: string): string | null;
}

/** Pure: the same report and form give the same text. */
export type Reporter = (report: Report, form: Form) => string;

/** The formats of check. All but text are loaded when they are asked for. */
export const reporters = {
  text: async () => text,
  json: async () => (await import('./json.js')).jsonReport,
  sarif: async () => (await import('./sarif.js')).sarif,
  junit: async () => (await import('./junit.js')).junit,
  github: async () => (await import('./github.js')).github,
  gitlab: async () => (await import('./gitlab.js')).gitlab,
  markdown: async () => (await import('./markdown.js')).markdown,
  html: async () => (await import('../html/page.js')).html,
} as const satisfies Readonly<Record<string, () => Promise<Reporter>>>;

export type Format = keyof typeof reporters;

export const formats = Object.keys(reporters) as Format[];
