// What is known of Xen, of kernels and of failures: the data of profiles/ as the build prepares it.
import type { Facts } from '../check/check.js';
import type { FailureData } from '../explain/failure.js';
import type { Pattern } from '../log/log.js';
import type { BuiltIn } from '../profiles/built-in.js';
import type { GraphData } from '../profiles/graph-data.js';
import type { Lifetimes } from '../profiles/lifetimes.js';
import { resolveProfile } from '../profiles/resolve.js';
import type { Profile, ProfileDoc } from '../profiles/rule-data.js';
import type { Systems } from '../support/systems.js';
import type { XenCheckTable } from '../xen/check-table.js';
import type { XenData } from '../xen/data.js';

/** Each table is asked for when a question needs it, and read once. */
export interface Knowledge {
  /** Profiles, rules, modules. */
  builtIn(): BuiltIn;
  /** Profiles before inheritance, for those that extend them. */
  profileDocs(): readonly ProfileDoc[];
  /** What the Xen releases take, by profile. */
  xenTable(): XenCheckTable;
  /** All of the Xen tables, which only images and logs need. */
  xen(): XenData;
  /** The part of the lifetimes that built-in rules come to. */
  ruleLifetimes(): Lifetimes;
  /** When options exist and what they depend on. */
  lifetimes(): Lifetimes;
  /** What options hang from in kernel trees. */
  graph(): GraphData;
  /** What documents say of systems. */
  systems(): Systems;
  /** The failure modes and what goes with them. */
  failures(): FailureData;
  /** What logs are searched for. */
  patterns(): readonly Pattern[];
  /** The JSON schemas of profile files and of .xen-checkconfig.yaml. */
  profileSchema(): object;
  repositorySchema(): object;
}

/** Over the tables in the package's dist/; `read` gives one of them by its path from there, parsed, and is asked but once. */
export function knowledgeFrom(read: (path: string) => unknown): Knowledge {
  const table = <T>(path: string): (() => T) => {
    let data: T | undefined;
    return () => (data ??= read(path) as T);
  };
  return {
    builtIn: table('profiles.json'),
    profileDocs: table('profile-docs.json'),
    xenTable: table('xen-check.json'),
    xen: table('xen.json'),
    ruleLifetimes: table('lifetimes-rules.json'),
    lifetimes: table('lifetimes.json'),
    graph: table('graph.json'),
    systems: table('systems.json'),
    failures: table('failures.json'),
    patterns: table('log-patterns.json'),
    profileSchema: table('../schema/profile.json'),
    repositorySchema: table('../schema/repository.json'),
  };
}

/** What checks rest on besides the profiles; rules of the user's own may name options that no built-in rule does. */
export function checkFactsOf(knowledge: Knowledge, rules: 'built-in' | 'own' = 'built-in'): Facts {
  const { modules, never, suse } = knowledge.builtIn();
  const lifetimes = rules === 'own' ? knowledge.lifetimes : knowledge.ruleLifetimes;
  return { modules, never, suse, xen: knowledge.xenTable(), lifetimes, allLifetimes: knowledge.lifetimes };
}

/** The names of the built-in profiles, dom0 before guests, in the order of a report. */
export function builtInNames(knowledge: Knowledge): string[] {
  return knowledge.builtIn().profiles.map(profile => profile.name);
}

/**
 * Profiles by name, in the order asked for; without names all built-in ones. `extra` are profiles of the user's own,
 * which may extend built-in ones and each other.
 * Throws ProfileError for a name that neither has, and for a mistake between profiles.
 */
export function profilesOf(
  knowledge: Knowledge,
  names: readonly string[] = builtInNames(knowledge),
  extra: readonly ProfileDoc[] = [],
): Profile[] {
  const { profiles, rules } = knowledge.builtIn();
  const packed = new Map(profiles.map(profile => [profile.name, profile]));
  const docs = () => new Map([...knowledge.profileDocs(), ...extra].map(doc => [doc.name, doc]));
  return names.map(name => {
    const found = extra.some(doc => doc.name === name) ? undefined : packed.get(name);
    return found
      ? { ...found, rules: found.rules.map(place => rules[place]!) }
      : resolveProfile(docs(), name);
  });
}
