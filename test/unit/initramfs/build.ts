/** A file to put into an archive. Links hold their target, folders nothing. */
export interface File {
  readonly path: string;
  readonly text?: string;
  readonly mode?: number;
}

export const folderMode = 0o40755;
export const linkMode = 0o120777;

const hex = (value: number) => value.toString(16).padStart(8, '0').toUpperCase();
const padded = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);

function entry(path: string, bytes: Buffer, mode: number, magic: string): Buffer {
  const name = Buffer.from(`${path}\0`);
  const fields = [1, mode, 0, 0, 1, 0, bytes.length, 0, 0, 0, 0, name.length, 0];
  const head = Buffer.from(magic + fields.map(hex).join(''));
  return Buffer.concat([padded(Buffer.concat([head, name])), padded(bytes)]);
}

/** A cpio archive in the format of the kernel's Documentation/driver-api/early-userspace/buffer-format.rst. */
export function cpio(files: readonly File[], magic = '070701'): Buffer {
  return Buffer.concat([
    ...files.map(({ path, text = '', mode = 0o100644 }) => entry(path, Buffer.from(text), mode, magic)),
    entry('TRAILER!!!', Buffer.alloc(0), 0, magic),
  ]);
}

export const early: readonly File[] = [
  { path: '.', mode: folderMode },
  { path: 'kernel', mode: folderMode },
  { path: 'kernel/x86', mode: folderMode },
  { path: 'kernel/x86/microcode', mode: folderMode },
  { path: 'kernel/x86/microcode/GenuineIntel.bin', text: 'x'.repeat(3001) },
];

export const main: readonly File[] = [
  { path: '.', mode: folderMode },
  { path: 'init', text: '#!/bin/sh\n', mode: 0o100755 },
  { path: './lib', text: 'usr/lib', mode: linkMode },
  { path: 'conf/initramfs.conf', text: 'MODULES=most\n' },
  { path: 'conf/conf.d/resume', text: 'RESUME=none\n' },
  { path: 'usr/sbin/lvm', text: 'ELF' },
  { path: 'sbin/cryptsetup', text: '../usr/sbin/cryptsetup', mode: linkMode },
  { path: 'usr/lib/modules/6.1.0-18-amd64/kernel/drivers/block/xen-blkfront.ko', text: 'ELF'.repeat(500) },
  { path: 'usr/lib/modules/6.1.0-18-amd64/kernel/fs/ext4/ext4.ko.xz', text: 'xz' },
  { path: 'usr/lib/modules/6.1.0-18-amd64/kernel/fs/jbd2/jbd2.ko.zst', text: 'zst' },
  { path: 'usr/lib/modules/6.1.0-18-amd64/kernel/lib/crc16.ko.gz', text: 'gz' },
  {
    path: 'usr/lib/modules/6.1.0-18-amd64/modules.builtin',
    text: 'kernel/fs/ext2/ext2.ko\nkernel/net/xen-x.ko\n',
  },
  {
    path: 'usr/lib/modules/6.1.0-18-amd64/modules.dep',
    text: 'kernel/fs/ext4/ext4.ko.xz: kernel/fs/jbd2/jbd2.ko.zst kernel/lib/crc16.ko.gz\nkernel/a/dm-mod.ko:\n',
  },
];
