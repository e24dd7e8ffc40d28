import type { Config } from '../config/config.js';
import { type Setting, type Tri, triNames } from '../config/setting.js';
import type { Version } from '../input/version.js';
import type { Span } from '../profiles/need.js';
import type { Flavour } from '../profiles/rule-data.js';
import type { Actual } from './finding.js';

/** The kernel that a config describes, as far as it tells. */
export interface Kernel {
  readonly version: Version | null;
  readonly arch: string | null;
  readonly flavour: Flavour;
}

/** A config as rules see it: by the option names of the profiles. */
export interface ConfigView {
  readonly config: Config;
  readonly kernel: Kernel;
  /** What this tree calls the option. */
  name(option: string): string;
  setting(option: string): Setting | undefined;
  /** n for what the config does not name. */
  tri(option: string): Tri;
  /** As `tri`, but open in a fragment or defconfig that does not name the option. */
  span(option: string): Span;
  actual(option: string): Actual;
  /** Where the option stands, null if the file does not name it. */
  line(option: string): number | null;
  /** The line that asks for an option which the build drops, as what it depends on is off; else null. */
  dropped(option: string): number | null;
}

/** `over` replaces what the file says of its kernel; `suse` gives SUSE's names of mainline's options. */
export function configViewOf(
  config: Config,
  suse: Readonly<Record<string, string>>,
  over: { version?: Version; arch?: string } = {},
): ConfigView {
  const flavour = flavourOf(config);
  // SUSE's trees with the xenlinux port (2.6.27 to 4.1) gave mainline's XEN and some others another name.
  const renamed = flavour !== 'xenlinux' && config.settings.has('PARAVIRT_XEN');
  const open = config.kind !== 'config';
  const name = (option: string) => {
    const other = renamed ? suse[option] : undefined;
    return other !== undefined && config.settings.has(other) ? other : option;
  };
  const setting = (option: string) => config.settings.get(name(option));
  return {
    config,
    kernel: { version: over.version ?? config.version, arch: over.arch ?? config.arch, flavour },
    name,
    setting,
    tri: option => setting(option)?.tri ?? 0,
    span(option) {
      const found = setting(option);
      if (!found && open) return { low: 0, high: 2 };
      const value = found?.tri ?? 0;
      return { low: value, high: value };
    },
    actual(option) {
      const found = setting(option);
      if (!found) return 'absent';
      return found.tri === null ? 'other' : triNames[found.tri];
    },
    // Options that the tree added have no line in the file.
    line: option => setting(option)?.line || null,
    dropped: () => null,
  };
}

/**
 * pvops: Xen support of mainline Linux; xenlinux: the old port, which runs on nothing but Xen; none: no Xen support.
 * Evidence: configs of Xen's own 2.6.12 to 2.6.18 trees and of SUSE's ports from 2.6.10 to 4.1.
 */
function flavourOf({ settings }: Config): Flavour {
  const on = (option: string) => settings.get(option)?.tri === 2;
  if (on('X86_XEN') || on('X86_64_XEN') || on('ARCH_XEN')) return 'xenlinux';
  if (on('PARAVIRT_XEN') || (on('XEN') && on('PARAVIRT'))) return 'pvops';
  if (!on('XEN')) return 'none';
  return xenlinuxMarks.some(mark => settings.has(mark)) ? 'xenlinux' : 'pvops';
}

// Only the old port has these; its first releases (2.6.10 to 2.6.13) built a separate architecture, ARCH_XEN.
const xenlinuxMarks = [
  'XEN_INTERFACE_VERSION',
  'XEN_UNPRIVILEGED_GUEST',
  'X86_XEN',
  'X86_64_XEN',
  'ARCH_XEN',
  'XEN_PHYSDEV_ACCESS',
];
