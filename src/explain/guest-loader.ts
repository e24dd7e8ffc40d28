// Boot loaders that Xen starts instead of a kernel, and that choose the guest's kernel inside the guest.
import type { ImageFacts } from '../image/facts.js';
import type { Mode } from '../profiles/rule-data.js';
import type { LoaderId } from '../xen/data.js';
import { at, type Evidence } from './answer.js';
import type { InputFile, Inputs } from './inputs.js';

/** pv-grub is GRUB 0.97 in Mini-OS; GRUB is GRUB 2 built for guests. */
type GuestLoaderName = 'pv-grub' | 'GRUB' | 'Mini-OS';

interface GuestLoader {
  readonly name: GuestLoaderName;
  /** What shows it: the key of the domain file, or the image. */
  readonly evidence: Evidence;
}

// As Xen, Debian, Fedora, SUSE, Alpine, NixOS, Qubes OS and Amazon call them: pv-grub-x86_64.gz, pv-grub-hd0_1.04-x86_64.gz,
// grub-x86_64-xen.bin, grub-i386-xen_pvh.bin, grub.xen, pvgrub2-pvh/vmlinuz.
const named: readonly (readonly [RegExp, GuestLoaderName])[] = [
  [/(?:^|\/)pv-?grub2[^/]*(?:\/[^/]+)?$/, 'GRUB'],
  [/(?:^|\/)pv-grub[^/]*$/, 'pv-grub'],
  [/(?:^|\/)grub2?-(?:i386|x86_64|arm64)-xen[^/]*$|(?:^|\/)grub2?[.-]xen[^/]*$/, 'GRUB'],
];

/** The name of the loader that the path of a `kernel=` stands for; null for any other. */
function loaderByName(path: string): GuestLoaderName | null {
  return named.find(([pattern]) => pattern.test(path))?.[1] ?? null;
}

/** The loader that an image is: by its own notes, or, as GRUB for PVH has none that names it, by that of the file. */
export function loaderOfImage({ path, facts }: InputFile<ImageFacts>): GuestLoaderName | null {
  if (facts.system === 'grub') return 'GRUB';
  if (facts.system === 'mini-os') return 'Mini-OS';
  return facts.system === null && facts.version === null ? loaderByName(path) : null;
}

/** The loader that the guest starts from; null where it is a kernel, or nothing tells. */
export function guestLoaderOf({ domain, image }: Inputs): GuestLoader | null {
  const key = domain?.facts.kernel;
  const isDirect = domain !== null && key && !domain.facts.bootloader;
  if (isDirect && domain.facts.type?.value !== 'hvm') {
    const name = loaderByName(key.value);
    if (name) return { name, evidence: at(domain.path, key.line, `kernel = ${JSON.stringify(key.value)}`) };
  }
  const firmware = domain?.facts.firmware;
  if (domain && firmware && firmware.value.startsWith('pvgrub'))
    return {
      name: 'GRUB',
      evidence: at(domain.path, firmware.line, `firmware = ${JSON.stringify(firmware.value)}`),
    };
  // An image beside a boot loader program in dom0 is what that takes from the guest.
  const name = image && (!domain || isDirect) ? loaderOfImage(image) : null;
  return name && { name, evidence: at(image!.path, null, 'the image') };
}

/** The program that then reads the guest's kernel. */
export function innerLoader({ name }: GuestLoader, mode: Mode | null): LoaderId {
  if (name !== 'GRUB') return 'pvgrub';
  return mode === 'pvh' ? 'grub2-pvh' : 'grub2-pv';
}
