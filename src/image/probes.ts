import { type Banner, linuxBannerTap, xenBannerTap, xenConfigTap } from './banner.js';
import { multibootHeaders } from './elf.js';
import { isArm64Image } from './flat.js';
import { type Ikconfig, ikconfigTap } from './ikconfig.js';
import { gatedTap, type Tap, wholeTap } from './tap.js';

/** What a caller wants to know of an image beyond its headers. */
export interface ImageWants {
  /** ELF notes (default true). */
  readonly notes?: boolean;
  /** The version banner. Default: where nothing else is to be found, or it comes by anyway; true: until found; false: no. */
  readonly banner?: boolean;
  /** The kernel's own .config; needs most of the payload (default false). */
  readonly ikconfig?: boolean;
  /** Unpack everything, so that checksums, unpacked size and size word are checked (default false). */
  readonly whole?: boolean;
}

/** The taps on one image's content, and what they found. */
export interface ContentTaps {
  readonly taps: readonly Tap[];
  /**
   * Those that must see the content to its end, or to what they look for. `xen`: it may be the hypervisor; `flat`: it
   * has no notes, so that the banner is all there is to find.
   */
  required(xen: boolean, flat: boolean): readonly Tap[];
  /** Those for content that is no kernel. */
  readonly ofMedium: readonly Tap[];
  banner(): Banner | null;
  ikconfig(): Ikconfig | null;
  /** Is it the hypervisor, and which release if it tells? */
  xen(): { readonly version: string | null } | null;
}

/**
 * Puts up taps. `plain`: content that costs nothing to look through. `xen`: whether it could be the hypervisor;
 * "if-likely" finds out from its first bytes.
 */
export function createTaps(want: ImageWants, plain: boolean, xen: boolean | 'if-likely'): ContentTaps {
  const banner = want.banner === false ? null : linuxBannerTap();
  const config = want.ikconfig ? ikconfigTap() : null;
  const xenBanner = xen ? xenBannerTap() : null;
  const xenConfig = xen ? xenConfigTap() : null;
  const gate = (tap: Tap) => (xen === 'if-likely' ? gatedTap(32768, couldBeXen, tap) : tap);
  const xenTaps = [xenBanner, xenConfig].filter(tap => tap !== null).map(gate);
  const whole = want.whole ? wholeTap() : null;
  const present = (list: readonly (Tap | null)[]) => list.filter(tap => tap !== null);
  return {
    taps: present([banner, config, ...xenTaps, whole]),
    required: (isXen, flat) =>
      present([want.banner || plain || flat ? banner : null, config, whole, ...(isXen ? xenTaps : [])]),
    ofMedium: present([whole]),
    banner: () => banner?.value() ?? null,
    ikconfig: () => config?.value() ?? null,
    xen: () => (xenBanner?.value() ? { version: xenConfig?.value() ?? null } : null),
  };
}

/** Xen comes with multiboot headers on x86 and as an Image on Arm. */
const couldBeXen = (head: Uint8Array) => isArm64Image(head) || multibootHeaders(head).length > 0;
