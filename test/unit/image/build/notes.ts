import { concat, type Order, padded, u32, u64 } from './bytes.js';

export interface NoteSpec {
  readonly owner?: string;
  readonly type: number;
  readonly desc: Uint8Array | string;
}

/** One note as the System V ABI lays it out, padded to 4 bytes. A text gets its NUL. */
export function note({ owner = 'Xen', type, desc }: NoteSpec, order: Order = 'little'): Buffer {
  const name = Buffer.from(`${owner}\0`, 'latin1');
  const data = typeof desc === 'string' ? Buffer.from(`${desc}\0`, 'latin1') : desc;
  return concat(
    u32(name.length, order),
    u32(data.length, order),
    u32(type, order),
    padded(name, 4),
    padded(data, 4),
  );
}

export function notes(list: readonly NoteSpec[], order: Order = 'little'): Buffer {
  return Buffer.concat(list.map(spec => note(spec, order)));
}

/** The notes of a Linux kernel with PV and PVH. */
export function linuxNotes(bits: 32 | 64 = 64, order: Order = 'little'): Buffer {
  const address = (value: bigint) =>
    bits === 64 ? u64(value, order) : u32(Number(value & 0xffffffffn), order);
  return notes(
    [
      { type: 6, desc: 'linux' },
      { type: 7, desc: '2.6' },
      { type: 5, desc: 'xen-3.0' },
      { type: 3, desc: address(0xffffffff80000000n) },
      { type: 1, desc: address(0xffffffff82c4c1c0n) },
      { type: 2, desc: address(0xffffffff81002000n) },
      { type: 10, desc: '!writable_page_tables|pae_pgdir_above_4gb' },
      { type: 17, desc: u32(0x8801, order) },
      { type: 9, desc: 'yes' },
      { type: 8, desc: 'generic' },
      { type: 13, desc: concat(u64(1n, order), u64(1n, order)) },
      { type: 14, desc: u32(1, order) },
      { type: 16, desc: u32(1, order) },
      { type: 4, desc: address(0n) },
      { type: 18, desc: address(0x10005f0n) },
      { type: 19, desc: concat(u32(0x200000, order), u32(0x1000000, order), u32(0x3fffffff, order)) },
      { owner: 'GNU', type: 3, desc: Buffer.from('0123456789abcdef0123', 'latin1') },
    ],
    order,
  );
}
