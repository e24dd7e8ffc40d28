/** What ends a piece of text inside a line: the terminal goes back to its start, or elsewhere. Before a line feed it is just its end. */
export const breakByte = 0x0d;

/** Takes out of bytes what was meant for a terminal; chunks may end anywhere. */
interface Cleaner {
  /** Writes what is left of `chunk` to `out` from `at` on, never more than the chunk has; returns where it ends. */
  clean(chunk: Uint8Array, out: Uint8Array, at: number): number;
}

const lineFeed = 0x0a;
const escape = 0x1b;
const longestSequence = 64;
const longestString = 4096;

const plain = 0;
const escaped = 1;
/** After ESC and one of " #%()*+": one more byte belongs to it. */
const designating = 2;
const control = 3;
/** A text for the terminal, such as its title. */
const string = 4;
const stringEscaped = 5;

/**
 * Takes out colours and other escape sequences, zeros and backspaces. Line feeds and carriage returns stay as they
 * are; a move of the cursor to another place becomes a `breakByte`, one to the right a space.
 */
export function makeCleaner(): Cleaner {
  let state = plain;
  let length = 0;
  return {
    clean(chunk, out, from) {
      if (state === plain && isPlain(chunk)) {
        out.set(chunk, from);
        return from + chunk.length;
      }
      let at = from;
      for (let index = 0; index < chunk.length; index++) {
        const byte = chunk[index]!;
        if (state === plain) {
          if (byte > escape || byte === lineFeed || byte === 0x09) {
            out[at++] = byte;
            for (let next = chunk[index + 1]!; next > escape; next = chunk[++index + 1]!) out[at++] = next;
          } else if (byte === escape) state = escaped;
          else if (byte !== 0 && byte !== 8) out[at++] = byte;
          continue;
        }
        // A line's end ends every sequence: what was cut off in the middle must not swallow the log.
        if (byte === lineFeed || (byte === escape && state < string)) {
          state = byte === escape ? escaped : plain;
          if (byte === lineFeed) out[at++] = byte;
          continue;
        }
        if (state === escaped) {
          length = 0;
          if (byte === 0x5b) state = control;
          else if (byte === 0x5d || byte === 0x50 || byte === 0x58 || byte === 0x5e || byte === 0x5f)
            state = string;
          else state = byte >= 0x20 && byte <= 0x2b ? designating : plain;
          continue;
        }
        if (state === designating) state = plain;
        else if (state === control) {
          if (byte >= 0x40 && byte <= 0x7e) {
            state = plain;
            if (byte === 0x43) out[at++] = 0x20;
            else if (isMove(byte)) out[at++] = breakByte;
          } else if (byte < 0x20 || byte > 0x7e || ++length > longestSequence) state = plain;
        } else if (state === stringEscaped) state = byte === 0x5c ? plain : string;
        else if (byte === 0x07 || ++length > longestString) state = plain;
        else if (byte === escape) state = stringEscaped;
      }
      return at;
    },
  };
}

/** Up, down, next and previous line, column, row, place. */
function isMove(byte: number): boolean {
  return byte === 0x48 || byte === 0x66 || (byte >= 0x41 && byte <= 0x47) || byte === 0x64;
}

function isPlain(chunk: Uint8Array): boolean {
  return !chunk.includes(escape) && !chunk.includes(0) && !chunk.includes(8);
}
