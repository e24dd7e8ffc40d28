/** The candidate that is at most two edits away, if there is one. */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  let best: string | null = null;
  let least = 3;
  for (const candidate of candidates) {
    const edits = distance(word, candidate, least);
    if (edits < least) {
      least = edits;
      best = candidate;
    }
  }
  return best;
}

/** Number of edits between two words; `limit` if their lengths alone differ by that much or more. */
export function distance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) >= limit) return limit;
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const same = left[i - 1] === right[j - 1] ? 0 : 1;
      next[j] = Math.min(row[j - 1]! + same, row[j]! + 1, next[j - 1]! + 1);
    }
    row = next;
  }
  return row[right.length]!;
}
