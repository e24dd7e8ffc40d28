// The small cases in fixtures/kconfig: a tree, .config files, and what each release's own conf made of them.

/** The releases whose conf gave the expected results. */
export const versions = ['5.10', '6.1', '6.12', '7.3'] as const;

/** 5.10 spells one word of the language in another way. */
export function kconfigFor(version: string, text: string): string {
  return version === '5.10' ? text.replace(/^\tmodules$/m, '\toption modules') : text;
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
