// Small kernels for the commands, with notes that fit the code they come with.
import { gzipSync } from 'node:zlib';
import { bzImage } from '../image/build/boot.js';
import { concat, u32, u64 } from '../image/build/bytes.js';
import { vmlinux } from '../image/build/elf.js';
import { type NoteSpec, notes } from '../image/build/notes.js';
import { withSizeWord, xz, zstd } from '../image/build/pack.js';

export interface KernelSpec {
  /** PV entry, PVH entry, dom0 bit; all there unless said otherwise. */
  readonly pv?: boolean;
  readonly pvh?: boolean;
  readonly dom0?: boolean;
  /** No Xen notes at all. */
  readonly plain?: boolean;
  readonly config?: string;
}

/** A 64-bit vmlinux with the notes of a Linux kernel. */
export function kernel({
  pv = true,
  pvh = true,
  dom0 = true,
  plain = false,
  config,
}: KernelSpec = {}): Buffer {
  const list: NoteSpec[] = [
    { type: 6, desc: 'linux' },
    { type: 7, desc: '2.6' },
    { type: 5, desc: 'xen-3.0' },
    { type: 3, desc: u64(0xffffffff80000000n) },
    ...(pv
      ? [
          { type: 1, desc: u64(0xffffffff81000010n) },
          { type: 2, desc: u64(0xffffffff81000000n) },
        ]
      : []),
    { type: 10, desc: '!writable_page_tables' },
    { type: 17, desc: u32(dom0 ? 0x8801 : 0x8001) },
    { type: 9, desc: 'yes' },
    { type: 8, desc: 'generic' },
    { type: 4, desc: u64(0n) },
    ...(pvh ? [{ type: 18, desc: u64(0x1000020n) }] : []),
  ];
  const owned: NoteSpec[] = plain ? [{ owner: 'GNU', type: 3, desc: Buffer.alloc(20, 1) }] : list;
  const more = config === undefined ? [] : ['IKCFG_ST', gzipSync(config), 'IKCFG_ED'];
  return vmlinux(notes(owned), { more });
}

const version = '6.1.0-test (builder@host) #1 SMP';

export const zstdImage = (spec?: KernelSpec): Buffer => {
  const inside = kernel(spec);
  return bzImage({ payload: withSizeWord(zstd(inside), inside), version, efi: true });
};

export const xzImage = (spec?: KernelSpec): Buffer => {
  const inside = kernel(spec);
  return bzImage({ payload: withSizeWord(xz(inside), inside), version });
};

export const plainImage = (spec?: KernelSpec): Buffer => bzImage({ payload: kernel(spec), version });

/** What people name by mistake. */
export const wrongFiles = {
  initramfs: gzipSync(concat('070701', '0'.repeat(300))),
  disk: concat(new Uint8Array(0x438), '\x53\xef', new Uint8Array(2000)),
  text: Buffer.from('CONFIG_XEN=y\n'),
  empty: Buffer.alloc(0),
};
