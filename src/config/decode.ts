import { InputError } from '../input/input-error.js';
import { recognise } from '../input/recognise.js';

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
  return asIs ? plain : Buffer.from(text);
}

function decoded(bytes: Uint8Array): { plain: Uint8Array; text: string } {
  if (bytes.length === 0) throw new InputError('is empty');
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzip(bytes) : bytes;
  if (plain.length === 0) throw new InputError('is empty after unpacking');
  if (plain.length > configLimit)
    throw new InputError(`is larger than any kernel config (limit ${configLimit >> 20} MiB)`);
  const text = decodeText(plain);
  if (text.includes('\0')) {
    const kind = recognise(plain);
    throw new InputError(
      kind ? `is not a kernel config: it looks like ${kind}` : 'is not a kernel config: it holds binary data',
    );
  }
  return { plain, text };
}

function gunzip(bytes: Uint8Array): Uint8Array {
  // zlib costs two milliseconds to load, and most configs are plain.
  const { gunzipSync } = process.getBuiltinModule('node:zlib');
  try {
    return gunzipSync(bytes, { maxOutputLength: configLimit });
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === 'ERR_BUFFER_TOO_LARGE') {
      throw new InputError(`unpacks to more than any kernel config (limit ${configLimit >> 20} MiB)`);
    }
    if (code === 'Z_BUF_ERROR') throw new InputError('is a gzip file that ends too early');
    throw new InputError(`is a broken gzip file (${(error as Error).message})`);
  }
}

function decodeText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return buffer.toString('utf16le', 2);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return bigEndian(buffer.subarray(2));
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return buffer.toString('utf8', 3);
  // UTF-16 without a mark: every other byte of the first characters is zero, and only that.
  if (bytes.length >= 8) {
    if (alternates(bytes, 1)) return buffer.toString('utf16le');
    if (alternates(bytes, 0)) return bigEndian(buffer);
  }
  return buffer.toString('utf8');
}

function alternates(bytes: Uint8Array, zeroAt: 0 | 1): boolean {
  for (let index = 0; index < 8; index++) if ((bytes[index] === 0) !== (index % 2 === zeroAt)) return false;
  return true;
}

function bigEndian(buffer: Buffer): string {
  return Buffer.from(buffer.subarray(0, buffer.length & ~1))
    .swap16()
    .toString('utf16le');
}
