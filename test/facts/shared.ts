// The facts that lie beside the project, where they are at hand: $XEN_CHECKCONFIG_SHARED, or ../shared from the root.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder =
  process.env.XEN_CHECKCONFIG_SHARED ?? fileURLToPath(new URL('../../../../shared', import.meta.url));

export const haveShared = existsSync(folder);
export const whyNot = `no facts at ${folder} (set XEN_CHECKCONFIG_SHARED)`;

/** A parsed JSON file of the facts, by its path in that folder. */
export function shared<T>(path: string): T {
  return JSON.parse(readFileSync(`${folder}/${path}`, 'utf8')) as T;
}
