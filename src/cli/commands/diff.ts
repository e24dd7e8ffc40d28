import { statSync } from 'node:fs';
import { join } from 'node:path';
import { check, type CheckOptions, type Facts } from '../../check/check.js';
import { compare } from '../../check/compare.js';
import { configLimit, decodeConfig } from '../../config/decode.js';
import type { Config } from '../../config/config.js';
import { parseConfig, writeConfig } from '../../config/parse.js';
import { InputError } from '../../input/input-error.js';
import { safeText } from '../../input/safe-text.js';
import { loadFacts, loadXenTable } from '../../node/knowledge.js';
import { ProfileError } from '../../profiles/resolve.js';
import type { DiffPair, DiffReport } from '../../api/diff-report.js';
import type { FileError } from '../../api/report.js';
import { archOf, type Chosen, choose, UsageError, versionOf } from '../../api/choose.js';
import { configsIn, readInput } from '../../node/files.js';
import { deliver, textForm } from '../deliver.js';
import { exit, type Io } from '../../node/io.js';
import type { DiffArguments } from '../arguments/options.js';
import { isRevision, readRevision } from '../../node/revision.js';

const name = 'xen-checkconfig';

/** `diff`: what the change from one config to another, or from one folder to another, means. Gives the exit code. */
export async function diffCommand(asked: DiffArguments, io: Io): Promise<number> {
  const complain = (message: string) => io.stderr.write(`${name}: ${safeText(message, 2000)}\n`);
  let chosen: Chosen;
  let options: CheckOptions;
  let folders: boolean;
  try {
    if (asked.unified && asked.format !== 'text')
      throw new UsageError('--unified is text and does not go with --format json');
    if (asked.old === '-' && asked.new === '-')
      throw new UsageError('only one of the two can be standard input');
    const [old, now] = [isFolder(asked.old), isFolder(asked.new)];
    if (old !== now)
      throw new UsageError(
        `${old ? asked.old : asked.new} is a folder, so the other has to be one, too: a folder is compared with a folder`,
      );
    folders = old;
    chosen = await choose(asked.profile);
    options = {
      xen: {
        version: versionOf(asked.xen ?? loadXenTable().newest, '--xen'),
        given: asked.xen !== undefined,
      },
      ...(asked.kernel !== undefined && { kernel: versionOf(asked.kernel, '--kernel') }),
      ...(asked.arch !== undefined && { arch: archOf(asked.arch) }),
      asked: new Set(asked.profile.length ? chosen.groups.filter(group => group.length === 1).flat() : []),
    };
  } catch (error) {
    if (!(error instanceof ProfileError || error instanceof UsageError)) throw error;
    for (const line of error.message.split('\n')) complain(line);
    return exit.usage;
  }

  const errors: FileError[] = [];
  const fail = (path: string, error: unknown) => {
    if (!(error instanceof InputError)) throw error;
    errors.push({ path, message: error.message });
    complain(`${path}${error.line === undefined ? '' : `:${error.line}`}: ${error.message}`);
  };
  const builtIn = loadFacts();
  // Rules of the user's own may name options that no built-in rule does.
  const facts: Facts = chosen.own ? { ...builtIn, lifetimes: builtIn.allLifetimes } : builtIn;
  const side = async (word: string) => {
    try {
      const { text, config } = await readConfig(word, io);
      return { text, config, result: check(config, chosen.profiles, facts, options) };
    } catch (error) {
      fail(word, error);
      return null;
    }
  };
  const { both, only } = folders
    ? await matched(asked.old, asked.new, fail)
    : { both: [{ old: asked.old, new: asked.new, path: null }], only: null };
  const pairs: DiffPair[] = [];
  let unified = '';
  for (const names of both) {
    const [before, after] = [await side(names.old), await side(names.new)];
    if (!before || !after) continue;
    pairs.push({
      ...names,
      kernel: { before: before.result.kernel, after: after.result.kernel },
      comparison: compare(before, after, chosen.profiles),
    });
    if (!asked.unified) continue;
    const { unifiedDiff } = await import('../../report/diff/unified.js');
    const lines = await unifiedDiff({
      old: names.old,
      new: names.new,
      before: before.text,
      after: after.text,
    });
    if (lines === null)
      fail(names.old, new InputError(`it or ${names.new} has too many lines for a unified diff`));
    else unified += lines;
  }

  const worse = pairs.some(({ comparison }) => comparison.modes.some(mode => mode.course === 'worse'));
  const report: DiffReport = {
    tool: { name },
    old: asked.old,
    new: asked.new,
    target: { xen: options.xen.version.text, profiles: asked.profile },
    pairs,
    only,
    errors,
    exitCode: errors.length ? exit.input : worse ? exit.findings : exit.clean,
  };
  const text = asked.unified ? unified : await render(report, asked, io);
  const problem = await deliver(text, asked, io);
  if (problem === null) return report.exitCode;
  complain(problem);
  return exit.input;
}

function stats(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    // Too long a name, or a link that leads to itself: reading it will say so.
    return undefined;
  }
}

function isFolder(word: string): boolean {
  return word !== '-' && stats(word)?.isDirectory() === true;
}

/** The config that a word stands for; a kernel image stands for the config inside it. */
async function readConfig(word: string, io: Io): Promise<{ text: string; config: Config }> {
  // A file wins over a revision of the same name.
  const revision = word !== '-' && isRevision(word) && !stats(word);
  const bytes = await (revision ? readRevision : readInput)(word, configLimit, io);
  try {
    const text = decodeConfig(bytes);
    return { text, config: parseConfig(text) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { configInImage } = await import('../../api/config-in-image.js');
    // What has no file to read on in is all there: "-" says so.
    const config = await configInImage(revision ? '-' : word, bytes, io);
    if (config === null) throw error;
    return { text: writeConfig(config), config };
  }
}

type Names = Pick<DiffPair, 'old' | 'new' | 'path'>;

/** The configs of two folders, by their path below them. */
async function matched(
  old: string,
  now: string,
  fail: (path: string, error: unknown) => void,
): Promise<{ both: Names[]; only: NonNullable<DiffReport['only']> }> {
  const [before, after] = [await configsIn(old), await configsIn(now)];
  if (before.length === 0) fail(old, new InputError('is a folder without kernel configs'));
  if (after.length === 0) fail(now, new InputError('is a folder without kernel configs'));
  const [had, has] = [new Set(before), new Set(after)];
  return {
    both: before
      .filter(path => has.has(path))
      .map(path => ({ old: join(old, path), new: join(now, path), path })),
    only: {
      added: after.filter(path => !had.has(path)),
      removed: before.filter(path => !has.has(path)),
    },
  };
}

async function render(report: DiffReport, asked: DiffArguments, io: Io): Promise<string> {
  if (asked.format === 'json') {
    const { diffJson } = await import('../../report/diff/json.js');
    const { version } = await import('../../node/version.js');
    return diffJson(report, version());
  }
  const { diffText } = await import('../../report/diff/text.js');
  return diffText(report, {
    ...textForm(asked, io),
    quiet: asked.quiet,
  });
}
