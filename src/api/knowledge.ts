// What is known about Xen, kernels and failures: the data of profiles/, prepared by the build.
import type { Facts } from '../check/check.js';
import type { FailureData } from '../explain/failure.js';
import type { Message } from '../explain/message.js';
import type { Pattern } from '../log/log.js';
import type { BuildData } from '../profiles/build-data.js';
import type { BuiltIn } from '../profiles/built-in.js';
import type { GraphData } from '../profiles/graph-data.js';
import type { Lifetimes } from '../profiles/lifetimes.js';
import type { Regression } from '../profiles/regression.js';
import { resolveProfile } from '../profiles/resolve.js';
import type { Profile, ProfileDoc } from '../profiles/rule-data.js';
import type { Systems } from '../support/systems.js';
import type { XenCheckTable } from '../xen/check-table.js';
import type { XenData } from '../xen/data.js';

/** The tables; each is read when a question first needs it, and only once. */
export interface Knowledge {
  /** Profiles, rules, modules. */
  builtIn(): BuiltIn;
  /** Profiles before inheritance, for profiles that extend them. */
  profileDocs(): readonly ProfileDoc[];
  /** What each Xen release can load, by profile. */
  xenTable(): XenCheckTable;
  /** All of the Xen tables, which only images and logs need. */
  xen(): XenData;
  /** The part of the lifetimes that built-in rules need. */
  ruleLifetimes(): Lifetimes;
  /** Releases that broke booting, and those that mended it. */
  regressions(): readonly Regression[];
  /** When options exist and what they depend on. */
  lifetimes(): Lifetimes;
  /** What options depend on in kernel trees. */
  graph(): GraphData;
  /** What the build of a kernel drops of a config. */
  builds(): BuildData;
  /** What documents say about systems. */
  systems(): Systems;
  /** The failure modes and what goes with them. */
  failures(): FailureData;
  /** What messages of Xen, its tools and Linux's drivers mean. */
  messages(): readonly Message[];
  /** The patterns that logs are searched for. */
  patterns(): readonly Pattern[];
  /** The JSON schemas of profile files and of .xen-checkconfig.yaml. */
  profileSchema(): object;
  repositorySchema(): object;
}

/**
 * Gives the knowledge from the tables in dist/. `read` returns one table, parsed, by its path below dist/, and is called
 * once per table.
 */
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
    regressions: table('regressions.json'),
    lifetimes: table('lifetimes.json'),
    graph: table('graph.json'),
    builds: table('builds.json'),
    systems: table('systems.json'),
    failures: table('failures.json'),
    messages: table('messages.json'),
    patterns: table('log-patterns.json'),
    profileSchema: table('../schema/profile.json'),
    repositorySchema: table('../schema/repository.json'),
  };
}

/**
 * Gives the facts that checks need besides profiles: all for a user's `own` rules, which may name any option, else only
 * the needed ones.
 */
export function checkFactsOf(knowledge: Knowledge, rules: 'built-in' | 'own' = 'built-in'): Facts {
  const { modules, never, suse } = knowledge.builtIn();
  const lifetimes = rules === 'own' ? knowledge.lifetimes : knowledge.ruleLifetimes;
  return {
    modules,
    never,
    suse,
    xen: knowledge.xenTable(),
    regressions: knowledge.regressions,
    lifetimes,
    allLifetimes: knowledge.lifetimes,
    builds: knowledge.builds,
  };
}

/** Gives the names of the built-in profiles in the order of a report: dom0 before guests. */
export function builtInNames(knowledge: Knowledge): string[] {
  return knowledge.builtIn().profiles.map(profile => profile.name);
}

/**
 * Gives profiles by name, in the requested order; without names, all built-in ones. `extra` are the user's own profiles,
 * which may extend built-in ones and each other.
 * Throws ProfileError for an unknown name, and for profiles that contradict each other.
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
