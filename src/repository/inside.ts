import type { Files } from '../input/files.js';
import { joinPath, parentOf } from '../input/paths.js';

/** No path has more folders. */
const farUp = '../'.repeat(64);

/** Gives a test whether a path lies in the repository that holds the file; null if the file is in none. */
export function insideOf(path: string, files: Files): ((path: string) => boolean) | null {
  const own = files.confined(parentOf(path));
  const isInside = (place: string) => own.refusal(place) === null;
  // Where there is no repository, the test holds everything, the root of the disk included.
  return isInside(joinPath(parentOf(path), farUp)) ? null : isInside;
}
