// Which kernel a config is for, from what stands beside it, where the config does not say so itself.
import type { Config } from '../config/config.js';
import type { Files } from '../input/files.js';
import { InputError } from '../input/input-error.js';
import { joinPath, lastName, parentOf } from '../input/paths.js';
import type { Version } from '../input/version.js';
import { platform } from '../platform/platform.js';
import { archInName, archOfOptions } from './arch.js';
import { type BuildrootKernel, readBuildroot } from './buildroot.js';
import { versionInComments, versionInName } from './kernel-version.js';
import { mentions, packageFiles, type VersionLine } from './package-files.js';

/** What was guessed, each with the place it comes from, in words that follow "from". */
export interface Guess {
  readonly version?: { readonly value: Version; readonly from: string };
  readonly arch?: { readonly value: string; readonly from: string };
}

type Ask = Readonly<Record<'version' | 'arch', boolean>>;

/** How far up the folders it looks: to the top of a repository; where there is none, just the next folder. */
const deepest = 12;
const withoutRepository = 2;

/** Versions stand near the top of files; EL's kernel.spec has a megabyte of changes below. Bytes. */
const fileLimit = 1 << 18;
/** More files of packages in one folder are a collection, and none of them is about its neighbours. */
const mostPackages = 24;
const mostDefconfigs = 1000;

/**
 * Guesses version and architecture for a config made of the files at `paths`. Version: the file's name; what packages
 * the config in its folder; the comments at its top; folders' names and packages above. Architecture: options that only
 * one has; the Buildroot defconfig that names the file; names, from the file's upward. Reads nothing outside of the
 * repository; what cannot be read tells nothing.
 */
export async function guessKernel(
  paths: readonly string[],
  config: Pick<Config, 'settings'>,
  ask: Ask,
  files: Files,
): Promise<Guess> {
  const guess: { -readonly [K in keyof Guess]: Guess[K] } = {};
  const real = paths.filter(path => path !== '-');
  if (ask.version) {
    for (const path of real) {
      const version = await versionFor(path, files);
      if (!version) continue;
      guess.version = version;
      break;
    }
  }
  if (ask.arch) {
    const arch = await archFor(real, config, files);
    if (arch) guess.arch = arch;
  }
  return guess;
}

async function versionFor(path: string, files: Files): Promise<Guess['version'] | null> {
  const name = lastName(path);
  const own = versionInName(name);
  const folders = foldersOf(path, files);
  const found: NonNullable<Guess['version']>[] = [];
  for (const [level, folder] of folders.entries()) {
    const beside = await versionBeside(folder, path, own, files);
    if (beside) found.push(beside);
    if (level === 0 && !own && found.length === 0) {
      const head = await headOf(path, files);
      const said = head === null ? null : versionInComments(head);
      if (said) found.push({ value: said.version, from: `its line ${said.line}` });
    }
    const inFolder = versionInName(lastName(folder));
    if (inFolder && found.length === 0)
      found.push({ value: inFolder, from: `the folder ${lastName(folder)}` });
    if (found.length > 0 && (!own || sameSeries(own, found[0]!.value))) break;
    found.length = 0;
  }
  const [best] = found;
  if (!own) return best ?? null;
  // The name has the release, what stands beside it its point release.
  if (best && best.value.parts.length > own.parts.length) return best;
  return { value: own, from: 'its name' };
}

function sameSeries(left: Version, right: Version): boolean {
  return left.parts[0] === right.parts[0] && left.parts[1] === right.parts[1];
}

/** The folder of a file and those above it, as far as they may be looked into. */
function foldersOf(path: string, files: Files): string[] {
  const isInside = files.repositoryOf(path);
  const most = isInside('/') ? withoutRepository : deepest;
  const folders: string[] = [];
  for (let folder = parentOf(path); folders.length < most && isInside(folder);) {
    folders.push(folder);
    const above = joinPath(folder, '..');
    if (above === folder) break;
    folder = above;
  }
  return folders;
}

/** The version that a folder's packages give for a config; null where none does, or where several contradict each other. */
async function versionBeside(
  folder: string,
  path: string,
  series: Version | null,
  files: Files,
): Promise<Guess['version'] | null> {
  const name = lastName(path);
  const seen = cacheOf(files);
  const found: {
    readonly said: VersionLine;
    readonly from: string;
    readonly names: boolean;
    readonly rank: number;
  }[] = [];
  // In a dist-git the spec file stands in a folder beside that of its sources, in OpenWrt the versions in include.
  for (const place of [
    folder,
    joinPath(folder, 'SPECS'),
    joinPath(folder, '../SPECS'),
    joinPath(folder, 'include'),
  ]) {
    if (
      place !== folder &&
      lastName(place) === 'SPECS' &&
      lastName(folder) !== 'SOURCES' &&
      place.includes('..')
    )
      continue;
    for (const { file, text, rank } of await seen.packages(place)) {
      const { read, isKernel } = packageFiles[rank]!;
      const names = mentions(text, name);
      if (!names && !isKernel(text, file)) continue;
      const said = read(text, file, series);
      if (said && (!series || sameSeries(series, said.version)))
        found.push({ said, from: placeText(joinPath(place, file), said.line, path, files), names, rank });
    }
  }
  const buildroot = await buildrootFor(folder, path, files);
  for (const { kernel, from } of buildroot)
    if (kernel.version)
      found.push({
        said: { version: kernel.version, line: null },
        from: placeText(from, null, path, files),
        names: true,
        rank: -1,
      });
  const best = found.filter(one => one.names);
  const all = best.length > 0 ? best : found;
  all.sort((left, right) => left.rank - right.rank);
  const [first, ...others] = all.filter(({ rank }) => rank === all[0]!.rank);
  if (!first || others.some(({ said }) => !sameSeries(said.version, first.said.version))) return null;
  return { value: first.said.version, from: first.from };
}

/** A place as seen from the config's folder, short where it lies above: "kernel.spec:14", "../version". */
function placeText(place: string, line: number | null, path: string, files: Files): string {
  const from = files.relative(place, parentOf(path));
  return line === null ? from : `${from}:${line}`;
}

async function archFor(
  paths: readonly string[],
  { settings }: Pick<Config, 'settings'>,
  files: Files,
): Promise<Guess['arch'] | null> {
  const shown = archOfOptions(settings);
  if (shown && shown.arch !== 'x86') return { value: shown.arch, from: `CONFIG_${shown.option}` };
  for (const path of paths) {
    const named = await archBeside(path, files);
    if (named && named.value !== 'x86' && (!shown || /^(x86_64|i386)$/.test(named.value))) return named;
    // The kernel's build makes 64 bits of x86 unless it is told otherwise.
    if (named && !shown) return { ...named, value: 'x86_64' };
  }
  return shown && { value: 'x86_64', from: `CONFIG_${shown.option}` };
}

async function archBeside(path: string, files: Files): Promise<Guess['arch'] | null> {
  const folders = foldersOf(path, files);
  const own = archInName(lastName(path));
  if (own) return { value: own, from: 'its name' };
  for (const folder of folders) {
    const [first, ...others] = await buildrootFor(folder, path, files);
    const arch = first?.kernel.arch ?? null;
    if (first && arch !== null && others.every(({ kernel }) => kernel.arch === arch))
      return { value: arch, from: placeText(first.from, null, path, files) };
  }
  // The top folder's name is what someone called a checkout.
  const isInside = files.repositoryOf(path);
  for (const folder of folders) {
    if (!isInside(joinPath(folder, '..'))) break;
    const value = archInName(lastName(folder));
    if (value) return { value, from: `the folder ${lastName(folder)}` };
  }
  return null;
}

/** The Buildroot defconfigs in a folder, or in its folder "configs", that name the file. */
async function buildrootFor(
  folder: string,
  path: string,
  files: Files,
): Promise<readonly { readonly from: string; readonly kernel: BuildrootKernel }[]> {
  const seen = cacheOf(files);
  const name = lastName(path);
  const found = [];
  for (const place of [folder, joinPath(folder, 'configs')]) {
    for (const { file, kernel } of await seen.defconfigs(place)) {
      const below = files.relative(path, folder);
      // A path in it may begin with a variable or be relative to the top.
      const isNamed = kernel.configs.some(one => {
        const plain = one.replace(/^\$[({]\w+[)}]\//, '');
        return (
          lastName(plain) === name &&
          (plain === below || below.endsWith(`/${plain}`) || plain.endsWith(`/${below}`) || plain === name)
        );
      });
      if (isNamed) found.push({ from: joinPath(place, file), kernel });
    }
  }
  return found;
}

interface Cache {
  packages(
    folder: string,
  ): Promise<readonly { readonly file: string; readonly text: string; readonly rank: number }[]>;
  defconfigs(folder: string): Promise<readonly { readonly file: string; readonly kernel: BuildrootKernel }[]>;
}

const caches = new WeakMap<Files, Cache>();

/** What folders hold, read once for all configs of a run. */
function cacheOf(files: Files): Cache {
  let cache = caches.get(files);
  if (!cache)
    caches.set(
      files,
      (cache = {
        packages: once(folder => readPackages(folder, files)),
        defconfigs: once(folder => readDefconfigs(folder, files)),
      }),
    );
  return cache;
}

function once<T>(read: (folder: string) => Promise<T>): (folder: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return folder => {
    let found = known.get(folder);
    if (!found) known.set(folder, (found = read(folder)));
    return found;
  };
}

async function readPackages(folder: string, files: Files): ReturnType<Cache['packages']> {
  const ranked = namesIn(folder, files).flatMap(file => {
    const rank = packageFiles.findIndex(({ names }) => names.test(file));
    return rank < 0 ? [] : [{ file, rank }];
  });
  if (ranked.length > mostPackages) return [];
  const packages = [];
  for (const { file, rank } of ranked) {
    const text = await textOf(joinPath(folder, file), files);
    if (text !== null) packages.push({ file, rank, text });
  }
  return packages;
}

async function readDefconfigs(folder: string, files: Files): ReturnType<Cache['defconfigs']> {
  const found = [];
  for (const file of namesIn(folder, files)
    .filter(name => name.endsWith('_defconfig'))
    .slice(0, mostDefconfigs)) {
    const text = await textOf(joinPath(folder, file), files);
    const kernel = text?.includes('BR2_LINUX_KERNEL') ? readBuildroot(text) : null;
    if (kernel) found.push({ file, kernel });
  }
  return found;
}

function namesIn(folder: string, files: Files): string[] {
  try {
    return files.names(folder, 'files');
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}

async function textOf(path: string, files: Files): Promise<string | null> {
  try {
    return platform().utf8((await files.read(path, fileLimit)).subarray(0, fileLimit));
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

async function headOf(path: string, files: Files): Promise<string | null> {
  const text = await textOf(path, files);
  return text?.slice(0, 4096) ?? null;
}
