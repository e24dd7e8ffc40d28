/**
 * Decodes one LZO1X block, `input` as a whole, to `out` as a whole.
 * Returns null, or what is wrong with it.
 */
export function decodeLzoBlock(input: Uint8Array, out: Uint8Array): string | null {
  const end = input.length;
  const size = out.length;
  const corrupt = 'corrupt block';
  let ip = 0;
  let op = 0;
  // How many literals came before the next instruction, 4 for more than 3: the low instructions' meaning hangs on it.
  let state = 0;
  let run = 0;
  if (end > 0 && input[0]! > 17) {
    run = input[ip++]! - 17;
    state = Math.min(run, 4);
  }
  for (;;) {
    if (run > end - ip || run > size - op) return corrupt;
    if (run > 64) {
      out.set(input.subarray(ip, ip + run), op);
      ip += run;
      op += run;
    } else while (run-- > 0) out[op++] = input[ip++]!;

    if (ip >= end) return corrupt;
    const code = input[ip++]!;
    let length: number;
    let distance: number;
    if (code >= 64) {
      // 1LLDDDSS or 01LDDDSS, and the distance's upper byte
      if (ip >= end) return corrupt;
      length = (code >> 5) + 1;
      distance = (input[ip++]! << 3) + ((code >> 2) & 7) + 1;
      state = code & 3;
    } else if (code < 16 && state !== 0) {
      // 0000DDSS, and the distance's upper byte
      if (ip >= end) return corrupt;
      length = state === 4 ? 3 : 2;
      distance = (input[ip++]! << 2) + (code >> 2) + (state === 4 ? 2049 : 1);
      state = code & 3;
    } else {
      // 001LLLLL, 0001HLLL, or 0000LLLL for literals. No length in the code: as many zeros as 255 goes into it, and the rest.
      const mask = code >= 32 ? 31 : code >= 16 ? 7 : 15;
      length = code & mask;
      if (length === 0) {
        while (ip < end && input[ip] === 0) {
          length += 255;
          ip++;
        }
        if (ip >= end) return corrupt;
        length += mask + input[ip++]!;
      }
      if (code < 16) {
        run = length + 3;
        state = 4;
        continue;
      }
      if (end - ip < 2) return corrupt;
      const word = input[ip]! | (input[ip + 1]! << 8);
      ip += 2;
      state = word & 3;
      length += 2;
      distance = (word >> 2) + 1;
      if (code < 32) {
        distance += 16383 + ((code & 8) << 11);
        if (distance === 16384) {
          if (length !== 3 || ip !== end) return corrupt;
          return op === size ? null : 'block ends too early';
        }
      }
    }
    if (distance > op || length > size - op) return corrupt;
    let place = op - distance;
    if (length > 64 && distance >= length) {
      out.copyWithin(op, place, place + length);
      op += length;
    } else while (length-- > 0) out[op++] = out[place++]!;
    run = state;
  }
}
