/** Random access to an input's bytes, so that a reader loads only what it needs. */
export interface Source {
  /** Length in bytes. */
  readonly size: number;
  /**
   * Up to `length` bytes from `offset`; shorter only at the end of the input. The bytes must not be changed. What must be
   * fetched is put at the start of `into`, where that is given and long enough, so that much can be read without new memory.
   */
  read(offset: number, length: number, into?: Uint8Array): Uint8Array;
}

/** A source over bytes already in memory. */
export function bytesSource(bytes: Uint8Array): Source {
  return {
    size: bytes.length,
    read: (offset, length) => bytes.subarray(offset, offset + length),
  };
}
