import type { Setting, Tri } from './setting.js';

// A small number instead of an object for each option: most of ten thousand are never asked for. The two low bits are
// the value, 3 for what is no tristate; the rest is the line.
const apart = 3;

interface Text {
  readonly type: 'string' | 'number';
  readonly text: string;
}

/** What a line gives an option: a tristate, or text. */
export type SettingValue = Tri | Text;

/** The settings of a config in the order of the file, read like a Map. */
export class Settings implements Iterable<[string, Setting]> {
  readonly #packed = new Map<string, number>();
  readonly #texts = new Map<string, Text>();

  get size(): number {
    return this.#packed.size;
  }

  has(option: string): boolean {
    return this.#packed.has(option);
  }

  get(option: string): Setting | undefined {
    const packed = this.#packed.get(option);
    return packed === undefined ? undefined : this.#unpack(option, packed);
  }

  keys(): IterableIterator<string> {
    return this.#packed.keys();
  }

  *[Symbol.iterator](): Generator<[string, Setting]> {
    for (const [option, packed] of this.#packed) yield [option, this.#unpack(option, packed)];
  }

  set(option: string, value: SettingValue, line: number): void {
    if (typeof value === 'number') this.#packed.set(option, line * 4 + value);
    else {
      this.#packed.set(option, line * 4 + apart);
      this.#texts.set(option, value);
    }
  }

  #unpack(option: string, packed: number): Setting {
    const line = Math.floor(packed / 4);
    const value = packed % 4;
    if (value === apart) return { ...this.#texts.get(option)!, tri: null, line };
    return { type: 'tristate', tri: value as Tri, text: names[value]!, line };
  }
}

const names = ['n', 'm', 'y'];
