// What the core does with bytes, the same wherever it runs.

/** The parts joined, in newly allocated memory. */
export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  let size = 0;
  for (const part of parts) size += part.length;
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** "1f8b08": two hexadecimal digits a byte. */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}

const encoder = new TextEncoder();

/** The text as UTF-8, half a surrogate pair as U+FFFD. */
export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** Characters joined at once: every engine accepts this many arguments. */
const mostCodes = 1 << 12;

/** Text of UTF-16, without a last odd byte; byte order marks and halves of surrogate pairs stay. */
export function utf16(bytes: Uint8Array, order: 'little' | 'big'): string {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return textOf(bytes.length >> 1, at => data.getUint16(2 * at, order === 'little'));
}

/** The same text on its own: a slice of a large text would keep all of that in memory. */
export function ownText(text: string): string {
  return textOf(text.length, at => text.charCodeAt(at));
}

function textOf(length: number, codeAt: (at: number) => number): string {
  let text = '';
  for (let from = 0; from < length; from += mostCodes) {
    const codes = Array.from({ length: Math.min(mostCodes, length - from) }, (_, at) => codeAt(from + at));
    text += String.fromCharCode(...codes);
  }
  return text;
}
