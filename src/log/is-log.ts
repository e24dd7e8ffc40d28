import { platform } from '../platform/platform.js';
import { makeDecoder } from './decode.js';
import { prefixOf } from './prefix.js';
import { speakerOf } from './speaker.js';
import { makeCleaner } from './terminal.js';

const looked = 1 << 15;
const mostLines = 400;

// Lines of a kernel's .config, of a domain file, of XML: what else a text may be.
const setting =
  /^(?:# )?CONFIG_\w+(?:=| is not set)|^[A-Za-z_][\w.-]{0,40} *= *(?:["'[\d(]|True|False)|^\s{0,40}<[/?!\w]/;

/**
 * How surely a text is a log, from its first bytes: 0 (nothing speaks for it) to 1. Binary files give 0, and so do texts
 * whose lines are mostly settings.
 */
export function logLikeness(head: Uint8Array): number {
  const decoder = makeDecoder();
  const chunks = [...decoder.push(head.subarray(0, looked)), ...decoder.end()];
  const cleaner = makeCleaner();
  const out = new Uint8Array(2 * looked + 16);
  let used = 0;
  for (const chunk of chunks) used = cleaner.clean(chunk.subarray(0, looked), out, used);
  if (isBinary(out, used)) return 0;
  const text = platform().latin1(out, 0, used);
  let lines = 0;
  let stamped = 0;
  let spoken = 0;
  let settings = 0;
  for (let at = 0; at < used && lines < mostLines;) {
    const next = text.slice(at, at + 4096).search(/[\r\n]/);
    const end = next < 0 ? Math.min(used, at + 4096) : at + next;
    if (end > at && text.slice(at, end).trim() !== '') {
      lines++;
      const prefix = prefixOf(text, at, end);
      const hasStamp = prefix.isKernel || prefix.mark !== '' || prefix.program !== null;
      if (!hasStamp && setting.test(text.slice(at, Math.min(end, at + 200)))) settings++;
      else if (hasStamp) stamped++;
      else if (speakerOf(text, end, prefix) !== 'other') spoken++;
    }
    at = end + 1;
  }
  const share = (stamped + spoken) / lines;
  if (lines === 0 || share === 0 || settings > stamped + spoken) return 0;
  // How a message begins may be chance where few lines do; a stamp or a console's mark is none.
  if (stamped === 0 && share < 0.2) return share;
  return Math.min(1, 0.5 + share * 0.6 - (settings / lines) * 0.5);
}

/** Is it rather a log than anything else? */
export function isLog(head: Uint8Array): boolean {
  return logLikeness(head) >= 0.5;
}

function isBinary(bytes: Uint8Array, end: number): boolean {
  let controls = 0;
  for (let at = 0; at < end; at++) {
    const byte = bytes[at]!;
    if (byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) controls++;
  }
  return controls > end / 50;
}
