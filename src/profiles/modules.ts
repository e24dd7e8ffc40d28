import { inRange, parseRange, type Version } from '../input/version.js';
import type { Flavour } from './rule-data.js';

/** File names of modules, without .ko, by option: the first entry that fits counts. */
export type ModuleNames = Readonly<Record<string, readonly ModuleName[]>>;

interface ModuleName {
  readonly file: string;
  readonly kernel?: string;
  readonly flavour?: Exclude<Flavour, 'none'>;
}

/** "xen-blkfront.ko" for XEN_BLKDEV_FRONTEND; an option that is not listed gets the name most drivers have. */
export function moduleFile(
  modules: ModuleNames,
  option: string,
  version: Version | null,
  flavour: Flavour,
): string {
  for (const entry of modules[option] ?? []) {
    if (entry.flavour && entry.flavour !== flavour) continue;
    if (entry.kernel && version && !inRange(version, parseRange(entry.kernel)!)) continue;
    return `${entry.file}.ko`;
  }
  return `${option.toLowerCase()}.ko`;
}
