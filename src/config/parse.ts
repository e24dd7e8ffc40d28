import { InputError } from '../input/input-error.js';
import { ownText } from '../input/bytes.js';
import { parseVersion } from '../input/version.js';
import type { Config, ConfigProblem } from './config.js';
import type { Setting } from './setting.js';
import { decodeConfig } from './decode.js';
import { archOf, readHeader } from './header.js';
import { kindOf, leavesOut } from './kind.js';
import { otherProgram, xenConfigName } from './other-programs.js';
import { Settings, type SettingValue } from './settings.js';

/**
 * Reads a kernel .config, defconfig or fragment: bytes of a file (gzip and UTF-16 understood) or its text.
 * Lines are taken as the kernel's own reader takes them (scripts/kconfig/confdata.c); what it skips with a warning is
 * skipped here and listed in `problems`. `mayBeEmpty` takes one of nothing but comments, as part of a merge may be.
 * Throws InputError if the input is no text, holds no option, or is the config of another program.
 */
export function parseConfig(input: Uint8Array | string, { mayBeEmpty = false } = {}): Config {
  const raw = typeof input === 'string' ? input : decodeConfig(input);
  const text = raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;
  const { settings, problems } = readLines(text);
  const header = readHeader(text);
  const other = otherProgram(text, settings);
  if (other !== null)
    throw new InputError(`is not a Linux kernel config: it looks like ${other}`, { foreign: true });
  if (settings.size === 0 && !(mayBeEmpty && problems.length === 0))
    throw new InputError('is not a kernel config: it has no CONFIG_ line', { foreign: true });
  dropModules(settings);
  const kind = kindOf(header, settings);
  return {
    kind,
    version: header.version,
    arch: archOf(header.arch, settings, kind === 'config'),
    settings,
    problems,
    ...(leavesOut(header, settings) && { leavesOut: true as const }),
  };
}

/**
 * The .config of a hypervisor, which has the same form; null if it is none. Its version is Xen's.
 * Throws InputError if the input is no text, or far too long.
 */
export function parseXenConfig(input: Uint8Array | string): Config | null {
  const raw = typeof input === 'string' ? input : decodeConfig(input);
  const text = raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;
  const { settings, problems } = readLines(text);
  if (otherProgram(text, settings) !== xenConfigName) return null;
  const header = /^# Xen\/\S+ (\S+) Configuration/m.exec(text.slice(0, 1024));
  return {
    kind: 'config',
    version: header ? parseVersion(header[1]!) : null,
    arch: archOf(null, settings, true),
    settings,
    problems,
  };
}

// How long a check takes is decided before the compiler is warm: built-in searches do the work, none of them twice over
// the same text, and no character is looked at in a loop.
const word = /^\w+$/;

// No kernel has near so many options, and no edited config so many odd lines: what has more would only fill memory.
const longestName = 256;
const optionLimit = 100_000;
const problemLimit = 10_000;

function readLines(text: string): { settings: Settings; problems: ConfigProblem[] } {
  const settings = new Settings();
  const problems: ConfigProblem[] = [];
  const report = (problem: ConfigProblem) => {
    problems.push(problem);
    if (problems.length <= problemLimit) return;
    const what = `too many of its lines are malformed or come twice (limit ${problemLimit})`;
    throw new InputError(`is not a kernel config: ${what}`, { line: problem.line });
  };
  const nextEquals = forwardSearch(text, '=');
  const nextBackslash = forwardSearch(text, '\\');
  let line = 0;
  for (let start = 0, end: number; start < text.length; start = end + 1) {
    end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    line++;
    let option: string;
    let value: SettingValue | null = null;
    if (text.startsWith('CONFIG_', start)) {
      const equals = nextEquals(start);
      option = equals < end && equals - start < longestName ? text.slice(start + 7, equals) : '';
      if (word.test(option)) value = readValue(text, equals + 1, end, nextBackslash);
    } else if (text.startsWith('# CONFIG_', start)) {
      const space = text.indexOf(' ', start + 9);
      if (space < 0 || space > end || !text.startsWith('is not set', space + 1)) continue;
      option = text.slice(start + 9, space);
      if (!word.test(option)) continue;
      value = 0;
    } else {
      if (end === start || text.startsWith('#', start)) continue;
      option = '';
    }
    if (value === null) {
      const shown = text.slice(start, Math.min(end, start + 200));
      // Blank lines are fine; of everything else the kernel's reader complains, and goes on.
      if (shown.trim() !== '') report({ code: 'malformed', line, text: ownText(shown) });
      continue;
    }
    const before = settings.has(option) ? settings.get(option) : undefined;
    settings.set(option, value, line);
    if (settings.size > optionLimit) break;
    if (before) {
      const { text: now, type } = settings.get(option)!;
      const same = before.text === now && before.type === type;
      report({ code: 'duplicate', line, option: ownText(option), firstLine: before.line, same });
    }
  }
  if (settings.size > optionLimit) {
    throw new InputError(
      `is not a kernel config: it sets more options than any kernel has (limit ${optionLimit})`,
    );
  }
  return { settings, problems };
}

type ForwardSearch = (from: number) => number;

/** Where `sought` comes next, for places that only grow: the text is searched once in all. Its length if nowhere. */
function forwardSearch(text: string, sought: string): ForwardSearch {
  let found = -1;
  return from => {
    if (found < from) {
      found = text.indexOf(sought, from);
      if (found < 0) found = text.length;
    }
    return found;
  };
}

// The kernel's reader looks at the first letter alone: =yes is y, =no is n, =module is m.
function readValue(
  text: string,
  start: number,
  end: number,
  nextBackslash: ForwardSearch,
): SettingValue | null {
  if (start === end) return null;
  const first = text.charCodeAt(start);
  if (first === 0x79) return 2;
  if (first === 0x6d) return 1;
  if (first === 0x6e) return 0;
  if (first === 0x22) return readString(text, start + 1, end, nextBackslash);
  // Which digits are right depends on the option's type: the 0x of a hex option may be left out.
  const number = text.slice(start, Math.min(end, start + 24));
  return /^(-?\d{1,20}|(0[xX])?[0-9a-fA-F]{1,16})$/.test(number) ? { type: 'number', text: number } : null;
}

// A string ends at the first quote without a backslash before it; what follows on the line does not count.
function readString(
  text: string,
  start: number,
  end: number,
  nextBackslash: ForwardSearch,
): SettingValue | null {
  const parts: string[] = [];
  let from = start;
  for (let quote = -1; ;) {
    if (quote < from) quote = text.indexOf('"', from);
    if (quote < 0 || quote >= end) return null;
    const slash = nextBackslash(from);
    if (slash > quote) {
      parts.push(text.slice(from, quote));
      return { type: 'string', text: parts.join('') };
    }
    parts.push(text.slice(from, slash), text.slice(slash + 1, slash + 2));
    from = slash + 2;
  }
}

/** Without MODULES there is no m: the kernel's tools turn it into y. */
export function dropModules(settings: Settings): void {
  if (settings.get('MODULES')?.tri !== 0) return;
  for (const [option, { tri, line }] of settings) if (tri === 1) settings.set(option, 2, line);
}

/** The config as text again: every setting in its order, in the form the kernel writes it. */
export function writeConfig(config: Pick<Config, 'settings'>): string {
  let text = '';
  for (const [name, setting] of config.settings) text += lineOf(name, setting);
  return text;
}

/** The same with every setting on the line that it came from, so that line numbers from elsewhere are right for the input. */
export function writeInPlace(config: Pick<Config, 'settings'>): string {
  const settings = [...config.settings].sort(([, left], [, right]) => left.line - right.line);
  let text = '';
  let line = 1;
  for (const [name, setting] of settings) {
    if (setting.line > line) text += '\n'.repeat(setting.line - line);
    text += lineOf(name, setting);
    line = Math.max(line, setting.line) + 1;
  }
  return text;
}

function lineOf(name: string, { tri, type, text }: Setting): string {
  if (tri === 0) return `# CONFIG_${name} is not set\n`;
  if (type !== 'string') return `CONFIG_${name}=${text}\n`;
  return `CONFIG_${name}="${text.replace(/[\\"]/g, '\\$&')}"\n`;
}
