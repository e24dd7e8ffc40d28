// The question `fix`: the smallest change to a config after which profiles pass, found and proven with its kernel tree.
import type { CheckOptions } from '../check/check.js';
import type { Config } from '../config/config.js';
import { configLimit } from '../config/decode.js';
import { parseConfig } from '../config/parse.js';
import { fixGroups, type ProfileFix } from '../fix/fix-profiles.js';
import { emulationRule } from '../check/verdict.js';
import { startWork } from '../fix/work.js';
import { InputError } from '../input/input-error.js';
import { UsageError, parseRelease } from '../input/values.js';
import type { Profile, Rule } from '../profiles/rule-data.js';
import { choose } from './choose.js';
import { checkFactsOf } from './knowledge.js';
import type { Ports, TreeRequest } from './ports.js';
import { exitCodes } from './report.js';
import { withTree } from './tree-config.js';

/** The request. Plain data. */
export interface FixRequest extends Omit<TreeRequest, 'srctree'> {
  readonly config: string;
  /** The kernel tree that the config belongs to; only the tree can show the effect of a change. */
  readonly srctree?: string;
  /** Profiles and groups that have to pass. */
  readonly profile: readonly string[];
  readonly xen?: string;
  /** Findings of this level and above must be fixed (default: error). */
  readonly failOn?: 'error' | 'warning';
}

export interface FixReport {
  readonly path: string;
  /** The file as it was read. */
  readonly bytes: Uint8Array;
  readonly source: Config;
  readonly fix: ProfileFix;
  /** Each word of `profile` with the modes of its group that pass; an empty list for a single profile. */
  readonly modes: readonly { readonly word: string; readonly modes: readonly string[] }[];
  /** 0 if there is a fix, else 1. */
  readonly exitCode: number;
}

/**
 * Takes a config, its tree and profiles; gives the smallest change found, or why there is none.
 * Throws UsageError, ProfileError, and InputError if the config or the tree cannot be read.
 */
export async function fix(request: FixRequest, ports: Ports): Promise<FixReport> {
  const { config: path, profile, srctree } = request;
  if (profile.length === 0)
    throw new UsageError('fix needs to know what has to pass: -p NAME, such as -p domu-pvh');
  if (srctree === undefined)
    throw new UsageError(
      'fix needs the kernel tree that the config belongs to, since only that tells what a change comes to: --srctree DIR',
    );
  const chosen = await choose(profile, ports);
  const options: CheckOptions = {
    xen: {
      version: parseRelease(request.xen ?? ports.knowledge.xenTable().newest, '--xen'),
      given: request.xen !== undefined,
    },
    asked: new Set(chosen.groups.flatMap(group => (group.length === 1 ? group : []))),
    unknown: 'warning',
  };
  try {
    const bytes = await ports.files.read(path, configLimit);
    const source = parseConfig(bytes);
    const { explain, loaded, base } = await withTree(source, { ...request, srctree }, path, ports);
    const facts = { ...checkFactsOf(ports.knowledge, chosen.own ? 'own' : 'built-in'), explain };
    const inGroups = new Set(chosen.groups.flatMap(group => (group.length > 1 ? group : [])));
    const named = new Map(
      chosen.profiles.map(each => [each.name, inGroups.has(each.name) ? withXenDrivers(each) : each]),
    );
    const groups = chosen.groups.map(group => group.map(name => named.get(name)!));
    const work = startWork(loaded.tree, base, facts, options, request.failOn ?? 'error');
    const found = fixGroups(work, groups);
    const modes = profile.map((word, index) => ({
      word,
      modes: found.profiles.flatMap(({ name }) =>
        chosen.groups[index]!.length > 1 && chosen.groups[index]!.includes(name) ? [name] : [],
      ),
    }));
    const exitCode = found.open.length > 0 ? exitCodes.findings : exitCodes.clean;
    return { path, bytes, source, fix: found, modes, exitCode };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const lines = error.message.split('\n').map(line => `${path}: ${line}`);
    throw new InputError(lines.join('\n'));
  }
}

/** A group is about Xen's support: HVM on nothing but emulated devices is no mode of it (see counting). */
function withXenDrivers(profile: Profile): Profile {
  const raised = (rule: Rule): Rule => (rule.id === emulationRule ? { ...rule, level: 'error' } : rule);
  return { ...profile, rules: profile.rules.map(raised) };
}
