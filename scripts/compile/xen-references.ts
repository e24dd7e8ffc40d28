// Whether the tables fit together: what they refer to exists, and every bound is a known release.

import { compareVersions, inRange, parseVersion, type VersionRange } from '../../src/input/version.js';
import {
  type LoaderCondition,
  caveatArgs,
  conditionArgs,
  reasonArgs,
  wayOutArgs,
} from '../../src/xen/codes.js';
import type { XenData } from '../../src/xen/data.js';
import { points } from '../../src/xen/releases.js';

type Fault = (where: string, what: string) => void;

function checkRange(
  { from, to }: VersionRange,
  where: string,
  known: ReadonlySet<string>,
  fault: Fault,
): void {
  for (const bound of [from, to]) {
    if (bound !== null && !known.has(bound)) fault(where, `${bound} is not a known release`);
  }
  if (from && to && compareVersions(parseVersion(from)!, parseVersion(to)!) > 0) {
    const inside = inRange(parseVersion(from)!, { from: null, to });
    if (!inside) fault(where, `${from} is newer than ${to}`);
  }
}

/** Every "xen" list anywhere in the tables, with its place. */
export function* rangesIn(value: unknown, where: string): Generator<[string, readonly VersionRange[]]> {
  if (Array.isArray(value)) {
    for (const [index, one] of value.entries()) yield* rangesIn(one, `${where}[${one?.id ?? index}]`);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, one] of Object.entries(value)) {
    const path = `${where}.${key}`;
    if (key === 'xen' && Array.isArray(one)) yield [path, one as VersionRange[]];
    else if (key === 'xenFor') {
      for (const [profile, list] of Object.entries(one as object))
        yield [`${path}.${profile}`, list as VersionRange[]];
    } else yield* rangesIn(one, path);
  }
}

function checkReleases(xen: XenData, fault: Fault): void {
  const line = points(xen);
  for (const [index, point] of line.entries()) {
    if (!point.version) fault('releases.yaml, series', `${point.text} is not a version`);
    else if (index > 0 && compareVersions(line[index - 1]!.version, point.version) >= 0)
      fault('releases.yaml, series', `${point.text} is out of order`);
    if (!point.text.startsWith(`${point.series}.`))
      fault('releases.yaml, series', `${point.text} is not of series ${point.series}`);
  }
  if (xen.series.at(-1)?.series !== xen.newest) fault('releases.yaml, newest', 'is not the last series');
}

function checkSentences(xen: XenData, fault: Fault): void {
  const tables = { reasons: reasonArgs, conditions: conditionArgs, caveats: caveatArgs, wayOuts: wayOutArgs };
  for (const [name, codes] of Object.entries(tables)) {
    const sentences = xen.sentences[name as keyof typeof tables];
    for (const code of Object.keys(sentences))
      if (!(code in codes)) fault(`reasons.yaml, ${name}.${code}`, 'is a code that nothing gives');
    for (const [code, args] of Object.entries(codes) as [string, readonly string[]][]) {
      const sentence = sentences[code];
      const where = `reasons.yaml, ${name}.${code}`;
      if (!sentence) {
        fault(where, 'is missing');
        continue;
      }
      if (sentence.args.join() !== args.join())
        fault(`${where}.args`, `should be ${args.join(', ') || 'empty'}`);
      const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, hole]) => hole!);
      for (const hole of [...holes(sentence.text), ...sentence.commands.flatMap(holes)])
        if (!args.includes(hole) && hole !== 'file') fault(`${where}.text`, `{${hole}} is no argument`);
      // Nobody's kernel may be written over by what helps.
      if (/\{file\}/.test(sentence.text) || sentence.commands.some(command => />\s*\{file\}/.test(command)))
        fault(`${where}.commands`, '{file} is what a command reads');
      for (const way of sentence.wayOut)
        if (!(way in wayOutArgs)) fault(`${where}.wayOut`, `${way} is not known`);
    }
  }
}

function unique(rows: readonly { readonly id: string }[], where: string, fault: Fault): void {
  const seen = new Set<string>();
  for (const { id } of rows) {
    if (seen.has(id)) fault(where, `${id} stands twice`);
    seen.add(id);
  }
}

/** The faults of tables whose shape is right; empty where they fit together. */
export function checkReferences(xen: XenData): string[] {
  const faults: string[] = [];
  const fault: Fault = (where, what) => faults.push(`${where}: ${what}`);
  checkReleases(xen, fault);
  checkSentences(xen, fault);

  const line = points(xen);
  const known = new Set([...line.map(point => point.text), ...xen.series.map(one => one.series)]);
  const tables = {
    'loaders.yaml, loaders': xen.loaders,
    'checks.yaml, checks': xen.checks,
    'modes.yaml, modes': xen.modes,
    'modes.yaml, hypervisors': xen.hypervisors,
    'modes.yaml, keys': xen.keys,
    'notes.yaml, notes': xen.notes,
    'notes.yaml, required': xen.required,
    'messages.yaml, messages': xen.messages,
  };
  for (const [name, table] of Object.entries(tables))
    for (const [where, list] of rangesIn(table, name)) {
      if (list.length === 0) fault(where, 'is empty');
      for (const one of list) checkRange(one, where, known, fault);
    }

  const messages = new Set(xen.messages.map(one => one.id));
  const needMessage = (id: string, where: string) => {
    if (!messages.has(id)) fault(where, `message ${id} is not in messages.yaml`);
  };
  const needMessageOf = (condition: LoaderCondition | null, where: string) => {
    if (condition?.message) needMessage(condition.message, where);
  };
  unique(xen.messages, 'messages.yaml, messages', fault);
  unique(xen.checks, 'checks.yaml, checks', fault);
  unique(xen.modes, 'modes.yaml, modes', fault);
  unique(xen.claims, 'claims.yaml, claims', fault);
  for (const { id, pattern } of xen.messages) {
    try {
      new RegExp(pattern);
    } catch {
      fault(`messages.yaml, messages[${id}].pattern`, 'is not a regular expression');
    }
  }
  for (const check of xen.checks) {
    const where = `checks.yaml, checks[${check.id}]`;
    for (const { id } of check.messages) needMessage(id, `${where}.messages`);
    for (const { id } of check.also) needMessage(id, `${where}.also`);
    needMessageOf(check.condition, `${where}.condition`);
  }
  for (const mode of xen.modes) needMessageOf(mode.condition, `modes.yaml, modes[${mode.id}].condition`);

  const rows = new Set<string>([...xen.checks.map(one => one.id), ...xen.modes.map(one => one.id)]);
  for (const loader of Object.values(xen.loaders)) {
    const where = `loaders.yaml, loaders.${loader.id}`;
    for (const id of loader.closing) needMessage(id, `${where}.closing`);
    for (const one of loader.conditions) needMessageOf(one.condition, `${where}.conditions`);
    const taken = new Set<string>();
    for (const [index, row] of loader.formats.entries()) {
      if ((row.compression === null) === (row.wrapper === null))
        fault(`${where}.formats[${index}]`, 'has to have either compression or wrapper');
      for (const support of row.support)
        needMessageOf(support.condition, `${where}.formats[${index}].support.condition`);
      const kinds = row.compression ?? row.wrapper?.map(one => `wrapper-${one}`) ?? [];
      const ids = kinds.map(one => `${row.container}/${one}`);
      for (const id of ids) {
        if (taken.has(id)) fault(`${where}.formats[${index}]`, `${id} stands twice`);
        taken.add(id);
        rows.add(`${loader.id}/${id}`);
      }
    }
  }
  for (const claim of xen.claims)
    for (const row of claim.rows)
      if (!rows.has(row)) fault(`claims.yaml, claims[${claim.id}].rows`, `${row} is no row of any table`);
  for (const profile of Object.values(xen.profiles))
    if (profile.loaders.length === 0) fault(`modes.yaml, profiles.${profile.id}.loaders`, 'is empty');
  return faults;
}
