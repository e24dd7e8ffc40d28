import { hex as hexDigits } from '../../input/bytes.js';
import type { ImageFacts } from '../../image/facts.js';
import { safeText } from '../../input/safe-text.js';
import { noteValue } from './json.js';
import type { ImageResult } from '../../api/image-report.js';
import type { Colors } from '../words/paint.js';
import type { TextOptions } from '../check/form.js';
import { wrap } from '../words/wrap.js';

const hex = (value: bigint) => `0x${BigInt.asUintN(64, value).toString(16)}`;

/** For --verbose: what the headers and notes say, in full. */
export function detailLines(
  { facts, searched }: ImageResult,
  options: TextOptions,
  colors: Colors,
): string[] {
  const lines: string[] = [];
  const title = (text: string) => lines.push('', colors.bold(text));
  const row = (name: string, value: string | number | null | undefined) => {
    if (value === null || value === undefined || value === '') return;
    for (const [index, line] of wrap(safeText(String(value), 4000), options.width - 26).entries())
      lines.push(`  ${(index === 0 ? safeText(name, 24) : '').padEnd(22)}  ${line}`);
  };
  const { setup, elf, xen, uki, uimage, flatImage } = facts;
  title('image');
  row('size', `${facts.size} bytes`);
  row('banner', facts.banner);
  if (setup) {
    row('version text', setup.versionText);
    row('boot protocol', setup.bootProtocol);
    row('load flags', setup.loadFlags.join(', '));
    row('extended load flags', setup.extendedLoadFlags?.join(', '));
    row('kernel alignment', setup.alignment === null ? null : `0x${setup.alignment.toString(16)}`);
    row('preferred address', setup.preferredAddress === null ? null : hex(setup.preferredAddress));
    row('memory to start', setup.initSize === null ? null : `${setup.initSize} bytes`);
  }
  // What lies inside of what, from the outside in; the places of each are those in what came out of the one before.
  for (let image: ImageFacts | null = facts; image?.payload; image = image.inner) {
    const { payload } = image;
    row(
      image === facts ? 'payload' : 'payload inside',
      `${payload.compression}, ${payload.length} bytes at ${payload.offset}`,
    );
    if (payload.stream) {
      const { compression: _, ...stream } = payload.stream;
      row(
        'stream',
        Object.entries(stream)
          .map(([key, value]) => `${key} ${plain(value)}`)
          .join(', '),
      );
    }
    row('size word', payload.sizeWord?.value);
    row('unpacked', payload.unpackedSize === null ? null : `${payload.unpackedSize} bytes`);
  }
  if (flatImage) row('image size', `${flatImage.imageSize} bytes in memory`);
  if (uimage) row('load address', `0x${uimage.load.toString(16)}, entry 0x${uimage.entry.toString(16)}`);
  if (uki) {
    row('stub', uki.stub);
    row('command line', uki.commandLine);
    row('uname', uki.uname);
  }
  if (searched) row('IKCONFIG', facts.ikconfig ? 'yes: xen-checkconfig check reads it' : 'not in the image');
  if (elf) {
    title('ELF');
    row('entry', hex(elf.entry));
    row('load', elf.load ? `${hex(elf.load.from)} to ${hex(elf.load.to)} (physical)` : null);
    for (const [index, segment] of elf.segments.slice(0, 64).entries())
      row(
        `segment ${index}`,
        `${hex(segment.virtual)}, physical ${hex(segment.physical)}, ${segment.fileSize} of ${segment.memorySize} bytes, ${segment.flags}`,
      );
    row('symbols', elf.symbols === null ? null : elf.symbols ? 'yes' : 'stripped');
  }
  if (facts.notes.length || xen) {
    title(`Xen notes${xen?.source === 'legacy-section' ? ' (__xen_guest section)' : ''}`);
    if (xen?.legacy) row('__xen_guest', xen.legacy.replace(/,/g, ', '));
    for (const note of facts.notes) row(note.name ?? `type ${note.type}`, plain(noteValue(note)));
    row('features', xen?.features.map(({ name, required }) => `${required ? '!' : ''}${name}`).join(', '));
  }
  const others = facts.otherNotes.slice(0, 16);
  if (others.length) {
    title('other notes');
    for (const { owner, type, raw } of others)
      row(`${owner} type ${type}`, hexDigits(raw.subarray(0, 32)) || '(empty)');
  }
  return lines;
}

function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(' ');
  if (value !== null && typeof value === 'object') return Object.values(value).map(plain).join('/');
  return String(value);
}
