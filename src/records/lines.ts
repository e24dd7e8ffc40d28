/** A line of a text, from 1, without its end. */
interface TextLine {
  readonly line: number;
  readonly text: string;
}

/** More than any menu or output that tells of one boot; the rest is not read. */
const mostLines = 200_000;

export function linesOf(text: string): TextLine[] {
  return text
    .split('\n', mostLines)
    .map((one, index) => ({ line: index + 1, text: one.slice(0, 4096).replace(/\r$/, '') }));
}

/** The first lines that are not blank: output is often pasted with the command, or a line about it, above. */
function firstLines(text: string, count: number): string[] {
  const found: string[] = [];
  for (const one of text.slice(0, 4096).split('\n')) {
    const line = one.trimEnd();
    if (line !== '') found.push(line);
    if (found.length === count) break;
  }
  return found;
}

/** Is one of the first three lines the head of this output? */
export const hasHead = (text: string, head: RegExp): boolean =>
  firstLines(text, 3).some(line => head.test(line));

/** The first word and what follows it. */
export function splitWord(text: string): [string, string] {
  const trimmed = text.trim();
  const end = trimmed.search(/\s/);
  return end < 0 ? [trimmed, ''] : [trimmed.slice(0, end), trimmed.slice(end).trim()];
}
