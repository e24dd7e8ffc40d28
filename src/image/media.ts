import { hasText, byteViewOf } from './bytes.js';
import type { Core } from './facts.js';

/** What a file is that is no kernel image at all, as far as its first 68 KiB tell. */
interface Medium {
  readonly core: Core;
  readonly variant: string | null;
}

/** [offset, magic, core, variant]; earlier lines win. */
const magics: readonly (readonly [number, string, Core, string])[] = [
  [0, '070701', 'cpio', 'newc'],
  [0, '070702', 'cpio', 'crc'],
  [0, '070707', 'cpio', 'odc'],
  [0, '\xc7\x71', 'cpio', 'binary'],
  [0, '\xd0\x0d\xfe\xed', 'device-tree', 'fdt'],
  [0, 'ANDROID!', 'android-boot', 'android'],
  [0, 'QFI\xfb', 'disk-image', 'qcow2'],
  [0, 'KDMV', 'disk-image', 'vmdk'],
  [0, '# Disk DescriptorFile', 'disk-image', 'vmdk'],
  [0, 'conectix', 'disk-image', 'vhd'],
  [0, 'vhdxfile', 'disk-image', 'vhdx'],
  [0x40, '\x7f\x10\xda\xbe', 'disk-image', 'vdi'],
  [0, 'hsqs', 'disk-image', 'squashfs'],
  [0, 'XFSB', 'disk-image', 'xfs'],
  [0, 'LUKS\xba\xbe', 'disk-image', 'luks'],
  [0x200, 'LABELONE', 'disk-image', 'lvm'],
  [0x200, 'EFI PART', 'disk-image', 'gpt'],
  [0x438, '\x53\xef', 'disk-image', 'ext'],
  [0x8001, 'CD001', 'disk-image', 'iso9660'],
  [0x10040, '_BHRfS_M', 'disk-image', 'btrfs'],
  [0xff6, 'SWAPSPACE2', 'disk-image', 'swap'],
  [0x36, 'FAT1', 'disk-image', 'fat'],
  [0x52, 'FAT32', 'disk-image', 'fat'],
  [3, 'NTFS    ', 'disk-image', 'ntfs'],
  [0, '!<arch>\n', 'archive', 'ar'],
  [0, '\xed\xab\xee\xdb', 'archive', 'rpm'],
  [0x101, 'ustar', 'archive', 'tar'],
  [0, 'PK\x03\x04', 'archive', 'zip'],
];

/** Names what is no kernel image; `head` should be the first 68 KiB. */
export function recogniseMedium(head: Uint8Array): Medium {
  if (head.length === 0) return { core: 'empty', variant: null };
  const hit = magics.find(([offset, magic]) => hasText(head, offset, magic));
  if (hit) return { core: hit[2], variant: hit[3] };
  if (isMbr(head)) return { core: 'disk-image', variant: 'mbr' };
  if (isText(head)) return { core: 'text', variant: textVariant(head) };
  return { core: 'data', variant: null };
}

/** A boot sector with a partition table that makes sense. */
function isMbr(head: Uint8Array): boolean {
  if (head.length < 512 || head[510] !== 0x55 || head[511] !== 0xaa) return false;
  const view = byteViewOf(head);
  let used = 0;
  for (let at = 446; at < 510; at += 16) {
    const status = view.u8(at);
    if (status !== 0 && status !== 0x80) return false;
    if (view.u8(at + 4) !== 0 && view.u32(at + 12) > 0) used++;
  }
  return used > 0;
}

/** Printable bytes, UTF-8 and line ends only, over the first 4 KiB. */
function isText(head: Uint8Array): boolean {
  const part = head.subarray(0, 4096);
  for (const byte of part) {
    if (byte < 32 && !(byte >= 8 && byte <= 13) && byte !== 27) return false;
    if (byte === 127) return false;
  }
  // The last character may be cut by the end of the sample.
  return !new TextDecoder().decode(part.subarray(0, part.length - 4)).includes('\ufffd');
}

function textVariant(head: Uint8Array): string | null {
  const text = new TextDecoder().decode(head.subarray(0, 4096));
  if (/^(?:CONFIG_\w+=|# CONFIG_\w+ is not set$)/m.test(text)) return 'kernel-config';
  if (text.startsWith('#!')) return 'script';
  if (/^<!doctype html|^<html/i.test(text)) return 'html';
  return null;
}
