import { cutMiddle } from './wrap.js';

/** How much of the end all the names share, in characters, as whole parts such as ".config". */
function sharedEnd(names: readonly string[]): number {
  const backwards = names.map(name => [...name].reverse().join(''));
  const shared = sharedStart(backwards);
  const first = names[0] ?? '';
  const part = /[._/-][^._/-]*$/;
  let end = 0;
  for (let found = part.exec(first); found; found = part.exec(first.slice(0, first.length - end))) {
    const length = first.length - found.index;
    if (length > shared || names.some(name => name.length === length)) break;
    end = length;
  }
  return end;
}

/**
 * Each name in at most `width` characters (12 and more), so that names that differ stay different: of those that would look
 * alike, what they share goes and what tells them apart stays. Where even that does not fit, a number tells them apart.
 */
export function shortNames(names: readonly string[], width: number): string[] {
  if (names.every(name => name.length <= width)) return [...names];
  const end = names.length > 1 ? sharedEnd(names) : 0;
  if (end > 0)
    return shortNames(
      names.map(name => name.slice(0, name.length - end)),
      width,
    );
  const short = names.map(name => cutMiddle(name, width));
  for (const same of alike(names, short)) recut(names, same, width, short);
  const taken = new Map<string, string>();
  for (const [index, name] of names.entries()) {
    let shown = short[index]!;
    for (let number = 2; (taken.get(shown) ?? name) !== name; number++) {
      const mark = `~${number}`;
      shown = `${short[index]!.slice(0, width - mark.length)}${mark}`;
    }
    taken.set(shown, name);
    short[index] = shown;
  }
  return short;
}

/** Groups of names, by their places, that differ and are shown alike. */
function alike(
  names: readonly string[],
  short: readonly string[],
  among: Iterable<number> = names.keys(),
): number[][] {
  const groups = new Map<string, number[]>();
  for (const index of among) {
    const group = groups.get(short[index]!);
    if (group) group.push(index);
    else groups.set(short[index]!, [index]);
  }
  return [...groups.values()].filter(group => group.some(index => names[index] !== names[group[0]!]));
}

/** Longer chains of names that share ever more are not worth the time. */
const deepest = 20;

function recut(
  names: readonly string[],
  group: readonly number[],
  width: number,
  short: string[],
  depth = 0,
): void {
  const shared = sharedStart(group.map(index => names[index]!));
  const head = Math.min(shared, Math.floor((width - 3) / 4));
  const room = width - head - 3;
  for (const index of group) {
    const name = names[index]!;
    // A few characters before the difference make it readable, where there is room for them.
    const from = Math.max(head, Math.min(shared, Math.max(shared - 3, name.length - room)));
    const rest = name.slice(from);
    const tail = rest.length <= room ? rest : `${rest.slice(0, room - 3)}...`;
    short[index] = `${name.slice(0, head)}...${tail}`;
  }
  if (depth < deepest)
    for (const same of alike(names, short, group)) recut(names, same, width, short, depth + 1);
}

function sharedStart(names: readonly string[]): number {
  const [first = ''] = names;
  let shared = first.length;
  for (const name of names) {
    let at = 0;
    while (at < shared && name[at] === first[at]) at++;
    shared = at;
  }
  return shared;
}
