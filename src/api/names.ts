// The names that kernel configs and kernel images go by, as globs.
import type { FileSearch } from '../input/files.js';

export const configNames = [
  'config',
  '.config',
  'config-*',
  'config.*',
  '*.config',
  '*.config.gz',
  '*defconfig',
  '*.config-*',
];

const imageNames = [
  'vmlinu[xz]',
  'vmlinuz-*',
  'vmlinux-[0-9]*',
  'vmlinu[xz].{gz,bz2,lzma,xz,lzo,lz4,zst,efi,stripped}',
  'bzImage*',
  'zImage*',
  'uImage*',
  'Image',
  'Image.{gz,bz2,lzma,xz,lzo,lz4,zst}',
  'Image-[0-9]*',
  'kernel-[0-9]*',
  '*.efi',
];

export const configSearch: FileSearch = {
  names: configNames,
  kind: 'configs',
};

export const imageSearch: FileSearch = { names: imageNames, kind: 'images (vmlinuz*, bzImage*, Image*)' };
