import { InputError } from '../input/input-error.js';
import { parseRange, parseVersion } from '../input/version.js';
import { type YamlPath, readYaml, schemaCheck } from '../profiles/strict-yaml.js';
import type { KernelFile, MergePlan, Repository, Waiver } from './repository.js';

/** Nobody writes a larger file by hand. Characters. */
const limit = 256 << 10;

/** The data as the schema lets it through; every value is text, as it stands in the file. */
interface Raw extends Omit<Repository, 'failOn' | 'allowUnknown' | 'waivers' | 'merge'> {
  readonly 'fail-on'?: Repository['failOn'];
  readonly 'allow-unknown'?: 'true' | 'false';
  readonly merge?: readonly MergePlan[];
  readonly waivers?: readonly (Omit<Waiver, 'files' | 'line'> & { files?: string | readonly string[] })[];
}

/**
 * Reads a repository file. `file` is what messages call it, `schema` that of repository files
 * (schema/repository.json); the same object is compiled once.
 * Throws InputError with every mistake, one a line: file, line, column and what is wrong.
 */
export function parseRepository(text: string, file: string, schema: object): Repository {
  const yaml = readYaml(text.replace(/^\ufeff/, ''), { limit, textOnly: true });
  const mistakes = yaml.mistakes.map(({ line, column, what }) => `${file}:${line}:${column}: ${what}`);
  const report = (path: YamlPath, what: string) => {
    const { line, column } = yaml.at(path);
    mistakes.push(`${file}:${line}:${column}: ${subject(path)}${what}`);
  };
  // A file of nothing but comments is fine.
  const data = yaml.data === null || yaml.data === '' ? {} : yaml.data;
  if (!mistakes.length) {
    const faults = schemaCheck(schema)(data);
    for (const { path, what } of faults) report(path, what);
    if (!faults.length) checkMeaning(data as Raw, report);
  }
  if (mistakes.length) throw new InputError([...new Set(mistakes)].join('\n'));
  const {
    'fail-on': failOn,
    'allow-unknown': allowUnknown,
    waivers = [],
    ...rest
  } = data as Raw & { $schema?: string };
  return {
    ...rest,
    ...(failOn && { failOn }),
    ...(allowUnknown && { allowUnknown: allowUnknown === 'true' }),
    waivers: waivers.map(({ files, option, ...waiver }, index) => ({
      ...waiver,
      ...(option !== undefined && { option: option.replace(/^CONFIG_/, '') }),
      ...(files !== undefined && { files: [files].flat() }),
      line: yaml.at(['waivers', index]).line,
    })),
  };
}

/** "waiver 2: " for what lies inside one. */
function subject([list, index]: YamlPath): string {
  if (typeof index !== 'number') return '';
  return list === 'waivers' ? `waiver ${index + 1}: ` : list === 'merge' ? `merge ${index + 1}: ` : '';
}

/** What a schema cannot say. */
function checkMeaning(data: Raw, report: (path: YamlPath, what: string) => void): void {
  const version = (path: YamlPath, text: string | KernelFile | undefined) => {
    if (typeof text === 'string' && !parseVersion(text))
      report(path, `${path.at(-1)} must be a release such as 4.17 or 6.1.0, not ${text}`);
  };
  version(['xen'], data.xen);
  version(['kernel'], data.kernel);
  for (const [index, plan] of (data.merge ?? []).entries()) version(['merge', index, 'kernel'], plan.kernel);
  for (const [index, waiver] of (data.waivers ?? []).entries()) {
    const at = ['waivers', index];
    if (waiver.rule === undefined && waiver.option === undefined)
      report(at, 'the key rule or option is missing: without one it would waive everything');
    if (waiver.expires !== undefined && !isDay(waiver.expires))
      report([...at, 'expires'], `expires is no day of the calendar: ${waiver.expires}`);
    if (waiver.kernel !== undefined && !parseRange(waiver.kernel))
      report([...at, 'kernel'], `kernel is not a range of releases: ${waiver.kernel}`);
  }
}

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
