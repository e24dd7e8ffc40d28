/** The WebAssembly of assembly/lzma.ts, in base64; the build writes it. */
export const lzmaCode: string;
