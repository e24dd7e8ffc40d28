import { gzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { imageTitle } from '../../../src/image/titles.js';
import { arm64Image, armZimage, bzImage, multiboot1, pe, riscvImage, uimage, zboot } from './build/boot.js';
import { concat, patch } from './build/bytes.js';
import { code, elf, vmlinux } from './build/elf.js';
import { codes, read } from './build/kit.js';
import { linuxNotes, notes } from './build/notes.js';
import { gzip, lz4, withSizeWord, xz, zstd } from './build/pack.js';

const test = suite('identify');
const kernel = vmlinux(linuxNotes());
const packed = (bytes: Uint8Array) => withSizeWord(zstd(bytes), bytes);

test('names every kind of kernel image for what it is', async () => {
  const miniOs = notes([
    { type: 6, desc: 'Mini-OS' },
    { type: 8, desc: 'generic' },
    { type: 5, desc: 'xen-3.0' },
  ]);
  for (const [bytes, format, core, system, arch, title] of [
    [kernel, 'elf', 'elf', 'linux', 'x86', 'Linux kernel, ELF image'],
    [gzip(kernel), 'gzip-elf', 'elf', 'linux', 'x86', 'Linux kernel, gzip-compressed ELF image'],
    [xz(kernel), 'xz-elf', 'elf', 'linux', 'x86', 'Linux kernel, xz-compressed ELF image'],
    [
      withSizeWord(lz4(kernel), kernel),
      'lz4-elf',
      'elf',
      'linux',
      'x86',
      'Linux kernel, lz4-compressed ELF image',
    ],
    [packed(kernel), 'zstd-elf', 'elf', 'linux', 'x86', 'Linux kernel, zstd-compressed ELF image'],
    [bzImage({ payload: packed(kernel) }), 'bzimage', 'elf', 'linux', 'x86', 'Linux kernel, bzImage'],
    [
      bzImage({ payload: packed(kernel), loadFlags: 0 }),
      'zimage',
      'elf',
      'linux',
      'x86',
      'Linux kernel, x86 zImage',
    ],
    [vmlinux(miniOs), 'elf', 'elf', 'mini-os', 'x86', 'Mini-OS, ELF image'],
    [gzip(vmlinux(miniOs)), 'gzip-elf', 'elf', 'mini-os', 'x86', 'Mini-OS, gzip-compressed ELF image'],
    [arm64Image(), 'arm64-image', 'arm64-image', 'linux', 'arm64', 'Linux kernel, arm64 Image'],
    [
      gzip(arm64Image()),
      'gzip-arm64-image',
      'arm64-image',
      'linux',
      'arm64',
      'Linux kernel, gzip-compressed arm64 Image',
    ],
    [armZimage('little', code()), 'zimage', 'zimage', 'linux', 'arm', 'Linux kernel, arm zImage'],
    [riscvImage(), 'riscv-image', 'riscv-image', null, 'riscv', 'RISC-V Image'],
    [
      zboot(gzip(arm64Image()), 'gzip'),
      'zboot',
      'arm64-image',
      'linux',
      'arm64',
      'Linux kernel, EFI zboot image',
    ],
    [uimage(armZimage('little', code())), 'uimage', 'zimage', 'linux', 'arm', 'Linux kernel, U-Boot image'],
    [
      pe(0x8664, { '.linux': bzImage({ payload: packed(kernel) }), '.osrel': 'ID=x\n' }),
      'uki',
      'elf',
      'linux',
      'x86',
      'Linux kernel, unified kernel image',
    ],
  ] as const) {
    const facts = await read(bytes);
    const found = [facts.format, facts.core, facts.system, facts.arch, imageTitle(facts)];
    assert.equal(found, [format, core, system, arch, title]);
    assert.not(codes(facts).includes('not-a-kernel'), title);
  }
});

test('names what is no kernel, and says so', async () => {
  const at = (size: number, offset: number, text: string) => {
    const bytes = new Uint8Array(size).fill(7);
    patch(bytes).text(offset, text);
    return bytes;
  };
  const mbr = new Uint8Array(1024);
  patch(mbr).u8(446, 0x80).u8(450, 0x83).u32(454, 2048).u32(458, 4096).u16(510, 0xaa55);
  for (const [bytes, format, variant] of [
    [new Uint8Array(0), 'empty', null],
    [Buffer.from('hello\nworld\n'), 'text', null],
    [
      Buffer.from('#\n# Linux/x86 6.1\n#\nCONFIG_64BIT=y\n# CONFIG_XEN is not set\n'),
      'text',
      'kernel-config',
    ],
    [gzipSync('CONFIG_64BIT=y\n'), 'gzip-text', 'kernel-config'],
    [concat('070701', '0'.repeat(200)), 'cpio', 'newc'],
    [gzip(concat('070701', '0'.repeat(200))), 'gzip-cpio', 'newc'],
    [zstd(concat('070701', '0'.repeat(200))), 'zstd-cpio', 'newc'],
    [mbr, 'disk-image', 'mbr'],
    [at(4096, 512, 'EFI PART'), 'disk-image', 'gpt'],
    [at(4096, 0x438, '\x53\xef'), 'disk-image', 'ext'],
    [at(4096, 0, 'QFI\xfb'), 'disk-image', 'qcow2'],
    [at(40000, 0x8001, 'CD001'), 'disk-image', 'iso9660'],
    [at(70000, 0x10040, '_BHRfS_M'), 'disk-image', 'btrfs'],
    [gzip(at(40000, 0x8001, 'CD001')), 'gzip-disk-image', 'iso9660'],
    [at(4096, 0, '!<arch>\n'), 'archive', 'ar'],
    [at(4096, 0x101, 'ustar'), 'archive', 'tar'],
    [at(4096, 0, '\xd0\x0d\xfe\xed'), 'device-tree', 'fdt'],
    [at(4096, 0, 'MZ'), 'pe', 'dos'],
    [new Uint8Array(4096).fill(0x91), 'data', null],
    [gzip(new Uint8Array(4096).fill(0x91)), 'gzip-data', null],
    [pe(0x8664, { '.text': 'x' }), 'efi-application', null],
    [pe(0x8664, { '.text': 'x' }, 3), 'pe', null],
  ] as const) {
    const facts = await read(bytes);
    assert.equal([facts.format, facts.variant], [format, variant]);
    assert.ok(codes(facts).includes('not-a-kernel'), format);
    assert.is(facts.notes.length, 0);
  }
});

test('a boot header without a kernel behind it is none', async () => {
  const memtest = await read(bzImage({ protocol: 0x20c, version: 'Memtest86+ v6.10' }));
  assert.is(memtest.system, 'memtest86');
  assert.equal(codes(memtest), ['payload-missing', 'not-a-kernel']);
  // iPXE's header is of protocol 2.07 and its code is packed with a compression of its own.
  const ipxe = await read(bzImage({ protocol: 0x207, version: '1.0.0+git-20190125.36a4c85-5.1' }));
  assert.is(ipxe.system, null);
  assert.equal(codes(ipxe), ['protocol-too-old', 'payload-missing', 'not-a-kernel']);
});

test('knows Xen itself, in each of its forms', async () => {
  const config = gzipSync(
    '#\n# Automatically generated file; DO NOT EDIT.\n# Xen/x86 4.17.5 Configuration\n#\nCONFIG_X86=y\n',
  );
  const text = 'Xen version %d.%d%s (%s@%s) (%s) %s %s\n\0';
  const hypervisor = elf({
    bits: 32,
    machine: 3,
    segments: [{ type: 1, data: concat(multiboot1, text, config), virtual: 0x200000n }],
  });
  const efi = pe(0x8664, { '.text': 'x', '.rodata': concat(text, config) });
  const head = arm64Image().subarray(0, 64);
  const arm = concat(head, text, config);
  for (const bytes of [hypervisor, gzip(hypervisor), efi, arm, gzip(arm)]) {
    const facts = await read(bytes);
    assert.equal([facts.system, facts.version], ['xen', '4.17.5']);
    assert.equal(codes(facts), ['is-the-hypervisor']);
  }
  const old = elf({
    bits: 32,
    machine: 3,
    segments: [{ type: 1, data: concat(multiboot1, text), virtual: 0x100000n }],
  });
  const facts = await read(old);
  assert.equal([facts.system, facts.version, facts.elf!.multiboot], ['xen', null, [1]]);
});

test('architectures of ELF images', async () => {
  for (const [machine, bits, order, arch] of [
    [3, 32, 'little', 'x86'],
    [62, 64, 'little', 'x86'],
    [40, 32, 'little', 'arm'],
    [40, 32, 'big', 'arm'],
    [183, 64, 'little', 'arm64'],
    [243, 64, 'little', 'riscv'],
    [21, 64, 'big', 'powerpc'],
    [22, 64, 'big', 's390'],
    [0xfff0, 64, 'little', null],
  ] as const) {
    const segments = [{ type: 1, data: code(), virtual: 0x8000n, flags: 6 }];
    const facts = await read(elf({ machine, bits, order, segments, entry: 0x8040n }));
    assert.equal([facts.arch, facts.bits, facts.endian, facts.elf?.entry], [arch, bits, order, 0x8040n]);
    assert.equal([facts.version, facts.elf?.segments[0]?.flags], ['6.1.0-test', 'rw-']);
  }
});

test('an ELF file that cannot be booted', async () => {
  const segments = [{ type: 1, data: code() }];
  assert.ok(codes(await read(elf({ type: 1, segments }))).includes('elf-not-executable'));
  const program = await read(elf({ segments: [...segments, { type: 3, data: concat('/lib/ld.so\0') }] }));
  assert.ok(codes(program).includes('elf-needs-linker'));
  assert.ok(codes(await read(elf({}))).includes('elf-no-segments'));
});

test.run();
