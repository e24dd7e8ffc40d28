import type { Reporter } from './form.js';
import { text } from './text.js';

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
