import parser from 'yargs-parser';
import { type ExplainArguments, explainArguments, explainOptions } from './explain-options.js';
import {
  type FixArguments,
  fixArguments,
  fixOptions,
  kconfigActions,
  type KconfigArguments,
  kconfigArguments,
  kconfigOptions,
} from './kconfig-options.js';
import {
  type CheckArguments,
  checkArguments,
  checkOptions,
  commandNames,
  type DiffArguments,
  diffArguments,
  diffOptions,
  type ImageArguments,
  imageArguments,
  imageOptions,
  type Option,
} from './options.js';
import { wantedReports } from './reports.js';

type Options = readonly (readonly [string, Option])[];

const ofCheck = Object.entries(checkOptions) as [string, Option][];
const ofDiff = Object.entries(diffOptions) as [string, Option][];
const ofExplain = Object.entries(explainOptions) as [string, Option][];
const ofImage = Object.entries(imageOptions) as [string, Option][];
const ofKconfig = Object.entries(kconfigOptions) as [string, Option][];
const ofFix = Object.entries(fixOptions) as [string, Option][];

/**
 * The arguments of a plain `check`, `diff`, `image`, `kconfig` or `fix`, by the parser that yargs itself uses but without loading yargs, which
 * costs more than a whole check. Null for anything that is not plain: other commands, help, and every mistake are yargs'
 * to handle.
 */
export function fastCheck(argv: readonly string[]): CheckArguments | null {
  if (argv[0] !== 'check' && isCommand(argv[0])) return null;
  const found = parse(argv[0] === 'check' ? argv.slice(1) : argv, ofCheck);
  if (!found) return null;
  const files = found.words;
  // Options may stand before the command's name.
  if (argv[0] !== 'check' && isCommand(files[0])) {
    if (files[0] !== 'check') return null;
    files.shift();
  }
  const reports = wantedReports(found.values, argv);
  return typeof reports === 'string' ? null : checkArguments(found.values, files, reports);
}

function isCommand(word: string | undefined): boolean {
  return word === 'completion' || (commandNames as readonly string[]).includes(word ?? '');
}

/** The same for `image`. */
export function fastImage(argv: readonly string[]): ImageArguments | null {
  const found = argv[0] === 'image' ? parse(argv.slice(1), ofImage) : null;
  return found && imageArguments(found.values, found.words);
}

/** The same for `explain`. */
export function fastExplain(argv: readonly string[]): ExplainArguments | null {
  const found = argv[0] === 'explain' ? parse(argv.slice(1), ofExplain) : null;
  return found && explainArguments(found.values, found.words);
}

/** The same for `diff`; yargs would also take the "-" of standard input for nothing. */
export function fastDiff(argv: readonly string[]): DiffArguments | null {
  const found = argv[0] === 'diff' ? parse(argv.slice(1), ofDiff) : null;
  const [old, now] = found?.words ?? [];
  if (!found || found.words.length !== 2) return null;
  return diffArguments({ ...found.values, old, new: now });
}

/** The same for `kconfig`. */
export function fastKconfig(argv: readonly string[]): KconfigArguments | null {
  const found = argv[0] === 'kconfig' ? parse(argv.slice(1), ofKconfig) : null;
  const [action, symbol] = found?.words ?? [];
  if (!found || found.words.length > 2) return null;
  if (!(kconfigActions as readonly (string | undefined)[]).includes(action)) return null;
  return kconfigArguments({ ...found.values, action, symbol });
}

/** The same for `fix`. */
export function fastFix(argv: readonly string[]): FixArguments | null {
  const found = argv[0] === 'fix' ? parse(argv.slice(1), ofFix) : null;
  return found?.words.length === 1 ? fixArguments({ ...found.values, config: found.words[0] }) : null;
}

function parse(
  words: readonly string[],
  options: Options,
): { values: Record<string, unknown>; words: string[] } | null {
  const of = (type: string) => options.filter(([, option]) => option.type === type).map(([name]) => name);
  if (words.some(word => word.startsWith('--get-yargs') || word === '')) return null;
  const { argv: parsed, error } = parser.detailed([...words], {
    alias: Object.fromEntries(
      options.filter(([, option]) => option.alias).map(([name, option]) => [name, [option.alias!]]),
    ),
    array: of('array').map(key => ({ key, string: true })) as never,
    string: of('string'),
    boolean: of('boolean'),
    narg: Object.fromEntries([...of('string'), ...of('array')].map(name => [name, 1])),
    configuration: {
      'camel-case-expansion': false,
      'dot-notation': false,
      'populate--': false,
      'parse-positional-numbers': false,
      'parse-numbers': false,
    },
  });
  if (error) return null;
  const known = new Set([
    '_',
    ...options.flatMap(([name, option]) => [name, ...(option.alias ? [option.alias] : [])]),
  ]);
  for (const key of Object.keys(parsed)) if (!known.has(key)) return null;
  const values: Record<string, unknown> = { ...parsed };
  for (const [name, option] of options) {
    values[name] ??= option.default;
    const value = values[name];
    // Given twice, negated (--no-xen) or empty.
    if (option.type === 'string' && value !== undefined && (typeof value !== 'string' || value === ''))
      return null;
    if (option.type === 'array' && !((value ?? []) as unknown[]).every(word => typeof word === 'string'))
      return null;
    if (
      value !== undefined &&
      option.choices &&
      ![value].flat().every(word => option.choices!.includes(word as string))
    )
      return null;
    if (option.type === 'boolean' && Array.isArray(value)) return null;
  }
  return { values, words: parsed._.map(String) };
}
