import { parseRange, parseRanges } from '../input/version.js';
import { parseNeed } from './need.js';
import { ProfileError } from './resolve.js';
import { type YamlPath, readYaml, schemaCheck } from './strict-yaml.js';
import type { Exclusion, ProfileDoc, Rule, RuleCase } from './rule-data.js';

/** A profile file larger than this is no profile. Bytes. */
const limit = 1 << 20;

/**
 * Reads one profile from YAML. `schema` is that of profile files (schema/profile.json); the same object is compiled once.
 * Throws ProfileError with every mistake, one a line: file, line, rule, key and what is wrong with it.
 */
export function parseProfile(text: string, file: string, schema: object): ProfileDoc {
  if (text.length > limit)
    throw new ProfileError(`${file}: is larger than any profile (limit ${limit >> 20} MiB)`);
  const yaml = readYaml(text, { limit });
  const mistakes = yaml.mistakes.map(({ line, what }) => `${file}:${line}: ${what}`);
  if (mistakes.length) throw new ProfileError(mistakes.join('\n'));
  const { data } = yaml;
  const report = (path: YamlPath, what: string) =>
    mistakes.push(`${file}:${yaml.at(path).line}: ${place(data, path)}${what}`);
  const faults = schemaCheck(schema)(data);
  for (const { path, what } of faults) report(path, what);
  if (!faults.length) checkMeaning(data as ProfileDoc, report);
  if (mistakes.length) throw new ProfileError([...new Set(mistakes)].join('\n'));
  return data as ProfileDoc;
}

/** 'rule "hvc-xen": ' for what lies inside a rule. */
function place(data: unknown, path: YamlPath): string {
  if (path[0] !== 'rules' || typeof path[1] !== 'number') return '';
  const rule = (data as { rules?: unknown[] }).rules?.[path[1]] as { id?: unknown } | undefined;
  return `rule ${typeof rule?.id === 'string' ? `"${rule.id}"` : `number ${path[1] + 1}`}: `;
}

/** What a schema cannot say: that ranges and needs can be read, that ids are single, that a rule asks for something. */
function checkMeaning(doc: ProfileDoc, report: (path: YamlPath, what: string) => void): void {
  const ids = new Set<string>();
  const scope = (path: YamlPath, entry: RuleCase | Exclusion) => {
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
  const need = (path: YamlPath, key: string, text: string) => {
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
