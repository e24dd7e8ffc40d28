import { u32, u64 } from '../reader.js';

/** What the 13-byte header of the .lzma format says (LZMA specification, "lzma file format"). */
interface LzmaHeader {
  readonly properties: number;
  /** Bytes. */
  readonly dictionary: number;
  /** Unpacked size in bytes; null if only the end marker shows it. */
  readonly size: number | null;
}

/**
 * Reads the header; null where no encoder would have written it so. The format has no magic: as other tools do, dictionaries of
 * 2^n and 2^n + 2^(n-1) bytes and outputs below 256 GiB are taken for real.
 */
export function lzmaHeader(head: Uint8Array): LzmaHeader | null {
  if (head.length < 13 || head[0]! >= 225) return null;
  const dictionary = u32(head, 1);
  const exponent = 31 - Math.clz32(dictionary);
  const rest = dictionary - 2 ** exponent;
  const usual = dictionary >= 4096 && (rest === 0 || rest === 2 ** (exponent - 1));
  if (!usual && dictionary !== 0xffff_ffff) return null;
  const unknown = u32(head, 5) === 0xffff_ffff && u32(head, 9) === 0xffff_ffff;
  const size = unknown ? null : u64(head, 5);
  if (size !== null && size >= 2 ** 38) return null;
  // The first byte of the range coder is always 0.
  if (head.length > 13 && head[13] !== 0) return null;
  return { properties: head[0]!, dictionary, size };
}
