import { encodeUtf8 } from '../../input/bytes.js';

/** What was assembled so far, and the labels around it, outermost first. */
interface Output {
  readonly bytes: number[];
  readonly labels: string[];
}

/**
 * A small assembler for WebAssembly functions over 32-bit integers, for the loops where JavaScript is too slow: see
 * lzma-code.ts. Code is composed as values, which append their bytes once it is known what is around them.
 */
export type Code = (output: Output) => void;
/** A part that leaves a number on the stack; a plain number is a constant. */
export type Value = Code | number;

/** The local variables of a function, by name. */
interface Locals<Name extends string> {
  get(name: Name): Code;
  set(name: Name, value: Value): Code;
  /** Sets it, and leaves the value on the stack. */
  tee(name: Name, value: Value): Code;
}

function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  for (; left > 127; left >>>= 7) bytes.push((left & 0x7f) | 0x80);
  return [...bytes, left];
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  let left = value | 0;
  while (left < -64 || left > 63) {
    bytes.push((left & 0x7f) | 0x80);
    left >>= 7;
  }
  return [...bytes, left & 0x7f];
}

function put(output: Output, value: Value): void {
  if (typeof value === 'number') output.bytes.push(0x41, ...signed(value));
  else value(output);
}

const binary =
  (operation: number) =>
  (left: Value, right: Value): Code =>
  output => {
    put(output, left);
    put(output, right);
    output.bytes.push(operation);
  };

export const equal = binary(0x46);
export const lessSigned = binary(0x48);
export const less = binary(0x49);
export const greater = binary(0x4b);
export const lessOrEqual = binary(0x4d);
export const add = binary(0x6a);
export const subtract = binary(0x6b);
export const multiply = binary(0x6c);
export const and = binary(0x71);
export const or = binary(0x72);
export const xor = binary(0x73);
export const shiftLeft = binary(0x74);
export const shiftSigned = binary(0x75);
export const shiftRight = binary(0x76);

/** The number of zero bits above the highest bit that is set. */
export const leadingZeros =
  (value: Value): Code =>
  output => {
    put(output, value);
    output.bytes.push(0x67);
  };

export const not =
  (value: Value): Code =>
  output => {
    put(output, value);
    output.bytes.push(0x45);
  };

/** `then` if the condition holds, else `otherwise`: both are evaluated, so that no branch has to be predicted. */
export const select =
  (condition: Value, then: Value, otherwise: Value): Code =>
  output => {
    put(output, then);
    put(output, otherwise);
    put(output, condition);
    output.bytes.push(0x1b);
  };

const load =
  (operation: number) =>
  (address: Value, offset = 0): Code =>
  output => {
    put(output, address);
    output.bytes.push(operation, 0, ...unsigned(offset));
  };

const store =
  (operation: number) =>
  (address: Value, value: Value, offset = 0): Code =>
  output => {
    put(output, address);
    put(output, value);
    output.bytes.push(operation, 0, ...unsigned(offset));
  };

export const load32 = load(0x28);
export const load8 = load(0x2d);
export const load16 = load(0x2f);
export const store32 = store(0x36);
export const store8 = store(0x3a);
export const store16 = store(0x3b);

/** 32 bits from bit `place` on, counted from the lowest bit of address 0. */
export const wordAt =
  (place: Value): Code =>
  output => {
    put(output, shiftRight(place, 3));
    output.bytes.push(0x29, 0, 0);
    put(output, and(place, 7));
    // as 64 bits: extend the count, shift, and keep the lower half
    output.bytes.push(0xad, 0x88, 0xa7);
  };

/** Copies eight bytes at once. */
export const copy8 =
  (to: Value, from: Value): Code =>
  output => {
    put(output, to);
    put(output, from);
    output.bytes.push(0x29, 0, 0, 0x37, 0, 0);
  };

export const sequence =
  (...parts: readonly Code[]): Code =>
  output => {
    for (const part of parts) part(output);
  };

export const when =
  (condition: Value, then: Code, otherwise?: Code): Code =>
  output => {
    put(output, condition);
    output.bytes.push(0x04, 0x40);
    output.labels.push('');
    then(output);
    if (otherwise) {
      output.bytes.push(0x05);
      otherwise(output);
    }
    output.labels.pop();
    output.bytes.push(0x0b);
  };

const nested =
  (operation: number) =>
  (label: string, ...parts: readonly Code[]): Code =>
  output => {
    output.bytes.push(operation, 0x40);
    output.labels.push(label);
    for (const part of parts) part(output);
    output.labels.pop();
    output.bytes.push(0x0b);
  };

/** A block that `leave(label)` ends. */
export const block = nested(0x02);
/** A loop that `leave(label)` begins again; it ends where its code ends. */
export const loop = nested(0x03);

const depth = (output: Output, label: string) =>
  unsigned(output.labels.length - 1 - output.labels.lastIndexOf(label));

export const leave =
  (label: string): Code =>
  output => {
    output.bytes.push(0x0c, ...depth(output, label));
  };

export const leaveIf =
  (label: string, condition: Value): Code =>
  output => {
    put(output, condition);
    output.bytes.push(0x0d, ...depth(output, label));
  };

/** Parameters first, in the order they were made, then variables. */
export function locals<Name extends string>(names: readonly Name[]): Locals<Name> {
  const places = new Map(names.map((name, index) => [name, unsigned(index)]));
  const access =
    (operation: number) =>
    (name: Name, value?: Value): Code =>
    output => {
      if (value !== undefined) put(output, value);
      output.bytes.push(operation, ...places.get(name)!);
    };
  return { get: access(0x20), set: access(0x21), tee: access(0x22) };
}

/** A function that takes `parameters` integers, uses `variables` more and returns one. */
export interface Function {
  readonly name: string;
  readonly parameters: number;
  readonly variables: number;
  readonly body: Code;
}

/** A module with one exported memory of `pages` 64 KiB, and the functions, exported by their names. */
export function assemble(pages: number, ...functions: readonly Function[]): Uint8Array<ArrayBuffer> {
  const list = (items: readonly (readonly number[])[]) => [...unsigned(items.length), ...items.flat()];
  const section = (id: number, bytes: readonly number[]) => [id, ...unsigned(bytes.length), ...bytes];
  const name = (text: string) => [text.length, ...encodeUtf8(text)];
  const i32 = 0x7f;
  const types = functions.map(({ parameters }) => [
    0x60,
    ...list(Array.from({ length: parameters }, () => [i32])),
    1,
    i32,
  ]);
  const codes = functions.map(({ variables, body }) => {
    const output: Output = { bytes: [1, ...unsigned(variables), i32], labels: [] };
    body(output);
    return [...unsigned(output.bytes.length + 1), ...output.bytes, 0x0b];
  });
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list(types)),
    ...section(3, list(functions.map((_, index) => [index]))),
    ...section(5, [1, 0, ...unsigned(pages)]),
    ...section(
      7,
      list([[...name('memory'), 2, 0], ...functions.map((one, index) => [...name(one.name), 0, index])]),
    ),
    ...section(10, list(codes)),
  ]);
}
