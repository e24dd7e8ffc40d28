// Finds calls in C source by the name of what is called: enough of C for format strings, not a parser of it.

/** One call with its arguments as written, without comments. */
export interface Call {
  readonly name: string;
  readonly args: readonly string[];
  /** The function that it stands in; "" outside of all. */
  readonly function: string;
  /** From 1. */
  readonly line: number;
  /** What comes after it, up to the next semicolon but one: the statement that follows. */
  readonly next: string;
}

/** The calls of `names` in C source, in order. Definitions of macros are no calls. */
export function callsIn(source: string, names: RegExp): Call[] {
  const text = withoutComments(source);
  const functions = functionStarts(text);
  const calls: Call[] = [];
  const pattern = new RegExp(`(?<![\\w.>])(${names.source})\\s*\\(`, 'g');
  let line = 1;
  let counted = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const open = pattern.lastIndex - 1;
    if (isDefinition(text, match.index)) continue;
    const end = closing(text, open);
    if (end < 0) continue;
    for (; counted < match.index; counted++) if (text.charCodeAt(counted) === 10) line++;
    calls.push({
      name: match[1]!,
      args: split(text.slice(open + 1, end)),
      function: functions.findLast(({ at }) => at <= match.index)?.name ?? '',
      line,
      next: text
        .slice(end + 1, end + 200)
        .replace(/^\s*;/, '')
        .trim(),
    });
  }
  return calls;
}

/** Comments become blanks, so that places stay; strings stay as they are. */
export function withoutComments(source: string): string {
  return source.replace(/"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\.)+'|\/\*[^]*?\*\/|\/\/[^\n]*/g, found =>
    found[0] === '/' ? found.replace(/[^\n]/g, ' ') : found,
  );
}

/** Where functions begin: the name before "(" of what starts at the left edge and goes on to a "{" that is not inside one. */
function functionStarts(text: string): { at: number; name: string }[] {
  const starts: { at: number; name: string }[] = [];
  let name: string | null = null;
  let at = 0;
  for (const line of text.split('\n')) {
    if (
      /^[A-Za-z_]/.test(line) &&
      !/^(?:if|for|while|switch|return|else|case|do|struct \w+ \{|default|\w+:)/.test(line)
    ) {
      const call = /([A-Za-z_]\w*)\s*\(/.exec(
        line.replace(/\b(?:__\w+|_hidden)\s*\((?:[^()]|\([^()]*\))*\)/g, ''),
      );
      if (call) name = line.trimEnd().endsWith(';') ? null : call[1]!;
    }
    if (name !== null && (line.startsWith('{') || /^[^#]*\)\s*\{\s*$/.test(line))) {
      starts.push({ at, name });
      name = null;
    } else if (line.startsWith('}')) name = null;
    at += line.length + 1;
  }
  return starts;
}

/** Is `at` in a #define, or a declaration at the start of a line? */
function isDefinition(text: string, at: number): boolean {
  let start = text.lastIndexOf('\n', at - 1) + 1;
  if (text.slice(start, at).trim() === '' && start === at) return true;
  while (start > 1 && text[start - 2] === '\\') start = text.lastIndexOf('\n', start - 2) + 1;
  return /^\s*#\s*define\s/.test(text.slice(start, at + 1));
}

/** The ")" of the "(" at `open`; -1 if there is none. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    const char = text[at]!;
    if (char === '"' || char === "'") at = endOfLiteral(text, at);
    else if (char === '(' || char === '{' || char === '[') depth++;
    else if ((char === ')' || char === '}' || char === ']') && --depth === 0) return at;
  }
  return -1;
}

function endOfLiteral(text: string, from: number): number {
  const quote = text[from];
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === quote) return at;
  }
  return text.length;
}

/** Arguments by their commas. */
export function split(text: string, by = ','): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (char === '"' || char === "'") at = endOfLiteral(text, at);
    else if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char)) depth--;
    else if (char === by && depth === 0) {
      parts.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  const last = text.slice(from).trim();
  if (last || parts.length) parts.push(last);
  return parts;
}
