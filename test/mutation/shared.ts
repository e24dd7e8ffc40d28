// One seeded stream of damage for every reader, and what each run of one must keep to.
import * as assert from 'uvu/assert';
import { InputError } from '../../src/input/input-error.js';
import { random } from '../unit/unpack/samples.js';

/** How many damaged inputs in all. */
export const total = Number(process.env.MUTATIONS ?? 1_000_000);
const seed = Number(process.env.MUTATION_SEED ?? 20261121);
/** Processor time that one input may take, in milliseconds; time on the clock depends on what else runs. */
const longest = 1000;

export type Below = (below: number) => number;

const words = [0, 1, 0x7f, 0x80, 0xff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_fff0, 0xffff_ffff];

/** One to four changes: bits, bytes, words, runs, cuts, moved and repeated parts; half of them within `head` bytes. */
export function mutate(original: Uint8Array, below: Below, head: number): Buffer {
  let bytes = Buffer.from(original);
  for (let changes = 1 + below(4); changes > 0 && bytes.length >= 8; changes--) {
    const at = below((below(2) ? Math.min(bytes.length, head) : bytes.length) - 4);
    const kind = below(10);
    if (kind < 2) bytes[at]! ^= 1 << below(8);
    else if (kind === 2) bytes[at] = below(256);
    else if (kind === 3) bytes.writeUInt32LE(words[below(words.length)]!, at);
    else if (kind === 4) bytes.writeUInt32BE(words[below(words.length)]!, at);
    else if (kind === 5) bytes.writeUInt32LE(below(bytes.length * 2), at);
    else if (kind === 6) bytes.fill(below(2) * 255, at, Math.min(at + 1 + below(8), bytes.length));
    else if (kind === 7) bytes = bytes.subarray(0, at + 4);
    else if (kind === 8) bytes.copyWithin(at, below(bytes.length), below(bytes.length));
    else bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(below(bytes.length))]);
  }
  return bytes;
}

/**
 * Runs `one` for a share of all inputs, with generators that give the same in every run of the same seed. It may throw
 * nothing but InputError, and may not take longer than a second. Prints what came of it to standard error.
 */
export async function runShare(
  name: string,
  share: number,
  one: (index: number, below: Below) => Promise<void> | void,
): Promise<void> {
  const count = Math.round(total * share);
  let errors = 0;
  let slowest = 0;
  let sum = 0;
  for (let index = 0; index < count; index++) {
    const own = (Math.imul(index, 0x9e37_79b1) ^ seed) >>> 0;
    const before = process.cpuUsage();
    try {
      await one(index, random(own));
    } catch (error) {
      if (!(error instanceof InputError)) {
        if (error instanceof Error) error.message = `${name}, input ${index}: ${error.message}`;
        throw error;
      }
      errors++;
    }
    const { user, system } = process.cpuUsage(before);
    sum += user + system;
    slowest = Math.max(slowest, (user + system) / 1000);
    assert.ok(slowest <= longest, `${name}, input ${index}: ${slowest} ms`);
  }
  console.error(
    `${name}: ${count} damaged inputs, ${errors} input errors; ${(sum / 1e6).toFixed(1)} s of processor time, ` +
      `the slowest took ${slowest.toFixed(0)} ms`,
  );
}
