/** The inputs the fixtures were compressed from, made anew by each run: noise that compresses, in various lengths. */
export type SampleName = 'empty' | 'line' | 'code' | 'far' | 'blocks';

/** A generator of integers 0 .. below - 1, the same for the same seed. */
export function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

// Opcodes and displacements of the branches that the xz filters know, so that each filter changes something.
const opcodes = [
  0xe8, 0xe9, 0x00, 0xff, 0xeb, 0xf0, 0xf8, 0x48, 0x01, 0x40, 0x7f, 0x94, 0x97, 0x90, 0xb0, 0xef, 0x17,
];

/** Pseudo machine code: dense in branch opcodes, with RISC-V auipc pairs and IA-64 branch bundles. */
function code(): Uint8Array {
  const next = random(7);
  const bytes = Uint8Array.from({ length: 1800 }, () =>
    next(4) ? opcodes[next(opcodes.length)]! : next(256),
  );
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < 640; at += 16) {
    const register = 1 + next(31);
    view.setUint32(at, (next(64) << 12) | (register << 7) | 0x17, true);
    view.setUint32(at + 4, (next(64) << 20) | (register << 15) | (5 << 7) | 0x13, true);
  }
  for (let at = 640; at < 1280; at += 16) {
    bytes[at] = (bytes[at]! & 0xe0) | 0x16;
    for (const slot of [46, 87]) {
      for (let bit = 9; bit < 12; bit++) setBit(bytes, at, slot + bit, 0);
      for (let bit = 0; bit < 4; bit++) setBit(bytes, at, slot + 37 + bit, (5 >> bit) & 1);
    }
  }
  return bytes;
}

function setBit(bytes: Uint8Array, at: number, bit: number, value: number): void {
  const mask = 1 << (bit & 7);
  bytes[at + (bit >> 3)] = (bytes[at + (bit >> 3)]! & ~mask) | (value ? mask : 0);
}

function noise(length: number): Uint8Array {
  const next = random(length);
  return Uint8Array.from({ length }, () => next(256));
}

function joined(...parts: Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const makers: Record<SampleName, () => Uint8Array> = {
  empty: () => new Uint8Array(0),
  line: () => new TextEncoder().encode('Linux version 6.1.0 Linux version 6.1.0 Linux version 6.1.0\n'),
  code,
  // The same noise twice, further apart than a segment of output is long.
  far: () => joined(noise(500), new Uint8Array(2_300_000), noise(500), new Uint8Array(70_000), noise(700)),
  // More than the 8 MiB of a legacy lz4 block.
  blocks: () => joined(noise(400), new Uint8Array(8 << 20), noise(400)),
};

const made = new Map<SampleName, Uint8Array>();

export function sample(name: SampleName): Uint8Array {
  let bytes = made.get(name);
  if (!bytes) made.set(name, (bytes = makers[name]()));
  return bytes;
}
