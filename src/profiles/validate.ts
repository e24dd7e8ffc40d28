import { Ajv, type ErrorObject } from 'ajv';
import { isNode, LineCounter, parseDocument } from 'yaml';
import { parseRange, parseRanges } from '../input/version.js';
import { nearest } from '../input/nearest.js';
import { profileSchema } from './load.js';
import { parseNeed } from './need.js';
import { ProfileError } from './resolve.js';
import type { Exclusion, ProfileDoc, Rule, RuleCase } from './rule-data.js';

type Path = readonly (string | number)[];

/** A profile file larger than this is no profile. Bytes. */
const limit = 1 << 20;

/**
 * Reads one profile from YAML.
 * Throws ProfileError with every mistake, one a line: file, line, rule, key and what is wrong with it.
 */
export function parseProfile(text: string, file: string): ProfileDoc {
  if (text.length > limit)
    throw new ProfileError(`${file}: is larger than any profile (limit ${limit >> 20} MiB)`);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, maxAliasCount: 0 } as Parameters<
    typeof parseDocument
  >[1]);
  if (document.errors.length) {
    const [error] = document.errors;
    throw new ProfileError(`${file}:${lines.linePos(error!.pos[0]).line}: ${error!.message.split('\n')[0]}`);
  }
  let data: unknown;
  try {
    data = document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    throw new ProfileError(`${file}: ${(error as Error).message}`);
  }
  const mistakes: string[] = [];
  const lineAt = (path: Path): number => {
    for (let length = path.length; length >= 0; length--) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  const report = (path: Path, what: string) =>
    mistakes.push(`${file}:${lineAt(path)}: ${place(data, path)}${what}`);

  const check = (compiled ??= new Ajv({ allErrors: true, verbose: true }).compile(profileSchema()));
  if (!check(data)) for (const error of readable(check.errors ?? [])) report(error.path, error.what);
  else checkMeaning(data as unknown as ProfileDoc, report);
  if (mistakes.length) throw new ProfileError([...new Set(mistakes)].join('\n'));
  return data as ProfileDoc;
}

let compiled: ReturnType<Ajv['compile']> | undefined;

/** 'rule "hvc-xen": ' for what lies inside a rule. */
function place(data: unknown, path: Path): string {
  if (path[0] !== 'rules' || typeof path[1] !== 'number') return '';
  const rule = (data as { rules?: unknown[] }).rules?.[path[1]] as { id?: unknown } | undefined;
  return `rule ${typeof rule?.id === 'string' ? `"${rule.id}"` : `number ${path[1] + 1}`}: `;
}

function readable(errors: readonly ErrorObject[]): { path: Path; what: string }[] {
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
          what: `${subject}must be one of ${(error.params['allowedValues'] as string[]).join(', ')}`,
        };
      case 'type':
        return { path, what: `${subject}must be ${article(String(error.params['type']))}` };
      case 'pattern':
        return { path, what: `${subject}has a form that is not allowed: ${JSON.stringify(error.data)}` };
      case 'minItems':
      case 'minLength':
        return { path, what: `${subject}must not be empty` };
      default:
        return { path, what: `${subject}${error.message ?? error.keyword}` };
    }
  });
}

function article(type: string): string {
  return type === 'array'
    ? 'a list'
    : type === 'object'
      ? 'a mapping'
      : type === 'boolean'
        ? 'true or false'
        : `a ${type}`;
}

/** What a schema cannot say: that ranges and needs can be read, that ids are single, that a rule asks for something. */
function checkMeaning(doc: ProfileDoc, report: (path: Path, what: string) => void): void {
  const ids = new Set<string>();
  const scope = (path: Path, entry: RuleCase | Exclusion) => {
    for (const key of ['kernel', 'xen'] as const) {
      const text = entry[key];
      if (text !== undefined && !(key === 'xen' ? parseRanges(text) : parseRange(text)))
        report([...path, key], `${key} is not a range of releases: ${text}`);
    }
    for (const key of ['when', 'need'] as const) {
      const text = (entry as RuleCase)[key];
      if (text !== undefined) need([...path, key], key, text);
    }
  };
  const need = (path: Path, key: string, text: string) => {
    try {
      parseNeed(text);
    } catch (error) {
      report(path, `${key} cannot be read: ${(error as Error).message}`);
    }
  };
  for (const [index, entry] of (doc.applies ?? []).entries()) scope(['applies', index], entry);
  for (const [index, entry] of (doc.excludes ?? []).entries()) scope(['excludes', index], entry);
  for (const [index, rule] of (doc.rules ?? []).entries()) {
    const path = ['rules', index];
    if (ids.has(rule.id)) report([...path, 'id'], 'this id stands twice in the file');
    ids.add(rule.id);
    scope(path, rule);
    const cases: readonly RuleCase[] = rule.cases ?? [];
    for (const [at, entry] of cases.entries()) scope([...path, 'cases', at], entry);
    for (const [at, entry] of [rule, ...cases].entries()) {
      const where = at === 0 ? path : [...path, 'cases', at - 1];
      for (const [number, other] of (entry.otherwise ?? []).entries()) {
        need([...where, 'otherwise', number, 'need'], 'need', other.need);
        if (other.xen !== undefined && !parseRanges(other.xen))
          report([...where, 'otherwise', number, 'xen'], `xen is not a range of releases: ${other.xen}`);
      }
    }
    if (!rule.spare && !asks(rule))
      report(path, 'asks for nothing: give option, need or spare, in the rule or in every case');
  }
}

function asks(rule: Rule): boolean {
  const has = (entry: RuleCase) => entry.option !== undefined;
  return has(rule) || (rule.cases !== undefined && rule.cases.every(has));
}
