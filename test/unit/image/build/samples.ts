import { gzipSync } from 'node:zlib';
import { arm64Image, armZimage, bzImage, multiboot1, pe, riscvImage, uimage, zboot } from './boot.js';
import { concat, u32 } from './bytes.js';
import { code, elf, vmlinux } from './elf.js';
import { linuxNotes, note } from './notes.js';
import { gzip, lz4, withSizeWord, xz, zstd } from './pack.js';

/** One small image for each reader, by name. */
export function samples(): Record<string, Buffer> {
  const kernel = vmlinux(linuxNotes(), { more: ['IKCFG_ST', gzipSync('CONFIG_XEN=y\n'), 'IKCFG_ED'] });
  const packed = withSizeWord(zstd(kernel), kernel);
  const arm = arm64Image();
  const legacy = concat('GUEST_OS=linux,XEN_VER=xen-3.0,VIRT_BASE=0xC0000000,PAE=yes,HYPERCALL_PAGE=0x2\0');
  const xenText = 'Xen version %d.%d%s (%s@%s) (%s) %s %s\n\0';
  const xenConfig = gzipSync('#\n# Xen/x86 4.17.5 Configuration\n#\n');
  const segments = [{ type: 1, data: code() }];
  return {
    elf64: kernel,
    elf32big: vmlinux(linuxNotes(32, 'big'), { bits: 32, order: 'big', machine: 3 }),
    sections: elf({ segments, sections: [{ name: '.notes', type: 7, data: linuxNotes() }] }),
    legacy: elf({
      bits: 32,
      machine: 3,
      segments,
      sections: [{ name: '__xen_guest', type: 1, data: legacy }],
    }),
    buildId: vmlinux(note({ owner: 'GNU', type: 3, desc: u32(1) })),
    gzip: gzip(kernel),
    xz: xz(kernel),
    lz4: withSizeWord(lz4(kernel), kernel),
    zstd: packed,
    bzimage: bzImage({ payload: packed, efi: true }),
    bzimageXz: bzImage({ payload: withSizeWord(xz(kernel), kernel), protocol: 0x208 }),
    bzimageAgain: gzip(bzImage({ payload: packed })),
    ukiOfPacked: pe(0x8664, { '.osrel': 'ID=x', '.linux': zstd(bzImage({ payload: packed })) }),
    bzimagePlain: bzImage({ payload: kernel }),
    bzimageOld: bzImage({ payload: gzip(kernel), protocol: 0x202 }),
    prehistoric: bzImage({ payload: gzip(code()), protocol: 0 }),
    uki: pe(0x8664, { '.osrel': 'ID=x', '.cmdline': 'quiet', '.linux': bzImage({ payload: packed }) }),
    zboot: zboot(withSizeWord(zstd(arm), arm), 'zstd22', zstd(arm).length),
    uimage: uimage(gzip(arm), { arch: 22, compression: 1 }),
    uimagePlain: uimage(armZimage('little', withSizeWord(xz(code()), code()))),
    zimage: armZimage('be8', gzip(code())),
    arm64: arm,
    riscv: riscvImage(),
    xen: elf({ bits: 32, machine: 3, segments: [{ type: 1, data: concat(multiboot1, xenText, xenConfig) }] }),
    xenEfi: pe(0x8664, { '.text': 'x', '.rodata': concat(xenText, xenConfig) }),
    cpio: gzip(concat('070701', '0'.repeat(200))),
    text: Buffer.from('CONFIG_XEN=y\n# CONFIG_PV is not set\n'),
  };
}
