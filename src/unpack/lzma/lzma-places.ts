// What assembly/lzma.ts and its users agree on.

/** Why decoding stopped, if not for the end of input or output: at the end marker, or a match from before the dictionary. */
export const stoppedAtEnd = 1;
export const stoppedAtDistance = 2;

/** Most bytes of input in memory at once. */
export const inputSize = 1 << 18;

/** Where the decoder's memory holds the input, and its probabilities of 16 bits. */
export const input = 64;
export const probabilities = input + inputSize + 64;

// Where each group of probabilities starts, counted in probabilities. Names follow the specification.
export const isMatch = 0;
export const isRep = isMatch + 12 * 16;
export const isRepG0 = isRep + 12;
export const isRepG1 = isRepG0 + 12;
export const isRepG2 = isRepG1 + 12;
export const isRep0Long = isRepG2 + 12;
export const posSlots = isRep0Long + 12 * 16;
export const posSpecial = posSlots + 4 * 64;
export const posAlign = posSpecial + 128;
export const lengthLow = 2;
export const lengthMid = lengthLow + 16 * 8;
export const lengthHigh = lengthMid + 16 * 8;
export const matchLength = posAlign + 16;
export const repLength = matchLength + lengthHigh + 256;
export const literals = repLength + lengthHigh + 256;
