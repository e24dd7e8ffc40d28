// What assembly/zstd.ts, assembly/zstd-tables.ts and their users agree on: what stands where in the decoder's memory.

export const largestBlock = 1 << 17;
/** What may be touched around input and literals. */
const margin = 64;

/** Tables for literal lengths, offsets, match lengths, and the weights of a Huffman table. */
const tableCount = 4;
/** A table has at most 512 states of 8 bytes: base (4), base of the next state (2), extra bits (1), bits of the next state (1). */
export const tableSize = 512 * 8;
export const tables = 64;
/** The logarithms of their sizes, in 32 bits. */
export const logs = tables + tableCount * tableSize;

/** How often each symbol stands in the table that is made, in 16 bits; the symbol of each of its states. */
export const counts = logs + tableCount * 4;
export const symbols = counts + 2 * 64 + margin;

/** The codes of each kind of table, at most 64 of 8 bytes: base (4), and, as in a table, extra bits above 16 others (4). */
export const kindSize = 64 * 8;
export const kinds = symbols + 512;

/** A description that was read before. */
export const described = kinds + tableCount * kindSize;

export const input = described + 2 * margin;
export const literals = input + largestBlock + 2 * margin;
export const window = literals + largestBlock + 2 * margin;

/** Where sequences are only noted down, their records stand in the window's place: see assembly/zstd.ts. */
export const records = window;
export const recordSize = 16;
export const recordsEnd = records + (largestBlock / 3 + 2) * recordSize;
