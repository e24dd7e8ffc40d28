/** Breaks text into lines of at most `width` characters at spaces; a word that is longer stays whole. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(/ +/)) {
    if (current && current.length + 1 + word.length > width) {
      lines.push(current);
      current = word;
    } else current = current ? `${current} ${word}` : word;
  }
  if (current) lines.push(current);
  return lines;
}

/** At most `width` characters, the middle cut and marked: names of configs differ at both ends. */
export function cutMiddle(text: string, width: number): string {
  if (text.length <= width) return text;
  const front = Math.ceil((width - 3) / 2);
  return `${text.slice(0, front)}...${text.slice(text.length - (width - 3 - front))}`;
}

/** How much of all the paths is the same leading folders, in characters. */
export function commonFolder(paths: readonly string[]): number {
  let common = paths[0]?.lastIndexOf('/') ?? -1;
  for (const path of paths) {
    while (common >= 0 && path.slice(0, common + 1) !== paths[0]!.slice(0, common + 1)) {
      // A place before the text counts as its first for lastIndexOf, which would find the same "/" again.
      common = common === 0 ? -1 : paths[0]!.lastIndexOf('/', common - 1);
    }
  }
  return common + 1;
}
