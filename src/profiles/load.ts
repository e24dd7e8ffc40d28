import { readFileSync } from 'node:fs';
import type { XenCheckTable } from '../xen/check-table.js';
import type { XenData } from '../xen/data.js';
import type { BuiltIn } from './builtin.js';
import type { Lifetimes } from './lifetimes.js';
import { resolveProfile } from './resolve.js';
import type { Profile, ProfileDoc } from './rule-data.js';

// The build puts the data beside the bundle; compiled tests run from build/src/profiles.
const here = new URL('.', import.meta.url);
const folder = here.pathname.endsWith('/dist/') ? here : new URL('../../../dist/', here);

/** The JSON schema of profile files. */
export function profileSchema(): object {
  return JSON.parse(readFileSync(new URL('../schema/profile.json', folder), 'utf8')) as object;
}

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as T;
}

let builtIn: BuiltIn | undefined;
let lifetimes: Lifetimes | undefined;
let xenTable: XenCheckTable | undefined;
let xenData: XenData | undefined;

/** The built-in profile data, read once. */
export function loadBuiltIn(): BuiltIn {
  return (builtIn ??= read<BuiltIn>('profiles.json'));
}

/** What checks rest on besides the profiles. */
export function loadFacts(): Omit<BuiltIn, 'profiles'> & { xen: XenCheckTable; lifetimes: () => Lifetimes } {
  const { profiles: _, ...facts } = loadBuiltIn();
  return { ...facts, xen: loadXenTable(), lifetimes: loadLifetimes };
}

/** What the Xen releases take, by profile, read once. */
export function loadXenTable(): XenCheckTable {
  return (xenTable ??= read<XenCheckTable>('xen-check.json'));
}

/** All of the Xen tables, which only images need, read once. */
export function loadXen(): XenData {
  return (xenData ??= read<XenData>('xen.json'));
}

/** When options exist and what they depend on, read once. */
export function loadLifetimes(): Lifetimes {
  return (lifetimes ??= read<Lifetimes>('lifetimes.json'));
}

/**
 * Profiles by name, in the order asked for; without names all built-in ones. `extra` are profiles of the user's own,
 * which may extend built-in ones and each other.
 * Throws ProfileError for a name that neither has, and for a mistake between profiles.
 */
export function loadProfiles(names?: readonly string[], extra: readonly ProfileDoc[] = []): Profile[] {
  const docs = new Map(loadBuiltIn().profiles.map(doc => [doc.name, doc]));
  for (const doc of extra) docs.set(doc.name, doc);
  return (names ?? builtInNames()).map(name => resolveProfile(docs, name));
}

/** The names of the built-in profiles, dom0 before guests, in the order of a report. */
export function builtInNames(): string[] {
  const names = loadBuiltIn()
    .profiles.filter(doc => !doc.abstract)
    .map(doc => doc.name);
  return names.sort((left, right) => rank(left) - rank(right));
}

const order = [
  'dom0-pv',
  'dom0-pvh',
  'dom0-arm',
  'dom0-xenlinux',
  'domu-pv',
  'domu-pvh',
  'domu-hvm',
  'domu-arm',
  'domu-xenlinux',
];

function rank(name: string): number {
  const at = order.indexOf(name);
  return at < 0 ? order.length : at;
}
