// Which kernel a config is for, from what stands beside it, where the config does not say so itself.
import type { Config } from '../config/config.js';
import type { Files } from '../input/files.js';
import { InputError } from '../input/input-error.js';
import { joinPath, lastName, parentOf } from '../input/paths.js';
import type { Version } from '../input/version.js';
import { platform } from '../platform/platform.js';
import { archInName, archOfOptions } from './arch.js';
import { type BuildrootKernel, readBuildroot } from './buildroot.js';
import { insideOf } from './inside.js';
import { versionInComments, versionInName } from './kernel-version.js';
import {
  archSaid,
  namesFile,
  type NamedFiles,
  namedFiles,
  packageFiles,
  type VersionLine,
} from './package-files.js';

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
/** More files of one kind in a folder are a collection, and none of them is about its neighbours. */
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
  // Of a merge the last file is the most particular.
  const real = paths.filter(path => path !== '-').reverse();
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
  const inName = versionInName(lastName(path));
  let series: Guess['version'] | null = inName && { value: inName, from: 'its name' };
  for (const [level, folder] of foldersOf(path, files).entries()) {
    const beside = await versionBeside(folder, path, series?.value ?? null, files);
    // A name has the release, what stands beside it the point release.
    if (beside && (!series || beside.value.parts.length > series.value.parts.length)) return beside;
    if (series && series.value.parts.length > 2) return series;
    if (series) continue;
    const said = level === 0 ? versionInComments((await headOf(path, files)) ?? '') : null;
    if (said) return { value: said.version, from: `its line ${said.line}` };
    const inFolder = versionInName(lastName(folder));
    if (inFolder) series = { value: inFolder, from: `the folder ${lastName(folder)}` };
  }
  return series;
}

function sameSeries(left: Version, right: Version): boolean {
  return left.parts[0] === right.parts[0] && left.parts[1] === right.parts[1];
}

/** The folder of a file and those above it, as far as they may be looked into. */
function foldersOf(path: string, files: Files): string[] {
  const isInside = insideOf(path, files);
  const most = isInside ? deepest : withoutRepository;
  const folders: string[] = [];
  for (let folder = parentOf(path); folders.length < most;) {
    if (isInside && !isInside(folder)) break;
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
  for (const place of placesBeside(folder)) {
    for (const { file, text, rank, named, neighbours } of await seen.packages(place)) {
      const { read, isKernel } = packageFiles[rank]!;
      const names = namesFile(named, name);
      if (!names && !isKernel(text, file, neighbours)) continue;
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

/** Where packages of a folder's configs stand: in it, or in folders that have a name for it. */
function placesBeside(folder: string): string[] {
  const below = ['SPECS', 'rpm', 'include'].map(name => joinPath(folder, name));
  // In a dist-git the spec file has a folder of its own beside that of the sources.
  const isSources = lastName(folder) === 'SOURCES';
  return [folder, ...below, ...(isSources ? [joinPath(folder, '../SPECS')] : [])];
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
  for (const folder of folders) {
    for (const { file, text } of await cacheOf(files).packages(folder)) {
      const said = archSaid(text, file);
      const value = said === null ? null : archInName(said);
      if (value) return { value, from: placeText(joinPath(folder, file), null, path, files) };
    }
  }
  // The top folder's name is what someone called a checkout.
  const isInside = insideOf(path, files);
  for (const folder of folders) {
    if (isInside && !isInside(joinPath(folder, '..'))) break;
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

interface Package {
  readonly file: string;
  readonly text: string;
  /** Its place in the list of kinds. */
  readonly rank: number;
  readonly named: NamedFiles;
  /** The names of all files in its folder. */
  readonly neighbours: readonly string[];
}

interface Cache {
  packages(folder: string): Promise<readonly Package[]>;
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

async function readPackages(folder: string, files: Files): Promise<Package[]> {
  const neighbours = namesIn(folder, files);
  const ranked = neighbours.flatMap(file => {
    const rank = packageFiles.findIndex(({ names }) => names.test(file));
    return rank < 0 ? [] : [{ file, rank }];
  });
  const counts = new Map<number, number>();
  for (const { rank } of ranked) counts.set(rank, (counts.get(rank) ?? 0) + 1);
  const packages = [];
  for (const { file, rank } of ranked) {
    if (counts.get(rank)! > mostPackages) continue;
    const text = await textOf(joinPath(folder, file), files);
    if (text !== null) packages.push({ file, rank, text, named: namedFiles(text), neighbours });
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
