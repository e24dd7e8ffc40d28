// What mends a failure.
export const fixTargets = [
  'domain',
  'config',
  'command-line',
  'xen-command-line',
  'host',
  'guest',
  'image',
  'initramfs',
] as const;
export type FixTarget = (typeof fixTargets)[number];

/** One way to fix the failure. The first in a list is the smallest change. */
export interface Remedy {
  readonly to: FixTarget;
  readonly text: string;
  /** As they have to stand in the domain file, the .config or on the command line. */
  readonly lines: readonly string[];
  /** To be run by the user. */
  readonly commands: readonly string[];
}
