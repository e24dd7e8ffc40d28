import { broken, type Compression } from '../types.js';

// The types of Node don't have WebAssembly, nor those without Node atob; this is what is used of them.
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

/** Where machines of one kind come from. Making one costs more than many a stream: one is kept for the next. */
export interface MachineKind<M extends Machine = Machine> {
  /** WebAssembly in base64. */
  readonly code: string;
  /** Puts what never changes into a new machine's memory. */
  prepare?(machine: M): void;
  module?: object;
  idle?: M | undefined;
}

/** A machine that nobody uses. */
export function takeMachine<M extends Machine>(kind: MachineKind<M>): M {
  const { idle } = kind;
  kind.idle = undefined;
  if (idle) return idle;
  kind.module ??= new WebAssembly.Module(Uint8Array.from(atob(kind.code), char => char.charCodeAt(0)));
  const machine = new WebAssembly.Instance(kind.module).exports as M;
  kind.prepare?.(machine);
  return machine;
}

/** Lets another decoder use the machine. */
export function releaseMachine<M extends Machine>(kind: MachineKind<M>, machine: M): void {
  kind.idle = machine;
}

/** The address a variable holds. */
export function addressIn(variable: Variable): number {
  return variable.value >>> 0;
}

/** Gives a machine at least `count` bytes of memory more. Views of it must be made anew. InputError if there is none. */
export function growMemory({ memory }: Machine, count: number, format: Compression): void {
  try {
    memory.grow(Math.ceil(count / 65536));
  } catch {
    throw broken(format, 'needs more memory than there is', 0);
  }
}
