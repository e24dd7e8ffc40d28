// Format strings as C source writes them, and what they look like printed.

import { split } from './c-calls.js';

/** A marker before a format string that tells its level: KERN_ERR, XENLOG_G_WARNING. */
const marker = /^(?:KERN|XENLOG(?:_G)?)_[A-Z]+$/;

export interface Format {
  readonly text: string;
  /** Markers in front, as written; "" if there is none. */
  readonly level: string;
}

/**
 * The format strings that an argument may be: one for a literal, several for `a ? "x" : "y"`, none for a variable. Pieces in a row
 * are joined; macros among them that are not known print something: %s.
 */
export function formatsOf(argument: string): Format[] {
  const text = argument.replace(/^\((.*)\)$/s, '$1').trim();
  const question = split(text, '?');
  if (question.length === 2) {
    const sides = split(question[1]!, ':');
    return sides.length === 2 ? sides.flatMap(formatsOf) : [];
  }
  let level = '';
  let joined = '';
  let hasLiteral = false;
  const pieces = text.match(/"(?:[^"\\]|\\[^])*"|[A-Za-z_]\w*(?:\([^()]*\))?|\S/g) ?? [];
  for (const piece of pieces) {
    if (piece.startsWith('"')) {
      hasLiteral = true;
      joined += unescape(piece.slice(1, -1));
    } else if (marker.test(piece)) level = piece;
    else if (/^(PRI|PRI_)?[A-Za-z_]\w*/.test(piece)) joined += printed(piece, joined);
    else return [];
  }
  return hasLiteral ? [{ text: joined, level }] : [];
}

/** What a macro in a format stands for: PRIx64 ends a "%", others print a text. */
function printed(macro: string, before: string): string {
  if (!/%[-+ #0]*\d*(\.\d+)?$/.test(before)) return '%s';
  if (/^PRI_?[dui]\d*|PRI_mfn_d|PRIu|PRId/.test(macro)) return 'd';
  return macro.startsWith('PRIX') ? 'X' : 'lx';
}

function unescape(text: string): string {
  return text
    .replace(/\\\n/g, '')
    .replace(/\\(n|t|r|a|[0-7]{1,3}|x[0-9a-fA-F]+|.)/g, (_, what: string) =>
      what === 'n' ? '\n' : what === 't' ? '\t' : /^[nra0-7x]/.test(what) ? ' ' : what,
    );
}

/**
 * A line that the format prints. `args` are the arguments as written: __func__ prints the function's name, a literal itself, others
 * what their conversion and name suggest.
 */
export function printFormat(format: string, args: readonly string[], functionName: string): string {
  let next = 0;
  return format.replace(
    /%(?:%|[-+ #0']*(\*|\d+)?(?:\.(\*|\d+))?(?:hh?|ll?|z|j|t|L)?([a-zA-Z])(?:([a-zA-Z])([a-zA-Z0-9]*))?)/g,
    (all: string, width: string, precision: string, kind: string, more: string, rest: string) => {
      if (all === '%%') return '%';
      if (width === '*') next++;
      if (precision === '*') next++;
      const arg = args[next++] ?? '';
      const alternative = all.includes('#');
      const after = (more ?? '') + (rest ?? '');
      switch (kind) {
        case 'd':
        case 'i':
        case 'u':
          return `${sample(arg)}${after}`;
        case 'x':
        case 'X':
        case 'o':
          return `${alternative ? '0x' : ''}1f${after}`;
        case 'c':
          return `a${after}`;
        case 'f':
        case 'g':
          return `1.5${after}`;
        case 'p':
          return pointer(after);
        default:
          return `${word(arg, functionName)}${after}`;
      }
    },
  );
}

const sample = (arg: string) =>
  /^-?\d+$/.test(arg) ? arg : /\b(rc|ret|r|err|error|errno|status)\b/.test(arg) ? '-1' : '5';

/** Xen's and Linux's own kinds of %p: %pd is a domain, %pv a vCPU, %pp a PCI device. */
function pointer(after: string): string {
  if (after.startsWith('d')) return `d5${after.slice(1)}`;
  if (after.startsWith('v')) return `d5v0${after.slice(1)}`;
  if (after.startsWith('p')) return `0000:03:00.0${after.slice(1)}`;
  if (/^[sSfFBaeuVKxMIUhOtbrkwEGRzDgCLN]/.test(after)) return `ffffffff81001000${after.slice(1)}`;
  return `0xffff830000001000${after}`;
}

function word(arg: string, functionName: string): string {
  if (/^__(func|FUNCTION)__$/.test(arg)) return functionName;
  const literal = /^"((?:[^"\\]|\\.)*)"$/.exec(arg);
  if (literal) return literal[1]!;
  if (/strerror/.test(arg)) return 'No such file or directory';
  return 'word';
}
