import { readFileSync } from 'node:fs';

/** The version in package.json. */
export function version(): string {
  return manifest().version;
}

/** Where people find the sources, as an https address without an end to cut off; null if package.json does not tell. */
export function repository(): string | null {
  const { repository: given } = manifest();
  const url = (typeof given === 'string' ? given : given?.url)?.replace(/^git\+/, '').replace(/\.git$/, '');
  return url?.startsWith('https://') ? url : null;
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
