// Files for explain: each is recognised by its content, not by its name.
import type { ConfigView } from '../../check/view.js';
import { configViewOf } from '../../check/view.js';
import type { Config } from '../../config/config.js';
import { configLimit } from '../../config/decode.js';
import { parseConfig, parseXenConfig } from '../../config/parse.js';
import type { DomainFacts } from '../../domain/domain.js';
import { readDomainText } from '../../domain/read-domain.js';
import { recogniseDomain } from '../../domain/recognise.js';
import type { Inputs } from '../../explain/inputs.js';
import type { ImageFacts } from '../../image/facts.js';
import { readImage } from '../../image/read-image.js';
import type { InitramfsFacts } from '../../initramfs/initramfs.js';
import { readInitramfs } from '../../initramfs/read-initramfs.js';
import { encodeUtf8 } from '../../input/bytes.js';
import { InputError } from '../../input/input-error.js';
import { bytesSource, type Source } from '../../input/source.js';
import type { Version } from '../../input/version.js';
import { isLog, logLikeness } from '../../log/is-log.js';
import type { LogBoots, Pattern } from '../../log/log.js';
import { readBoots } from '../../log/read-log.js';
import { platform } from '../../platform/platform.js';
import { isDtb, readDtb } from '../../records/dtb.js';
import { readRecord } from '../../records/kinds.js';
import type { RecordFacts } from '../../records/record.js';
import type { Files } from '../../input/files.js';

/** What a file turned out to be, with its facts. */
export type RecognisedFile =
  | { readonly kind: 'config'; readonly facts: ConfigView }
  | { readonly kind: 'hypervisor'; readonly facts: Config }
  | { readonly kind: 'image'; readonly facts: ImageFacts }
  | { readonly kind: 'initramfs'; readonly facts: InitramfsFacts }
  | { readonly kind: 'domain'; readonly facts: DomainFacts }
  | { readonly kind: 'log'; readonly facts: LogBoots }
  /** A boot loader's menu or a program's output; `name` says which. */
  | { readonly kind: 'record'; readonly name: string; readonly facts: RecordFacts }
  | { readonly kind: 'unknown' };

export interface ReadOptions {
  /** A function, since only logs need the patterns. */
  readonly patterns: () => readonly Pattern[];
  /** SUSE's names of mainline's options. */
  readonly suse: Readonly<Record<string, string>>;
  /** Takes precedence over what a config says about its kernel. */
  readonly over: { readonly version?: Version; readonly arch?: string };
}

/** Number of bytes at the start that show what a file is. */
const headSize = 1 << 16;
/** Domain files, menus and output of programs are small. */
const textSize = 1 << 20;
const deviceTreeSize = 1 << 22;
const chunkSize = 1 << 20;

/**
 * Reads one file and gives its kind and facts. Throws InputError if it cannot be read or explain does not know its kind.
 */
export async function readFile(path: string, options: ReadOptions, files: Files): Promise<RecognisedFile> {
  const source = await files.open(path);
  try {
    return await readSource(source, options);
  } finally {
    source.close();
  }
}

/** The same of bytes in memory. */
export async function readBytes(bytes: Uint8Array, options: ReadOptions): Promise<RecognisedFile> {
  return readSource(bytesSource(bytes), options);
}

/** Reads a pasted message as a short log. */
export async function readMessage(text: string, { patterns }: ReadOptions): Promise<RecognisedFile> {
  return { kind: 'log', facts: await readBoots([encodeUtf8(text)], patterns()) };
}

/** One kind of text, how it is known, and what reads it; null: it is none of this kind. */
type TextReader = (
  text: string,
  head: Uint8Array,
  source: Source,
  options: ReadOptions,
) => RecognisedFile | null;

/** In the order in which they are tried; whatever is none of these may be a log. */
const textReaders: readonly TextReader[] = [
  (text, head) => {
    const found = readRecord(text, () => isLog(head));
    if (found === null) return null;
    return found.facts.kind === 'initramfs-list'
      ? { kind: 'initramfs', facts: found.facts.facts }
      : { kind: 'record', ...found };
  },
  text => {
    const found = recogniseDomain(text);
    if (found && !found.syntax) throw new InputError(`is ${found.other}`);
    return found && { kind: 'domain', facts: readDomainText(text) };
  },
];

async function readSource(source: Source, options: ReadOptions): Promise<RecognisedFile> {
  if (source.size === 0) throw new InputError('is empty');
  const head = source.read(0, headSize);
  if (isDtb(head)) return readDeviceTree(source);
  if (isBinary(head)) return readBinary(source, options);
  if (source.size <= textSize) {
    const text = platform().utf8(source.read(0, source.size));
    for (const reader of textReaders) {
      const found = reader(text, head, source, options);
      if (found) return found;
    }
  }
  if (source.size <= configLimit && looksLikeConfig(head)) return readConfig(source, options);
  const facts = await readBoots(chunks(source), options.patterns());
  return saysNothing(facts) && logLikeness(head) === 0 ? { kind: 'unknown' } : { kind: 'log', facts };
}

/** Nobody speaks in it whom explain knows, of nothing that it knows. */
const saysNothing = ({ whole: { hits, kernels, xens, commandLine, speakers } }: LogBoots): boolean =>
  hits.size === 0 &&
  kernels.length + xens.length === 0 &&
  commandLine === null &&
  [...speakers.keys()].every(speaker => speaker === 'other');

function readDeviceTree(source: Source): RecognisedFile {
  if (source.size > deviceTreeSize) throw new InputError('is a device tree of more than 4 MiB');
  return { kind: 'record', name: 'device tree', facts: readDtb(source.read(0, source.size)) };
}

/** UTF-16 texts contain zero bytes too, but begin with a byte order mark. */
function isBinary(head: Uint8Array): boolean {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return false;
  return head.includes(0) || (head[0] === 0x1f && head[1] === 0x8b) || startsWith(head, '070701');
}

const startsWith = (bytes: Uint8Array, text: string) =>
  [...text].every((character, index) => bytes[index] === character.charCodeAt(0));

const configLine = /^(?:CONFIG_\w+=|# CONFIG_\w+ is not set)/m;

function looksLikeConfig(head: Uint8Array): boolean {
  const text = platform().latin1(head).replaceAll('\0', '');
  return configLine.test(text) && !isLog(head);
}

async function readBinary(source: Source, options: ReadOptions): Promise<RecognisedFile> {
  const facts = await readImage(source);
  if (facts.core === 'text') return readConfig(source, options);
  if (facts.core === 'cpio') return { kind: 'initramfs', facts: await readInitramfs(source) };
  if (facts.system === 'xen')
    throw new InputError(
      `is the hypervisor itself${facts.version === null ? '' : `; say --xen ${facts.version}`}`,
    );
  return { kind: 'image', facts };
}

function readConfig(source: Source, { suse, over }: ReadOptions): RecognisedFile {
  const bytes = source.read(0, Math.min(source.size, configLimit + 1));
  const xen = parseXenConfig(bytes);
  if (xen) return { kind: 'hypervisor', facts: xen };
  return { kind: 'config', facts: configViewOf(parseConfig(bytes), suse, over) };
}

function* chunks(source: Source): Iterable<Uint8Array> {
  for (let at = 0; at < source.size; at += chunkSize) yield source.read(at, chunkSize);
}

/** Gives the config inside the image if no config was given; null if the image has none. */
export async function configInside(
  path: string,
  options: ReadOptions,
  files: Files,
): Promise<ConfigView | null> {
  const source = await files.open(path);
  try {
    const { ikconfig } = await readImage(source, { want: { ikconfig: true } });
    if (!ikconfig) return null;
    const read = await readSource(bytesSource(ikconfig), options);
    return read.kind === 'config' ? read.facts : null;
  } catch (error) {
    // A damaged config is treated as missing: the image itself was read.
    if (error instanceof InputError) return null;
    throw error;
  } finally {
    source.close();
  }
}

/** Of a boot there is one of each. */
type OfOne = Exclude<RecognisedFile, { kind: 'log' | 'record' | 'unknown' }>;

const names: Readonly<Record<OfOne['kind'], string>> = {
  config: 'kernel config',
  hypervisor: 'hypervisor config',
  image: 'kernel image',
  initramfs: 'initramfs',
  domain: 'domain file',
};

/** Gives the inputs with one more file, of whose kind there is one. Throws InputError if there is already one. */
function withOne(inputs: Inputs, path: string, read: OfOne): Inputs {
  const before = inputs[read.kind];
  if (before)
    throw new InputError(`is a second ${names[read.kind]} beside ${before.path}: give one boot at a time`);
  return { ...inputs, [read.kind]: { path, facts: read.facts } };
}

/** Gives the inputs with one more file; a log is not put in before it is known which boot of it counts. Throws InputError. */
export function withInput(inputs: Inputs, path: string, read: RecognisedFile): Inputs {
  if (read.kind === 'log' || read.kind === 'unknown') return inputs;
  if (read.kind === 'record') return { ...inputs, records: [...inputs.records, { path, facts: read.facts }] };
  return withOne(inputs, path, read);
}
