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
  readonly isKernel: (text: string, name: string) => boolean;
}

const kernelName = /\b(linux|kernel)/i;

/** The value of a line such as NAME = "value", at the first that holds a kernel's version. */
function valueOf(text: string, keys: RegExp): VersionLine | null {
  for (const [index, line] of text.split('\n').entries()) {
    const match = keys.exec(line);
    const version = match && kernelVersion(match[1]!);
    if (version) return { version, line: index + 1 };
  }
  return null;
}

/** Kernel versions by the names that people give them in makefiles, Dockerfiles, scripts and lists of versions. */
const assignment =
  /^\s*(?:export\s+|ARG\s+|ENV\s+|declare\s+-g\s+)?(?:LINUX|KERNEL|LINUX_KERNEL|SRC|K)_?(?:VERSION|VER|RELEASE|PATCHVER|MAJOR_MINOR|TAG)\s*(?:[:?+]?=|:)\s*["']?v?(\d+\.\d+[\w.-]*)/i;

/** What a macro of a spec file may stand for, and how often one may stand in another. */
const macroDepth = 8;

/** The lines of a spec file's preamble with its macros filled in, as far as the file itself defines them. */
function readSpec(text: string): VersionLine | null {
  const macros = new Map<string, string>();
  const fill = (value: string, depth = 0): string =>
    depth > macroDepth
      ? value
      : value
          .replace(/%\{\??(\w+)\}|%(\w+)/g, (whole, braced: string, plain: string) => {
            const found = macros.get(braced ?? plain);
            return found === undefined ? whole : fill(found, depth + 1);
          })
          .slice(0, 1000);
  for (const [index, line] of text.split('\n').entries()) {
    const define = /^\s*%(?:define|global)\s+(\w+)\s+(\S.*?)\s*$/.exec(line);
    // The first definition counts: later ones stand in conditions for other builds.
    if (define && !macros.has(define[1]!)) macros.set(define[1]!, define[2]!);
    const tag = /^Version:\s*(\S+)/i.exec(line);
    const version = tag && kernelVersion(fill(tag[1]!));
    if (version) return { version: { ...version, text: version.text.slice(0, 80) }, line: index + 1 };
  }
  return null;
}

/** A PKGBUILD, APKBUILD or template: pkgver, with what it is put together of. */
function readShellPackage(text: string): VersionLine | null {
  const values = new Map<string, string>();
  const fill = (value: string, depth = 0): string =>
    depth > macroDepth
      ? value
      : value
          .replace(/\$\{?(\w+)\}?/g, (whole, name: string) => {
            const found = values.get(name);
            return found === undefined ? whole : fill(found, depth + 1);
          })
          .slice(0, 1000);
  for (const [index, line] of text.split('\n').entries()) {
    const match = /^(\w+)\s*=\s*["']?([^"'\s#]*)/.exec(line);
    if (!match) continue;
    values.set(match[1]!, match[2]!);
    if (match[1] !== 'pkgver' && match[1] !== 'version') continue;
    const version = kernelVersion(fill(match[2]!));
    if (version) return { version, line: index + 1 };
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
  for (const [index, line] of text.split('\n').entries()) {
    const match = /^LINUX_VERSION-(\d+\.\d+)\s*=\s*(\.\d+)?/.exec(line);
    if (!match || !series || match[1] !== series.parts.slice(0, 2).join('.')) continue;
    const version = kernelVersion(match[1] + (match[2] ?? ''));
    if (version) return { version, line: index + 1 };
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
    isKernel: (_, name) => /^(linux|kernel)/i.test(name),
  },
];

/** Does a package's text name the file, as it is or with a variable in place of a part? */
export function mentions(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1))
    if (!/[\w.-]/.test(text[at - 1] ?? ' ') && !/[\w-]/.test(text[at + name.length] ?? ' ')) return true;
  for (const [word] of text.matchAll(/[\w./+-]{0,80}(?:%\{\w{1,40}\}|\$\{?\w{1,40}\}?)[\w./+-]{0,80}/g)) {
    const parts = word
      .split('/')
      .at(-1)!
      .split(/%\{\w+\}|\$\{?\w+\}?/);
    const [first = '', last = ''] = [parts[0], parts.at(-1)];
    const hasOwnPart = first.length + last.length >= 5;
    if (parts.length === 2 && hasOwnPart && name.length > first.length + last.length)
      if (name.startsWith(first) && name.endsWith(last)) return true;
  }
  return false;
}
