import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { isAlias, isMap, isNode, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml';
import { nearest } from '../input/nearest.js';

/** A way into the data: keys of mappings and places in lists. */
export type YamlPath = readonly (string | number)[];

interface YamlPosition {
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
}

interface YamlMistake extends YamlPosition {
  readonly path: YamlPath;
  readonly what: string;
}

interface StrictYaml {
  /** What the text says; undefined if there is a mistake that keeps it from being read. */
  readonly data: unknown;
  /** Of the text itself, in its order. */
  readonly mistakes: readonly YamlMistake[];
  /** Where the key of that path stands, or what comes nearest above it. */
  at(path: YamlPath): YamlPosition;
}

interface YamlOptions {
  /** Larger texts are refused. Characters. */
  readonly limit: number;
  /** Every value is the text that stands there: 4.10 stays 4.10. */
  readonly textOnly?: boolean;
}

/** Reads YAML that people write: one document, no aliases, no key twice, bounded. Throws nothing. */
export function readYaml(text: string, options: YamlOptions): StrictYaml {
  const start = { line: 1, column: 1 };
  const refused = (what: string, at: YamlPosition = start): StrictYaml => ({
    data: undefined,
    mistakes: [{ path: [], ...at, what }],
    at: () => start,
  });
  if (text.length > options.limit) return refused(`is too large (limit ${options.limit >> 10} KiB)`);
  const deep = deepLine(text);
  if (deep !== null) return refused('is nested too deeply', { line: deep, column: 1 });
  const lines = new LineCounter();
  const placeOf = (offset: number): YamlPosition => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      // The library compares every key of a mapping with every other; see twice.
      uniqueKeys: false,
      ...(options.textOnly && { schema: 'failsafe' as const }),
    });
    const [error] = document.errors;
    if (error?.code === 'MULTIPLE_DOCS')
      return refused('a second document starts here, one is taken', placeOf(error.pos[0]));
    if (error)
      return refused(error.message.split('\n')[0]!.replace(/ at line .*/, ''), placeOf(error.pos[0]));
    const mistakes: YamlMistake[] = [];
    const report = (node: unknown, what: string) =>
      mistakes.push({
        path: [],
        ...placeOf((isNode(node) ? node.range?.[0] : undefined) ?? 0),
        what,
      });
    visit(document, {
      Alias: (_, node) => void report(node, `aliases such as *${node.source} are not taken`),
      Map(_, map) {
        const seen = new Set<unknown>();
        for (const { key } of map.items) {
          if (!isScalar(key)) {
            if (!isAlias(key)) report(key, 'a key must be a word');
          } else if (seen.has(key.value)) report(key, `the key ${String(key.value)} stands twice`);
          else seen.add(key.value);
        }
      },
    });
    const data: unknown = mistakes.length ? undefined : document.toJS({ maxAliasCount: 0 });
    const root: unknown = document.contents;
    return { data, mistakes, at: path => placeOf(offsetOf(root, path)) };
  } catch (error) {
    return refused((error as Error).message);
  }
}

const deepest = 64;

/**
 * The first line on which nesting goes too deep; null if none does. The library recurses into what is nested, and the
 * engine may abort where the stack ends in the middle of a search. Brackets in texts count too: nobody has so many.
 */
function deepLine(text: string): number | null {
  let open = 0;
  let line = 0;
  for (const part of text.split('\n')) {
    line++;
    const dashes = /^[ \t?:-]*/.exec(part)![0];
    if (dashes.length > 4 * deepest) return line;
    for (const character of part) {
      if (character === '[' || character === '{') open++;
      else if (character === ']' || character === '}') open = Math.max(0, open - 1);
      if (open > deepest) return line;
    }
  }
  return null;
}

/** Where the last key of the path begins, as far as the path leads. */
function offsetOf(root: unknown, path: YamlPath): number {
  let node: unknown = root;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const part of path) {
    const next = child(node, part);
    if (!next) break;
    offset = next.offset ?? offset;
    node = next.node;
  }
  return offset;
}

function child(node: unknown, part: string | number): { node: unknown; offset?: number } | null {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
    return pair ? { node: pair.value, ...at(pair.key as Node) } : null;
  }
  const items = (node as { items?: unknown[] } | null)?.items;
  const item = typeof part === 'number' ? items?.[part] : undefined;
  return item === undefined ? null : { node: item, ...(isNode(item) ? at(item) : {}) };
}

function at({ range }: Node): { offset?: number } {
  return range ? { offset: range[0] } : {};
}

/** More mistakes than that help nobody. */
const mostMistakes = 50;

const compiled = new WeakMap<object, ValidateFunction>();

/** A function that holds data against a JSON schema and tells what does not fit, in words. */
export function schemaCheck(schema: object): (data: unknown) => { path: YamlPath; what: string }[] {
  const check =
    compiled.get(schema) ??
    new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true }).compile(schema);
  compiled.set(schema, check);
  return data => (check(data) ? [] : readable((check.errors ?? []).slice(0, mostMistakes)));
}

function readable(errors: readonly ErrorObject[]): { path: YamlPath; what: string }[] {
  return errors.map(error => {
    const path = error.instancePath
      .split('/')
      .slice(1)
      .map(part => (/^\d+$/.test(part) ? Number(part) : part.replaceAll('~1', '/').replaceAll('~0', '~')));
    const key = path.at(-1);
    const subject = typeof key === 'string' ? `${key} ` : path.length ? 'the entry ' : 'the file ';
    switch (error.keyword) {
      case 'additionalProperties': {
        const unknown = String(error.params['additionalProperty']);
        const near = nearest(
          unknown,
          Object.keys((error.parentSchema?.['properties'] as object | undefined) ?? {}),
        );
        return {
          path: [...path, unknown],
          what: `unknown key ${unknown}${near ? `; did you mean ${near}?` : ''}`,
        };
      }
      case 'required':
        return { path, what: `the key ${error.params['missingProperty']} is missing` };
      case 'enum':
        return {
          path,
          what: `${subject}must be one of ${[...new Set((error.params['allowedValues'] as unknown[]).map(String))].join(', ')}`,
        };
      case 'type':
        return { path, what: `${subject}must be ${[error.params['type']].flat().map(article).join(' or ')}` };
      case 'pattern': {
        // Each pattern of our schemas says its form in words beside it.
        const form = error.parentSchema?.['$comment'] as string;
        return {
          path,
          what: `${subject}has a form that is not allowed: ${JSON.stringify(error.data)}; it must be ${form}`,
        };
      }
      case 'minItems':
      case 'minLength':
        return { path, what: `${subject}must not be empty` };
      default:
        return { path, what: `${subject}${error.message ?? error.keyword}` };
    }
  });
}

function article(type: unknown): string {
  return type === 'array'
    ? 'a list'
    : type === 'object'
      ? 'a mapping'
      : type === 'boolean'
        ? 'true or false'
        : `a ${String(type)}`;
}
