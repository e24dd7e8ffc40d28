import { lz4Module, outcome, place } from './lz4-code.js';
import { broken } from '../types.js';
import { giveMachine, type Machine, type MachineKind, takeMachine } from '../engine/sliding.js';

const kind: MachineKind = { code: lz4Module };
const page = 1 << 16;
const margin = 64;
/** Matches reach no further back. */
const reach = 1 << 16;
/** Memory beyond this is not kept for the next stream. */
const worthKeeping = 1 << 25;

/** A decoder of LZ4 blocks (lz4 block format), with the end of what it decoded before. Give it back with `endLz4`. */
export interface Lz4 {
  readonly machine: Machine;
  bytes: Uint8Array<ArrayBuffer>;
  view: DataView;
  /** Addresses: of the output not yet taken, and where input and room for output end. */
  given: number;
  inEnd: number;
  outEnd: number;
}

export function startLz4(): Lz4 {
  const machine = takeMachine(kind);
  const { buffer } = machine.memory;
  const { output } = place;
  const view = new DataView(buffer);
  view.setUint32(place.at, output, true);
  return { machine, bytes: new Uint8Array(buffer), view, given: output, inEnd: 0, outEnd: output };
}

export function endLz4(lz4: Lz4): void {
  if (lz4.bytes.length <= worthKeeping) giveMachine(kind, lz4.machine);
}

/** Begins a block of at most `most` bytes of output. `isLinked`: matches may reach into the blocks before. */
export function startBlock(lz4: Lz4, input: Uint8Array, most: number, isLinked: boolean): void {
  const { output } = place;
  const before = lz4.view.getUint32(place.at, true);
  const kept = isLinked ? Math.min(reach, before - output) : 0;
  const start = output + kept;
  lz4.outEnd = start + most;
  const from = Math.ceil((lz4.outEnd + margin) / 16) * 16;
  lz4.inEnd = from + input.length;
  const missing = lz4.inEnd + margin - lz4.bytes.length;
  if (missing > 0) {
    const { memory } = lz4.machine;
    try {
      memory.grow(Math.ceil(missing / page));
    } catch {
      throw broken('lz4', 'needs more memory than there is for a block', 0);
    }
    lz4.bytes = new Uint8Array(memory.buffer);
    lz4.view = new DataView(memory.buffer);
  }
  lz4.bytes.copyWithin(output, before - kept, before);
  lz4.bytes.set(input, from);
  for (const [field, value] of [
    [place.at, start],
    [place.origin, output],
    [place.input, from],
  ] as const)
    lz4.view.setUint32(field, value, true);
  lz4.given = start;
}

/** What came out of the current block from byte `start` on; the memory is the decoder's own. For blocks that are not linked. */
export function outputFrom(lz4: Lz4, start: number): Uint8Array {
  return lz4.bytes.subarray(place.output + start, lz4.view.getUint32(place.at, true));
}

/** Forgets output that no match can reach any more, so that what comes next takes no further memory. Returns how much. */
export function slide(lz4: Lz4): number {
  const at = lz4.view.getUint32(place.at, true);
  const by = at - place.output - reach;
  if (by <= 0) return 0;
  lz4.bytes.copyWithin(place.output, place.output + by, at);
  lz4.view.setUint32(place.at, at - by, true);
  lz4.given = at - by;
  lz4.outEnd -= by;
  return by;
}

/** Takes a block that was stored as it is: later ones may refer to it. */
export function putStored(lz4: Lz4, bytes: Uint8Array): void {
  startBlock(lz4, new Uint8Array(0), bytes.length, true);
  lz4.bytes.set(bytes, lz4.given);
  lz4.given += bytes.length;
  lz4.view.setUint32(place.at, lz4.given, true);
}

/** Lets no later block refer to what was decoded before. */
export function forget(lz4: Lz4): void {
  lz4.view.setUint32(place.at, place.output, true);
}

/**
 * Decodes about `count` bytes more. "end": the block is done; "enough": there is more of it; "corrupt"; "full": it holds
 * more than `most`.
 */
export function decodeSome(lz4: Lz4, count: number): keyof typeof outcome {
  const enough = Math.min(lz4.view.getUint32(place.at, true) + count, lz4.outEnd);
  lz4.view.setUint32(place.enough, enough, true);
  const result = lz4.machine.run(lz4.inEnd, lz4.outEnd, 0);
  return (['end', 'corrupt', 'full', 'enough'] as const)[result]!;
}

/** What came out since the last time; the memory is the decoder's own, good until it goes on. */
export function output(lz4: Lz4): Uint8Array {
  const at = lz4.view.getUint32(place.at, true);
  const bytes = lz4.bytes.subarray(lz4.given, at);
  lz4.given = at;
  return bytes;
}
