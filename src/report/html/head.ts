import { encodeUtf8 } from '../../input/bytes.js';
import { platform } from '../../platform/platform.js';
import { escapeHtml } from './escape.js';

interface Head {
  readonly title: string;
  /** The program, with its version. */
  readonly generator: string;
  readonly style: string;
  readonly script?: string;
}

function hash(text: string): string {
  const sum = platform().sha256();
  sum.update(encodeUtf8(text));
  return `sha256-${btoa(platform().latin1(sum.digest()))}`;
}

/** What stands before a page's body. Its policy allows the page its own style and script, and nothing else. */
export function pageHead({ title, generator, style, script }: Head): string {
  const scripts = script === undefined ? '' : ` script-src '${hash(script)}';`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${hash(style)}';${scripts} img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="${escapeHtml(generator)}">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>`;
}
