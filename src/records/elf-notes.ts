// `readelf -n`: Xen's notes of a kernel, whose bytes it prints since it does not know them.
import type { RawNote } from '../image/notes.js';
import { decodeNote } from '../image/xen-notes.js';
import { hasHead, linesOf } from './lines.js';
import type { NotesFacts } from './record.js';

export const isElfNotes = (text: string): boolean =>
  hasHead(text, /^Displaying notes found (?:in: |at file offset )/);

export function readElfNotes(text: string): NotesFacts {
  const lines = linesOf(text);
  const notes: { line: number; note: ReturnType<typeof decodeNote> }[] = [];
  for (const [index, { line, text: whole }] of lines.entries()) {
    if (!/^\s*Xen\s+0x[0-9a-f]+\s/.test(whole)) continue;
    const type = /\((0x[0-9a-f]{1,8})\)/.exec(`${whole} ${lines[index + 1]?.text ?? ''}`)?.[1];
    const near = lines.slice(index, index + 4);
    const data = near.map(one => /description data:((?: [0-9a-f]{2})*)/.exec(one.text)).find(Boolean);
    if (type === undefined || !data) continue;
    const raw = Uint8Array.from(data[1]!.trim().split(' ').filter(Boolean), byte =>
      Number.parseInt(byte, 16),
    );
    const note: RawNote = { owner: 'Xen', type: Number(type), raw, offset: 0 };
    notes.push({ line, note: decodeNote(note, 'little', () => {}) });
  }
  return { kind: 'elf-notes', notes };
}
