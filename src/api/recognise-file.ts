// Files for explain: each is recognised by its content, not by its name.
import { imageKernel } from '../check/image-kernel.js';
import type { ConfigView } from '../check/view.js';
import { configViewOf } from '../check/view.js';
import type { Config } from '../config/config.js';
import { configLimit } from '../config/decode.js';
import { parseConfig, parseXenConfig } from '../config/parse.js';
import type { DomainFacts } from '../domain/domain.js';
import { readDomainText } from '../domain/read-domain.js';
import { recogniseDomain } from '../domain/recognise.js';
import type { InputFile, Inputs } from '../explain/inputs.js';
import type { ImageFacts } from '../image/facts.js';
import { readImage } from '../image/read-image.js';
import type { InitramfsFacts } from '../initramfs/initramfs.js';
import { readInitramfs } from '../initramfs/read-initramfs.js';
import { encodeUtf8 } from '../input/bytes.js';
import { InputError } from '../input/input-error.js';
import { bytesSource, type Source } from '../input/source.js';
import type { Version } from '../input/version.js';
import { isLog } from '../log/is-log.js';
import type { LogBoots, Pattern } from '../log/log.js';
import { readBoots } from '../log/read-log.js';
import { platform } from '../platform/platform.js';
import type { ExplainFile } from './explain-report.js';
import { imageSentence } from '../check/image-words.js';
import type { Files } from '../input/files.js';

/** What a file turned out to be, with its facts. */
type RecognisedFile =
  | { readonly kind: 'config'; readonly facts: ConfigView }
  | { readonly kind: 'hypervisor'; readonly facts: Config }
  | { readonly kind: 'image'; readonly facts: ImageFacts }
  | { readonly kind: 'initramfs'; readonly facts: InitramfsFacts }
  | { readonly kind: 'domain'; readonly facts: DomainFacts }
  | { readonly kind: 'log'; readonly facts: LogBoots };

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
/** Domain files are small. */
const domainSize = 1 << 20;
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

/** Reads a pasted message as a short log. */
export async function readMessage(text: string, { patterns }: ReadOptions): Promise<RecognisedFile> {
  return { kind: 'log', facts: await readBoots([encodeUtf8(text)], patterns()) };
}

async function readSource(source: Source, options: ReadOptions): Promise<RecognisedFile> {
  if (source.size === 0) throw new InputError('is empty');
  const head = source.read(0, headSize);
  if (isBinary(head)) return readBinary(source, options);
  if (source.size <= domainSize) {
    const text = platform().utf8(source.read(0, source.size));
    const found = recogniseDomain(text);
    if (found?.syntax) return { kind: 'domain', facts: readDomainText(text) };
    if (found) throw new InputError(`is ${found.other}`);
  }
  if (source.size <= configLimit && looksLikeConfig(head)) return readConfig(source, options);
  return { kind: 'log', facts: await readBoots(chunks(source), options.patterns()) };
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

const names: Readonly<Record<RecognisedFile['kind'], string>> = {
  config: 'kernel config',
  hypervisor: 'hypervisor config',
  image: 'kernel image',
  initramfs: 'initramfs',
  domain: 'domain file',
  log: 'log',
};

/** Gives the inputs with one more file, which is not a log. Throws InputError if there is already one of its kind. */
export function withInput(
  inputs: Inputs,
  path: string,
  read: Exclude<RecognisedFile, { kind: 'log' }>,
): Inputs {
  const before = inputs[read.kind];
  if (before)
    throw new InputError(`is a second ${names[read.kind]} beside ${before.path}: give one boot at a time`);
  return { ...inputs, [read.kind]: { path, facts: read.facts } };
}

/** Gives a report's entry for the file. */
export function describe({ path, facts, kind }: InputFile<unknown> & RecognisedFile): ExplainFile {
  switch (kind) {
    case 'config': {
      const { kernel, config } = facts;
      const version = kernel.version?.text ?? null;
      const about = `.config${version ? ` of Linux ${version}` : ''}${kernel.arch ? ` for ${kernel.arch}` : ''}`;
      return { path, kind: config.kind, about, version, arch: kernel.arch };
    }
    case 'hypervisor':
      return {
        path,
        kind,
        about: `.config of Xen${facts.version ? ` ${facts.version.text}` : ''}`,
        version: facts.version?.text ?? null,
        arch: facts.arch,
      };
    case 'image': {
      const kernel = imageKernel(facts);
      const about = imageSentence(facts, kernel);
      return { path, kind, about, version: kernel.version, arch: kernel.arch };
    }
    case 'initramfs': {
      const { modules, releases, maker } = facts;
      const of = releases.length ? ` for ${releases.slice(0, 3).join(', ')}` : '';
      const about = `initramfs${maker ? ` by ${maker}` : ''}: ${modules.length} modules${of}`;
      return { path, kind, about, version: releases[0] ?? null, arch: null };
    }
    case 'domain':
      return { path, kind, about: `domain file, ${facts.syntax} syntax`, version: null, arch: null };
    case 'log':
      return { path, kind, about: `log of ${facts.whole.lines} lines`, version: null, arch: null };
  }
}
