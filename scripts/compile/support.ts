// Which releases take a kind of file, run a mode, and unpack what a .config builds.

import { atLeast, compareVersions, parseVersion, type Version } from '../../src/input/version.js';
import type { Caveat, LoaderCondition } from '../../src/xen/codes.js';
import type {
  XenArch,
  ImageCompression,
  Container,
  Citation,
  BootForm,
  LoaderId,
  ProfileId,
  TestName,
  XenData,
  XenImage,
} from '../../src/xen/data.js';
import { supportOf } from '../../src/xen/formats.js';
import { tests } from '../../src/xen/predicates.js';
import { inAny, releaseRuns } from '../../src/xen/releases.js';
import { checksFor, modeRows } from '../../src/xen/verdict.js';

/** The tests that speak of the file and its compression only, not of what is inside. */
const formatTests: readonly TestName[] = [
  'container-taken',
  'wrapper-taken',
  'compression-taken',
  'size-word',
  'size-word-lz4-zstd',
  'dictionary-under-128mib',
  'boot-protocol',
];

interface CompressionRange {
  readonly from: string;
  readonly to: string | null;
  readonly conditions: readonly LoaderCondition[];
  readonly evidence: readonly Citation[];
}

interface CompressionTraits {
  /** Dictionary of an xz payload in bytes. */
  readonly xzDictionary?: number;
  /** Does the data end with the unpacked size? */
  readonly sizeWord?: boolean;
}

/**
 * The releases in which a loader takes this kind of file, packed so. `compression` is that of a bzImage's payload, and
 * for every other container that of the whole file. Nothing is said of what is inside.
 */
export function compressionSupport(
  xen: XenData,
  loader: LoaderId,
  container: Container,
  compression: ImageCompression,
  traits: CompressionTraits = {},
): { ranges: CompressionRange[] } {
  const packed = { compression, ...traits };
  const image: XenImage = {
    container,
    wrapper: container === 'bzimage' || compression === 'none' ? null : packed,
    payload: container === 'bzimage' ? packed : null,
    bootProtocol: null,
    arch: null,
    bits: null,
    elf: null,
    notes: null,
  };
  const takes = (version: Version): CompressionRange | null => {
    const { xen: where, conditions } = xen.loaders[loader];
    if (!inAny(version, where)) return null;
    const context = { xen, loader, version };
    for (const { test } of checksFor(xen, loader, null, null, version)) {
      if (formatTests.includes(test) && tests[test](image, context)) return null;
    }
    const support = supportOf(xen, loader, image, version);
    return {
      from: '',
      to: null,
      conditions: [
        ...conditions.filter(one => inAny(version, one.xen)).map(one => one.condition),
        ...support.flatMap(one => (one.condition ? [one.condition] : [])),
      ],
      evidence: support.flatMap(one => one.evidence),
    };
  };
  const ranges = releaseRuns(xen, takes, one => JSON.stringify(one.conditions));
  return { ranges: ranges.map(({ from, to, value }) => ({ ...value, from, to })) };
}

interface ModeRange {
  readonly from: string | null;
  readonly to: string | null;
  readonly form: BootForm;
  readonly status: 'supported' | 'experimental' | 'development';
  readonly condition: LoaderCondition | null;
  readonly caveats: readonly {
    readonly from: string | null;
    readonly to: string | null;
    readonly caveat: Caveat;
  }[];
  /** How a user asks for it. */
  readonly select: string;
  readonly evidence: readonly Citation[];
}

/** The releases that can run a kernel of this width in this way, one range for each form; ranges may overlap. */
export function modeSupport(xen: XenData, profile: ProfileId, bits: 32 | 64 | null = null): ModeRange[] {
  const ranges = modeRows(xen, profile, bits).flatMap(row =>
    row.xen.map(range => ({
      ...range,
      form: row.form,
      status: row.status,
      condition: row.condition,
      caveats: row.caveats.flatMap(one => one.xen.map(where => ({ ...where, caveat: one.caveat }))),
      select: row.select,
      evidence: row.evidence,
    })),
  );
  const start = (range: ModeRange) => parseVersion(range.from ?? '0.0')!;
  return ranges.sort((left, right) => compareVersions(start(left), start(right)));
}

interface ConfigCompression {
  readonly loader: LoaderId;
  /** The file that the kernel build makes and this loader can read. */
  readonly container: Container;
  readonly compression: ImageCompression;
  readonly traits: CompressionTraits;
  readonly caveats: readonly Caveat[];
  readonly ranges: readonly CompressionRange[];
}

/** What xz kernels of Linux 6.12 and newer need, in bytes. */
const newXzDictionary = 128 * 1024 ** 2;

/**
 * The releases whose loader unpacks the kernel that a .config builds. `compression` is what its KERNEL_* option names;
 * `kernelVersion` null where it is not known, which is taken for a recent one that keeps the old xz dictionary. On Arm the
 * option speaks of a part that unpacks itself, so it does not matter there; a HVM guest unpacks its own kernel too.
 */
export function configCompression(
  xen: XenData,
  profile: ProfileId,
  kernelVersion: string | null,
  compression: ImageCompression,
  options: { readonly loader?: LoaderId; readonly arch?: XenArch } = {},
): ConfigCompression {
  const { mode, loaders } = xen.profiles[profile];
  const loader = options.loader ?? (mode === 'hvm' ? 'hvm-disk' : loaders[0]!);
  if (mode === 'arm') {
    const container = options.arch === 'arm' ? 'zimage' : 'arm64-image';
    const { ranges } = compressionSupport(xen, loader, container, 'none');
    return { loader, container, compression: 'none', traits: {}, caveats: [], ranges };
  }
  const version = kernelVersion === null ? null : parseVersion(kernelVersion);
  // Before 2.6.26 the bzImage does not say where the kernel inside begins, and only the vmlinux will do.
  if (mode !== 'hvm' && version && !atLeast(version, '2.6.26')) {
    const { ranges } = compressionSupport(xen, loader, 'elf', 'gzip', { sizeWord: true });
    const caveats = [{ code: 'bzimage-too-old', args: {} } as const];
    return { loader, container: 'elf', compression: 'gzip', traits: {}, caveats, ranges };
  }
  const traits: CompressionTraits = {
    sizeWord: true,
    ...(compression === 'xz' && version && atLeast(version, '6.12') ? { xzDictionary: newXzDictionary } : {}),
  };
  const { ranges } = compressionSupport(xen, loader, 'bzimage', compression, traits);
  return { loader, container: 'bzimage', compression, traits, caveats: [], ranges };
}
