// Files that say which kernel is built from the configs beside them: what packagers, distributions and builders write.
import type { Version } from '../input/version.js';
import { kernelVersion } from './kernel-version.js';

export interface VersionLine {
  readonly version: Version;
  /** Counts from 1; null where the file's name says it. */
  readonly line: number | null;
}

interface PackageFile {
  /** Names of such files. */
  readonly names: RegExp;
  /** The version in the file, whatever it is of; null if it has none that a kernel could have. */
  readonly read: (text: string, name: string, series: Version | null) => VersionLine | null;
  /** Does the file concern a kernel? Else it counts only if it names the config. */
  readonly isKernel: (text: string, name: string, neighbours: readonly string[]) => boolean;
}

const kernelName = /\b(linux|kernel)/i;

/** Longer lines are data, and cut. Characters. */
const longestLine = 1000;

function* linesOf(text: string): Generator<readonly [number, string]> {
  let number = 0;
  for (const line of text.split('\n')) yield [++number, line.slice(0, longestLine)];
}

/** The value of a line such as NAME = "value", at the first that holds a kernel's version. */
function valueOf(text: string, keys: RegExp): VersionLine | null {
  for (const [line, content] of linesOf(text)) {
    const match = keys.exec(content);
    const version = match && kernelVersion(match[1]!);
    if (version) return { version, line };
  }
  return null;
}

/** How often a variable may stand in another. */
const deepest = 8;

/** A value with its variables filled in, as far as they are known. Each step's text is cut, so that none can grow. */
function filled(value: string, variable: RegExp, known: ReadonlyMap<string, string>): string {
  let text = value;
  for (let step = 0; step < deepest && variable.test(text); step++)
    text = text
      .replace(
        new RegExp(variable, 'g'),
        (whole, first?: string, second?: string) => known.get(first ?? second ?? '') ?? whole,
      )
      .slice(0, longestLine);
  return text;
}

/** Kernel versions by the names that people give them in makefiles, Dockerfiles, scripts and lists of versions. */
const assignment =
  /^\s*(?:export\s+|ARG\s+|ENV\s+|declare\s+-g\s+)?(?:LINUX|KERNEL|LINUX_KERNEL|SRC|K)_?(?:VERSION|VER|RELEASE|PATCHVER|MAJOR_MINOR|TAG)\s*(?:[:?+]?=|:)\s*["']?v?(\d+\.\d+[\w.-]*)/i;

/** The version of a spec file, with the macros in it that the file itself defines. */
function readSpec(text: string): VersionLine | null {
  const macros = new Map<string, string>();
  for (const [line, content] of linesOf(text)) {
    const define = /^\s*%(?:define|global)\s+(\w+)\s+(\S.*)/.exec(content);
    // The first definition counts: later ones stand in conditions for other builds.
    if (define && !macros.has(define[1]!)) macros.set(define[1]!, define[2]!.trim());
    const tag = /^Version:\s*(\S+)/i.exec(content);
    const version = tag && kernelVersion(filled(tag[1]!, /%\{\??(\w+)\}|%(\w+)/, macros));
    if (version) return { version, line };
  }
  return null;
}

/** A PKGBUILD, APKBUILD or template: pkgver, with what it is put together of. */
function readShellPackage(text: string): VersionLine | null {
  const values = new Map<string, string>();
  for (const [line, content] of linesOf(text)) {
    const match = /^(\w+)\s*=\s*["']?([^"'\s#]*)/.exec(content);
    if (!match) continue;
    values.set(match[1]!, match[2]!);
    if (match[1] !== 'pkgver' && match[1] !== 'version') continue;
    const version = kernelVersion(filled(match[2]!, /\$\{(\w+)\}|\$(\w+)/, values));
    if (version) return { version, line };
  }
  return null;
}

/** The kernel's own Makefile: VERSION, PATCHLEVEL and SUBLEVEL, one a line. */
function readKernelMakefile(text: string): VersionLine | null {
  const head = text.slice(0, 4096);
  const part = (name: string) => new RegExp(`^${name}[ \\t]*=[ \\t]*(\\d+)`, 'm').exec(head);
  const [major, minor, sub] = ['VERSION', 'PATCHLEVEL', 'SUBLEVEL'].map(part);
  if (!major || !minor) return null;
  const version = kernelVersion(`${major[1]}.${minor[1]}${sub ? `.${sub[1]}` : ''}`);
  return version && { version, line: head.slice(0, major.index).split('\n').length };
}

/** OpenWrt's list: LINUX_VERSION-6.6 = .144, of the series that the config's name has. */
function readSeries(text: string, series: Version | null): VersionLine | null {
  for (const [line, content] of linesOf(text)) {
    const match = /^LINUX_VERSION-(\d+\.\d+)\s*=\s*(\.\d+)?/.exec(content);
    if (!match || !series || match[1] !== series.parts.slice(0, 2).join('.')) continue;
    const version = kernelVersion(match[1] + (match[2] ?? ''));
    if (version) return { version, line };
  }
  return null;
}

const fromName =
  (pattern: RegExp) =>
  (name: string): VersionLine | null => {
    const version = kernelVersion(pattern.exec(name)?.[1] ?? '');
    return version && { version, line: null };
  };
const bitbakeName = fromName(/_v?(\d+\.\d+(?:\.\d+)?)\.bb(?:append)?$/);
const ebuildName = fromName(/-(\d+\.\d+(?:\.\d+)?)(?:_rc\d+)?(?:-r\d+)?\.ebuild$/);
const redHatPatch = fromName(/^patch-(\d+\.\d+(?:\.\d+)?)-redhat\.patch$/);

/** What may tell, most telling first. */
export const packageFiles: readonly PackageFile[] = [
  {
    names: /\.spec(\.in)?$/,
    read: readSpec,
    isKernel: (text, name) =>
      kernelName.test(name) ||
      kernelName.test(/^Name:\s*(\S+)/m.exec(text)?.[1]?.replace(/%\{\w+\}/g, '') ?? ''),
  },
  {
    names: /^(PKGBUILD|APKBUILD|template(\.py)?)$/,
    read: readShellPackage,
    isKernel: text =>
      kernelName.test(/^_?pkg(?:base|name)\s*=\s*\(?\s*["']?([^"'\s]+)/m.exec(text)?.[1] ?? ''),
  },
  {
    names: /\.bb(append)?$/,
    read: (text, name) =>
      bitbakeName(name) ??
      valueOf(text, /^\s*(?:LINUX_VERSION|PV|KERNEL_VERSION)\s*[:?]?\??=\s*["'](\d+\.\d+[\w.]*)/),
    isKernel: (_, name) => /^(linux|kernel)/.test(name) && !/headers|firmware|input/.test(name),
  },
  {
    names: /\.ebuild$/,
    read: (_, name) => ebuildName(name),
    isKernel: (_, name) => /kernel|linux-|sources|modules/.test(name) && !/headers|firmware/.test(name),
  },
  { names: /^patch-[\d.]+-redhat\.patch$/, read: (_, name) => redHatPatch(name), isKernel: () => true },
  {
    // Lists of a dist-git's source archives.
    names: /^(sources|\.?[\w-]+\.metadata)$/,
    read: text => valueOf(text, /\blinux-(\d+\.\d+(?:\.\d+)?)[^\s/]*\.tar/),
    isKernel: () => true,
  },
  {
    names: /^kernel-(version\.mk|\d+\.\d+)$/,
    read: (text, _, series) => readSeries(text, series),
    isKernel: () => true,
  },
  {
    names:
      /^(Makefile|GNUmakefile|[\w.-]+\.mk|Makefile\.[\w.-]+|[\w.-]+\.vars|Dockerfile|Pkgfile|SRCVERSION|config\.sh|[\w-]*versions?\.(sh|env|conf))$/i,
    read: text => readKernelMakefile(text) ?? valueOf(text, assignment),
    isKernel: () => true,
  },
  {
    names: /^(changelog)$/,
    read: text => valueOf(text.slice(0, 4096), /^[\w.+-]+ \((?:\d+:)?(\d+\.\d+[\w.~+-]*)/),
    isKernel: text => /^(linux|kernel)/.test(text),
  },
  {
    names: /^versions\.ya?ml$/,
    read: text => {
      const at = /^ +kernel:[ \t]*$/m.exec(text);
      if (!at) return null;
      const found = valueOf(text.slice(at.index, at.index + 1000), /^\s+version:\s*["']?v?(\d+\.\d+[\w.-]*)/);
      return found && { ...found, line: found.line! + text.slice(0, at.index).split('\n').length - 1 };
    },
    isKernel: () => true,
  },
  {
    names: /^((linux|kernel)[-_])?version$/i,
    read: text => valueOf(text.slice(0, 256), /^\s*v?(\d+\.\d+[\w.-]*)\s*$/),
    // Alone it may be anything's.
    isKernel: (_, name, neighbours) =>
      /^(linux|kernel)/i.test(name) ||
      neighbours.some(one => /^(linux|kernel)[\w.-]*\.spec(\.in)?$/.test(one)),
  },
];

/** How a package's text names files: as they are, or with a variable in place of a part. */
export interface NamedFiles {
  readonly text: string;
  /** Beginnings and ends of names around one variable, such as config- and .conf of config-%{_arch}.conf. */
  readonly around: readonly (readonly [string, string])[];
}

/** Names longer than this are none that people write. */
const longestName = 80;
/** Packages have far fewer variables. */
const mostVariables = 2000;

/** Reads how a text names files; once for all that are asked about. */
export function namedFiles(text: string): NamedFiles {
  const around: (readonly [string, string])[] = [];
  let seen = 0;
  for (const match of text.matchAll(/%\{\w{1,40}\}|\$\{\w{1,40}\}|\$\w{1,40}/g)) {
    const end = match.index + match[0].length;
    const before = /[\w.+-]*$/.exec(text.slice(Math.max(0, match.index - longestName), match.index))![0];
    const after = /^[\w.+-]*/.exec(text.slice(end, end + longestName))![0];
    // A variable with little beside it would stand for anything.
    if (before.length + after.length >= 5) around.push([before, after]);
    if (++seen >= mostVariables) break;
  }
  return { text, around };
}

/** Does the package's text name the file? */
export function namesFile({ text, around }: NamedFiles, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1))
    if (!/[\w.-]/.test(text[at - 1] ?? ' ') && !/[\w-]/.test(text[at + name.length] ?? ' ')) return true;
  return around.some(
    ([before, after]) =>
      name.length > before.length + after.length && name.startsWith(before) && name.endsWith(after),
  );
}

/** The one architecture that a package is for, as it names it; null if it has none or several. */
export function archSaid(text: string, name: string): string | null {
  if (/^(PKGBUILD|APKBUILD)$/.test(name)) return /^arch=[("'\s]*([\w-]+)["'\s)]*$/m.exec(text)?.[1] ?? null;
  if (/^(Makefile|[\w.-]+\.mk)$/.test(name))
    return /^(?:export\s+)?ARCH[ \t]*[:?]?=[ \t]*(\w+)[ \t]*$/m.exec(text)?.[1] ?? null;
  return null;
}

/**
 * The kernel's version in a file that someone names for it: the value of `key` where one is given; else as a file of its
 * name has it, or the first line that is a version and nothing else. Null if there is none.
 */
export function versionIn(text: string, name: string, key?: string): VersionLine | null {
  if (key !== undefined) {
    const word = key.replace(/[^\w]/g, '\\$&');
    return valueOf(
      text,
      new RegExp(`^\\s*(?:[\\w-]+\\s+)*?["']?${word}["']?\\s*(?:[:?+]?=|:)\\s*["']?v?(\\d+\\.\\d+[\\w.-]*)`),
    );
  }
  const kind = packageFiles.find(({ names }) => names.test(name));
  return (
    kind?.read(text, name, null) ?? valueOf(text, /^\s*v?(\d+\.\d+[\w.-]*)\s*$/) ?? valueOf(text, assignment)
  );
}
