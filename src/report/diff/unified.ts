import { safeText } from '../../input/safe-text.js';
import { safeForCi } from '../../input/guard.js';

/** Two texts and what to call them. */
interface TextPair {
  readonly old: string;
  readonly new: string;
  readonly before: string;
  readonly after: string;
}

// The search grows with the square of what differs. Configs of two architectures stay below this.
const mostEdits = 10_000;
// Each line is a string of its own, and the largest configs have 13,000.
const mostLines = 500_000;

/**
 * A unified diff with three lines of context; '' for equal texts. Texts that have hardly a line in common come as one
 * removed and one added whole, and null means that they have more lines than any config. Control characters are escaped.
 */
export async function unifiedDiff(pair: TextPair, most = mostEdits): Promise<string | null> {
  const before = pair.before.replace(/\r\n?/g, '\n');
  const after = pair.after.replace(/\r\n?/g, '\n');
  if (before === after) return '';
  if (hasMoreLines(before, mostLines) || hasMoreLines(after, mostLines)) return null;
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = await import('diff');
  const patch =
    createTwoFilesPatch('old', 'new', before, after, '', '', {
      context: 3,
      maxEditLength: most,
      headerOptions: FILE_HEADERS_ONLY,
    }) ?? `\n\n${whole(before, after)}`;
  const [, , ...lines] = patch.split('\n');
  const head = [`--- ${safeText(pair.old)}`, `+++ ${safeText(pair.new)}`];
  return safeForCi([...head, ...lines.map(line => safeText(line))].join('\n'));
}

function hasMoreLines(text: string, limit: number): boolean {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0 && count <= limit; at = text.indexOf('\n', at + 1)) count++;
  return count > limit;
}

function whole(before: string, after: string): string {
  const marked = (text: string, mark: string) => {
    const lines = text.split('\n');
    const ended = lines.at(-1) === '';
    if (ended) lines.pop();
    const body = lines.map(line => `${mark}${line}\n`).join('');
    return { count: lines.length, text: ended ? body : `${body}\\ No newline at end of file\n` };
  };
  const [removed, added] = [marked(before, '-'), marked(after, '+')];
  return `@@ -1,${removed.count} +1,${added.count} @@\n${removed.text}${added.text}`;
}
