import {
  addressIn,
  releaseMachine,
  growMemory,
  type Machine,
  type MachineKind,
  takeMachine,
  type Variable,
} from '../engine/machine.js';
import { lz4Code } from './lz4-code.js';
import { corrupt, ended, enough, full, output as origin } from './lz4-places.js';

/** See assembly/lz4.ts. */
interface Lz4Machine extends Machine {
  readonly input: Variable;
  run(inEnd: number, outEnd: number, goal: number): number;
}

const kind: MachineKind<Lz4Machine> = { code: lz4Code };
const outcomes = { [ended]: 'end', [corrupt]: 'corrupt', [full]: 'full', [enough]: 'enough' } as const;
const margin = 64;
/** Matches reach no further back. */
const reach = 1 << 16;
/** Memory beyond this is not kept for the next stream. */
const worthKeeping = 1 << 25;

/** A decoder of LZ4 blocks (lz4 block format), with the end of what it decoded before. Give it back with `endLz4`. */
export interface Lz4 {
  readonly machine: Lz4Machine;
  bytes: Uint8Array<ArrayBuffer>;
  /** Addresses: of the output not yet taken, and where input and room for output end. */
  given: number;
  inEnd: number;
  outEnd: number;
}

export function startLz4(): Lz4 {
  const machine = takeMachine(kind);
  machine.at.value = origin;
  machine.origin.value = origin;
  return { machine, bytes: new Uint8Array(machine.memory.buffer), given: origin, inEnd: 0, outEnd: origin };
}

/** Address of the next byte of output. */
function position({ machine }: Lz4): number {
  return addressIn(machine.at);
}

export function endLz4(lz4: Lz4): void {
  if (lz4.bytes.length <= worthKeeping) releaseMachine(kind, lz4.machine);
}

/** Begins a block of at most `most` bytes of output. `isLinked`: matches may reach into the blocks before. */
export function startBlock(lz4: Lz4, input: Uint8Array, most: number, isLinked: boolean): void {
  const before = position(lz4);
  const kept = isLinked ? Math.min(reach, before - origin) : 0;
  const start = origin + kept;
  lz4.outEnd = start + most;
  const from = Math.ceil((lz4.outEnd + margin) / 16) * 16;
  lz4.inEnd = from + input.length;
  const missing = lz4.inEnd + margin - lz4.bytes.length;
  if (missing > 0) {
    growMemory(lz4.machine, missing, 'lz4');
    lz4.bytes = new Uint8Array(lz4.machine.memory.buffer);
  }
  lz4.bytes.copyWithin(origin, before - kept, before);
  lz4.bytes.set(input, from);
  lz4.machine.at.value = start;
  lz4.machine.input.value = from;
  lz4.given = start;
}

/** What came out of the current block from byte `start` on; the memory is the decoder's own. For blocks that are not linked. */
export function outputFrom(lz4: Lz4, start: number): Uint8Array {
  return lz4.bytes.subarray(origin + start, position(lz4));
}

/**
 * Drops output that no match can reach any more, so that later output needs no more memory. Returns how much was
 * dropped.
 */
export function slide(lz4: Lz4): number {
  const at = position(lz4);
  const by = at - origin - reach;
  if (by <= 0) return 0;
  lz4.bytes.copyWithin(origin, origin + by, at);
  lz4.machine.at.value = at - by;
  lz4.given = at - by;
  lz4.outEnd -= by;
  return by;
}

/** Takes a block that was stored as it is: later ones may refer to it. */
export function putStored(lz4: Lz4, bytes: Uint8Array): void {
  startBlock(lz4, new Uint8Array(0), bytes.length, true);
  lz4.bytes.set(bytes, lz4.given);
  lz4.given += bytes.length;
  lz4.machine.at.value = lz4.given;
}

/** Lets no later block refer to what was decoded before. */
export function resetHistory(lz4: Lz4): void {
  lz4.machine.at.value = origin;
}

/**
 * Decodes about `count` bytes more. "end": the block is done; "enough": there is more of it; "corrupt"; "full": it holds
 * more than `most`.
 */
export function decodeSome(lz4: Lz4, count: number): 'end' | 'corrupt' | 'full' | 'enough' {
  const goal = Math.min(position(lz4) + count, lz4.outEnd);
  return outcomes[lz4.machine.run(lz4.inEnd, lz4.outEnd, goal) as keyof typeof outcomes];
}

/** What came out since the last time; the memory is the decoder's own, good until it goes on. */
export function lz4Output(lz4: Lz4): Uint8Array {
  const at = position(lz4);
  const bytes = lz4.bytes.subarray(lz4.given, at);
  lz4.given = at;
  return bytes;
}
