// Which ways out of a refusal, or around a condition, really lead somewhere.

import { atLeast, atMost, type Version } from '../input/version.js';
import type { WayOut } from './codes.js';
import type { ImageCompression, Container, ProfileId, XenData, XenImage } from './data.js';
import { payloadFailure, wrapperFailure, wrapperOf } from './formats.js';
import { changesFor } from './changes.js';
import { compressionOptions } from './kernel-options.js';
import { releaseRuns } from './releases.js';
import { type LoaderVerdict, loaderOf, type LoaderQuery, verdictAt } from './verdict.js';

/** What the loader has to take for a way out to work. */
const needs: Partial<Record<WayOut['code'], readonly [Container, ImageCompression]>> = {
  'choose-compression': ['bzimage', 'gzip'],
  'extract-elf': ['elf', 'none'],
  'gzip-elf': ['elf', 'gzip'],
  'build-bzimage': ['bzimage', 'gzip'],
  'build-vmlinux': ['elf', 'none'],
  'build-arm-image': ['arm64-image', 'none'],
};

/** The option that a bzImage's kernel was packed by; empty where that is not known. */
function optionOf({ payload }: XenImage): string {
  if (payload?.compression === 'none') return 'CONFIG_KERNEL_UNCOMPRESSED';
  const options = Object.entries(compressionOptions);
  const found = options.find(([, compression]) => compression === payload?.compression);
  return found ? `CONFIG_${found[0]}` : '';
}

/** What is said where nothing better is left; an ELF that was packed as a whole had better be packed with gzip. */
function isFallback({ code }: WayOut, { container }: XenImage): boolean {
  return code === 'name-the-kernel' || (code === 'unwrap' && container === 'elf');
}

/** The command that unpacks a file, without its options. */
const unpackers: Readonly<Partial<Record<ImageCompression, string>>> = {
  gzip: 'gzip',
  bzip2: 'bzip2',
  lzma: 'xz',
  xz: 'xz',
  lzo: 'lzop',
  lz4: 'lz4',
  zstd: 'zstd',
};

/** Unpacking the file helps where the loader takes what is inside, as far as that is known. */
function unwrapped(xen: XenData, question: LoaderQuery, version: Version): WayOut | null {
  const { image } = question;
  const tool = unpackers[wrapperOf(image)];
  if (!tool) return null;
  const inside = { ...question, image: { ...image, wrapper: null } };
  if (image.container !== 'packed' && verdictAt(xen, inside, version).accepted === 'no') return null;
  return { code: 'unwrap', args: { tool } };
}

function taken(
  xen: XenData,
  question: LoaderQuery,
  version: Version,
  file: readonly [Container, ImageCompression],
): boolean {
  const loader = loaderOf(xen, question);
  const [container, compression] = file;
  const packed = { compression };
  const image: XenImage = {
    ...question.image,
    container,
    wrapper: container === 'bzimage' || compression === 'none' ? null : packed,
    payload: container === 'bzimage' ? packed : null,
  };
  return !wrapperFailure(xen, loader, image, version) && !payloadFailure(xen, loader, image, version);
}

function usable(xen: XenData, question: LoaderQuery, version: Version, way: WayOut): WayOut | null {
  const [role, mode] = question.profile.split('-') as [string, string];
  const file = needs[way.code];
  if (file && !taken(xen, question, version, file)) return null;
  // Where the packing around the file is all that is wrong, another kernel is no help.
  if (way.code === 'choose-compression' && wrapperOf(question.image) !== 'none')
    if (!payloadFailure(xen, loaderOf(xen, question), question.image, version)) return null;
  if (way.code === 'choose-compression')
    return { code: way.code, args: { ...way.args, chosen: optionOf(question.image) } };
  if (way.code === 'gzip-elf') return { ...way, args: { tool: unpackers[wrapperOf(question.image)] ?? '' } };
  if (way.code === 'unpack-uki' && wrapperOf(question.image) !== 'none')
    return { code: 'unwrap', args: { tool: unpackers[wrapperOf(question.image)] ?? '' } };
  if (way.code === 'unwrap') return unwrapped(xen, question, version);
  if (way.code === 'use-pvshim') return role === 'domu' && atLeast(version, '4.10.1') ? way : null;
  if (way.code !== 'use-profile') return way;
  if (way.args.profile === mode) return null;
  const profile = `${role}-${way.args.profile}` as ProfileId;
  const other = verdictAt(xen, { profile, image: question.image }, version);
  return other.accepted === 'no' ? null : { code: way.code, args: { profile } };
}

/** The release to go to, and the one to stay with, for an image that this one refuses; null if none takes it. */
interface OtherReleases {
  readonly next: string | null;
  readonly previous: string | null;
}

/** The verdict with the ways out that lead somewhere in this release, and the other releases that would do. */
export function withWaysOut(
  xen: XenData,
  question: LoaderQuery,
  version: Version,
  verdict: LoaderVerdict,
  { next, previous }: OtherReleases,
): LoaderVerdict {
  if (verdict.wayOut.length === 0 && verdict.accepted !== 'no') return verdict;
  const ways = verdict.wayOut.flatMap(way => usable(xen, question, version, way) ?? []);
  const certain = ways.filter(way => !isFallback(way, question.image));
  const wayOut = certain.length > 0 ? certain : ways;
  if (verdict.accepted === 'no') {
    if (next) wayOut.push({ code: 'upgrade-xen', args: { from: next } });
    else if (previous && certain.length === 0) wayOut.push({ code: 'older-xen', args: { to: previous } });
  }
  return { ...verdict, wayOut };
}

/** The nearest releases that take the image, of the newer ones first those that take it without a condition. */
export function otherReleases(xen: XenData, question: LoaderQuery, version: Version): OtherReleases {
  const ranges = releaseRuns(
    xen,
    other => {
      const { accepted } = verdictAt(xen, question, other);
      return accepted === 'no' ? null : accepted;
    },
    accepted => accepted,
    changesFor(xen, question),
  );
  // A newer release is no way out if the newest refuses the image again.
  const lasting = ranges.at(-1)?.to === null;
  const newer = ranges.filter(({ from }) => lasting && !atLeast(version, from));
  const next = newer.find(one => one.value === 'yes') ?? newer[0];
  const previous = ranges.findLast(({ to }) => to !== null && !atMost(version, to));
  return {
    next: next?.from ?? null,
    previous: previous && atLeast(version, previous.from) ? previous.to : null,
  };
}
