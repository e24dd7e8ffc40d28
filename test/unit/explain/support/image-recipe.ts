// Kernel images described in a few words: fixtures/explain/*/*.yaml.
import type { ImageFacts } from '../../../../src/image/facts.js';
import { arm64Image, bzImage, pe, zboot } from '../../image/build/boot.js';
import { concat, padded, u32, u64 } from '../../image/build/bytes.js';
import { elf } from '../../image/build/elf.js';
import { read } from '../../image/build/kit.js';
import { notes, type NoteSpec } from '../../image/build/notes.js';
import { gzip, lz4, withSizeWord, xz, zstd } from '../../image/build/pack.js';

export interface ImageRecipe {
  /** "bzimage" by default. */
  readonly format?:
    'bzimage' | 'elf' | 'gzip-elf' | 'xz-elf' | 'uki' | 'zboot' | 'arm64-image' | 'text' | 'initramfs';
  readonly release?: string;
  /** Of a bzImage: "gzip" by default. */
  readonly payload?: 'gzip' | 'zstd' | 'xz' | 'lz4' | 'none';
  /** "pv pvh dom0" by default; "" for a kernel without Xen support; "no-pae" for a 32-bit one without it. */
  readonly notes?: string;
  readonly bits?: 32 | 64;
  /** Whose kernel its notes say it is: "linux" by default, "GRUB", "Mini-OS". */
  readonly os?: string;
  /** 0x20f by default. */
  readonly protocol?: number;
  /** Cut off that many bytes at the end. */
  readonly cut?: number;
  /** Of a unified kernel image. */
  readonly cmdline?: string;
}

export function imageBytes(recipe: ImageRecipe): Uint8Array {
  const { format = 'bzimage', release = '6.1.0-50-amd64', cut = 0 } = recipe;
  const whole = build(recipe, format, release);
  return whole.subarray(0, whole.length - cut);
}

export const imageFacts = (recipe: ImageRecipe): Promise<ImageFacts> => read(imageBytes(recipe));

function build(recipe: ImageRecipe, format: NonNullable<ImageRecipe['format']>, release: string): Uint8Array {
  const bz = () =>
    bzImage({
      payload: packed(kernel(recipe, release), recipe.payload ?? 'gzip'),
      version: `${release} (builder@host) #1 SMP`,
      ...(recipe.protocol !== undefined && { protocol: recipe.protocol }),
    });
  switch (format) {
    case 'bzimage':
      return bz();
    case 'elf':
      return kernel(recipe, release);
    case 'gzip-elf':
      return gzip(kernel(recipe, release));
    case 'xz-elf':
      return xz(kernel(recipe, release));
    case 'uki':
      return pe(0x8664, { '.osrel': 'ID=test', '.cmdline': recipe.cmdline ?? 'quiet', '.linux': bz() });
    case 'zboot': {
      const arm = arm64Image(0xan, release);
      return zboot(gzip(arm), 'gzip', gzip(arm).length);
    }
    case 'arm64-image':
      return arm64Image(0xan, release);
    case 'initramfs':
      return gzip(concat('070701', '0'.repeat(200)));
    case 'text':
      return Buffer.from('this is no kernel\n');
  }
}

function packed(bytes: Uint8Array, compression: NonNullable<ImageRecipe['payload']>): Uint8Array {
  switch (compression) {
    case 'gzip':
      return gzip(bytes);
    case 'none':
      return bytes;
    default:
      return withSizeWord({ zstd, xz, lz4 }[compression](bytes), bytes);
  }
}

/** A small vmlinux with the banner of that release and Xen notes as a kernel with those options has them. */
function kernel({ notes: words = 'pv pvh dom0', bits = 64, os }: ImageRecipe, release: string): Uint8Array {
  const has = (word: string) => words.split(/\s+/).includes(word);
  const wide = bits === 64;
  const address = (value: bigint) => (wide ? u64(value) : u32(Number(value & 0xffffffffn)));
  const base = wide ? 0xffffffff80000000n : 0xc0000000n;
  const list: NoteSpec[] = [{ owner: 'GNU', type: 3, desc: Buffer.from('0123456789abcdef0123', 'latin1') }];
  if (has('pv') || has('pvh')) {
    list.push({ type: 6, desc: os ?? 'linux' }, { type: 7, desc: '2.6' }, { type: 5, desc: 'xen-3.0' });
    list.push({ type: 10, desc: '!writable_page_tables|pae_pgdir_above_4gb' });
    list.push({ type: 17, desc: u32(has('dom0') ? 0x8801 : 0x8001) }, { type: 8, desc: 'generic' });
    list.push({ type: 9, desc: has('no-pae') ? 'no' : 'yes' }, { type: 14, desc: u32(1) });
  }
  if (has('pv'))
    list.push(
      { type: 3, desc: address(base) },
      { type: 1, desc: address(base + 0x1000010n) },
      { type: 2, desc: address(base + 0x1001000n) },
      { type: 4, desc: address(0n) },
    );
  if (has('pvh')) list.push({ type: 18, desc: address(0x1000020n) });
  if (has('reloc')) list.push({ type: 19, desc: concat(u32(0x200000), u32(0x1000000), u32(0x3fffffff)) });
  const text = padded(
    concat(
      new Uint8Array(64).fill(0x90),
      `Linux version ${release} (builder@host) (gcc 12) #1 SMP\n\0`,
      new Uint8Array(300).fill(0xcc),
    ),
    16,
  );
  const noteBytes = notes(list);
  return elf({
    bits,
    machine: wide ? 62 : 3,
    segments: [
      { type: 1, data: text, virtual: base + 0x1000000n, physical: 0x1000000n, align: 0x200000n },
      { type: 4, data: noteBytes, virtual: base + 0x1900000n, physical: 0x1900000n },
    ],
    sections: [
      { name: '.text', type: 1, data: 0 },
      { name: '.notes', type: 7, data: 1 },
    ],
  });
}
