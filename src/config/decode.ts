import { encodeUtf8, utf16 } from '../input/bytes.js';
import { InputError } from '../input/input-error.js';
import { recognise } from '../input/recognise.js';
import { DeflateError, platform } from '../platform/platform.js';

/** No kernel has a .config near this size; what is larger is something else, or hostile. Bytes, after unpacking. */
export const configLimit = 32 << 20;

/**
 * The text of a config file: gzip unpacked, byte order marks and UTF-16 understood, line ends as they were.
 * Throws InputError if the bytes are empty, too many, a cut or broken gzip, or no text.
 */
export function decodeConfig(bytes: Uint8Array): string {
  return decoded(bytes).text;
}

/** The same as bytes for the kernel's own way of reading: as they are but for gzip, byte order marks and UTF-16. */
export function configBytes(bytes: Uint8Array): Uint8Array {
  const { plain, text } = decoded(bytes);
  const [first, second] = plain;
  const asIs = first! < 0xef && first !== 0 && second !== 0;
  return asIs ? plain : encodeUtf8(text);
}

function decoded(bytes: Uint8Array): { plain: Uint8Array; text: string } {
  if (bytes.length === 0) throw new InputError('is empty', { foreign: true });
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzip(bytes) : bytes;
  if (plain.length === 0) throw new InputError('is empty after unpacking');
  if (plain.length > configLimit)
    throw new InputError(`is larger than any kernel config (limit ${configLimit >> 20} MiB)`);
  const text = decodeText(plain);
  if (text.includes('\0')) {
    const kind = recognise(plain);
    throw new InputError(
      kind ? `is not a kernel config: it looks like ${kind}` : 'is not a kernel config: it holds binary data',
      { foreign: true },
    );
  }
  return { plain, text };
}

function gunzip(bytes: Uint8Array): Uint8Array {
  try {
    return platform().gunzip(bytes, configLimit);
  } catch (error) {
    const kind = error instanceof DeflateError ? error.kind : null;
    if (kind === 'too-long') {
      throw new InputError(`unpacks to more than any kernel config (limit ${configLimit >> 20} MiB)`);
    }
    if (kind === 'cut') throw new InputError('is a gzip file that ends too early');
    throw new InputError(`is a broken gzip file (${(error as Error).message})`);
  }
}

function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return utf16(bytes.subarray(2), 'little');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return utf16(bytes.subarray(2), 'big');
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return platform().utf8(bytes, 3);
  // UTF-16 without a mark: every other byte of the first characters is zero, and only that.
  if (bytes.length >= 8) {
    if (alternates(bytes, 1)) return utf16(bytes, 'little');
    if (alternates(bytes, 0)) return utf16(bytes, 'big');
  }
  return platform().utf8(bytes);
}

function alternates(bytes: Uint8Array, zeroAt: 0 | 1): boolean {
  for (let index = 0; index < 8; index++) if ((bytes[index] === 0) !== (index % 2 === zeroAt)) return false;
  return true;
}
