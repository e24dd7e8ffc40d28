import { InputError } from '../input/input-error.js';

/** A line of a Yocto .scc file that brings configuration. */
interface SccLine {
  readonly kind: 'kconf' | 'include';
  /** As the file names it. */
  readonly path: string;
  readonly line: number;
}

/** Is it a file of Yocto's kernel metadata? */
export function isScc(path: string, text: string): boolean {
  return path.endsWith('.scc') || /^kconf (hardware|non-hardware) \S+\.cfg/m.test(text.slice(0, 1 << 14));
}

/**
 * The fragments and further files that Yocto's kernel metadata names, in their order: "kconf hardware a.cfg" and
 * "include b.scc". Whether hardware or not is for Yocto's own audit, and changes nothing about the merge. `variables` are
 * what conditions compare and what "define" adds to; files that are included share them. Patches and branches bring no
 * configuration. Throws InputError for a condition of another form than [ "$NAME" = "value" ] with ||, && and else.
 */
export function* parseScc(text: string, variables: Map<string, string>): Generator<SccLine> {
  // One entry an open "if": whether its branch counts, and whether one of its branches did.
  const open: { taken: boolean; done: boolean }[] = [];
  for (const [index, whole] of text.split('\n').entries()) {
    const line = index + 1;
    const words = whole.trim().split(/\s+/);
    const [first, second, third] = words;
    const last = open.at(-1);
    if (first === 'if') {
      const taken = holds(whole, variables, line);
      open.push({ taken, done: taken });
    } else if (first === 'elif' && last) {
      last.taken = !last.done && holds(whole, variables, line);
      last.done ||= last.taken;
    } else if (first === 'else' && last) {
      last.taken = !last.done;
      last.done = true;
    } else if (first === 'fi') open.pop();
    else if (open.some(({ taken }) => !taken)) continue;
    else if (first === 'define' && second) variables.set(second, unquoted(words.slice(2).join(' ')));
    else if (first === 'include' && second) yield { kind: 'include', path: unquoted(second), line };
    // The kind came later than the word: old files have "kconf a.cfg".
    else if (first === 'kconf' && second) yield { kind: 'kconf', path: unquoted(third ?? second), line };
  }
}

const comparison = /^\s*\[\s+("?)\$\{?(\w+)\}?\1\s+(=|==|!=)\s+("?)([^"\s\]]*)\4\s+\]\s*/;

/** The value of "if [ ... ] || [ ... ]; then"; as in a shell, || and && bind alike, from left to right. */
function holds(whole: string, variables: ReadonlyMap<string, string>, line: number): boolean {
  let rest = whole.trim().replace(/^(el)?if\b/, '');
  let value = true;
  let operator = '&&';
  for (;;) {
    const match = comparison.exec(rest);
    if (!match)
      throw new InputError(`has a condition of a form that is not known: ${whole.trim()}`, { line });
    const [all, , name, relation, , wanted] = match;
    const one = ((variables.get(name!) ?? '') === wanted) === (relation !== '!=');
    value = operator === '&&' ? value && one : value || one;
    rest = rest.slice(all.length);
    const next = /^(\|\||&&)/.exec(rest)?.[1];
    if (next === undefined) break;
    operator = next;
    rest = rest.slice(2);
  }
  if (!/^;?\s*(then)?\s*(#.*)?$/.test(rest))
    throw new InputError(`has a condition of a form that is not known: ${whole.trim()}`, { line });
  return value;
}

function unquoted(word: string): string {
  return word.replace(/^(["'])(.*)\1$/, '$2');
}
