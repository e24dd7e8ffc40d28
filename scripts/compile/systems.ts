// Reads profiles/systems, with every fault named by file, row and key.
import { parseRange } from '../../src/input/version.js';
import type { Contradiction, Document, Statement, SystemEntry, Systems } from '../../src/support/systems.js';
import { type Fields, Reader } from './fields.js';

export const systemFiles = ['documents', 'systems', 'statements'] as const;
export type SystemFile = (typeof systemFiles)[number];

/** From the parsed files to the tables; `claims` are the ids of profiles/xen/claims.yaml. */
export function assembleSystems(
  files: Readonly<Record<SystemFile, unknown>>,
  claims: ReadonlySet<string>,
): { data: Systems; faults: string[] } {
  const faults: string[] = [];
  const open = (name: SystemFile) => new Reader(`${name}.yaml`, faults).root(files[name]);
  const documents = open('documents').object('documents').all(documentOf);
  const data: Systems = {
    documents,
    systems: open('systems').rows('systems').map(systemOf),
    statements: open('statements').rows('statements').map(statementOf),
    contradictions: open('documents').rows('contradictions').map(contradictionOf),
  };
  const ids = new Set<string>();
  for (const { id, from } of [...data.systems, ...data.statements]) {
    if (ids.has(id)) faults.push(`${id} is there twice`);
    if (!documents[from]) faults.push(`${id}: there is no document ${from}`);
    ids.add(id);
  }
  for (const { id, claim } of data.statements)
    if (claim !== null && !claims.has(claim)) faults.push(`${id}: there is no claim ${claim}`);
  for (const { id, entries, rulings } of data.contradictions)
    for (const one of [...entries, ...rulings.map(({ holds }) => holds)])
      if (!ids.has(one)) faults.push(`${id}: there is no entry ${one}`);
  return { data, faults };
}

function documentOf(row: Fields): Document {
  const newest = row.object('newest');
  return {
    title: row.text('title'),
    where: row.text('where'),
    newest: { text: newest.text('text'), date: newest.text('date') },
  };
}

const entryOf = (row: Fields) => ({
  id: row.text('id'),
  from: row.text('from'),
  later: row.optional('later', key => {
    const later = row.object(key);
    return { text: later.text('text'), evidence: later.texts('evidence') };
  }),
});

function systemOf(row: Fields): SystemEntry {
  const text = (key: string) => row.optional(key, name => row.text(name));
  return {
    ...entryOf(row),
    role: row.oneOf('role', ['dom0', 'domu'] as const),
    family: row.oneOf('family', ['linux', 'unix', 'windows', 'any'] as const),
    name: row.text('name'),
    version: text('version'),
    pv: text('pv'),
    pvhvm: text('pvhvm'),
    hvm: text('hvm'),
    dom0: text('dom0'),
    installer: row.has('installer'),
    xen: range(row, 'xen'),
    notes: row.has('notes') ? row.texts('notes') : [],
  };
}

function statementOf(row: Fields): Statement {
  return {
    ...entryOf(row),
    topic: row.text('topic'),
    role: row.oneOf('role', ['dom0', 'domu', 'any'] as const),
    kernel: range(row, 'kernel'),
    xen: range(row, 'xen'),
    options: row.has('options') ? row.texts('options') : [],
    keys: row.has('keys') ? row.texts('keys') : [],
    text: row.text('text'),
    claim: row.optional('claim', key => row.text(key)),
  };
}

function contradictionOf(row: Fields): Contradiction {
  return {
    id: row.text('id'),
    about: row.text('about'),
    entries: row.texts('entries'),
    rulings: row.rows('rulings').map(ruling => ({
      kernel: range(ruling, 'kernel'),
      xen: range(ruling, 'xen'),
      holds: ruling.text('holds'),
      text: ruling.text('text'),
    })),
    evidence: row.texts('evidence'),
  };
}

function range(row: Fields, key: string): string | null {
  if (!row.has(key)) return null;
  const text = row.text(key);
  if (!parseRange(text)) row.fault(key, `is not a range: ${text}`);
  return text;
}
