import { readFileSync } from 'node:fs';

/** The version in package.json, which lies above dist/ and above build/src/cli/. */
export function version(): string {
  const here = new URL('.', import.meta.url);
  const root = here.pathname.endsWith('/dist/') ? new URL('../', here) : new URL('../../../', here);
  return (JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string }).version;
}
