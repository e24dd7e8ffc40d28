// Initramfs images described in a few words: fixtures/explain/*/*.yaml.
import type { InitramfsFacts, InitramfsMaker } from '../../../../src/initramfs/initramfs.js';
import { readInitramfs } from '../../../../src/initramfs/read-initramfs.js';
import { bytesSource } from '../../../../src/input/source.js';
import { gzip } from '../../image/build/pack.js';
import { cpio, type File } from '../../initramfs/build.js';

export interface InitramfsRecipe {
  /** Folder below lib/modules that its modules lie in. */
  readonly release?: string;
  readonly modules?: readonly string[];
  /** What modules.builtin names; there is no such file without. */
  readonly builtin?: readonly string[];
  /** Programs in usr/sbin. */
  readonly tools?: readonly string[];
  /** Texts of files by their paths: conf/conf.d/x, etc/cmdline.d/x. */
  readonly settings?: Readonly<Record<string, string>>;
  /** "init" by default; null for none. */
  readonly init?: string | null;
  readonly maker?: Exclude<InitramfsMaker, 'booster' | 'busybox'>;
  /** Bytes in all at least, filled with a file of zeros; not packed then. */
  readonly size?: number;
  /** Cut off that many bytes at the end. */
  readonly cut?: number;
}

/** A file that only this maker's images have. */
const marks = {
  dracut: 'usr/lib/dracut-lib.sh',
  'initramfs-tools': 'scripts/functions',
  mkinitcpio: 'buildconfig',
  mkinitfs: 'usr/sbin/nlplug-findfs',
} as const;

export function initramfsBytes(recipe: InitramfsRecipe): Uint8Array {
  const folder = `lib/modules/${recipe.release ?? '6.1.0'}`;
  const files: File[] = [];
  const add = (path: string, text: string) => files.push({ path, text });
  if (recipe.init !== null) add(recipe.init ?? 'init', '#!/bin/sh\n');
  if (recipe.maker) add(marks[recipe.maker], '#\n');
  for (const module of recipe.modules ?? []) add(`${folder}/kernel/drivers/${module}.ko`, '\x7fELF');
  if (recipe.builtin)
    add(`${folder}/modules.builtin`, recipe.builtin.map(module => `kernel/drivers/${module}.ko\n`).join(''));
  for (const tool of recipe.tools ?? []) add(`usr/sbin/${tool}`, '\x7fELF');
  for (const [path, text] of Object.entries(recipe.settings ?? {})) add(path, text);
  if (recipe.size) add('usr/share/large', '\0'.repeat(recipe.size));
  const whole = recipe.size ? cpio(files) : gzip(cpio(files));
  return whole.subarray(0, whole.length - (recipe.cut ?? 0));
}

export const initramfsFacts = (recipe: InitramfsRecipe): Promise<InitramfsFacts> =>
  readInitramfs(bytesSource(initramfsBytes(recipe)));
