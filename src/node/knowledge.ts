import { readFileSync } from 'node:fs';
import type { FailureData } from '../explain/failure.js';
import type { Pattern } from '../log/log.js';
import type { XenCheckTable } from '../xen/check-table.js';
import type { XenData } from '../xen/data.js';
import type { Systems } from '../support/systems.js';
import type { BuiltIn } from '../profiles/built-in.js';
import type { Lifetimes } from '../profiles/lifetimes.js';
import type { GraphData } from '../profiles/graph-data.js';
import { resolveProfile } from '../profiles/resolve.js';
import type { Profile, ProfileDoc } from '../profiles/rule-data.js';

// The build puts the data beside the bundle; compiled tests run from build/src/node.
const here = new URL('.', import.meta.url);
const folder = here.pathname.endsWith('/dist/') ? here : new URL('../../../dist/', here);

let profiles: object | undefined;
let repository: object | undefined;

/** The JSON schema of profile files, read once. */
export function profileSchema(): object {
  return (profiles ??= read<object>('../schema/profile.json'));
}

/** The JSON schema of a repository's own file, .xen-checkconfig.yaml, read once. */
export function repositorySchema(): object {
  return (repository ??= read<object>('../schema/repository.json'));
}

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as T;
}

let builtIn: BuiltIn | undefined;
let lifetimes: Lifetimes | undefined;
let ruleLifetimes: Lifetimes | undefined;
let xenTable: XenCheckTable | undefined;
let xenData: XenData | undefined;
let failures: FailureData | undefined;
let patterns: readonly Pattern[] | undefined;

/** The built-in profile data, read once. */
export function loadBuiltIn(): BuiltIn {
  return (builtIn ??= read<BuiltIn>('profiles.json'));
}

/** What checks rest on besides the profiles. */
export function loadFacts(): Pick<BuiltIn, 'modules' | 'never' | 'suse'> & {
  xen: XenCheckTable;
  lifetimes: () => Lifetimes;
  allLifetimes: () => Lifetimes;
} {
  const { modules, never, suse } = loadBuiltIn();
  return {
    modules,
    never,
    suse,
    xen: loadXenTable(),
    lifetimes: loadRuleLifetimes,
    allLifetimes: loadLifetimes,
  };
}

/** What the Xen releases take, by profile, read once. */
export function loadXenTable(): XenCheckTable {
  return (xenTable ??= read<XenCheckTable>('xen-check.json'));
}

/** All of the Xen tables, which only images need, read once. */
export function loadXen(): XenData {
  return (xenData ??= read<XenData>('xen.json'));
}

/** What documents say of systems, which only `support` needs. */
export function loadSystems(): Systems {
  return read<Systems>('systems.json');
}

/** The part of the lifetimes that built-in rules come to, read once. */
export function loadRuleLifetimes(): Lifetimes {
  return (ruleLifetimes ??= read<Lifetimes>('lifetimes-rules.json'));
}

/** The failure modes and what goes with them, read once. */
export function loadFailures(): FailureData {
  return (failures ??= read<FailureData>('failures.json'));
}

/** What logs are searched for, made ready by the build, read once. */
export function loadPatterns(): readonly Pattern[] {
  return (patterns ??= read<readonly Pattern[]>('log-patterns.json'));
}

/** What options hang from in kernel trees; the caller keeps it. */
export function loadGraph(): GraphData {
  return read<GraphData>('graph.json');
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
export function loadProfiles(names = builtInNames(), extra: readonly ProfileDoc[] = []): Profile[] {
  const { profiles, rules } = loadBuiltIn();
  const packed = new Map(profiles.map(profile => [profile.name, profile]));
  return names.map(name => {
    const found = extra.some(doc => doc.name === name) ? undefined : packed.get(name);
    return found
      ? { ...found, rules: found.rules.map(place => rules[place]!) }
      : resolveProfile(docs(extra), name);
  });
}

function docs(extra: readonly ProfileDoc[]): Map<string, ProfileDoc> {
  const all = [...read<ProfileDoc[]>('profile-docs.json'), ...extra];
  return new Map(all.map(doc => [doc.name, doc]));
}

/** The names of the built-in profiles, dom0 before guests, in the order of a report. */
export function builtInNames(): string[] {
  return loadBuiltIn().profiles.map(profile => profile.name);
}
