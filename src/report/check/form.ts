import type { Report } from '../../api/report.js';

/** How text looks. */
export interface TextOptions {
  readonly color: boolean;
  /** Columns that sentences are wrapped to. */
  readonly width: number;
  /** Columns that tables may take, where they are more. */
  readonly columns?: number;
  readonly verbose: boolean;
  readonly quiet: boolean;
}

/** What a reporter gets besides the report: how text looks, and facts about this program for the other formats. */
export interface ReporterOptions extends TextOptions {
  readonly version: string;
  /** The address of the page about a rule: absolute, or relative to the sources; null if the rule has none. */
  page(rule: string): string | null;
}

/** Pure: the same report and form give the same text. */
export type Reporter = (report: Report, form: ReporterOptions) => string;

/** Plain text, 80 columns wide, but for what is given. */
export function plainForm(
  options: Pick<ReporterOptions, 'version'> & Partial<ReporterOptions>,
): ReporterOptions {
  return { color: false, width: 80, verbose: false, quiet: false, page: () => null, ...options };
}
