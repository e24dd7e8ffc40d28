// What assembly/lz4.ts and its user agree on.

/** Where output begins in the decoder's memory. */
export const output = 64;

/** What its loop returns. */
export const ended = 0;
export const corrupt = 1;
export const full = 2;
export const enough = 3;
