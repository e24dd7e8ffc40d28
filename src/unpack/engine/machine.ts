import { broken, type Compression } from '../types.js';

// Node's types lack WebAssembly, and the types without Node lack atob; these declare the parts used here.
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { readonly exports: object };
};
declare const atob: (text: string) => string;

/** A variable of a machine, of 32 bits. */
export interface Variable {
  value: number;
}

/** A decoder's loop (assembly/), with its memory. */
export interface Machine {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  /** Addresses of the next byte of output, and from where on matches may begin. */
  readonly at: Variable;
  readonly origin: Variable;
}

/** Makes machines of one kind. Making one costs more than decoding many streams, so one is kept for reuse. */
export interface MachineKind<M extends Machine = Machine> {
  /** WebAssembly in base64. */
  readonly code: string;
  /** Puts what never changes into a new machine's memory. */
  prepare?(machine: M): void;
  module?: object;
  idle?: M | undefined;
}

/** A machine that is not in use. */
export function takeMachine<M extends Machine>(kind: MachineKind<M>): M {
  const { idle } = kind;
  kind.idle = undefined;
  if (idle) return idle;
  kind.module ??= new WebAssembly.Module(Uint8Array.from(atob(kind.code), char => char.charCodeAt(0)));
  const machine = new WebAssembly.Instance(kind.module).exports as M;
  kind.prepare?.(machine);
  return machine;
}

/** Releases the machine for another decoder. */
export function releaseMachine<M extends Machine>(kind: MachineKind<M>, machine: M): void {
  kind.idle = machine;
}

/** The address a variable holds. */
export function addressIn(variable: Variable): number {
  return variable.value >>> 0;
}

/** Grows a machine's memory by at least `count` bytes. Views of it must be made anew. InputError if memory runs out. */
export function growMemory({ memory }: Machine, count: number, format: Compression): void {
  try {
    memory.grow(Math.ceil(count / 65536));
  } catch {
    throw broken(format, 'needs more memory than there is', 0);
  }
}
