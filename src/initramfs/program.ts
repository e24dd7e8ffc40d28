// What kind of program a file is, from its first bytes: as far as a kernel must know it to start it.
import { platform } from '../platform/platform.js';

/** The kernel looks at as many bytes. */
export const programHead = 256;

export interface InitProgram {
  readonly kind: 'script' | 'elf' | 'other';
  /** Of a script: what stands behind "#!", without its arguments. */
  readonly interpreter: string | null;
  /** Of ELF; null for any other. */
  readonly bits: 32 | 64 | null;
  /** "x86", "arm" or "arm64"; null for any other machine, and where it is no ELF. */
  readonly machine: 'x86' | 'arm' | 'arm64' | null;
  /** May anybody run it? */
  readonly executable: boolean;
}

const machines: Readonly<Record<number, InitProgram['machine']>> = {
  3: 'x86',
  62: 'x86',
  40: 'arm',
  183: 'arm64',
};

export function programOf(head: Uint8Array, executable: boolean): InitProgram {
  const plain = { kind: 'other', interpreter: null, bits: null, machine: null, executable } as const;
  const text = platform().latin1(head.subarray(0, programHead));
  const script = /^#![ \t]*([^ \t\n\0]*)/.exec(text);
  if (script) return { ...plain, kind: 'script', interpreter: script[1]! };
  if (head.length < 20 || !text.startsWith('\x7fELF')) return plain;
  // None of these machines runs big-endian programs.
  const machine = head[5] === 1 ? (machines[head[18]! | (head[19]! << 8)] ?? null) : null;
  return { ...plain, kind: 'elf', bits: head[4] === 1 ? 32 : head[4] === 2 ? 64 : null, machine };
}
