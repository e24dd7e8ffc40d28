import { platform } from '../platform/platform.js';
import type { Prefix } from './prefix.js';

// Control characters, and how programs that won't write them do: journals and system logs.
const controls = /[\u0000-\u001f\u007f-\u009f]+/g;
const written = /(?:\^\[|#033|\\x1b|\\033)\[[0-9;]{0,20}[A-Za-z]/g;

/**
 * What a line says: without time stamps and what else stands before the message, but with the console's mark, without
 * control characters; bytes that are no UTF-8 become U+FFFD. `bytes` holds the line up to `end`; the prefix was
 * read from the same bytes, one character each.
 */
export function lineText(bytes: Uint8Array, prefix: Prefix, end: number): string {
  return cleanText(prefix.mark, platform().utf8(bytes, prefix.at, end));
}

/** The same, of what stands behind the prefix. */
export function cleanText(mark: string, message: string): string {
  let text = message;
  if (text.includes('[')) text = text.replace(written, '');
  return mark + text.replace(controls, character => (character === '\t' ? ' ' : ''));
}
