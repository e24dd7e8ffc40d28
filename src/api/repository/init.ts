// The question `init`: what a repository's own file could say, from what lies in it and boots today.
import { boots, emulationRule, profileGroups, type Verdict } from '../../check/verdict.js';
import { asGlobs, type Layout, layoutOf } from '../../gate/layout.js';
import { type MergePlan, type RepositoryFile, repositoryName } from '../../gate/repository.js';
import { joinPath } from '../../input/paths.js';
import { check } from '../check.js';
import { profilesOf } from '../knowledge.js';
import type { Ports } from '../ports.js';
import { type FileResult, judged, type Report, shownPath } from '../report.js';

/** What is asked of `init`. Plain data. */
export interface InitRequest {
  /** The folder to look at; without it the top of the repository of the working folder. */
  readonly folder?: string;
}

/** A config that was found. */
export interface InitConfig {
  /** Its path below the folder, or the name of its merge. */
  readonly name: string;
  readonly kernel: FileResult['kernel'];
  /** The profiles in which it boots today, as far as is known, with Xen's support. */
  readonly boots: readonly string[];
  /** Why the file leaves it out; null where it is checked. */
  readonly left: string | null;
}

/** Everything that `init` found; report/init makes the file of it. */
export interface InitReport {
  readonly folder: string;
  /** Where the file belongs. */
  readonly path: string;
  /** Something is there already. */
  readonly exists: boolean;
  readonly layout: Pick<Layout, 'style' | 'page'> | null;
  readonly configs: readonly InitConfig[];
  /** What the file says: profiles or groups that pass today, and what is checked. */
  readonly profiles: readonly string[];
  readonly allowUnknown: boolean;
  readonly files: readonly string[];
  readonly merge: readonly MergePlan[];
  /** 0 if there is something to check, else 1. */
  readonly exitCode: number;
}

/**
 * Looks through a repository and proposes its file: configs and merges by the repository's style, and the modes that boot in all
 * of them today. Writes nothing. Throws as `check` does.
 */
export async function init(request: InitRequest, ports: Ports): Promise<InitReport> {
  const { files } = ports;
  const folder = request.folder ?? topOf(files);
  const layout = await layoutOf(folder, files);
  const proposed: RepositoryFile | null = layout && {
    ...{ path: joinPath(folder, repositoryName), folder, waivers: [] },
    ...(layout.files.length > 0 && { files: layout.files }),
    ...(layout.merge.length > 0 && { merge: layout.merge }),
  };
  // Problems of single files are part of what was found.
  const quiet: Ports = { ...ports, say: () => {} };
  const report = await check({ files: proposed ? [] : [folder] }, quiet, proposed);
  const results = judged(report);
  const roles = profileGroups(profilesOf(ports.knowledge));
  const kept = results.filter(result => reasonToLeave(result) === null);
  const profiles = passing(kept, report, roles);
  const nameOf = (result: FileResult) =>
    result.merged ? shownPath(result) : files.relative(result.path, folder);
  const names = (some: readonly FileResult[]) => [...new Set(some.map(nameOf))];
  const left = results.filter(result => !kept.includes(result));
  return {
    folder,
    path: joinPath(folder, repositoryName),
    exists: files.kind(joinPath(folder, repositoryName)) !== null,
    layout: layout && { style: layout.style, page: layout.page },
    configs: results.map(result => ({
      name: result.name === undefined || result.merged ? nameOf(result) : result.name,
      kernel: result.kernel,
      boots: bootingIn(result),
      left: reasonToLeave(result),
    })),
    profiles,
    // Of a whole config only its version is open, which can be named.
    allowUnknown: kept.some(result => result.kind !== 'config' && bootingIn(result).length === 0),
    files: layout ? layout.files : asGlobs(names(kept), names(left)),
    merge: layout ? layout.merge.filter(plan => kept.some(({ name }) => name === plan.name)) : [],
    exitCode: kept.length > 0 ? 0 : 1,
  };
}

/** The top of the repository of the working folder, or the working folder itself. */
function topOf(files: Ports['files']): string {
  const { refusal } = files.confined('.');
  const isInside = (path: string) => refusal(path) === null;
  let top = '.';
  if (isInside('/')) return top;
  while (isInside(joinPath(top, '..'))) top = joinPath(top, '..');
  return top;
}

function reasonToLeave(result: FileResult): string | null {
  if (bootingIn(result).length > 0 || openIn(result).length > 0) return null;
  if (result.kernel.flavour === 'none')
    return result.kind === 'config' ? 'has no Xen support' : `is a ${result.kind}`;
  return 'boots in no mode';
}

/** HVM on nothing but emulated devices is what any kernel does. */
function bootingIn({ verdicts, findings }: FileResult): string[] {
  const emulated = new Set(
    findings.flatMap(finding =>
      'rule' in finding && finding.rule.id === emulationRule ? finding.profiles : [],
    ),
  );
  return verdicts.filter(each => boots(each) && !emulated.has(each.profile)).map(({ profile }) => profile);
}

/** Modes of guests that a merge of fragments, or a defconfig, with Xen in it leaves open and speaks against in nothing. */
function openIn({ kernel, verdicts, findings }: FileResult): string[] {
  if (kernel.flavour !== 'pvops') return [];
  const faulty = new Set(
    findings.flatMap(({ level, code, profiles }) =>
      level === 'error' && code !== 'unknown' ? profiles : [],
    ),
  );
  const isOpen = ({ profile, verdict }: Verdict) =>
    verdict === 'unknown' && /^domu-(pv|pvh|arm)$/.test(profile) && !faulty.has(profile);
  return verdicts.filter(isOpen).map(({ profile }) => profile);
}

/** The profiles that every config passes which can have them; for a role without one, its group, if each passes in some mode. */
function passing(
  kept: readonly FileResult[],
  { profiles }: Report,
  roles: ReadonlyMap<string, string[]>,
): string[] {
  const passed = new Map(kept.map(result => [result, [...bootingIn(result), ...openIn(result)]]));
  const canHave = (result: FileResult, name: string) =>
    result.verdicts.some(({ profile, verdict }) => profile === name && verdict !== 'not-applicable');
  const found = profiles
    .map(({ name }) => name)
    .filter(name => {
      const able = kept.filter(result => canHave(result, name));
      return able.length > 0 && able.every(result => passed.get(result)!.includes(name));
    });
  const covers = (members: readonly string[]) =>
    kept.every(result => found.some(name => members.includes(name) && passed.get(result)!.includes(name)));
  const groups = [...roles].filter(
    ([, members]) =>
      !covers(members) &&
      kept.length > 0 &&
      kept.every(result => passed.get(result)!.some(name => members.includes(name))),
  );
  return [...found, ...groups.map(([role]) => role)];
}
