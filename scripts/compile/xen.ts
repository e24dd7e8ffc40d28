// From the parsed files of profiles/xen to the one XenData, with every fault named by file, row and key.

import { parseRange, type VersionRange } from '../../src/input/version.js';
import { changesByQuestion } from './changes.js';
import { caveatArgs, conditionArgs, reasonArgs, wayOutArgs } from '../../src/xen/codes.js';
import { loaderIds, profileIds, type XenData } from '../../src/xen/data.js';
import { type Fields, Reader } from './fields.js';
import { tests } from '../../src/xen/predicates.js';
import { changesOf } from './changes.js';
import { checkReferences, rangesIn } from './xen-references.js';

export const xenFiles = [
  'releases',
  'loaders',
  'checks',
  'modes',
  'notes',
  'messages',
  'claims',
  'reasons',
] as const;
export type XenFile = (typeof xenFiles)[number];

const compressions = ['none', 'gzip', 'bzip2', 'lzma', 'xz', 'lzo', 'lz4', 'zstd', 'unknown'] as const;
const containers = [
  'elf',
  'bzimage',
  'zimage',
  'arm64-image',
  'riscv-image',
  'uimage',
  'zboot',
  'uki',
  'multiboot-xen',
  'xen',
  'initramfs',
  'packed',
  'other',
] as const;
const forms = ['pv', 'pvhv1', 'pvhv2', 'hvm', 'arm'] as const;
const widths = [32, 64] as const;

/** A range as the files write it: "4.18.5..4.18", "4.20..". */
function range(fields: Fields, text: unknown, key: string): VersionRange {
  const found = typeof text === 'string' ? parseRange(text) : null;
  if (found) return found;
  fields.fault(key, `is not a range of releases: ${JSON.stringify(text)}`);
  return { from: null, to: null };
}

const ranges = (fields: Fields, key = 'xen') => fields.list(key).map(one => range(fields, one, key));
const optionalRanges = (fields: Fields, key = 'xen') => (fields.has(key) ? ranges(fields, key) : null);

function evidence(fields: Fields, optional = false) {
  if (optional && !fields.has('evidence')) return [];
  const found = fields.rows('evidence').map(row => {
    if (row.has('lab')) return { lab: row.text('lab'), mode: row.text('mode'), xen: row.text('xen') };
    if (row.has('url')) return { url: row.text('url') };
    const rest = Object.fromEntries(
      ['commit', 'tag', 'date', 'repository'].filter(key => row.has(key)).map(key => [key, row.text(key)]),
    );
    return { file: row.text('file'), ...rest };
  });
  if (found.length === 0) fields.fault('evidence', 'is missing');
  return found;
}

function coded<Code extends string>(fields: Fields, known: Record<Code, readonly string[]>) {
  const code = fields.oneOf('code', Object.keys(known) as Code[]);
  const args = fields.object('args').scalars();
  const wanted = known[code] ?? [];
  for (const name of wanted)
    if (!(name in args)) fields.fault(`args.${name}`, `is missing, ${code} needs it`);
  for (const name of Object.keys(args))
    if (!wanted.includes(name)) fields.fault(`args.${name}`, `is no argument of ${code}`);
  return { code, args };
}

const condition = (fields: Fields) => ({
  ...coded(fields, conditionArgs),
  message: fields.optional('message', key => fields.text(key)),
});
const optionalCondition = (fields: Fields) =>
  fields.optional('condition', key => condition(fields.object(key)));

const scope = (fields: Fields) => ({
  loaders: fields.optional('loaders', key => fields.listOf(key, loaderIds)),
  profiles: fields.optional('profiles', key => fields.listOf(key, profileIds)),
});

function messageChoices(fields: Fields, key: string) {
  const none = { loaders: null, profiles: null, containers: null, bits: null, xen: null };
  return fields.list(key).map((one, index) => {
    if (typeof one === 'string') return { ...none, id: one };
    const row = fields.at(key, index, one);
    return {
      id: row.text('id'),
      ...scope(row),
      containers: row.optional('containers', name => row.listOf(name, containers)),
      bits: row.optional('bits', name => row.oneOf(name, widths)),
      xen: optionalRanges(row),
    };
  });
}

function loaders(file: Fields) {
  return file.object('loaders').entries(loaderIds, (row, id) => ({
    id,
    title: row.text('title'),
    xen: ranges(row),
    xenFor: row.has('xenFor')
      ? Object.fromEntries(
          row
            .object('xenFor')
            .keys()
            .map(key => [key, ranges(row.object('xenFor'), key)]),
        )
      : {},
    conditions: row.rows('conditions', true).map(one => ({ xen: ranges(one), condition: condition(one) })),
    before: row.optional('before', key => {
      const one = row.object(key);
      return {
        compressions: one.listOf('compressions', compressions),
        caveat: coded(one.object('caveat'), caveatArgs),
        evidence: evidence(one),
      };
    }),
    closing: row.has('closing') ? row.texts('closing') : [],
    formatsOf: row.has('formatsOf') ? row.oneOf('formatsOf', loaderIds) : id,
    checksOf: row.has('checksOf') ? row.oneOf('checksOf', loaderIds) : id,
    formats: row.rows('formats').map(one => ({
      container: one.oneOf('container', containers),
      compression: one.optional('compression', key => one.listOf(key, compressions)),
      wrapper: one.optional('wrapper', key => one.listOf(key, compressions)),
      support: one.rows('support').map(support => ({
        xen: ranges(support),
        condition: optionalCondition(support),
        evidence: evidence(support),
      })),
      evidence: evidence(one, true),
      note: one.optional('note', key => one.text(key)),
    })),
    evidence: evidence(row, true),
  }));
}

function checks(file: Fields) {
  return file.rows('checks').map(row => {
    if (row.has('reason') === row.has('condition'))
      row.fault('reason', 'stands with, or without, a condition');
    return {
      id: row.text('id'),
      test: row.oneOf('test', Object.keys(tests) as (keyof typeof tests)[]),
      ...scope(row),
      unless: row.has('unless') ? row.listOf('unless', loaderIds) : [],
      forms: row.optional('forms', key => row.listOf(key, forms)),
      xen: ranges(row),
      reason: row.optional('reason', key =>
        row.oneOf(key, Object.keys(reasonArgs) as (keyof typeof reasonArgs)[]),
      ),
      condition: optionalCondition(row),
      messages: messageChoices(row, 'messages'),
      also: row.has('also') ? messageChoices(row, 'also') : [],
      wayOut: row.rows('wayOut').map(one => ({
        ...coded(one, wayOutArgs),
        containers: one.optional('containers', key => one.listOf(key, containers)),
      })),
      evidence: evidence(row),
      note: row.optional('note', key => row.text(key)),
    };
  });
}

function modes(file: Fields) {
  return {
    profiles: file.object('profiles').entries(profileIds, (row, id) => ({
      id,
      role: row.oneOf('role', ['dom0', 'domu'] as const),
      mode: row.oneOf('mode', ['pv', 'pvh', 'hvm', 'arm'] as const),
      loaders: row.listOf('loaders', loaderIds),
    })),
    modes: file.rows('modes').map(row => ({
      id: row.text('id'),
      profiles: row.listOf('profiles', profileIds),
      bits: row.optional('bits', key => row.oneOf(key, widths)),
      form: row.oneOf('form', forms),
      xen: ranges(row),
      status: row.oneOf('status', ['supported', 'experimental', 'development'] as const),
      condition: optionalCondition(row),
      select: row.text('select'),
      caveats: row.rows('caveats', true).map(one => ({ xen: ranges(one), caveat: coded(one, caveatArgs) })),
      evidence: evidence(row),
      note: row.optional('note', key => row.text(key)),
    })),
    hypervisors: file.rows('hypervisors').map(row => ({
      kind: row.text('kind'),
      xen: ranges(row),
      note: row.text('note'),
      evidence: evidence(row),
    })),
    keys: file.rows('keys').map(row => ({
      key: row.text('key'),
      values: row.texts('values'),
      xen: ranges(row),
      note: row.text('note'),
      evidence: evidence(row),
    })),
  };
}

function notes(file: Fields) {
  return {
    notes: file.rows('notes').map(row => ({
      number: row.number('number'),
      name: row.text('name'),
      value: row.oneOf('value', ['string', 'number', 'number32', 'bits', 'words', 'pairs', 'other'] as const),
      xen: ranges(row),
      legacy: row.optional('legacy', key => row.text(key)),
      pv: row.optional('pv', key => row.text(key)),
      pvh: row.optional('pvh', key => row.text(key)),
      meaning: row.text('meaning'),
      evidence: evidence(row, true),
    })),
    features: file.rows('features').map(row => ({
      bit: row.number('bit'),
      name: row.text('name'),
      inString: row.flag('inString'),
      inStringSince: row.optional('inStringSince', key => row.text(key)),
    })),
    required: file.rows('required').map(row => ({
      mode: row.oneOf('mode', ['pv', 'pvh'] as const),
      xen: ranges(row),
      note: row.text('note'),
      need: row.text('need'),
    })),
  };
}

function sentences(file: Fields) {
  const table = (key: string) =>
    file.object(key).all(row => ({
      args: row.texts('args'),
      text: row.text('text'),
      commands: row.has('commands') ? row.texts('commands') : [],
      wayOut: row.has('wayOut') ? row.texts('wayOut') : [],
    }));
  return {
    reasons: table('reasons'),
    conditions: table('conditions'),
    caveats: table('caveats'),
    wayOuts: table('wayOuts'),
  };
}

/**
 * The tables from the parsed YAML files, by file name without the ending. `faults` is empty where all is well; each fault
 * reads "loaders.yaml, loaders.tools-x86.formats[3].support[0].xen: is not a range of releases: ...".
 */
export function assembleXenData(files: Readonly<Record<XenFile, unknown>>): {
  data: XenData;
  faults: string[];
} {
  const faults: string[] = [];
  const open = (name: XenFile) => new Reader(`${name}.yaml`, faults).root(files[name]);
  const releases = open('releases');
  const tables = {
    snapshot: releases.text('snapshot'),
    newest: releases.text('newest'),
    series: releases.rows('series').map(row => ({
      series: row.text('series'),
      date: row.optional('date', key => row.text(key)),
      latest: row.optional('latest', key => row.text(key)),
      tree: row.has('tree') ? row.oneOf('tree', ['tag', 'branch'] as const) : 'tag',
      points: row.texts('points'),
    })),
    loaders: loaders(open('loaders')),
    checks: checks(open('checks')),
    ...modes(open('modes')),
    ...notes(open('notes')),
    messages: open('messages')
      .rows('messages')
      .map(row => ({
        id: row.text('id'),
        side: row.text('side'),
        xen: ranges(row),
        text: row.text('text'),
        pattern: row.text('pattern'),
        cause: row.text('cause'),
        evidence: evidence(row),
      })),
    claims: open('claims')
      .rows('claims')
      .map(row => ({
        id: row.text('id'),
        source: row.text('source'),
        claim: row.text('claim'),
        status: row.oneOf('status', ['confirmed', 'partly', 'wrong', 'undecided'] as const),
        tree: row.text('tree'),
        decision: Object.fromEntries(
          Object.entries(row.object('decision').scalars()).map(([key, value]) => [key, String(value)]),
        ),
        rows: row.texts('rows'),
        evidence: evidence(row),
      })),
    sentences: sentences(open('reasons')),
  };
  const bounds = [...rangesIn(tables, '')].flatMap(([, list]) => list);
  const since = tables.features.flatMap(({ inStringSince: from }) => (from ? [{ from, to: null }] : []));
  const data: XenData = {
    ...tables,
    changes: faults.length === 0 ? changesOf(tables.series, [...bounds, ...since]) : [],
    changesFor: faults.length === 0 ? changesByQuestion(tables) : {},
  };
  if (faults.length === 0) faults.push(...checkReferences(data));
  return { data, faults };
}
