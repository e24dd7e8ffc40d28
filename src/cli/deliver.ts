import type { Report } from '../api/report.js';
import { checkIds } from '../check/rule-id.js';
import { encodeUtf8 } from '../input/bytes.js';
import { InputError } from '../input/input-error.js';
import { type Io, wantsColor } from '../node/io.js';
import { knowledge } from '../node/knowledge.js';
import { repository, version } from '../node/version.js';
import type { ReporterOptions } from '../report/check/form.js';
import { reporters } from '../report/check/index.js';
import type { ReportRequest } from './arguments/reports.js';

/** The options about a report's form and place that commands share. */
interface Delivery {
  readonly color?: boolean;
  readonly output?: string;
}

/** Several reports of one run. */
interface Reports extends Delivery {
  readonly reports: readonly ReportRequest[];
  readonly verbose: boolean;
  readonly quiet: boolean;
}

/** Colour and width of a report as text: those of the terminal, or plain and 80 columns in a file. */
function textForm(given: Delivery, io: Io): { color: boolean; width: number; columns: number } {
  if (given.output !== undefined) return { color: given.color === true, width: 80, columns: 80 };
  const columns = Math.max(60, columnsOf(io));
  return { color: wantsColor(given.color, io.stdout, io.env), width: Math.min(120, columns), columns };
}

/** In a pipe COLUMNS tells the width, as it does other programs. */
function columnsOf({ stdout, env }: Io): number {
  const told = stdout.isTTY ? '' : (env['COLUMNS'] ?? '');
  return /^[1-9]\d{0,3}$/.test(told) ? Number(told) : stdout.columns;
}

/** How one report of a command looks. */
export function formOf(given: Delivery & { verbose?: boolean; quiet?: boolean }, io: Io): ReporterOptions {
  return {
    ...textForm(given, io),
    verbose: given.verbose === true,
    quiet: given.quiet === true,
    page: () => null,
    // Read from disk only if a report contains it.
    get version() {
      return version();
    },
  };
}

/** Writes a finished report to its destination. Throws InputError if that cannot be written. */
export async function deliver(text: string | Uint8Array, { output }: Delivery, io: Io): Promise<void> {
  if (output === undefined) {
    io.stdout.write(text);
    return;
  }
  const { writeAtomically } = await import('../node/write-file.js');
  const problem = writeAtomically(output, text);
  if (problem !== null) throw new InputError(problem);
}

/** Makes every requested report, then writes each to its destination. Gives the failures, one line each. */
export async function deliverAll(report: Report, given: Reports, io: Io): Promise<string[]> {
  const finished: { text: string | Uint8Array; output?: string }[] = [];
  for (const { format, output } of given.reports) {
    const plain = formOf({ ...given, ...(output !== undefined && { output }) }, io);
    const form = format === 'text' ? plain : { ...plain, page: await rulePages() };
    const reporter = await reporters[format]();
    const text = reporter(report, form);
    // Commands to GitHub have to reach it as they are.
    finished.push({
      text: format === 'github' ? encodeUtf8(text) : text,
      ...(output !== undefined && { output }),
    });
  }
  const problems: string[] = [];
  for (const { text, output } of finished) {
    try {
      await deliver(text, output === undefined ? {} : { output }, io);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(error.message);
    }
  }
  return problems;
}

/** Gives the address of the page about a rule, which reports for other programs link to. */
async function rulePages(): Promise<ReporterOptions['page']> {
  const { rulePage } = await import('../report/words/links.js');
  const base = repository();
  const known = new Set<string>([...knowledge.builtIn().rules.map(rule => rule.id), ...checkIds]);
  return rule => (known.has(rule) ? rulePage(rule, base) : null);
}
