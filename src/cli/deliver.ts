import { reporters } from '../report/check/index.js';
import type { Form } from '../report/check/form.js';
import type { Report } from '../api/report.js';
import { type Io, wantsColor } from '../node/io.js';
import type { CheckArguments } from './arguments/options.js';

/** The options about a report's form and place that commands share. */
interface Asked {
  readonly color?: boolean;
  readonly output?: string;
}

/** Colour and width of a report as text: those of the terminal, or plain and 80 columns in a file. */
export function textForm(asked: Asked, io: Io): { color: boolean; width: number } {
  if (asked.output !== undefined) return { color: asked.color === true, width: 80 };
  return {
    color: wantsColor(asked.color, io.stdout, io.env),
    width: Math.max(60, Math.min(120, io.stdout.columns)),
  };
}

/** Puts a finished report where it was asked for. Null if that worked, else why not. */
export async function deliver(text: string, { output }: Asked, io: Io): Promise<string | null> {
  if (output === undefined) {
    io.stdout.write(text);
    return null;
  }
  const { writeAtomically } = await import('../node/write-file.js');
  return writeAtomically(output, text);
}

/** Makes every report that was asked for, then puts each in its place: what could not be written, one line each. */
export async function deliverAll(report: Report, asked: CheckArguments, io: Io): Promise<string[]> {
  const finished: { text: string; output?: string }[] = [];
  for (const { format, output } of asked.reports) {
    const place = { ...asked, ...(output !== undefined && { output }) };
    const style = { ...textForm(place, io), verbose: asked.verbose, quiet: asked.quiet };
    const form: Form =
      format === 'text' ? { ...style, version: '', page: () => null } : { ...style, ...(await facts()) };
    const reporter = await reporters[format]();
    finished.push({ text: reporter(report, form), ...(output !== undefined && { output }) });
  }
  const problems: string[] = [];
  for (const { text, output } of finished) {
    const problem = await deliver(text, output === undefined ? {} : { output }, io);
    if (problem !== null) problems.push(problem);
  }
  return problems;
}

/** What reports for other programs tell of this one. */
async function facts(): Promise<Pick<Form, 'version' | 'page'>> {
  const [{ version, repository }, { loadBuiltIn }, { rulePage }, { checkTexts }] = await Promise.all([
    import('../node/version.js'),
    import('../node/knowledge.js'),
    import('../report/words/links.js'),
    import('../report/check/checks.js'),
  ]);
  const base = repository();
  const known = new Set([...loadBuiltIn().rules.map(rule => rule.id), ...Object.keys(checkTexts)]);
  return { version: version(), page: rule => (known.has(rule) ? rulePage(rule, base) : null) };
}
