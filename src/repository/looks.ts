// What a file that a search comes by is, from its first bytes.
import { isAnnotations } from '../config/annotations.js';
import { decodeConfig } from '../config/decode.js';
import { isPriority } from '../config/priority.js';
import { InputError } from '../input/input-error.js';

/**
 * config: lines of options, of the kernel or of another program; `parseConfig` tells.
 * recipe: it describes configs that are kept in other files.
 * part: one option in a file of its own, as Fedora's trees have thousands.
 */
type Look = 'config' | 'recipe' | 'part';

/** Number of bytes at the start that show what a file is. */
export const headSize = 1 << 14;

// Sources, documents and data, which hold CONFIG_ lines only as examples; and copies that editors and tools leave behind.
const elsewhere =
  /(~|\.(adoc|bak|bin|bz2|c|cc|cpp|cmd|css|csv|d|diff|dtb|dtbo|dts|dtsi|efi|eot|gif|go|h|hpp|html?|ico|img|iso|jpe?g|js|json|lds|lz4|lzma|m4|md|o|old|orig|patch|pdf|pl|png|po|py|rb|rej|rs|rst|S|s|save|sh|sig|so|svg|swp|tar|tbz2|tgz|tiff?|toml|ts|ttf|txz|txt|woff2?|xml|xz|ya?ml|zip|zst))$/;

/** What the kernel's build writes for itself and for make. */
const generated = /^(auto|tristate)\.conf$/;

/** Can a file of this name be a config at all? */
export function mayBeConfig(name: string): boolean {
  return !elsewhere.test(name) && !generated.test(name);
}

/**
 * Tells what the start of a file looks like; null for what holds no config. Of a packed file all bytes are needed.
 */
export function lookOf(name: string, head: Uint8Array, isCut: boolean): Look | null {
  let text: string;
  try {
    text = decodeConfig(head);
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
  if (text.includes('\r')) text = text.replace(/\r\n?/g, '\n');
  // The last line of a piece may not be whole.
  if (isCut) text = text.slice(0, text.lastIndexOf('\n') + 1);
  if (isAnnotations(text) || isPriority(text)) return 'recipe';
  if (!anyOption.test(text)) return null;
  const { settings, others } = countLines(text);
  // People leave a stray line in a config; scripts and makefiles have many more.
  if (settings === 0 || others * 10 > settings) return null;
  return settings === 1 && name.startsWith('CONFIG_') ? 'part' : 'config';
}

// Buildroot's and crosstool's options are those of other programs with a config of the same form.
const anyOption = /^(# )?(CONFIG|BR2|CT)_\w+(=| is not set)/m;
const setting = /^(?:(?:CONFIG|BR2|CT)_\w+=|# (?:CONFIG|BR2|CT)_\w+ is not set)/;

function countLines(text: string): { settings: number; others: number } {
  let settings = 0;
  let others = 0;
  for (const line of text.split('\n')) {
    if (setting.test(line)) settings++;
    else if (line.trim() !== '' && !line.startsWith('#')) others++;
  }
  return { settings, others };
}
