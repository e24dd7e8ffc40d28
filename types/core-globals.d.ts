// What the core takes for granted of wherever it runs: both Node and browsers have it. Only tsconfig.core.json reads this.

declare class TextDecoder {
  constructor(label?: string, options?: { readonly ignoreBOM?: boolean });
  decode(bytes?: Uint8Array, options?: { readonly stream?: boolean }): string;
}

declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}

/** Base64 of text with one character a byte. */
declare function btoa(text: string): string;
