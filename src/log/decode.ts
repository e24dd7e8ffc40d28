/** Turns a log's bytes into UTF-8 or whatever eight-bit text it is; chunks may end anywhere. */
interface Decoder {
  push(chunk: Uint8Array): readonly Uint8Array[];
  /** What is left at the end. */
  end(): readonly Uint8Array[];
}

const enough = 64;

/** Logs written by Windows terminals are in UTF-16: recognised by the byte order mark, or by every other byte being zero. */
export function makeDecoder(): Decoder {
  let head = new Uint8Array(0);
  let decode: ((chunk: Uint8Array, isLast: boolean) => Uint8Array) | null = null;
  const start = (): Uint8Array => {
    const { encoding, skip } = encodingOf(head);
    if (encoding === null) decode = chunk => chunk;
    else {
      const text = new TextDecoder(encoding);
      const bytes = new TextEncoder();
      decode = (chunk, isLast) => bytes.encode(text.decode(chunk, { stream: !isLast }));
    }
    return decode(head.subarray(skip), false);
  };
  return {
    push(chunk) {
      if (decode) return [decode(chunk, false)];
      if (head.length + chunk.length < enough) {
        head = joined(head, chunk);
        return [];
      }
      // Only as much as is needed to know: a large chunk is not copied.
      const wanted = enough - head.length;
      head = joined(head, chunk.subarray(0, wanted));
      return [start(), decode!(chunk.subarray(wanted), false)];
    },
    end() {
      const first = decode ? [] : [start()];
      return [...first, decode!(new Uint8Array(0), true)];
    },
  };
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(left.length + right.length);
  both.set(left);
  both.set(right, left.length);
  return both;
}

function encodingOf(head: Uint8Array): { encoding: string | null; skip: number } {
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', skip: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', skip: 2 };
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: null, skip: 3 };
  const zeros = [0, 0];
  head.forEach((byte, index) => (zeros[index & 1]! += byte === 0 ? 1 : 0));
  const most = head.length * 0.4;
  if (head.length >= 8 && zeros[1]! > most && zeros[0] === 0) return { encoding: 'utf-16le', skip: 0 };
  if (head.length >= 8 && zeros[0]! > most && zeros[1] === 0) return { encoding: 'utf-16be', skip: 0 };
  return { encoding: null, skip: 0 };
}
