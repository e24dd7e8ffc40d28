// Which rows of a loader's format table speak of an image, and what they say of one release.

import { atLeast, compareReleases, type Version } from '../input/version.js';
import type { Args, ReasonCode } from './codes.js';
import type {
  ImageCompression,
  Container,
  Citation,
  FormatRow,
  LoaderId,
  SupportRange,
  XenData,
  XenImage,
} from './data.js';
import { inAny } from './releases.js';

export interface Failure {
  /** Only where it is another than the check's own. */
  readonly reason?: ReasonCode;
  readonly args: Args;
  /** Only where it is better known than by the check's own. */
  readonly evidence?: readonly Citation[];
}

/** Compression around the whole file. */
export function wrapperOf(image: XenImage): ImageCompression {
  return image.wrapper?.compression ?? 'none';
}

const byContainer = new WeakMap<readonly FormatRow[], Map<Container, readonly FormatRow[]>>();

function rowsFor(xen: XenData, loader: LoaderId, { container }: XenImage): readonly FormatRow[] {
  const { formats } = xen.loaders[xen.loaders[loader].formatsOf];
  let known = byContainer.get(formats);
  if (!known) byContainer.set(formats, (known = new Map()));
  let rows = known.get(container);
  if (!rows) known.set(container, (rows = formats.filter(row => row.container === container)));
  return rows;
}

function supportAt(rows: readonly FormatRow[], version: Version): SupportRange | null {
  for (const row of rows) {
    for (const support of row.support) if (inAny(version, support.xen)) return support;
  }
  return null;
}

/** The rows' earliest or latest bound, for "Xen N is the first that does" and "was the last". */
function bounds(rows: readonly FormatRow[]): { from: string | null; to: string | null } {
  let from: string | null = null;
  let to: string | null = null;
  let open = false;
  for (const range of rows.flatMap(row => row.support.flatMap(support => support.xen))) {
    if (range.from && (!from || compareReleases(range.from, from) < 0)) from = range.from;
    if (range.to === null) open = true;
    else if (!to || compareReleases(range.to, to) > 0) to = range.to;
  }
  return { from, to: open ? null : to };
}

/** Null if one of the rows holds in this release; else the failure, told apart as never, too new and removed. */
function missing(
  what: 'format' | 'wrapper' | 'compression',
  rows: readonly FormatRow[],
  version: Version,
  args: Args,
): Failure | null {
  if (supportAt(rows, version)) return null;
  const { from, to } = bounds(rows);
  const known = rows.flatMap(row => [...row.support.flatMap(support => support.evidence), ...row.evidence]);
  const evidence = known.length > 0 ? { evidence: known } : {};
  if (from !== null && !atLeast(version, from))
    return { reason: `${what}-too-new`, args: { ...args, from }, ...evidence };
  if (from !== null && to !== null) return { reason: `${what}-removed`, args: { ...args, to }, ...evidence };
  return { reason: `${what}-unknown`, args, ...evidence };
}

function wrapperRows(xen: XenData, loader: LoaderId, image: XenImage): readonly FormatRow[] | null {
  const wrapper = wrapperOf(image);
  const rows = rowsFor(xen, loader, image);
  if (image.container !== 'bzimage') return rows.filter(row => row.compression?.includes(wrapper));
  return wrapper === 'none' ? null : rows.filter(row => row.wrapper?.includes(wrapper));
}

function payloadRows(xen: XenData, loader: LoaderId, image: XenImage): readonly FormatRow[] | null {
  const payload = image.payload?.compression;
  if (image.container !== 'bzimage' || payload === undefined) return null;
  return rowsFor(xen, loader, image).filter(row => row.compression?.includes(payload));
}

export function containerFailure(
  xen: XenData,
  loader: LoaderId,
  image: XenImage,
  version: Version,
): Failure | null {
  const rows = rowsFor(xen, loader, image).filter(row => row.wrapper === null);
  return missing('format', rows, version, { container: image.container });
}

export function wrapperFailure(
  xen: XenData,
  loader: LoaderId,
  image: XenImage,
  version: Version,
): Failure | null {
  const rows = wrapperRows(xen, loader, image);
  if (rows === null) return null;
  return missing('wrapper', rows, version, { container: image.container, compression: wrapperOf(image) });
}

export function payloadFailure(
  xen: XenData,
  loader: LoaderId,
  image: XenImage,
  version: Version,
): Failure | null {
  const rows = payloadRows(xen, loader, image);
  if (rows === null) return null;
  return missing('compression', rows, version, {
    container: image.container,
    compression: image.payload!.compression,
  });
}

/** The ranges that carry a "yes" of the three tests above: their conditions and evidence count. */
export function supportOf(
  xen: XenData,
  loader: LoaderId,
  image: XenImage,
  version: Version,
): readonly SupportRange[] {
  return [wrapperRows(xen, loader, image), payloadRows(xen, loader, image)]
    .map(rows => (rows === null ? null : supportAt(rows, version)))
    .filter(support => support !== null);
}
