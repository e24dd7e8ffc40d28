// From the parsed files of profiles/failures to the one FailureData, with every fault named by file, row and key.
import { parseRange, type VersionRange } from '../../src/input/version.js';
import { type EventKind, guestSystems } from '../../src/explain/event.js';
import type { Mode } from '../../src/profiles/rule-data.js';
import { eventKind } from './events.js';
import { type Fields, Reader } from './fields.js';
import { logPattern, remedies, roles } from './fields-of-failures.js';
import { logQuestions, patternsIn } from '../../src/explain/condition.js';
import {
  type CollectStep,
  type CommandTable,
  type SignCondition,
  confidences,
  type FailureData,
  type FailureMode,
  type LogPattern,
  type ProgressMark,
} from '../../src/explain/failure.js';
import { signs } from '../../src/explain/signs/index.js';
import { steps } from '../../src/explain/steps.js';
import { systemNames } from '../../src/explain/system-names.js';

const modes: readonly Mode[] = ['pv', 'pvh', 'hvm', 'arm', 'xenlinux'];
const arches = ['x86_64', 'i386', 'arm64', 'arm'];
const modeKeys = [
  'id',
  'title',
  'role',
  'mode',
  'arch',
  'xen',
  'kernel',
  'step',
  'symptom',
  'cause',
  'patterns',
  'needs',
  'proves',
  'points',
  'hints',
  'against',
  'harmless',
  'instead-of',
  'fix',
  'collect',
  'settle',
  'sources',
  'confidence',
];

/** Files that hold no modes. */
const others = ['marks.yaml', 'patterns.yaml', 'collect.yaml', 'commands.yaml'];

/** Files of profiles/events are named after it: "events/xen.yaml". */
const eventFolder = 'events/';

/**
 * Puts the parsed files together, by file name. `messages` are the ids of Xen's own messages, which conditions may name
 * as patterns too. `faults` is empty where all is well; each reads "load.yaml, modes[3].proves[0]: ...".
 */
export function assembleFailures(
  files: ReadonlyMap<string, unknown>,
  messages: ReadonlySet<string>,
): { data: FailureData; faults: string[] } {
  const faults: string[] = [];
  const root = (file: string) => new Reader(file, faults).root(files.get(file) ?? {});
  const patterns = new Map<string, LogPattern>();
  const add = (fields: Fields, pattern: LogPattern) => {
    if (patterns.has(pattern.id)) fields.fault(pattern.id, 'this pattern stands twice');
    if (messages.has(pattern.id)) fields.fault(pattern.id, "is the id of one of Xen's messages");
    patterns.set(pattern.id, pattern);
  };
  const shared = root('patterns.yaml').object('patterns');
  for (const name of shared.keys()) add(shared, logPattern(shared, name, name));
  const marks = root('marks.yaml')
    .rows('marks')
    .map(row => {
      const pattern = logPattern(row, 'pattern', `mark.${row.text('id')}`);
      add(row, pattern);
      return mark(row, pattern.id);
    });

  const known = (id: string) => patterns.has(id) || messages.has(id);
  const found: FailureMode[] = [];
  const rows: Fields[] = [];
  const events: EventKind[] = [];
  for (const file of files.keys()) {
    if (file.startsWith(eventFolder)) {
      for (const row of root(file).rows('events')) {
        const { kind, pattern } = eventKind(row);
        add(row, pattern);
        events.push(kind);
      }
      continue;
    }
    if (others.includes(file)) continue;
    for (const row of root(file).rows('modes')) {
      rows.push(row);
      for (const key of row.keys()) if (!modeKeys.includes(key)) row.fault(key, 'is not known here');
      const id = row.text('id');
      if (row.has('patterns')) {
        const own = row.object('patterns');
        for (const name of own.keys()) add(own, logPattern(own, name, `${id}.${name}`));
      }
      found.push(failureMode(row, id, about => (patterns.has(`${id}.${about}`) ? `${id}.${about}` : about)));
    }
  }
  const collectFile = root('collect.yaml').object('collect');
  const collect = collectFile.keys().map(id => collectEntry(collectFile.object(id), id));

  const ids = new Set<string>();
  const collectIds = new Set(collect.map(({ id }) => id));
  for (const [index, mode] of found.entries()) {
    const row = rows[index]!;
    if (ids.has(mode.id)) row.fault('id', `${mode.id} stands twice`);
    ids.add(mode.id);
    for (const id of mode.collect)
      if (!collectIds.has(id)) row.fault('collect', `${id} is not in collect.yaml`);
    for (const list of ['needs', 'proves', 'points', 'hints', 'against'] as const)
      for (const id of mode[list].flatMap(patternsIn))
        if (!known(id)) row.fault(list, `there is no pattern and no message ${id}`);
    if (mode.proves.length + mode.points.length === 0)
      row.fault('points', 'nothing proves it or points to it');
  }
  for (const [index, mode] of found.entries())
    for (const id of mode.insteadOf)
      if (!ids.has(id)) rows[index]!.fault('instead-of', `there is no failure mode ${id}`);
  const commands = commandTable(root('commands.yaml'));
  const given = [...found.flatMap(({ fix }) => fix), ...events.flatMap(({ fix }) => fix), ...collect];
  for (const command of given.flatMap(one => one.commands)) {
    const called = /\$\{([\w-]+)/.exec(command)?.[1];
    if (called !== undefined && !Object.hasOwn(commands, called))
      faults.push(`commands.yaml: there is no ${command}`);
  }
  return {
    data: { modes: found, patterns: [...patterns.values()], marks, events, collect, commands },
    faults,
  };
}

function failureMode(row: Fields, id: string, patternId: (about: string) => string): FailureMode {
  const conditions = (key: string) =>
    row.has(key) ? row.list(key).map((one, index) => condition(row, `${key}[${index}]`, one, patternId)) : [];
  return {
    id,
    title: row.text('title'),
    role: row.optional('role', key => row.listOf(key, roles)),
    mode: row.optional('mode', key => row.listOf(key, modes)),
    arch: row.optional('arch', key => row.listOf(key, arches)),
    xen: ranges(row, 'xen'),
    kernel: ranges(row, 'kernel'),
    step: row.oneOf('step', steps),
    symptom: row.text('symptom'),
    cause: row.text('cause'),
    needs: conditions('needs'),
    proves: conditions('proves'),
    points: conditions('points'),
    hints: conditions('hints'),
    against: conditions('against'),
    harmless: row.has('harmless') ? row.flag('harmless') : false,
    insteadOf: row.has('instead-of') ? row.texts('instead-of') : [],
    fix: remedies(row, row.has('harmless')),
    collect: row.has('collect') ? row.texts('collect') : [],
    settle: row.optional('settle', key => row.text(key)),
    sources: row.texts('sources'),
    confidence: row.oneOf('confidence', confidences),
  };
}

function ranges(row: Fields, key: string): VersionRange[] | null {
  if (!row.has(key)) return null;
  return row.texts(key).flatMap(text => {
    const range = parseRange(text);
    if (!range) row.fault(key, `is not a range of releases: ${JSON.stringify(text)}`);
    return range ? [range] : [];
  });
}

function condition(
  row: Fields,
  key: string,
  value: unknown,
  patternId: (about: string) => string,
  depth = 0,
): SignCondition {
  const none: SignCondition = { kind: 'sign', sign: 'domain', about: [] };
  const fault = (what: string) => {
    row.fault(key, what);
    return none;
  };
  if (depth > 6) return fault('is nested too deeply');
  const inner = (one: unknown) => condition(row, key, one, patternId, depth + 1);
  if (typeof value === 'string') {
    const sign = Object.hasOwn(signs, value) ? signs[value] : undefined;
    if (!sign) return fault(`there is no sign ${value}`);
    if (sign.takes !== null) return fault(`${value} must be asked about something: ${sign.takes}`);
    return { kind: 'sign', sign: value, about: [] };
  }
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const [entry] = entries;
  if (!entry || entries.length !== 1 || Array.isArray(value))
    return fault('is neither the name of a sign nor a map with one key');
  const [name, about] = entry as [string, unknown];
  if (name === 'not') return { kind: 'not', of: inner(about) };
  if (name === 'all' || name === 'any') {
    if (!Array.isArray(about) || about.length === 0) return fault(`${name} needs a list`);
    return { kind: name, of: about.map(inner) };
  }
  const sign = Object.hasOwn(signs, name) ? signs[name] : undefined;
  if (!sign) return fault(`there is no sign ${name}`);
  if (sign.takes === null) return fault(`${name} is asked about nothing`);
  const list = (Array.isArray(about) ? about : [about]).map(one =>
    typeof one === 'number' ? String(one) : one,
  );
  for (const one of list) {
    if (typeof one !== 'string' || one === '') return fault(`${name} needs ${sign.takes}`);
    const wrong = sign.fault?.(one) ?? null;
    if (wrong !== null) return fault(`${name}: ${one} ${wrong}`);
  }
  const texts = list as string[];
  return { kind: 'sign', sign: name, about: logQuestions.has(name) ? texts.map(patternId) : texts };
}

function mark(row: Fields, pattern: string): ProgressMark {
  return {
    pattern,
    for: row.optional('for', key => row.oneOf(key, roles)),
    passed: row.has('passed') ? row.listOf('passed', steps) : [],
    role: row.optional('role', key => row.oneOf(key, roles)),
    mode: row.optional('mode', key => row.oneOf(key, modes)),
    system: row.optional('system', key => row.oneOf(key, guestSystems)),
  };
}

function collectEntry(row: Fields, id: string): CollectStep {
  return {
    id,
    text: row.text('text'),
    lines: row.has('lines') ? row.texts('lines') : [],
    commands: row.has('commands') ? row.texts('commands') : [],
    unless: row.optional('unless', key => condition(row, key, row.value(key), about => about)),
  };
}

function commandTable(file: Fields): CommandTable {
  if (!file.has('commands')) return {};
  const rows = file.object('commands');
  return Object.fromEntries(
    rows.keys().map(name => {
      const row = rows.object(name);
      const keys = row.keys();
      if (keys.at(-1) !== 'default') row.fault('default', 'must be there, as the last');
      const variants = keys.map(key => {
        const system = systemNames.find(one => one === key) ?? null;
        if (system === null && key !== 'default') row.fault(key, `is not one of ${systemNames.join(', ')}`);
        return { system, commands: row.texts(key) };
      });
      return [name, variants];
    }),
  );
}
