/** n, m, y as ordered numbers. Absent is no value of this type. */
export type Tri = 0 | 1 | 2;

export const triNames = ['n', 'm', 'y'] as const;

/** One option as the file sets it, after duplicates: the last one counts, as in the kernel's own reader. */
export interface Setting {
  readonly type: 'tristate' | 'string' | 'number';
  /** Set for y, m and n; null for strings and numbers. */
  readonly tri: Tri | null;
  /** "y", "m", "n", the number as written, or the string without its quotes and escapes. */
  readonly text: string;
  /** Counts from 1. */
  readonly line: number;
}
