import { UsageError } from '../../input/values.js';
import type { Format } from '../../report/check/index.js';

/** One report of a run; without `output` it goes to standard output. */
export interface ReportRequest {
  readonly format: Format;
  readonly output?: string;
}

/**
 * Which reports the options request. Each --output belongs to the --format before it; a single one of each belongs
 * together in any order. Parsers lose the order of options, so that is read from the words of the command line.
 * Throws UsageError if they do not go together.
 */
export function wantedReports(
  parsed: Readonly<Record<string, unknown>>,
  words: readonly string[],
): readonly ReportRequest[] {
  const formats = list(parsed['format']) as Format[];
  const outputs = list(parsed['output']);
  if (outputs.includes('')) throw new UsageError('--output needs the name of a file');
  if (outputs.length <= 1 && formats.length <= 1)
    return [{ format: formats[0] ?? 'text', ...(outputs.length && { output: outputs[0]! }) }];
  if (new Set(outputs).size < outputs.length)
    throw new UsageError('two reports cannot go to the same --output');
  const order = orderOf(words);
  const named = order.filter(option => option === 'format').length;
  if (named !== formats.length || order.length - named !== outputs.length)
    throw new UsageError('--format and --output have to stand before --');
  const wanted: { format: Format; output?: string }[] = [];
  for (const option of order) {
    const last = wanted.at(-1);
    if (option === 'format') wanted.push({ format: formats[wanted.length]! });
    else if (!last || last.output !== undefined)
      throw new UsageError(
        'each --output needs a --format of its own before it: --format sarif --output report.sarif',
      );
    else last.output = outputs[wanted.filter(({ output }) => output !== undefined).length]!;
  }
  const open = wanted.filter(({ output }) => output === undefined).map(({ format }) => format);
  if (open.length > 1)
    throw new UsageError(
      `only one report can go to standard output, not ${open.join(' and ')}: give the others an --output`,
    );
  return wanted;
}

/** A word that starts with a dash is never the value of an option before it. */
function orderOf(words: readonly string[]): ('format' | 'output')[] {
  const end = words.indexOf('--');
  return words.slice(0, end < 0 ? undefined : end).flatMap(word => {
    const name = /^--(format|output)(?:=|$)/.exec(word)?.[1];
    return name ? [name as 'format' | 'output'] : [];
  });
}

const list = (value: unknown): string[] => (value === undefined ? [] : [value].flat().map(String));
