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
  /** What /init is: the first line of a script, or elf32, elf64, elf32-arm; a shell script by default. */
  readonly program?: string;
  /** Of /init: 0o755 by default. */
  readonly mode?: number;
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

/** The first 20 bytes of an ELF program, as the ELF specification and its machines' numbers have them; all below 0x80. */
const elf = (bits: number, machine: number) =>
  `\x7fELF${String.fromCharCode(bits / 32, 1, 1)}${'\0'.repeat(9)}\x02\0${String.fromCharCode(machine)}\0`;
const programs: Readonly<Record<string, string>> = {
  elf32: elf(32, 3),
  elf64: elf(64, 62),
  'elf32-arm': elf(32, 40),
};

export function initramfsBytes(recipe: InitramfsRecipe): Uint8Array {
  const folder = `lib/modules/${recipe.release ?? '6.1.0'}`;
  const files: File[] = [];
  const add = (path: string, text: string) => files.push({ path, text });
  if (recipe.init !== null)
    files.push({
      path: recipe.init ?? 'init',
      text: programs[recipe.program ?? ''] ?? `${recipe.program ?? '#!/bin/sh'}\n`,
      mode: 0o100000 + (recipe.mode ?? 0o755),
    });
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
