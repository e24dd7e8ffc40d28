import { bytesSource, type Source } from '../input/source.js';
import { detectCompression } from '../unpack/index.js';
import { hexText } from './bytes.js';
import { readSetupHeader, releaseOf } from './bzimage.js';
import { plainContent } from './content.js';
import { type Draft, emptyDraft, setFormat, partOf, payloadAt, type ReadContext } from './draft.js';
import { isElf, multibootHeaders } from './elf.js';
import { readElfImage } from './elf-image.js';
import type { Core, ImageFacts, SetupHeader } from './facts.js';
import { findStreams } from './find-payload.js';
import { isArmZimage, readArmZimage, readFlatImage, readZboot } from './flat.js';
import { identify } from './identify.js';
import { identifySize } from './bytes.js';
import { readPacked, takeElf, takeProbes } from './packed.js';
import { isUki, readPe, readUki } from './pe.js';
import { createTaps, type ImageWants } from './probes.js';
import { reportInto } from './report.js';
import { systemOfMarkers } from './system.js';
import { readUimage, uimageHeaderSize } from './uimage.js';

export interface ReadImageOptions {
  readonly want?: ImageWants;
  /** Most bytes to unpack (default 512 MiB); a small file gets less. */
  readonly limit?: number;
}

const deepest = 3;
/** Larger PE files are no hypervisor and not searched for its marks. */
const largestHypervisor = 1 << 26;

/**
 * Tells what a kernel image is and what it says to Xen's loaders. Any bytes give facts: what is wrong with them is in
 * `problems`. Reads and unpacks no further than `want` asks. Throws InputError only if the source itself fails.
 */
export async function readImage(source: Source, options: ReadImageOptions = {}): Promise<ImageFacts> {
  return readFile(source, options.want ?? {}, options.limit ?? 2 ** 29, 0);
}

async function readFile(
  source: Source,
  want: ImageWants,
  limit: number,
  outside: number,
): Promise<ImageFacts> {
  const draft = emptyDraft(source.size);
  const work: ReadContext = {
    source,
    base: 0,
    depth: 0,
    outside,
    draft,
    want,
    limit,
    report: reportInto(draft.problems, 'file'),
    open: (unpacked, around) =>
      readFile(
        bytesSource(unpacked),
        want,
        Math.max(0, limit - unpacked.length),
        around.outside + around.depth + 1,
      ),
  };
  await readAny(work);
  // What lies inside was judged by itself.
  if (!draft.inner) judge(draft, work);
  return draft;
}

async function readAny(work: ReadContext): Promise<void> {
  const { source, draft } = work;
  const depth = work.depth + work.outside;
  if (depth > deepest) {
    work.report('nested-too-deep', 0, { depth });
    return;
  }
  const head = source.read(0, identifySize);
  const identity = identify(head);
  if (identity.kind === 'compressed') {
    await readPacked(work, 0, source.size, identity.compression, 'file');
    return;
  }
  if (identity.kind === 'mz') return readMz(work);
  setFormat(work, identity.core);
  draft.variant = identity.variant ?? draft.variant;
  const reader = readers[identity.core];
  if (reader) await reader(work, head);
}

type Reader = (work: ReadContext, head: Uint8Array) => Promise<void>;

const readers: Partial<Record<Core, Reader>> = {
  elf: readElfFile,
  bzimage: readBoot,
  zimage: (work, head) => (isArmZimage(head) && !isBoot(head) ? readArm(work, head) : readBoot(work, head)),
  'arm64-image': readFlatFile,
  'riscv-image': readFlatFile,
  zboot: readZbootFile,
  uimage: readUimageFile,
};

const isBoot = (head: Uint8Array) => head[0x1fe] === 0x55 && head[0x1ff] === 0xaa;

async function readElfFile(work: ReadContext, head: Uint8Array): Promise<void> {
  const probes = createTaps(work.want, true, multibootHeaders(head).length > 0);
  const content = plainContent(work.source, probes.taps);
  const image = await readElfImage(content, true, work.want.notes !== false, work.report);
  if (!image) return;
  takeElf(work, image);
  const program = image.elf.interpreter || image.elf.type === 'relocatable' || image.elf.type === 'core';
  if (!program) {
    await content.finish(probes.required(true, false));
    takeProbes(work, probes);
  }
}

/** x86 kernels with a boot header, and what only looks like one. */
async function readBoot(work: ReadContext, head: Uint8Array): Promise<void> {
  const { draft, source } = work;
  draft.arch = 'x86';
  draft.endian = 'little';
  const pe = readPe(source, work.report);
  draft.pe = pe;
  draft.efiStub = pe?.efi ?? false;
  const setup = readSetupHeader(source, work.report);
  if (!setup) return;
  draft.setup = setup;
  draft.version = releaseOf(setup.versionText);
  if (setup.extendedLoadFlags) draft.bits = setup.extendedLoadFlags.includes('XLF_KERNEL_64') ? 64 : 32;
  const opened =
    setup.protocol >= 0x208 ? await readStatedPayload(work, setup) : await searchPayload(work, setup);
  // "(builder@host) #1 ..." in the version text is how the Linux build writes it.
  if (opened === 'none' && !/\(\S+@\S+\) #/.test(setup.versionText ?? '')) {
    draft.system = systemOfMarkers(head) ?? draft.system;
  } else draft.system ??= 'linux';
  if (opened === 'none') work.report('payload-missing', 0x248, { protocol: setup.bootProtocol });
  else checkEnd(work, setup);
}

/** Sizes are counted in units of 16 bytes, and some builds don't fill the last. */
const looseEnd = 32;

/** Code lies behind the payload too: Xen does without it, whoever starts the kernel by its own entry does not. */
function checkEnd(work: ReadContext, setup: SetupHeader): void {
  const need = setup.setupSize + setup.systemSize;
  const have = work.source.size;
  if (setup.protocol < 0x204 || need <= have + looseEnd) return;
  if (work.draft.problems.some(({ code }) => code === 'payload-outside-file')) return;
  work.report('file-truncated', 0x1f4, { need, have });
}

/** Protocol 2.08 and newer state where the payload lies. */
async function readStatedPayload(work: ReadContext, setup: SetupHeader): Promise<'some' | 'none'> {
  const { source, draft } = work;
  const [payloadOffset, length] = [setup.payloadOffset ?? 0, setup.payloadLength ?? 0];
  if (length === 0) return 'none';
  const offset = setup.setupSize + payloadOffset;
  if (offset + length > source.size) {
    work.report('payload-outside-file', 0x248, { payloadOffset: offset, length, have: source.size });
    if (offset + 16 > source.size) {
      draft.payload = payloadAt(work, 'none', offset, length);
      return 'some';
    }
  }
  const present = Math.min(length, source.size - offset);
  const start = source.read(offset, 64);
  const compression = detectCompression(start);
  if (compression) await readPacked(work, offset, present, compression, 'payload');
  else {
    draft.payload = payloadAt(work, 'none', offset, length);
    if (isElf(start)) {
      const part = partOf(work, offset, present);
      draft.core = 'elf';
      await readElfFile(part, part.source.read(0, identifySize));
    } else work.report('payload-unknown', offset, { head: hexText(start) });
  }
  return 'some';
}

/** Older ones don't: the stream is searched for, and mostly holds no ELF anyway. */
async function searchPayload(work: ReadContext, setup: SetupHeader): Promise<'some' | 'none'> {
  work.report('protocol-too-old', 0x206, { protocol: setup.bootProtocol });
  if (work.want.notes === false) return 'some';
  return (await openFirst(work, setup.setupSize, 'payload')) ? 'some' : 'none';
}

/** Opens the first stream behind `from` that unpacks; problems of the others don't count. */
async function openFirst(work: ReadContext, from: number, role: 'payload' | 'stream'): Promise<boolean> {
  for (const { offset, compression } of findStreams(work.source, from)) {
    const problems: Draft['problems'] = [];
    const trial: Draft = { ...work.draft, problems };
    const length = work.source.size - offset;
    const attempt = { ...work, draft: trial, report: reportInto(problems, 'file', work.base) };
    await readPacked(attempt, offset, length, compression, 'found');
    if (trial.core === null || problems.some(({ code }) => code === 'payload-damaged')) continue;
    Object.assign(work.draft, trial, { problems: work.draft.problems });
    work.draft.problems.push(...problems);
    if (role === 'payload' && trial.core !== 'elf') {
      reportInto(work.draft.problems, 'payload')('payload-not-elf', 0, { core: trial.core });
    }
    return true;
  }
  return false;
}

async function readArm(work: ReadContext, head: Uint8Array): Promise<void> {
  const { draft, source } = work;
  const { facts, endian } = readArmZimage(head);
  draft.armZimage = facts;
  draft.arch = 'arm';
  draft.bits = 32;
  draft.endian = endian;
  draft.efiStub = readPe(source, () => {})?.efi ?? false;
  const need = facts.end - facts.start;
  if (need > source.size) work.report('file-truncated', 0x2c, { need, have: source.size });
  draft.system = 'linux';
  const { want } = work;
  // Xen reads no notes on Arm: the payload is only opened for what else lies in it.
  if (want.banner !== false || want.ikconfig || want.whole) {
    await openFirst({ ...work, want: { ...want, notes: false } }, 0x34, 'stream');
    draft.core = 'zimage';
    draft.bits = 32;
  }
}

async function readFlatFile(work: ReadContext, head: Uint8Array): Promise<void> {
  const { draft, source } = work;
  const { facts, endian } = readFlatImage(head);
  draft.flatImage = facts;
  draft.arch = draft.core === 'arm64-image' ? 'arm64' : 'riscv';
  draft.bits = 64;
  draft.endian = endian;
  draft.pe = readPe(source, work.report);
  draft.efiStub = draft.pe?.efi ?? false;
  const probes = createTaps(work.want, true, true);
  await plainContent(source, probes.taps).finish(probes.required(false, true));
  takeProbes(work, probes);
}

async function readZbootFile(work: ReadContext, head: Uint8Array): Promise<void> {
  const { draft, source } = work;
  draft.pe = readPe(source, work.report);
  draft.efiStub = draft.pe?.efi ?? false;
  draft.arch = draft.pe?.arch ?? null;
  draft.bits = draft.pe?.bits ?? null;
  const zboot = readZboot(head);
  const have = source.size - zboot.offset;
  if (zboot.length > have) {
    work.report('payload-outside-file', 8, {
      payloadOffset: zboot.offset,
      length: zboot.length,
      have: source.size,
    });
  }
  if (have <= 0) return;
  const compression = detectCompression(source.read(zboot.offset, 64));
  if (!compression) {
    draft.payload = payloadAt(work, 'none', zboot.offset, zboot.length);
    work.report('zboot-unknown-compression', 24, { name: zboot.compression });
    return;
  }
  // The length leaves the size word out, which follows every stream but gzip's.
  const length = zboot.length + (compression === 'gzip' ? 0 : 4);
  const core = await readPacked(work, zboot.offset, Math.min(length, have), compression, 'stream');
  if (core === 'arm64-image' || core === 'riscv-image') draft.system ??= 'linux';
}

async function readUimageFile(work: ReadContext): Promise<void> {
  const { draft, source } = work;
  const header = readUimage(source, work.report);
  if (!header) return;
  draft.uimage = header.facts;
  draft.arch = header.arch;
  draft.bits = header.bits;
  const length = Math.min(header.facts.dataSize, source.size - uimageHeaderSize);
  const compression = header.facts.compression ?? 'none';
  if (header.facts.compression === null) {
    work.report('payload-unknown', 31, { head: hexText(source.read(uimageHeaderSize, 8)) });
  }
  if (compression === 'none') {
    draft.payload = payloadAt(work, 'none', uimageHeaderSize, length);
    await readAny(partOf(work, uimageHeaderSize, length));
  } else await readPacked(work, uimageHeaderSize, length, compression, 'stream');
  if (header.facts.os === 5) draft.system ??= 'linux';
}

/** DOS and PE programs: unified kernel images, Xen for EFI, other EFI applications. */
async function readMz(work: ReadContext): Promise<void> {
  const { draft, source } = work;
  const pe = readPe(source, work.report);
  if (!pe) {
    setFormat(work, 'pe');
    draft.variant = 'dos';
    return;
  }
  draft.pe = pe;
  draft.arch = pe.arch;
  draft.bits = pe.bits;
  draft.endian = 'little';
  draft.efiStub = pe.efi;
  if (isUki(pe)) return readUkiFile(work, pe);
  setFormat(work, pe.efi ? 'efi-application' : 'pe');
  if (!pe.efi || source.size > largestHypervisor) return;
  const probes = createTaps({ ...work.want, banner: false, ikconfig: false }, true, true);
  await plainContent(source, probes.taps).finish(probes.required(true, false));
  takeProbes(work, probes);
}

async function readUkiFile(work: ReadContext, pe: NonNullable<ImageFacts['pe']>): Promise<void> {
  const { draft, source } = work;
  setFormat(work, 'uki');
  const uki = readUki(source, pe, work.report);
  draft.uki = uki;
  if (uki.linux) {
    const { linux } = uki;
    await readAny(partOf(work, linux.offset, linux.size));
    // The kernel has PE headers of its own; those of the file are the outer ones.
    draft.pe = pe;
    draft.efiStub = true;
  }
  draft.version ??= uki.uname;
}

/** Cores that no loader of Xen's takes for a kernel, nor any other. */
const noKernels: ReadonlySet<Core> = new Set([
  'cpio',
  'disk-image',
  'device-tree',
  'archive',
  'text',
  'empty',
  'data',
  'pe',
  'efi-application',
]);

/** Adds the problems that need all the facts. */
function judge(draft: Draft, work: ReadContext): void {
  const { system, elf } = draft;
  if (system === 'xen') {
    work.report('is-the-hypervisor', null, { version: draft.version });
    return;
  }
  // Unnamed bytes inside a wrapping that says what it is may well be a kernel.
  const unnamed = draft.core === 'data' && !draft.format.endsWith('data');
  const lost = system !== 'linux' && draft.problems.some(({ code }) => code === 'payload-missing');
  if (lost || (!draft.setup && draft.core && noKernels.has(draft.core) && !unnamed)) {
    work.report('not-a-kernel', null, { what: lost ? (system ?? draft.format) : draft.core! });
  }
  if (!elf || draft.arch !== 'x86' || elf.interpreter || !draft.notesRead || draft.xen) return;
  if (elf.type !== 'executable' && elf.type !== 'shared') return;
  const within = draft.payload ? 'payload' : 'file';
  const owners = [...new Set(draft.otherNotes.map(note => note.owner))];
  const report = reportInto(draft.problems, within);
  if (owners.length === 0) report('notes-missing', null, {});
  else report('xen-notes-missing', null, { owners });
}
