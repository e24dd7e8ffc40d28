import { InputError } from '../input/input-error.js';

/** Real files come to a few hundred. */
const layerLimit = 10_000;

/** One config that Fedora's and RHEL's control file (priority.fedora, priority.rhel) describes. */
interface PriorityVariant {
  /** "x86_64", "aarch64-debug". */
  readonly name: string;
  /** As RPM names it. */
  readonly arch: string;
  /** Folders of one file an option, relative to that of the control file, least first: the last one wins. */
  readonly layers: readonly { readonly folder: string; readonly required: boolean }[];
}

/** Is the text such a control file? */
export function isPriority(text: string): boolean {
  return (
    /^ORDER=\S/m.test(text.slice(0, 1 << 16)) && /^[\w-]+=[\w-]+(:[\w-]+)*\s*$/m.test(text.slice(0, 1 << 16))
  );
}

/**
 * Reads "ORDER=common fedora" and lines like "x86_64=generic:generic-x86". Every order has all layers of a variant; those
 * of the first must be there, the others may be missing. Dashes in a layer's name stand for folders. Throws InputError.
 */
export function parsePriority(text: string): PriorityVariant[] {
  let layers = 0;
  let order: string[] = [];
  const variants: PriorityVariant[] = [];
  for (const whole of text.split('\n')) {
    const line = whole.trim();
    const [, name, value] = /^([\w-]+)=(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined || name === 'EMPTY') continue;
    if (name === 'ORDER') order = value.trim().split(/\s+/);
    else {
      const words = value.split(':').flatMap(layer => layer.trim() || []);
      layers += order.length * words.length;
      if (layers > layerLimit) throw new InputError(`describes too many layers (limit ${layerLimit})`);
      variants.push({
        name,
        arch: name.split('-')[0]!,
        layers: order.flatMap((top, index) =>
          words.map(word => ({ folder: `${top}/${word.replaceAll('-', '/')}`, required: index === 0 })),
        ),
      });
    }
  }
  return variants;
}
