// Which numbers can be a kernel's version, and which of them stand in names.
import { parseVersion, type Version } from '../input/version.js';

/** The last minor number of each major one; later majors are not known yet. */
const lastMinor: Readonly<Record<number, number>> = { 2: 6, 3: 19, 4: 20, 5: 19, 6: 19 };

/** The next one after today's. */
const newestMajor = 8;

/** The release at the start of a text, if Linux ever had such a one: 22.04 and 1.36.1 are other programs'. */
export function kernelVersion(text: string): Version | null {
  // What follows is no part of it, whatever a hostile file puts there.
  const version = parseVersion(/^[\w.+~-]{0,60}/.exec(text)![0]);
  if (!version) return null;
  const [major, minor] = version.parts as [number, number];
  if (major < 2 || major > newestMajor || minor > (lastMinor[major] ?? 30)) return null;
  if (major === 2 && minor < 4) return null;
  return version;
}

const number = String.raw`v?(\d{1,2}\.\d{1,3}(?:\.\d{1,4})?(?:-rc\d{1,2})?)`;
const inName = new RegExp(`(?:^|[^0-9A-Za-z.])${number}(\\.[xy])?(?=$|[^0-9A-Za-z.+]|\\.[A-Za-z])`, 'g');
const stuck = new RegExp(`linux${number}(?=$|[^0-9A-Za-z.+])`);

/**
 * The kernel's version in the name of a file or folder: config-6.6, linux6.6, amd64_defconfig-6.12, kvm_5.4.x, v6.12.y.
 * A number alone is one only if the whole name is it, or if another word says that it is about a kernel.
 */
export function versionInName(name: string): Version | null {
  const glued = stuck.exec(name);
  if (glued) return kernelVersion(glued[1]!);
  // "_" counts as a letter to no one who names files.
  const text = name.replaceAll('_', '-').slice(0, 256);
  for (const match of text.matchAll(inName)) {
    const version = kernelVersion(match[1]!);
    if (!version) continue;
    const alone = match[0].length === text.length;
    if (alone || match[2] !== undefined || /config|linux|kernel/i.test(text)) return version;
  }
  return null;
}

const comment = [
  /^#.*\bdefconfig generated with (\d+\.\d+(?:\.\d+)?)/m,
  /^#.*\bkernel-(?:core-|image-|devel-)?(\d+\.\d+(?:\.\d+)?)/m,
  /^#.*\b[Ll]inux(?: kernel)?[ -]v?(\d+\.\d+(?:\.\d+)?)/m,
];

/** The kernel's version in the comments at the top of a config. */
export function versionInComments(head: string): { version: Version; line: number } | null {
  for (const pattern of comment) {
    const match = pattern.exec(head);
    const version = match && kernelVersion(match[1]!);
    if (version) return { version, line: head.slice(0, match.index).split('\n').length };
  }
  return null;
}
