// The question `diff`: what a change from one config to another means for each mode.
import { judgeConfig, type CheckOptions } from '../check/check.js';
import { compare } from '../check/compare.js';
import type { Config } from '../config/config.js';
import { configLimit, decodeConfig } from '../config/decode.js';
import { parseConfig, writeConfig } from '../config/parse.js';
import type { Files } from '../input/files.js';
import { InputError } from '../input/input-error.js';
import { joinPath } from '../input/paths.js';
import { parseArch, UsageError, parseRelease } from '../input/values.js';
import { choose } from './choose.js';
import type { DiffPair, DiffReport, DiffRequest } from './diff-report.js';
import { checkFactsOf } from './knowledge.js';
import { configNames } from './names.js';
import type { Ports } from './ports.js';
import { exitCodes, type FileError, tool } from './report.js';

/**
 * Checks both sides and gives their comparison. Problems with a file go to `say`, and into the report's errors.
 * Throws UsageError and ProfileError.
 */
export async function diff(request: DiffRequest, ports: Ports): Promise<DiffReport> {
  const { files, knowledge } = ports;
  if (request.old === '-' && request.new === '-')
    throw new UsageError('only one of the two can be standard input');
  const { diffRevisions, openBoth } = await import('./repository/diff-revisions.js');
  const revisions = await openBoth(request, ports);
  if (revisions) {
    try {
      if (request.texts)
        throw new UsageError(
          'a unified diff is of two files or folders; git diff shows that of two revisions',
        );
      return await diffRevisions(request, revisions, ports);
    } finally {
      revisions.old.close();
      revisions.new.close();
    }
  }
  const [old, now] = [request.old, request.new].map(word => files.kind(word) === 'folder');
  if (old !== now)
    throw new UsageError(
      `${old ? request.old : request.new} is a folder, so the other has to be one, too: a folder is compared with a folder`,
    );
  const profile = request.profile ?? [];
  const chosen = await choose(profile, ports);
  const options: CheckOptions = {
    xen: {
      version: parseRelease(request.xen ?? knowledge.xenTable().newest, '--xen'),
      given: request.xen !== undefined,
    },
    ...(request.kernel !== undefined && { kernel: parseRelease(request.kernel, '--kernel') }),
    ...(request.arch !== undefined && { arch: parseArch(request.arch) }),
    asked: new Set(profile.length ? chosen.groups.filter(group => group.length === 1).flat() : []),
  };
  const errors: FileError[] = [];
  const fail = (path: string, error: unknown) => {
    if (!(error instanceof InputError)) throw error;
    errors.push({ path, message: error.message });
    ports.say(`${path}${error.line === undefined ? '' : `:${error.line}`}: ${error.message}`);
  };
  const facts = checkFactsOf(knowledge, chosen.own ? 'own' : 'built-in');
  const side = async (word: string) => {
    try {
      const { text, config } = await readConfig(word, ports);
      return { text, config, result: judgeConfig(config, chosen.profiles, facts, options) };
    } catch (error) {
      fail(word, error);
      return null;
    }
  };
  const { both, only } = old
    ? await matched(request.old, request.new, fail, files)
    : { both: [{ old: request.old, new: request.new, path: null }], only: null };
  const pairs: DiffPair[] = [];
  for (const names of both) {
    const [before, after] = [await side(names.old), await side(names.new)];
    if (!before || !after) continue;
    pairs.push({
      ...names,
      kernel: { before: before.result.kernel, after: after.result.kernel },
      comparison: compare(before, after, chosen.profiles, profile.length > 0 ? 'worse' : 'other'),
      ...(request.texts && { texts: { before: before.text, after: after.text } }),
    });
  }
  const worse = pairs.some(({ comparison }) => comparison.modes.some(mode => mode.course === 'worse'));
  return {
    tool,
    old: request.old,
    new: request.new,
    target: { xen: options.xen.version.text, profiles: profile },
    pairs,
    only,
    errors,
    exitCode: errors.length ? exitCodes.input : worse ? exitCodes.findings : exitCodes.clean,
  };
}

/** Does the word have the form of a file in git: REV:path, or :path for the staged version? */
function isRevision(word: string): boolean {
  return /^[^:]*:./s.test(word);
}

/** Reads the config that a word names; a kernel image gives the config inside it. */
async function readConfig(word: string, ports: Ports): Promise<{ text: string; config: Config }> {
  // A file takes precedence over a revision of the same name.
  const kind = ports.files.kind(word);
  const readRevision = kind === null && isRevision(word) ? ports.readRevision : undefined;
  const bytes = readRevision
    ? await readRevision(word, configLimit)
    : await ports.files.read(word, configLimit);
  try {
    const text = decodeConfig(bytes);
    return { text, config: parseConfig(text) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { configInImage } = await import('./config-in-image.js');
    // Without a file to read more from, these bytes are all there is.
    const config = await configInImage(word, readRevision || kind === 'stream' ? bytes : null, ports);
    if (config === null) throw error;
    return { text: writeConfig(config), config };
  }
}

/** The configs in a folder by their paths below it, sorted. */
async function configsIn(folder: string, files: Files): Promise<string[]> {
  const found = await files.expand([folder], { names: configNames, kind: 'configs' });
  return found.filter(({ problem }) => problem === null).map(({ path }) => files.relative(path, folder));
}

type Names = Pick<DiffPair, 'old' | 'new' | 'path'>;

/** The configs of two folders, by their path below them. */
async function matched(
  old: string,
  now: string,
  fail: (path: string, error: unknown) => void,
  files: Files,
): Promise<{ both: Names[]; only: NonNullable<DiffReport['only']> }> {
  const [before, after] = [await configsIn(old, files), await configsIn(now, files)];
  if (before.length === 0) fail(old, new InputError('is a folder without kernel configs'));
  if (after.length === 0) fail(now, new InputError('is a folder without kernel configs'));
  const [had, has] = [new Set(before), new Set(after)];
  return {
    both: before
      .filter(path => has.has(path))
      .map(path => ({ old: joinPath(old, path), new: joinPath(now, path), path })),
    only: {
      added: after.filter(path => !had.has(path)),
      removed: before.filter(path => !has.has(path)),
    },
  };
}
