/** The WebAssembly of assembly/lz4.ts, in base64; the build writes it. */
export const lz4Code: string;
