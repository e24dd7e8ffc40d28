// The macro language: variables, user-defined functions and the built-in ones.
import { InputError } from '../../input/input-error.js';
import { isWord } from './text.js';
import { hasPlace, placeFor } from './unanswered.js';

const maxArguments = 16;
const maxDepth = 1000;
/** How deep references may stand inside each other, through variables or not. */
const maxNesting = 1100;
/** What all expansions of one tree may make, in characters, and how many there may be. */
const maxOutput = 1 << 26;
const maxExpansions = 1 << 21;
/** Bytes of a command's output that count; one more is read, and dropped. */
const shellLimit = 4095;

interface Variable {
  value: string;
  /** Expanded when it was set, not when it is used. */
  simple: boolean;
  active: number;
}

interface MacroPlace {
  readonly file: string;
  readonly line: number;
}

/** What the macro language asks of its surroundings. */
export interface MacroHost {
  /** Where the reader is. */
  place(): MacroPlace;
  /** The value of an environment variable; undefined if it isn't set. */
  environment(name: string): string | undefined;
  /**
   * What a command prints, as read, at least its first 4,096 bytes; or its number, if that is not known yet. `bare`: it
   * stands outside of quotes.
   */
  shell(command: string, bare: boolean): string | number;
  /** `$(info)` and `$(warning-if)`: a line for standard output or standard error. */
  print(stream: 'out' | 'err', text: string): void;
}

export interface Macros {
  readonly host: MacroHost;
  readonly variables: Map<string, Variable>;
  output: number;
  expansions: number;
  nesting: number;
  /** What is expanded stands outside of quotes, where nothing at all would be no value. */
  bare: boolean;
  /** Texts may have places for what commands print that have not run yet. */
  open: boolean;
}

export function createMacros(host: MacroHost): Macros {
  return { host, variables: new Map(), output: 0, expansions: 0, nesting: 0, bare: false, open: false };
}

function fail(macros: Macros, text: string): never {
  const { file, line } = macros.host.place();
  throw new InputError(`${file}:${line}: ${text}`, { line });
}

/**
 * Stops where a text with places in it would decide which commands are asked for next: what the C tool would not come to
 * must not run.
 */
export function requireAnswered(macros: Macros, text: string): string {
  if (macros.open && hasPlace(text)) fail(macros, 'this hangs on what a command prints that has not run yet');
  return text;
}

type Assignment = '=' | ':=' | '+=';

/** Sets, or adds to, a variable. */
export function assign(macros: Macros, name: string, value: string, how: Assignment): void {
  const old = macros.variables.get(name);
  const simple = how === '+=' ? (old?.simple ?? false) : how === ':=';
  const made = simple ? expand(macros, value, []) : value;
  if (old) {
    old.simple = simple;
    old.value = how === '+=' ? `${old.value} ${made}` : made;
    count(macros, old.value.length);
  } else macros.variables.set(name, { value: made, simple, active: 0 });
}

/** What was made of the start of a text, and how much of the text that was. */
interface Expansion {
  readonly text: string;
  readonly length: number;
}

/** Expands the word at the start of `line`, which ends at the first character outside of `$()` that no word has. */
export function expandWord(macros: Macros, line: string): Expansion {
  macros.bare = true;
  const made = expandUntil(macros, line, true, []);
  macros.bare = false;
  return made;
}

/** Expands the reference at the start of `line`, which begins after its dollar sign. */
export function expandReference(macros: Macros, line: string): Expansion {
  return expandDollar(macros, line, []);
}

function count(macros: Macros, size: number): void {
  macros.output += size;
  if (++macros.expansions > maxExpansions || macros.output > maxOutput) {
    fail(macros, 'the macros of this tree expand to too much');
  }
}

function expand(macros: Macros, text: string, args: readonly string[]): string {
  return text.includes('$') ? expandUntil(macros, text, false, args).text : text;
}

function expandUntil(macros: Macros, text: string, word: boolean, args: readonly string[]): Expansion {
  let out = '';
  let from = 0;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 0x24) {
      const made = expandDollar(macros, text.slice(at + 1), args);
      out += text.slice(from, at) + made.text;
      count(macros, made.text.length);
      at += 1 + made.length;
      from = at;
    } else if (word && !isWord(code)) break;
    else at++;
  }
  return { text: out + text.slice(from, at), length: at };
}

function expandDollar(macros: Macros, text: string, args: readonly string[]): Expansion {
  if (text.charCodeAt(0) !== 0x28) return { text: '$', length: 0 };
  let depth = 0;
  for (let at = 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x28) depth++;
    else if (code === 0x29 && depth-- === 0) {
      if (++macros.nesting > maxNesting) fail(macros, 'references are nested too deeply');
      const made = evaluate(macros, text.slice(1, at), args);
      macros.nesting--;
      return { text: made, length: at + 1 };
    }
  }
  return fail(macros, `unterminated reference to '${text.slice(1)}': missing ')'`);
}

/** Evaluates what stands between the parentheses of a reference. */
function evaluate(macros: Macros, text: string, args: readonly string[]): string {
  if (/^[ \t\n\v\f\r]*\+?\d+$/.test(text)) {
    const number = Number(text);
    if (number > 0 && number <= args.length) return args[number - 1]!;
  }
  const parts = splitArguments(macros, text);
  const name = requireAnswered(macros, expand(macros, parts[0]!, args));
  const values = parts.slice(1).map(part => expand(macros, part, args));
  const variable = macros.variables.get(name);
  if (variable) return expandVariable(macros, name, variable, values);
  const builtIn = builtIns.get(name);
  if (builtIn) {
    if (values.length < builtIn.min) fail(macros, `too few function arguments passed to '${name}'`);
    if (values.length > builtIn.max) fail(macros, `too many function arguments passed to '${name}'`);
    return builtIn.run(macros, values);
  }
  return values.length === 0 && name !== '' ? (macros.host.environment(name) ?? '') : '';
}

function splitArguments(macros: Macros, text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (depth === 0 && code === 0x2c) {
      if (parts.length >= maxArguments) fail(macros, 'too many function arguments');
      parts.push(text.slice(from, at));
      from = at + 1;
    } else if (code === 0x28) depth++;
    else if (code === 0x29) depth--;
  }
  if (parts.length >= maxArguments) fail(macros, 'too many function arguments');
  parts.push(text.slice(from));
  return parts;
}

function expandVariable(macros: Macros, name: string, variable: Variable, values: string[]): string {
  if (values.length === 0 && variable.active > 0) {
    fail(macros, `Recursive variable '${name}' references itself (eventually)`);
  }
  if (variable.active > maxDepth) fail(macros, 'Too deep recursive expansion');
  if (variable.simple) return variable.value;
  variable.active++;
  const result = expand(macros, variable.value, values);
  variable.active--;
  return result;
}

interface BuiltIn {
  readonly min: number;
  readonly max: number;
  readonly run: (macros: Macros, values: readonly string[]) => string;
}

const builtIns = new Map<string, BuiltIn>([
  [
    'error-if',
    {
      min: 2,
      max: 2,
      run: (macros, [when, text]) => (requireAnswered(macros, when!) === 'y' ? fail(macros, text!) : ''),
    },
  ],
  ['filename', { min: 0, max: 0, run: macros => macros.host.place().file }],
  ['lineno', { min: 0, max: 0, run: macros => String(macros.host.place().line) }],
  [
    'info',
    {
      min: 1,
      max: 1,
      run: (macros, [text]) => {
        macros.host.print('out', text!);
        return '';
      },
    },
  ],
  [
    'warning-if',
    {
      min: 2,
      max: 2,
      run: (macros, [when, text]) => {
        const { file, line } = macros.host.place();
        if (when === 'y') macros.host.print('err', `${file}:${line}: ${text}`);
        return '';
      },
    },
  ],
  [
    'shell',
    {
      min: 1,
      max: 1,
      run: (macros, [command]) => {
        const output = macros.host.shell(command!, macros.bare);
        if (typeof output === 'string') return shellText(output);
        macros.open = true;
        return placeFor(output);
      },
    },
  ],
]);

/** What of a command's output becomes text: no newline at the end, spaces for the others. */
export function shellText(output: string): string {
  let end = Math.min(output.length, shellLimit);
  while (end > 0 && output.charCodeAt(end - 1) === 0x0a) end--;
  const text = output.slice(0, end).replaceAll('\n', ' ');
  const zero = text.indexOf('\0');
  return zero < 0 ? text : text.slice(0, zero);
}
