/**
 * Decodes one LZ4 block (lz4 block format): input[from..end) to `out` at `at`, matches reaching back to out[0].
 * Returns where the output ends; -1 if the block is corrupt, -2 if `out` is too small.
 */
export function decodeLz4Block(
  input: Uint8Array,
  from: number,
  end: number,
  out: Uint8Array,
  at: number,
): number {
  const size = out.length;
  let ip = from;
  let op = at;
  while (ip < end) {
    const token = input[ip++]!;
    let run = token >> 4;
    if (run === 15) {
      let more = 255;
      while (more === 255) {
        if (ip >= end) return -1;
        more = input[ip++]!;
        run += more;
      }
    }
    if (run > end - ip) return -1;
    if (run > size - op) return -2;
    if (run > 64) {
      out.set(input.subarray(ip, ip + run), op);
      ip += run;
      op += run;
    } else while (run-- > 0) out[op++] = input[ip++]!;
    // The last sequence has no match.
    if (ip === end) return op;

    if (end - ip < 2) return -1;
    const distance = input[ip]! | (input[ip + 1]! << 8);
    ip += 2;
    if (distance === 0 || distance > op) return -1;
    let length = (token & 15) + 4;
    if (length === 19) {
      let more = 255;
      while (more === 255) {
        if (ip >= end) return -1;
        more = input[ip++]!;
        length += more;
      }
    }
    if (length > size - op) return -2;
    let place = op - distance;
    if (length > 64 && distance >= length) {
      out.copyWithin(op, place, place + length);
      op += length;
    } else while (length-- > 0) out[op++] = out[place++]!;
  }
  return -1;
}
