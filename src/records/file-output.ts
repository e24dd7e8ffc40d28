// `file vmlinuz`: one line about a kernel image.
import { linesOf } from './lines.js';
import type { FileFacts } from './record.js';

const about =
  /^(?:\S[^:]{0,300}:\s+)?(?=Linux kernel |Linux \S+ (?:zImage|boot executable)|ELF (?:32|64)-bit )/;

export const isFileOutput = (text: string): boolean => {
  const lines = linesOf(text.slice(0, 4096)).filter(({ text: one }) => one.trim() !== '');
  return lines.length > 0 && lines.length <= 10 && lines.some(({ text: one }) => about.test(one));
};

export function readFileOutput(text: string): FileFacts {
  const { line, text: whole } = linesOf(text).find(({ text: one }) => about.test(one))!;
  const said = whole.replace(about, '');
  const bits = /^ELF (32|64)-bit/.exec(said)?.[1] ?? /ARM64/.exec(said)?.[0];
  return {
    kind: 'file-output',
    line,
    text: said,
    format: /\bbzImage\b/.test(said)
      ? 'bzimage'
      : said.startsWith('ELF ')
        ? 'elf'
        : /ARM64 boot executable/.test(said)
          ? 'arm64-image'
          : /\bzImage\b/.test(said)
            ? 'zimage'
            : null,
    bits: bits === undefined ? null : bits === '32' ? 32 : 64,
    release: /\bversion (\d{1,2}\.\d{1,3}[\w.+~-]{0,80})/.exec(said)?.[1] ?? null,
  };
}
