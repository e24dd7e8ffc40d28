// What the commits between two revisions do to all that the repository's gate checks: each side judged as the gate would,
// with its own file, merges and recipes.
import { compare, type ModeChange } from '../../check/compare.js';
import type { Finding } from '../../check/finding.js';
import type { Config } from '../../config/config.js';
import { settleKernels } from '../../gate/kernel-file.js';
import type { RepositoryFile } from '../../gate/repository.js';
import { UsageError } from '../../input/values.js';
import type { CheckRequest } from '../check-request.js';
import { prepareCheck } from '../check.js';
import { choose } from '../choose.js';
import type { DiffPair, DiffReport, DiffRequest } from '../diff-report.js';
import { readConfigs } from '../inputs.js';
import { judgeOf } from '../judge.js';
import type { Ports, Revision } from '../ports.js';
import { exitCodes, type FileError, type FileResult, shownPath, tool } from '../report.js';
import { withRepository } from '../settings.js';
import { repositoryFileIn } from './read-file.js';

/** One config of one side. */
interface Judged {
  readonly config: Config;
  readonly result: FileResult;
  /** Findings that a waiver of that side accepts. */
  readonly excused: ReadonlySet<Finding>;
}

/** Compares two revisions that are open. Problems with a file go to `say`, and into the report's errors. Throws as check. */
export async function diffRevisions(
  request: DiffRequest,
  revisions: { readonly old: Revision; readonly new: Revision },
  ports: Ports,
): Promise<DiffReport> {
  const [fileBefore, fileAfter] = [
    await repositoryFileIn(request.old, revisions.old, ports),
    await repositoryFileIn(request.new, revisions.new, ports),
  ];
  const at = (revision: Revision): Ports => ({ ...ports, files: revision.files });
  // What has to pass is what the new side's file says, read from there; words of the command line are files of the disk.
  const file = fileAfter ?? fileBefore;
  const own = request.profile?.length ? request.profile : undefined;
  const settled = file && (await settleKernels(file, (fileAfter ? revisions.new : revisions.old).files));
  const profile =
    own ?? withRepository<CheckRequest>({ files: [] }, settled, revisions.new.files).profile ?? [];
  const chosen = await choose(profile, own ? ports : at(revisions.new));
  const errors: FileError[] = [];
  const side = async (word: string, revision: Revision, given: RepositoryFile | null) => {
    const { xen, kernel, arch } = request;
    const { profiles: _, srctree, ...rest } = given ?? { waivers: [] };
    const wanted: CheckRequest = {
      // A file without files and merges says how to check, and everything is looked through.
      files: given?.files || given?.merge ? [] : [revision.here || '.'],
      ...(xen !== undefined && { xen }),
      ...(kernel !== undefined && { kernel }),
      ...(arch !== undefined && { arch }),
      // Its path is one of the disk (see repositoryFileIn), and not of the revision.
      ...(srctree !== undefined && { srctree }),
    };
    const repository = given && { ...rest, path: given.path, folder: given.folder };
    const prepared = await prepareCheck(wanted, repository, at(revision));
    const { question, inputs } = {
      ...prepared,
      question: {
        ...prepared.question,
        chosen,
        keepsNotes: true,
        effective: { ...prepared.question.effective, profile },
      },
    };
    const gate = given?.waivers.length
      ? await (await import('../gate.js')).openGate(given, undefined, at(revision))
      : null;
    const judge = judgeOf(question, null, at(revision));
    const found = new Map<string, Judged>();
    for (const input of inputs) {
      const { results, problem } = await judge(input);
      // A search finds what is another program's, too.
      if (problem?.foreign && input.found) continue;
      if (problem) {
        const path = `${word}:${input.name ?? input.path}`;
        errors.push({ path, message: problem.message });
        ports.say(`${path}${problem.line === undefined ? '' : `:${problem.line}`}: ${problem.message}`);
        continue;
      }
      const configs = await readConfigs(input, question.effective, at(revision));
      for (const [index, result] of results.entries()) {
        // None of the profiles is for its architecture.
        if (result.otherArch) continue;
        const excused = new Set(gate?.accept(result).excused.map(({ finding }) => finding));
        found.set(shownPath(result), { config: configs[index]!.config, result, excused });
      }
    }
    return { found, xen: question.target.xen, allowUnknown: question.effective.allowUnknown === true };
  };
  const before = await side(request.old, revisions.old, fileBefore ?? fileAfter);
  const after = await side(request.new, revisions.new, file);
  const unknown = profile.length > 0 && !after.allowUnknown ? 'worse' : 'other';

  const renamed = await revisions.old.renames(revisions.new.commit);
  const { both, only } = matchedByName(before.found, after.found, renamed);
  const pairs: DiffPair[] = both.map(([from, to]) => {
    const [left, right] = [before.found.get(from)!, after.found.get(to)!];
    const comparison = compare(left, right, chosen.profiles, unknown);
    const waived = comparison.modes
      .filter(mode => isWaived(mode, right.excused))
      .map(({ profile: name }) => name);
    return {
      old: `${request.old}:${from}`,
      new: `${request.new}:${to}`,
      path: to,
      ...(from !== to && { from }),
      kernel: { before: left.result.kernel, after: right.result.kernel },
      comparison,
      ...(waived.length > 0 && { waived }),
    };
  });
  const isWorse = pairs.some(({ comparison, waived = [] }) =>
    comparison.modes.some(mode => mode.course === 'worse' && !waived.includes(mode.profile)),
  );
  return {
    tool,
    old: request.old,
    new: request.new,
    target: { xen: after.xen.text, profiles: profile },
    pairs,
    only,
    errors,
    exitCode: errors.length ? exitCodes.input : isWorse ? exitCodes.findings : exitCodes.clean,
  };
}

/** Opens both words as revisions; null if neither is one. Throws UsageError if just one is. */
export async function openBoth(
  { old, new: now }: Pick<DiffRequest, 'old' | 'new'>,
  { files, openRevision }: Ports,
): Promise<{ readonly old: Revision; readonly new: Revision } | null> {
  const open = async (word: string) =>
    openRevision && !word.includes(':') && files.kind(word) === null ? openRevision(word) : null;
  const before = await open(old);
  const after = await open(now);
  if (before && after) return { old: before, new: after };
  before?.close();
  after?.close();
  if (!before && !after) return null;
  const [revision, other] = before ? [old, now] : [now, old];
  throw new UsageError(
    `${revision} is a revision, and ${other} is none: compare two revisions, or name a file of it, ${revision}:PATH`,
  );
}

/** The configs of both sides by name, those first that have the same, then those whose files git knows to be renamed. */
function matchedByName(
  before: ReadonlyMap<string, Judged>,
  after: ReadonlyMap<string, Judged>,
  renamed: ReadonlyMap<string, string>,
): { both: [string, string][]; only: NonNullable<DiffReport['only']> } {
  const both: [string, string][] = [...before.keys()]
    .filter(name => after.has(name))
    .map(name => [name, name]);
  const removed = new Set([...before.keys()].filter(name => !after.has(name)));
  const added = new Set([...after.keys()].filter(name => !before.has(name)));
  const filesOf = ({ result }: Judged) => result.merged ?? [result.path];
  const byFiles = new Map([...added].map(name => [JSON.stringify(filesOf(after.get(name)!)), name]));
  for (const from of [...removed]) {
    const moved = filesOf(before.get(from)!).map(path => renamed.get(path) ?? path);
    const to = byFiles.get(JSON.stringify(moved));
    if (to === undefined || !added.has(to)) continue;
    both.push([from, to]);
    removed.delete(from);
    added.delete(to);
  }
  return { both, only: { added: [...added], removed: [...removed] } };
}

/** Is the mode worse for nothing but findings that the new side's waivers accept? */
function isWaived({ course, came }: ModeChange, excused: ReadonlySet<Finding>): boolean {
  if (course !== 'worse') return false;
  const deciding = came.filter(
    finding => finding.level === 'error' || ('conditions' in finding && finding.conditions.length > 0),
  );
  return deciding.length > 0 && deciding.every(finding => excused.has(finding));
}
