import { InputError } from '../input/input-error.js';
import type { Config, ConfigProblem, Setting } from './config.js';
import { decodeConfig } from './decode.js';
import { archOf, readHeader } from './header.js';
import { kindOf, otherProgram } from './kind.js';

/**
 * Reads a kernel .config, defconfig or fragment: bytes of a file (gzip and UTF-16 understood) or its text.
 * Lines are taken as the kernel's own reader takes them (scripts/kconfig/confdata.c); what it skips with a warning is
 * skipped here and listed in `problems`.
 * Throws InputError if the input is no text, holds no option, or is the config of another program.
 */
export function parseConfig(input: Uint8Array | string): Config {
  const raw = typeof input === 'string' ? input : decodeConfig(input);
  const text = raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;
  const { settings, problems } = readLines(text);
  const header = readHeader(text);
  const other = otherProgram(text, settings);
  if (other !== null) throw new InputError(`is not a Linux kernel config: it looks like ${other}`);
  if (settings.size === 0) throw new InputError('is not a kernel config: it has no CONFIG_ line');
  dropModules(settings);
  return {
    kind: kindOf(header.version !== null, settings),
    version: header.version,
    arch: archOf(header.arch, settings),
    settings,
    problems,
  };
}

const hash = 0x23;
const quote = 0x22;

// No kernel has near so many options, and no edited config so many odd lines: what has more would only fill memory.
const optionLimit = 100_000;
const problemLimit = 10_000;

function readLines(text: string): { settings: Map<string, Setting>; problems: ConfigProblem[] } {
  const settings = new Map<string, Setting>();
  const problems: ConfigProblem[] = [];
  let line = 0;
  // Where the next = is, kept over lines without one, so that no part of the text is searched twice.
  let equals = -1;
  for (let start = 0; start < text.length;) {
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    line++;
    if (end > start) {
      let name: string | null = null;
      let setting: Setting | null = null;
      if (text.startsWith('CONFIG_', start)) {
        if (equals < start) {
          equals = text.indexOf('=', start);
          if (equals < 0) equals = text.length;
        }
        if (equals < end) {
          name = text.slice(start + 7, equals);
          setting = isName(name) ? readValue(text, equals + 1, end, line) : null;
        }
      } else if (text.charCodeAt(start) === hash) {
        if (text.startsWith('# CONFIG_', start)) {
          const space = text.indexOf(' ', start + 9);
          if (
            space > 0 &&
            text.startsWith('is not set', space + 1) &&
            space + 11 <= end &&
            isName(text.slice(start + 9, space))
          ) {
            name = text.slice(start + 9, space);
            setting = { type: 'tristate', tri: 0, text: 'n', line };
          }
        }
        if (setting === null) {
          start = end + 1;
          continue;
        }
      }
      if (setting === null) {
        // Blank lines are fine; the kernel's reader complains about everything else.
        if (text.slice(start, Math.min(end, start + 200)).trim() !== '') {
          problems.push({ code: 'malformed', line, text: text.slice(start, Math.min(end, start + 200)) });
        }
      } else {
        const before = settings.get(name!);
        if (before) {
          const same = before.text === setting.text && before.type === setting.type;
          problems.push({ code: 'duplicate', line, option: name!, firstLine: before.line, same });
        }
        settings.set(name!, setting);
      }
      if (settings.size > optionLimit)
        throw new InputError(
          `is not a kernel config: it sets more options than any kernel has (limit ${optionLimit})`,
        );
      if (problems.length > problemLimit)
        throw new InputError(
          `is not a kernel config: too many of its lines are malformed or come twice (limit ${problemLimit})`,
          { line },
        );
    }
    start = end + 1;
  }
  return { settings, problems };
}

function isName(name: string): boolean {
  return name.length > 0 && name.length <= 256 && /^[A-Za-z0-9_]+$/.test(name);
}

// The kernel's reader looks at the first letter alone: =yes is y, =no is n, =module is m.
function readValue(text: string, start: number, end: number, line: number): Setting | null {
  const first = text.charCodeAt(start);
  if (start < end) {
    if (first === 0x79) return { type: 'tristate', tri: 2, text: 'y', line };
    if (first === 0x6d) return { type: 'tristate', tri: 1, text: 'm', line };
    if (first === quote) return readString(text, start + 1, end, line);
    if (first === 0x6e) return { type: 'tristate', tri: 0, text: 'n', line };
    // Which digits are right depends on the option's type: the 0x of a hex option may be left out.
    const value = text.slice(start, Math.min(end, start + 24));
    if (/^(-?\d{1,20}|(0[xX])?[0-9a-fA-F]{1,16})$/.test(value))
      return { type: 'number', tri: null, text: value, line };
  }
  return null;
}

// A string ends at the first quote without a backslash before it; what follows on the line does not count.
function readString(text: string, start: number, end: number, line: number): Setting | null {
  let value = '';
  let from = start;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return { type: 'string', tri: null, text: value + text.slice(from, at), line };
    if (code === 0x5c && at + 1 < end) {
      value += text.slice(from, at);
      from = at + 1;
      at++;
    }
  }
  return null;
}

// Without MODULES there is no m: the kernel's tools turn it into y.
function dropModules(settings: Map<string, Setting>): void {
  const modules = settings.get('MODULES');
  if (modules === undefined || modules.tri !== 0) return;
  for (const [name, setting] of settings)
    if (setting.tri === 1) settings.set(name, { ...setting, tri: 2, text: 'y' });
}

/** The config as text again: every setting in its order, in the form the kernel writes it. */
export function writeConfig(config: Pick<Config, 'settings'>): string {
  let text = '';
  for (const [name, setting] of config.settings) {
    if (setting.tri === 0) text += `# CONFIG_${name} is not set\n`;
    else if (setting.type !== 'string') text += `CONFIG_${name}=${setting.text}\n`;
    else text += `CONFIG_${name}="${setting.text.replace(/[\\"]/g, '\\$&')}"\n`;
  }
  return text;
}
