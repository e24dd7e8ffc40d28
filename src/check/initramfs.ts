// The initramfs that was given: does the kernel of this config unpack it, and does it hold the modules that are needed?
import { moduleIn } from '../initramfs/holds.js';
import type { InitramfsFacts } from '../initramfs/initramfs.js';
import { atLeast, parseVersion, type Version } from '../input/version.js';
import type { Compression } from '../unpack/index.js';
import type { Finding } from './finding.js';
import type { Setup } from './setup.js';
import type { ConfigView } from './view.js';

/** Of any of the sets all modules; "unknown" where not all of the image could be read. */
export function holding(
  facts: InitramfsFacts,
  sets: readonly (readonly string[])[],
  kernel: Version | null,
): 'yes' | 'missing' | 'other-release' | 'unknown' {
  const held = sets.some(set => set.every(file => moduleIn(facts, file) !== null));
  if (held) return kernel && isOfOther(facts.releases, kernel) ? 'other-release' : 'yes';
  const isPart = facts.problems.some(({ code }) => code === 'limit' || code === 'unpackable');
  return isPart ? 'unknown' : 'missing';
}

/** Distributions name a release after the first of its series: only the series can tell. */
function isOfOther(releases: readonly string[], kernel: Version): boolean {
  const length = kernel.parts[0]! < 3 ? 3 : 2;
  const series = (version: Version) => version.parts.slice(0, length).join('.');
  const versions = releases.flatMap(release => parseVersion(release) ?? []);
  return versions.length > 0 && !versions.some(version => series(version) === series(kernel));
}

/** The option that lets the kernel unpack an initramfs of that kind. */
const decoders: Readonly<Partial<Record<Compression, string>>> = {
  gzip: 'RD_GZIP',
  bzip2: 'RD_BZIP2',
  lzma: 'RD_LZMA',
  xz: 'RD_XZ',
  lzo: 'RD_LZO',
  lz4: 'RD_LZ4',
  zstd: 'RD_ZSTD',
};

/** What the kernel cannot unpack. Nothing where it ignores the initramfs: that is a rule's matter. */
export function initramfsFindings(view: ConfigView, { initramfs }: Setup): Finding[] {
  if (!initramfs || view.span('BLK_DEV_INITRD').high === 0) return [];
  const { path, facts } = initramfs;
  const about = { code: 'initramfs', level: 'error', stage: 'root', profiles: [], initramfs: path } as const;
  const found: Finding[] = [];
  for (const { code, detail } of facts.problems)
    if (code === 'damaged' || code === 'cut')
      found.push({ ...about, line: null, about: 'damaged', option: null, detail });
  // Before 2.6.30 there was gzip, and no option for it.
  if (!view.kernel.version || !atLeast(view.kernel.version, '2.6.30')) return found;
  const used = new Set(facts.archives.map(({ compression }) => compression));
  for (const compression of used) {
    const option = compression === 'none' ? undefined : decoders[compression];
    if (option === undefined || view.span(option).high > 0) continue;
    found.push({ ...about, line: view.line(option), about: 'compression', option, detail: compression });
  }
  return found;
}
