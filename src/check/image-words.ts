// What is said of an image itself: what it is, and what is wrong with it.
import type { ImageFacts } from '../image/facts.js';
import type { ImageProblem } from '../image/problems.js';
import { imageTitle, problemTitles } from '../image/titles.js';
import type { ImageKernel } from './image-kernel.js';

/** "Linux 6.1.0-50-amd64 for x86_64, a bzImage (boot protocol 2.15, EFI stub) with an xz-compressed kernel". */
export function imageSentence(facts: ImageFacts, kernel: ImageKernel): string {
  const { setup, system, version } = facts;
  const title = imageTitle({ ...facts, system: null });
  const names = { xen: 'Xen', 'mini-os': 'Mini-OS', linux: 'Linux' } as Record<string, string>;
  const who = system === null ? '' : (names[system] ?? imageTitle(facts).split(',')[0]!);
  const named = [who, version].filter(Boolean).join(' ');
  // Xen's own file for 64-bit machines starts in 32-bit code.
  const arch = system === 'xen' ? facts.arch : (kernel.arch ?? facts.arch);
  const details = [
    facts.uimage ? `named "${facts.uimage.name}"` : '',
    facts.uki?.stub ?? '',
    setup?.bootProtocol ? `boot protocol ${setup.bootProtocol}` : setup ? 'no boot protocol' : '',
    facts.efiStub && facts.core !== 'uki' && setup ? 'EFI stub' : '',
    facts.variant ?? '',
    facts.endian === 'big' ? 'big-endian' : '',
  ].filter(Boolean);
  const shape = `${title}${details.length ? ` (${details.join(', ')})` : ''}${contents(facts)}`;
  if (named) return `${named}${arch ? ` for ${arch}` : ''}: ${shape}`;
  return arch && facts.core !== null ? `${shape}, for ${arch}` : shape;
}

/** " with an xz-compressed kernel", " with a gzip-compressed bzImage with a zstd-compressed kernel". */
function contents({ format, payload, inner, problems }: ImageFacts): string {
  // What lies outside of the file has no name.
  if (
    !payload ||
    (payload.compression === 'none' && problems.some(({ code }) => code === 'payload-outside-file'))
  )
    return '';
  const { compression } = payload;
  const within = inner ? contents(inner) : '';
  if (format.startsWith(`${compression}-`)) return within;
  if (compression === 'none') return ' with an unpacked kernel';
  const what = inner ? imageTitle({ ...inner, system: null }) : 'kernel';
  return ` with ${article(compression)}-compressed ${what}${within}`;
}

const article = (compression: string) => `${/^(xz|lz|l)/.test(compression) ? 'an' : 'a'} ${compression}`;

/** What is wrong, with what a person needs to find it. */
export function problemText(problem: ImageProblem): string {
  const title = problemTitles[problem.code];
  const detail = detailOf(problem);
  const place =
    problem.offset === null || problem.offset === 0
      ? ''
      : ` (at byte ${problem.offset} of ${problem.within === 'payload' ? 'the unpacked kernel' : 'the file'})`;
  return `${title}${detail ? `: ${detail}` : ''}${place}`;
}

/** What to do with what is no kernel, by its kind. */
const belongs: Readonly<Record<string, string>> = {
  cpio: 'an initramfs goes with a kernel, as ramdisk= of a guest or as a module behind dom0',
  'disk-image': "a guest's disk goes into disk=; a kernel may be inside",
  archive: 'a kernel may be inside',
  empty: 'there is nothing in it',
};

function detailOf(problem: ImageProblem): string {
  switch (problem.code) {
    case 'not-a-kernel':
      return belongs[problem.what] ?? '';
    case 'header-truncated':
      return `the ${problem.what} needs ${problem.need} bytes, there are ${problem.have}`;
    case 'payload-outside-file':
      return `it ends at ${problem.payloadOffset + problem.length}, the file has ${problem.have} bytes: it was cut short`;
    case 'file-truncated':
      return `${problem.need} bytes are needed, there are ${problem.have}`;
    case 'payload-damaged':
      return problem.message.startsWith(`${problem.compression}:`)
        ? problem.message
        : `${problem.compression}, ${problem.message}`;
    case 'payload-too-large':
      return `limit ${problem.limit >> 20} MiB`;
    case 'payload-unknown':
      return `it starts with ${problem.head}`;
    case 'payload-not-elf':
      return `it is of kind ${problem.core}`;
    case 'size-word-missing':
      return `Xen reads the unpacked size there, and the kernel build puts it there (${problem.compression})`;
    case 'size-word-wrong':
    case 'uimage-header-checksum':
    case 'uimage-data-checksum':
      return `${problem.found}, it should be ${problem.expected}`;
    case 'segment-outside-file':
      return `segment ${problem.index} ends at ${problem.end}, there are ${problem.have} bytes`;
    case 'notes-outside-file':
      return `they end at ${problem.end}, there are ${problem.have} bytes`;
    case 'xen-notes-missing':
      return `only those of ${problem.owners.join(', ')}; the kernel was built without Xen support`;
    case 'notes-missing':
      return 'Xen finds a kernel by them; some ways of stripping lose them';
    case 'protocol-too-old':
      return problem.protocol ?? 'none';
    case 'feature-unknown':
      return `${problem.required ? '!' : ''}${problem.feature}`;
    case 'feature-bit-unknown':
      return `bit ${problem.bit}`;
    case 'note-size':
      return `${problem.name ?? `type ${problem.type}`}, ${problem.size} bytes`;
    case 'note-unknown':
      return `type ${problem.type}`;
    case 'note-repeated':
      return problem.name ?? `type ${problem.type}`;
    case 'pe-section-outside-file':
      return `${problem.section} ends at ${problem.end}, the file has ${problem.have} bytes: it was cut short`;
    case 'uki-section-missing':
      return problem.section;
    case 'zboot-unknown-compression':
      return problem.name;
    case 'ikconfig-damaged':
      return problem.message;
    case 'elf-not-executable':
      return problem.type;
    case 'header-malformed':
    case 'elf-malformed':
    case 'pe-malformed':
    case 'note-malformed':
      return problem.what;
    default:
      return '';
  }
}

/** Is it worth a line without --verbose? What says nothing but that there is no Xen support shows in the table. */
export function problemLevel({ code }: ImageProblem): 'error' | 'warning' | 'note' {
  if (notes.has(code)) return 'note';
  return warnings.has(code) ? 'warning' : 'error';
}

const notes: ReadonlySet<string> = new Set([
  'note-unknown',
  'note-repeated',
  'feature-bit-unknown',
  'legacy-section-used',
  'payload-not-elf',
]);
const warnings: ReadonlySet<string> = new Set([
  'size-word-missing',
  'size-word-wrong',
  'protocol-too-old',
  'notes-missing',
  'xen-notes-missing',
  'note-malformed',
  'note-size',
  'feature-unknown',
  'uimage-header-checksum',
  'uimage-data-checksum',
  'uki-section-missing',
  'ikconfig-damaged',
  'payload-modern-lz4',
  'pe-malformed',
  'pe-section-outside-file',
]);

/** Why a file is not what it should be, in words that follow the path; null if it is a whole kernel image. */
export function faultText(
  facts: ImageFacts,
  kernel: ImageKernel,
  isKernel: boolean,
  damaged: boolean,
): string | null {
  if (facts.system === 'xen')
    return `is the hypervisor itself (${imageSentence(facts, kernel)}), not a kernel for it`;
  if (!isKernel) {
    const bars = facts.problems.filter(({ code }) => code.startsWith('elf-') || code === 'uimage-not-kernel');
    const cut = facts.problems.find(({ code }) => code === 'pe-section-outside-file');
    const why =
      bars.length && facts.core !== 'data'
        ? ` (${problemTitles[bars[0]!.code]})`
        : cut
          ? ` (${problemText(cut)})`
          : '';
    return `is no kernel image: ${imageSentence(facts, kernel)}${why}`;
  }
  if (!damaged) return null;
  const first = facts.problems.find(problem => problemLevel(problem) === 'error');
  return `is damaged: ${first ? problemText(first) : imageSentence(facts, kernel)}`;
}
