// Kernel images given to `check`; loaded only when there is one.
import { imageKernel, isDamaged, isKernel } from '../check/image-kernel.js';
import { withImage } from '../check/with-image.js';
import { loaderOfImage } from '../explain/guest-loader.js';
import type { ImageChecks } from '../check/check.js';
import type { Config } from '../config/config.js';
import { parseConfig } from '../config/parse.js';
import type { ImageFacts } from '../image/facts.js';
import { readImage } from '../image/read-image.js';
import { InputError } from '../input/input-error.js';
import { bytesSource } from '../input/source.js';
import { faultText, imageSentence } from '../check/image-words.js';
import { pipedImageLimit } from './input.js';
import type { Ports } from './ports.js';

const tooMuch = `is larger than the ${pipedImageLimit >> 20} MiB that check reads from a pipe; name the file`;

export interface ReadImage {
  readonly path: string;
  readonly facts: ImageFacts;
  readonly checks: ImageChecks;
}

/** What the file is, if Xen starts it like a kernel but it has no config; else null. */
function loaderFault(path: string, facts: ImageFacts): string | null {
  const name = loaderOfImage({ path, facts });
  if (name === null) return null;
  const what = name === 'Mini-OS' ? 'Mini-OS, as pv-grub is' : name;
  return `is ${what}: no kernel but a boot loader, which chooses the guest's kernel inside the guest; check that one`;
}

/**
 * Opens and reads the image that --image names. Throws InputError if it cannot be read or is not a whole kernel image.
 */
export async function openImage(path: string, { files, knowledge }: Ports): Promise<ReadImage> {
  const source = await files.open(path);
  try {
    const facts = await readImage(source);
    const fault =
      faultText(facts, imageKernel(facts), isKernel(facts), isDamaged(facts)) ?? loaderFault(path, facts);
    if (fault !== null) throw new InputError(fault);
    return { path, facts, checks: withImage(facts, knowledge.xen(), path) };
  } finally {
    source.close();
  }
}

/**
 * Takes the config out of a kernel image given in place of one. `bytes` is the whole image if it cannot be read again,
 * else null.
 * Gives null if the file is not a kernel image.
 * Throws InputError, naming the kind of image, if there is no config inside.
 */
export async function configInImage(
  path: string,
  bytes: Uint8Array | null,
  { files }: Ports,
): Promise<Config | null> {
  if (bytes && bytes.length > pipedImageLimit) throw new InputError(tooMuch);
  const source = bytes ? { ...bytesSource(bytes), close: () => {} } : await files.open(path);
  try {
    const facts = await readImage(source, { want: { ikconfig: true } });
    // These look like kernels: iPXE and Memtest86+ have a kernel's boot header.
    if (facts.system === 'xen' || (facts.setup && !isKernel(facts)))
      throw new InputError(faultText(facts, imageKernel(facts), false, false)!);
    if (!isKernel(facts)) return null;
    if (facts.ikconfig) return parseConfig(facts.ikconfig);
    const loader = loaderFault(path, facts);
    if (loader !== null) throw new InputError(loader);
    const fault = faultText(facts, imageKernel(facts), true, isDamaged(facts));
    const what =
      fault ?? `is a kernel image without its config inside: ${imageSentence(facts, imageKernel(facts))}`;
    throw new InputError(
      `${what}; name its config file, or see what the image says: xen-checkconfig image ${path}`,
    );
  } finally {
    source.close();
  }
}
