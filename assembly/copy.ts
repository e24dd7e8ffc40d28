/** Copies what lies from `from` on to `to`, up to `end`, eight bytes at once, and so up to seven beyond. At least eight must lie between. */
export function copyWords(to: usize, from: usize, end: usize): void {
  do {
    store<u64>(to, load<u64>(from));
    from += 8;
    to += 8;
  } while (to < end);
}

/** Carries out a match: repeats the bytes `distance` before `to`, up to `end`, with up to seven beyond. */
export function copyMatch(to: usize, distance: usize, end: usize): void {
  let from = to - distance;
  if (distance >= 8) {
    copyWords(to, from, end);
    return;
  }
  do {
    store<u8>(to++, load<u8>(from++));
  } while (to < end);
}
