type DiskBus = 'xvd' | 'hd' | 'sd' | 'number';

/** A virtual disk's name taken apart. */
interface DiskName {
  readonly bus: DiskBus;
  /** From 0; null for a bare number, whose meaning the guest decides. */
  readonly disk: number | null;
  /** 0 is the whole disk. */
  readonly partition: number | null;
  /** The number in xenstore: the same number is the same disk. */
  readonly number: number;
}

/**
 * Reads "xvda", "xvdb2", "d1p2", "hdc", "sda1", "51712" or "0xca00"; null if xl knows no such disk.
 * Evidence: xen-vbd-interface(7), and tools/libs/light/libxl_device.c of Xen 4.17 for the limits.
 */
export function readDiskName(text: string): DiskName | null {
  const name = text.startsWith('/dev/') ? text.slice(5) : text;
  const short = /^d(0x[0-9a-f]{1,8}|\d{1,8})p(0x[0-9a-f]{1,8}|\d{1,4})$/i.exec(name);
  if (short) {
    const [disk, partition] = [toInteger(short[1]!), toInteger(short[2]!)];
    return disk === null || partition === null ? null : xvd(disk, partition);
  }
  const number = toInteger(name);
  if (number !== null) {
    return number < 2 ** 31 ? { bus: 'number', disk: null, partition: null, number } : null;
  }
  const match = /^(xvd|hd|sd)([a-z]{1,5})([1-9]\d{0,3})?$/.exec(name);
  if (!match) return null;
  const bus = match[1] as 'xvd' | 'hd' | 'sd';
  let disk = 0;
  for (const letter of match[2]!) disk = disk * 26 + letter.charCodeAt(0) - 96;
  disk -= 1;
  const partition = Number(match[3] ?? 0);
  if (bus === 'xvd') return xvd(disk, partition);
  if (bus === 'hd') {
    if (disk > 3 || partition > 63) return null;
    return { bus, disk, partition, number: ((disk < 2 ? 3 : 22) << 8) | ((disk & 1) << 6) | partition };
  }
  if (disk > 15 || partition > 15) return null;
  return { bus, disk, partition, number: (8 << 8) | (disk << 4) | partition };
}

function xvd(disk: number, partition: number): DiskName | null {
  if (disk >= 2 ** 20 || partition > 255) return null;
  const small = disk <= 15 && partition <= 15;
  const number = small ? (202 << 8) | (disk << 4) | partition : (1 << 28) | (disk << 8) | partition;
  return { bus: 'xvd', disk, partition, number };
}

/** A number as C writes it: decimal, octal behind 0, hexadecimal behind 0x; null if it is none. */
export function toInteger(text: string): number | null {
  const match = /^\s{0,9}([-+]?)(?:0x([0-9a-f]{1,13})|0([0-7]{0,17})|([1-9]\d{0,14}))$/i.exec(text);
  if (!match) return null;
  const [, sign, hex, octal, decimal] = match;
  const size = hex ? Number.parseInt(hex, 16) : decimal ? Number(decimal) : Number.parseInt(octal || '0', 8);
  return sign === '-' ? -size : size;
}
