// Globs over paths that are known, with the meaning that they have where files are looked for. No search goes back
// further than to the last star, so that no pattern makes it slow.

/** A glob as alternatives, each a list of segments. */
export type Glob = readonly (readonly string[])[];

/** No pattern that people write has more alternatives in braces. */
const mostAlternatives = 256;

/** Reads a glob: ** for any folders, * and ? within a name, [abc], {a,b}; a/ for all in a. */
export function parseGlob(text: string): Glob {
  return braces(text.replace(/^(\.\/)+/, '')).map(one => {
    const segments = one.split('/').filter(segment => segment !== '' && segment !== '.');
    return one.endsWith('/') ? [...segments, '**'] : segments;
  });
}

/** Does the glob hold the path? Both use "/" and are relative to the same folder. */
export function matchesGlob(glob: Glob, path: string): boolean {
  const parts = path.split('/').filter(part => part !== '' && part !== '.');
  return glob.some(segments => matchesSegments(segments, parts));
}

function matchesSegments(pattern: readonly string[], parts: readonly string[]): boolean {
  let at = 0;
  let part = 0;
  let star = -1;
  let resume = 0;
  while (part < parts.length) {
    if (pattern[at] === '**') {
      star = at++;
      resume = part;
    } else if (at < pattern.length && matchesName(pattern[at]!, parts[part]!)) {
      at++;
      part++;
    } else if (star >= 0) {
      at = star + 1;
      part = ++resume;
    } else return false;
  }
  while (pattern[at] === '**') at++;
  return at === pattern.length;
}

function matchesName(pattern: string, name: string): boolean {
  let at = 0;
  let place = 0;
  let star = -1;
  let resume = 0;
  while (place < name.length) {
    const character = pattern[at];
    const set = character === '[' ? readSet(pattern, at) : null;
    if (character === '*') {
      star = at++;
      resume = place;
    } else if (set ? set.holds(name[place]!) : character === '?' || literal(pattern, at) === name[place]) {
      at = set ? set.end : at + (character === '\\' ? 2 : 1);
      place++;
    } else if (star >= 0) {
      at = star + 1;
      place = ++resume;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}

function literal(pattern: string, at: number): string | undefined {
  return pattern[at] === '\\' && at + 1 < pattern.length ? pattern[at + 1] : pattern[at];
}

/** The set that opens at a bracket, and where it ends; null if it never closes, when the bracket stands for itself. */
function readSet(pattern: string, at: number): { holds(character: string): boolean; end: number } | null {
  const close = pattern.indexOf(']', at + 2);
  if (close < 0) return null;
  const negated = pattern[at + 1] === '!' || pattern[at + 1] === '^';
  const inside = pattern.slice(at + (negated ? 2 : 1), close);
  return {
    end: close + 1,
    holds(character) {
      let found = false;
      for (let index = 0; index < inside.length; index++) {
        if (inside[index + 1] === '-' && index + 2 < inside.length) {
          found ||= inside[index]! <= character && character <= inside[index + 2]!;
          index += 2;
        } else found ||= inside[index] === character;
      }
      return found !== negated;
    },
  };
}

/** The texts that braces with commas stand for; a brace that never closes stands for itself. */
function braces(text: string): string[] {
  let done = [''];
  for (let at = 0; at < text.length;) {
    const group = text[at] === '{' ? readBraces(text, at) : null;
    const next = group ? group.parts : [text[at]!];
    if (done.length * next.length > mostAlternatives) return [text];
    done = done.flatMap(start => next.map(part => start + part));
    at = group ? group.end : at + 1;
  }
  return done;
}

/** Braces one inside another are no part of what people write here: the inner ones stand for themselves. */
function readBraces(text: string, at: number): { parts: string[]; end: number } | null {
  const close = text.indexOf('}', at);
  const parts = close < 0 ? [] : text.slice(at + 1, close).split(',');
  return parts.length > 1 ? { parts, end: close + 1 } : null;
}
