import { readFileSync } from 'node:fs';

/** The version in package.json. */
export function version(): string {
  return manifest().version;
}

/** The https address of the sources, without ".git" or a slash at the end; null if package.json has none. */
export function repository(): string | null {
  const { repository: given } = manifest();
  const url = (typeof given === 'string' ? given : given?.url)?.replace(/^git\+/, '').replace(/\.git$/, '');
  return url?.startsWith('https://') ? url : null;
}

/** The address of a page of the sources; its path in this package where the address is not known. */
export function pageAddress(path: string): string {
  const base = repository();
  return base === null ? path : `${base}/blob/main/${path}`;
}

interface Manifest {
  readonly version: string;
  readonly repository?: string | { readonly url: string };
}

/** package.json lies above dist/ and above build/src/cli/. */
function manifest(): Manifest {
  const here = new URL('.', import.meta.url);
  const root = here.pathname.endsWith('/dist/') ? new URL('../', here) : new URL('../../../', here);
  return JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as Manifest;
}
