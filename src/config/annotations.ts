// Ubuntu's kernel annotations: one file that holds the config of every architecture and flavour. Values are looked up by
// flavour ("amd64-generic"), then by what FLAVOUR_DEP says that it follows, then by architecture ("amd64").
import { InputError } from '../input/input-error.js';

/** A file of annotations, or one that it includes. */
interface AnnotationText {
  readonly path: string;
  readonly text: string;
}

interface Annotations {
  readonly flavours: readonly { readonly name: string; readonly arch: string }[];
  /**
   * The config of a flavour, one text for each file in the order of reading: every setting in the kernel's own form on the
   * line that decides it, what cannot be read as it is, and nothing else.
   */
  configOf(flavour: string): AnnotationText[];
}

interface Value {
  readonly text: string;
  readonly file: number;
  readonly line: number;
}

/** Includes of includes; real files have one. */
const deepest = 8;

const optionLimit = 100_000;

/** Does the text look like annotations? */
export function isAnnotations(text: string): boolean {
  return (
    /^# ARCH: /m.test(text.slice(0, 4096)) && /^CONFIG_\w+\s+(policy|note)</m.test(text.slice(0, 1 << 16))
  );
}

/**
 * Reads annotations and what they include. `open` gives the text at a path relative to the file that names it.
 * Throws InputError if the header lacks architectures or flavours, or an include cannot be read.
 */
export function parseAnnotations(
  first: AnnotationText,
  open: (path: string, from: string) => AnnotationText,
): Annotations {
  const arches = header(first.text, 'ARCH');
  const flavours = header(first.text, 'FLAVOUR');
  if (!arches.length || !flavours.length)
    throw new InputError('is no file of annotations: its header has no ARCH or no FLAVOUR');
  const follows = pairs(/^# FLAVOUR_DEP: (.*)$/m.exec(first.text.slice(0, 1 << 14))?.[1] ?? '') ?? new Map();
  const policies = new Map<string, Map<string, Value>>();
  const files: { path: string; lines: number; odd: Map<number, string> }[] = [];

  const read = ({ path, text }: AnnotationText, depth: number): void => {
    if (depth > deepest) throw new InputError(`includes too many files one in another (limit ${deepest})`);
    const lines = text.split('\n');
    const file = files.length;
    files.push({ path, lines: lines.length, odd: new Map() });
    for (const [index, whole] of lines.entries()) {
      const line = whole.trim();
      if (line === '' || line.startsWith('#')) continue;
      const include = /^include\s+"?([^"]*)"?/.exec(line);
      const entry = /^CONFIG_(\w+)\s/.exec(line);
      if (include) read(open(include[1]!.trim(), path), depth + 1);
      else if (!entry || !take(entry[1]!, line, { file, line: index + 1 }))
        files[file]!.odd.set(index, whole);
    }
  };
  const take = (option: string, line: string, place: { file: number; line: number }): boolean => {
    const start = line.indexOf(' policy<') + 1 || line.indexOf('\tpolicy<') + 1;
    if (start === 0) return /\s(note|mark|flag)</.test(line);
    const found = pairs(line.slice(start + 'policy<'.length));
    if (!found) return false;
    let policy = policies.get(option);
    if (!policy) policies.set(option, (policy = new Map<string, Value>()));
    if (policies.size > optionLimit) throw new InputError('sets more options than any kernel has');
    for (const [key, text] of found) {
      // A value for an architecture replaces earlier values for its flavours.
      if (arches.includes(key))
        for (const known of policy.keys()) if (known.startsWith(key)) policy.delete(known);
      policy.set(key, { text, ...place });
    }
    return true;
  };
  read(first, 0);

  const archOf = (flavour: string) =>
    arches
      .filter(arch => flavour === arch || flavour.startsWith(`${arch}-`))
      .sort((a, b) => b.length - a.length)[0];
  return {
    flavours: flavours.map(name => ({ name, arch: archOf(name) ?? name })),
    configOf(flavour) {
      const texts = files.map(({ lines, odd }) =>
        Array.from({ length: lines }, (_, index) => odd.get(index) ?? ''),
      );
      const keys = [flavour, follows.get(flavour), archOf(flavour)].filter(key => key !== undefined);
      for (const [option, policy] of policies) {
        const key = keys.find(one => policy.has(one));
        const value = key === undefined ? undefined : policy.get(key)!;
        if (value === undefined || value.text === '-') continue;
        texts[value.file]![value.line - 1] =
          value.text === 'n' ? `# CONFIG_${option} is not set` : `CONFIG_${option}=${value.text}`;
      }
      return files.map(({ path }, index) => ({ path, text: texts[index]!.join('\n') }));
    },
  };
}

function header(text: string, key: string): string[] {
  const found = new RegExp(`^# ${key}: (.*)$`, 'm').exec(text.slice(0, 1 << 14));
  return found ? found[1]!.trim().split(/\s+/) : [];
}

/** The pairs of texts at the start of "{'amd64': 'y', 'arm64': '-'}"; null if it is none. */
function pairs(text: string): Map<string, string> | null {
  const token = /\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([{}:,]))/y;
  const next = (): { mark?: string; text?: string } | null => {
    const match = token.exec(text);
    if (!match) return null;
    const [, single, double, mark] = match;
    return mark === undefined ? { text: (single ?? double)!.replace(/\\(.)/g, '$1') } : { mark };
  };
  const found = new Map<string, string>();
  if (next()?.mark !== '{') return null;
  for (;;) {
    const key = next();
    if (key?.mark === '}') return found;
    if (key?.text === undefined || next()?.mark !== ':') return null;
    const value = next();
    if (value?.text === undefined) return null;
    found.set(key.text, value.text);
    const end = next()?.mark;
    if (end === '}') return found;
    if (end !== ',') return null;
  }
}
