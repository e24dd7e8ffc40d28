/** Random numbers that are the same in every run. */
export interface Random {
  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number;
  /** One of the entries. */
  of<T>(entries: readonly T[]): T;
}

/** A linear congruential generator of 48 bits, good enough to vary inputs. */
export function seeded(seed: number): Random {
  let state = BigInt(seed) * 2862933555777941757n + 3037000493n;
  const below = (limit: number) => {
    state = (state * 25214903917n + 11n) & 0xffffffffffffn;
    return Number(state >> 17n) % limit;
  };
  return { below, of: entries => entries[below(entries.length)]! };
}
