// The small cases in fixtures/kconfig: a tree, .config files, and what each release's own conf made of them.

import { atLeast, parseVersion, type Version } from '../../src/input/version.js';

/** The releases whose conf gave the expected results. */
export const versions = [
  '4.16',
  '4.18',
  '4.20',
  '5.1',
  '5.4',
  '5.9',
  '5.10',
  '5.17',
  '6.1',
  '6.7',
  '6.8',
  '6.12',
  '7.3',
] as const;

/** The update of a stable kernel that a result is from, where that makes a difference. */
const updates = new Map([
  ['5.10', '5.10.262'],
  ['6.1', '6.1.192'],
]);

export function releaseOf(version: string): Version {
  return parseVersion(updates.get(version) ?? version)!;
}

/** Old releases spell one word of the language in another way. */
export function kconfigFor(version: string, text: string): string {
  return !atLeast(releaseOf(version), '5.13') ? text.replace(/^\tmodules$/m, '\toption modules') : text;
}

const mark = '=== ';

/** Results by "VERSION CONFIG MODE", where MODE is olddefconfig, savedefconfig or error. */
export type Results = Map<string, string>;

/** Equal results stand once, under all their names. */
export function formatResults(results: Results): string {
  const names = new Map<string, string[]>();
  for (const [name, text] of results) names.set(text, [...(names.get(text) ?? []), name]);
  let out = '';
  for (const [text, list] of names) out += `${mark}${list.join(', ')}\n${text}`;
  return out;
}

export function parseResults(text: string): Results {
  const results: Results = new Map();
  for (const part of text.split(/^=== /m).slice(1)) {
    const end = part.indexOf('\n');
    for (const name of part.slice(0, end).split(', ')) results.set(name, part.slice(end + 1));
  }
  return results;
}
