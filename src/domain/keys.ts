import { nearest } from '../input/nearest.js';
import { type DomainKey, xlKeys, xmKeys } from './key-data.js';

const xl = new Map(xlKeys.map(key => [key.name, key]));
const xm = new Map(xmKeys.map(key => [key.name, key]));

/** A key that some xl reads, from 4.1 to 4.22. */
export const xlKey = (name: string): DomainKey | undefined => xl.get(name);

/** A key that xm read and no xl does. */
export const xmKey = (name: string): DomainKey | undefined => xm.get(name);

/** The known key that a misspelt one is likely to mean; null if none is near. */
export function nearestKey(name: string): string | null {
  // With two edits every short word is near to something.
  if (name.length < 4 || name.length > 60) return null;
  const lower = name.toLowerCase().replaceAll('-', '_');
  return xl.has(lower) ? lower : nearest(lower, [...xl.keys()]);
}
