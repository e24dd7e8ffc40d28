// Text for GitHub-flavoured Markdown, within a paragraph, list item or table cell of ours.
import { safeText } from '../../input/safe-text.js';

/** Text that means nothing in Markdown. A word that viewers make a link or a mention of is set as code. */
export function md(text: string): string {
  return safeText(text)
    .split(/( +)/)
    .map((word, index) => (/@|:\/\/|www\.|#\d/i.test(word) ? mdCode(word) : escaped(word, index === 0)))
    .join('');
}

function escaped(word: string, first: boolean): string {
  // Within a word _ means nothing, and a colon only where another ends a name for a picture.
  const inner = word.replace(
    /[\\`*[\]<>#|~&!${}^]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|:(?=[^\s:]+:)/g,
    '\\$&',
  );
  // A list or a rule under the text before it could begin here.
  return first ? inner.replace(/^[-+=]/, '\\$&').replace(/^(\d+)([.)])/, '$1\\$2') : inner;
}

/** A code span with exactly this text, but for characters that nobody would see. A table wants every | escaped. */
export function mdCode(text: string, place: 'text' | 'table' = 'text'): string {
  const shown = safeText(text);
  // No code in a table can hold a backslash before a |.
  if (place === 'table' && shown.includes('\\|')) return escaped(shown, true);
  const inner = place === 'table' ? shown.replaceAll('|', '\\|') : shown;
  if (inner.trim() === '') return '(empty)';
  const runs = inner.match(/`+/g) ?? [];
  let length = 1;
  while (runs.some(run => run.length === length)) length++;
  const fence = '`'.repeat(length);
  // A space at each end is taken off again.
  const pad = /^[` ]|[` ]$/.test(inner) ? ' ' : '';
  return `${fence}${pad}${inner}${pad}${fence}`;
}
