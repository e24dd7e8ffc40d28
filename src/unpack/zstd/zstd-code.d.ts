/** The WebAssembly of assembly/zstd.ts, in base64; the build writes it. */
export const zstdCode: string;
