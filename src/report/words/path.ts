// Paths as other programs take them: from the root of the repository, with slashes.
import { platform } from '../../platform/platform.js';

/** Removes "./", doubled slashes and "name/.."; "../" at the start stays. */
export function normalPath(path: string): string {
  const slashed = platform().separator === '\\' ? path.replaceAll('\\', '/') : path;
  const parts: string[] = [];
  for (const part of slashed.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return `${slashed.startsWith('/') ? '/' : ''}${parts.join('/')}` || '.';
}

/** A path as a URI (RFC 3986): relative as it is, absolute as file:///. */
export function uriOf(path: string): string {
  const normal = normalPath(path);
  const encoded = normal.split('/').map(encodedPart).join('/');
  if (normal.startsWith('/')) return `file://${encoded}`;
  return /^[A-Za-z]:\//.test(normal) ? `file:///${encoded}` : encoded;
}

const lone = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

// Half a surrogate pair has no UTF-8, so it stands as the replacement character; quotes and the like are no URI's either.
export function encodedPart(part: string): string {
  return encodeURIComponent(part.replace(lone, '\ufffd')).replace(
    /[!'()*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
