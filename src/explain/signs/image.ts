// What the kernel image is.
import { isDamaged, isKernel } from '../../check/image-kernel.js';
import type { ImageFacts } from '../../image/facts.js';
import { type Answer, at, no, unknown, answerIf, yes } from '../answer.js';
import type { InputFile, SignContext } from '../inputs.js';
import { type RecordOf, recordsOf } from '../records.js';
import { printedNote, printedNotes } from './records.js';
import { matches, regexFault, type Sign, type Signs } from './sign.js';

type Image = InputFile<ImageFacts>;

const of = (
  about: string,
  ask: (image: Image) => Answer,
  /** Where there is no image, what a program's output tells of it. */
  otherwise: (context: SignContext) => Answer = () => unknown,
): Sign => ({
  about,
  takes: null,
  ask: context => (context.inputs.image ? ask(context.inputs.image) : otherwise(context)),
});

const ofText = (
  about: string,
  takes: string,
  ask: (image: Image, about: string) => Answer,
  fault?: Sign['fault'],
  otherwise: (context: SignContext, about: string) => Answer = () => unknown,
): Sign => ({
  about,
  takes,
  ...(fault && { fault }),
  ask: (context, what) => (context.inputs.image ? ask(context.inputs.image, what) : otherwise(context, what)),
});

/** What `file` said of the image. */
function ofFileOutput(
  context: SignContext,
  fits: (facts: RecordOf<'file-output'>) => boolean | null,
): Answer {
  const [found] = recordsOf(context.inputs, 'file-output');
  const holds = found ? fits(found.facts) : null;
  return found && holds !== null
    ? answerIf(holds, at(found.path, found.facts.line, found.facts.text))
    : unknown;
}

export const imageSigns: Signs = {
  image: of('a kernel image is given', () => yes()),
  'image-is-kernel': of('the image is a kernel', image =>
    answerIf(isKernel(image.facts), at(image.path, null, image.facts.format)),
  ),
  'image-damaged': of('nothing can be unpacked from the image', image =>
    answerIf(
      isDamaged(image.facts),
      at(image.path, null, image.facts.problems.map(({ code }) => code).join(', ')),
    ),
  ),
  'image-format': ofText(
    'the format of the image fits pattern X',
    'a regular expression for bzimage, elf, gzip-elf, zboot, uki, arm64-image, ...',
    (image, about) => answerIf(matches(about, image.facts.format), at(image.path, null, image.facts.format)),
    regexFault,
    (context, about) => ofFileOutput(context, ({ format }) => format && matches(about, format)),
  ),
  'image-bits': ofText(
    'the kernel in the image has X bits',
    '32 or 64',
    (image, about) =>
      image.facts.bits === null
        ? unknown
        : answerIf(
            String(image.facts.bits) === about,
            at(image.path, null, `${image.facts.bits}-bit kernel`),
          ),
    undefined,
    (context, about) => ofFileOutput(context, ({ bits }) => bits && String(bits) === about),
  ),
  'image-arch': ofText(
    'the kernel is for a machine of kind X',
    'x86, arm, arm64, riscv, ...',
    (image, about) =>
      image.facts.arch === null
        ? unknown
        : answerIf(image.facts.arch === about, at(image.path, null, `${image.facts.arch} kernel`)),
  ),
  payload: ofText(
    'the kernel is packed with X',
    'gzip, bzip2, lzma, xz, lzo, lz4, zstd or none',
    (image, about) => {
      const { payload } = image.facts;
      if (!payload) return unknown;
      const { compression, offset } = payload;
      return answerIf(compression === about, {
        path: image.path,
        line: null,
        offset,
        text: `${compression} payload`,
      });
    },
  ),
  'image-problem': ofText(
    'reading the image showed problem X',
    'a code of src/image/problems.ts: xen-notes-missing, payload-damaged, ...',
    (image, about) => {
      const found = image.facts.problems.find(({ code }) => code === about);
      return found ? yes({ path: image.path, line: null, offset: found.offset, text: found.code }) : no();
    },
  ),
  'xen-notes': of(
    'the image has Xen notes',
    image =>
      image.facts.notesRead
        ? answerIf(
            image.facts.xen !== null,
            at(image.path, null, image.facts.xen === null ? 'no Xen notes' : 'Xen notes'),
          )
        : unknown,
    printedNotes,
  ),
  note: ofText(
    'the image has the Xen note X',
    'PHYS32_ENTRY, ENTRY, PHYS32_RELOC, ...',
    (image, about) => {
      if (!image.facts.notesRead || image.facts.core === null) return unknown;
      const found = image.facts.notes.find(({ name }) => name === about);
      return found
        ? yes({ path: image.path, line: null, offset: found.offset, text: `${about} note` })
        : no(at(image.path, null, `no ${about} note`));
    },
    undefined,
    printedNote,
  ),
};
