import { inRange, type Version } from '../input/version.js';

/** One stretch of kernel releases in which an option exists unchanged. */
export interface Lifetime {
  readonly from: string;
  /** The last release that has it; null if the newest known still does. */
  readonly to: string | null;
  readonly type?: 'bool' | 'tristate' | 'int' | 'hex' | 'string';
  /** false: no user can set it, it follows from others. A text is the condition under which users can. */
  readonly prompt?: boolean | string;
  /** Absent: nothing; null: not recorded. */
  readonly depends?: string | null;
}

export interface Lifetimes {
  readonly symbols: Readonly<Record<string, Readonly<Record<string, readonly Lifetime[]>>>>;
  readonly xenlinux: Readonly<Record<string, Readonly<Record<string, readonly Lifetime[]>>>>;
  /** Names that SUSE's trees with the xenlinux port gave to options of mainline. */
  readonly suse: Readonly<Record<string, { readonly means: string }>>;
  readonly never: NeverOptions;
}

/** Names that people write and that no kernel has. */
export type NeverOptions = Readonly<Record<string, { readonly means: string | null; readonly note: string }>>;

/** The life of `option` at that release: the stretch, or "gone" where known not to exist, or null where nothing is known. */
export function lifetimeOf(
  lifetimes: Lifetimes,
  option: string,
  version: Version,
  arch: string,
  flavour: 'pvops' | 'xenlinux' | 'none',
): Lifetime | 'gone' | null {
  // The port's own options are in its table; for the rest it is the mainline kernel it was made from.
  const table = flavour === 'xenlinux' && option.includes('XEN') ? lifetimes.xenlinux : lifetimes.symbols;
  const symbol = table[option];
  if (!symbol) return flavour === 'xenlinux' ? null : lifetimes.never[option] ? 'gone' : null;
  let known = false;
  for (const key of archKeys(arch)) {
    const stretches = symbol[key];
    if (!stretches) continue;
    known = true;
    for (const stretch of stretches) if (inRange(version, stretch)) return stretch;
  }
  return known || isCovered(arch) ? 'gone' : null;
}

/** The stretch that holds the release; where none is known, all of them. */
export function stretchesAt(
  byArch: Readonly<Record<string, readonly Lifetime[]>>,
  version: Version | null,
  arch: string,
): Lifetime[] {
  const stretches = archKeys(arch).flatMap(key => byArch[key] ?? []);
  return version ? stretches.filter(stretch => inRange(version, stretch)).slice(0, 1) : stretches;
}

/** The architectures under which the table files an option: i386 and x86_64 share x86 from 2.6.24 on. */
function archKeys(arch: string): readonly string[] {
  return arch === 'i386' || arch === 'x86_64' ? ['x86', arch] : [arch];
}

/** Every stretch in which `option` exists on that architecture, or on any where it never does. Oldest first. */
export function stretchesOf(lifetimes: Lifetimes, option: string, arch: string): Lifetime[] {
  const symbol = lifetimes.symbols[option] ?? {};
  const own = [arch, ...archKeys(arch)].flatMap(key => symbol[key] ?? []);
  return own.length ? [...new Set(own)] : Object.values(symbol).flat();
}

function isCovered(arch: string): boolean {
  return arch === 'i386' || arch === 'x86_64' || arch === 'arm' || arch === 'arm64';
}
