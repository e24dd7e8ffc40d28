// What `explain --host` reads on a Xen host, and what `--collect` keeps of it.
import { InputError } from '../input/input-error.js';

/** A program by its bare name, found in fixed folders, and its words. */
export interface HostCommand {
  readonly program: string;
  readonly words: readonly string[];
}

/** Plain files of a folder, at most the newest `most`. */
export interface HostFolder {
  readonly folder: string;
  readonly names: RegExp;
  readonly most: number;
}

/** The machine's side: it only reads. */
export interface HostPort {
  /** What the program prints; null where it is not there, or prints nothing. Throws InputError. */
  run(command: HostCommand): Promise<Uint8Array | null>;
  /** Paths; none where there is no such folder. */
  list(folder: HostFolder): string[];
  /** Throws InputError. */
  read(path: string): Uint8Array;
}

/** Something read on the host. */
interface HostFile {
  /** As a report names it: "xl dmesg", "/var/log/xen/xl-web.log". */
  readonly path: string;
  readonly bytes: Uint8Array;
}

const hostCommands: readonly HostCommand[] = [
  { program: 'xl', words: ['dmesg'] },
  { program: 'xl', words: ['info'] },
  { program: 'xl', words: ['list'] },
  { program: 'xenstore-ls', words: ['-f'] },
];

const hostFolders: readonly HostFolder[] = [
  { folder: '/etc/xen', names: /^[\w][\w.+-]*\.(?:cfg|hvm|pv|pvh)$/, most: 20 },
  { folder: '/var/log/xen', names: /^[\w][\w.+-]*\.log$/, most: 20 },
  { folder: '/var/log/xen/console', names: /^[\w][\w.+-]*\.log$/, most: 10 },
];

/** The same by hand, for a person to whom `--host` is no help. */
export const commandsByHand: readonly string[] = [
  ...hostCommands.map(({ program, words }) => [program, ...words].join(' ')),
  ...hostFolders.map(({ folder }) => `ls ${folder}/`),
];

/** Everything that can be read. `problem` is told what can't. */
export async function readHost(
  port: HostPort,
  problem: (path: string, message: string) => void,
): Promise<HostFile[]> {
  const found: HostFile[] = [];
  const attempt = async (path: string, reading: () => Promise<Uint8Array | null> | Uint8Array) => {
    try {
      const bytes = await reading();
      if (bytes && bytes.length > 0) found.push({ path, bytes });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problem(path, error.message);
    }
  };
  for (const command of hostCommands)
    await attempt([command.program, ...command.words].join(' '), () => port.run(command));
  for (const folder of hostFolders)
    for (const path of port.list(folder)) await attempt(path, () => port.read(path));
  return found;
}

/** The guest that a log of /var/log/xen is of, by its name: qemu-dm-web.log, xl-web.log, guest-web.log. */
const guestInName = (path: string): string | null =>
  /\/(?:qemu-dm-|qemu-|xl-|guest-|bootloader\.)([^/]+?)(?:-dm)?\.log$/.exec(path)?.[1] ?? null;

/**
 * Those that tell of one boot: of the guest of that name, or, without a name, of the only guest that the host has a file of, else
 * of dom0. `guests`: the names that may be asked for.
 */
export function ofOneBoot(
  files: readonly HostFile[],
  guest: string | undefined,
): { readonly files: readonly HostFile[]; readonly guests: readonly string[] } {
  const domains = files.filter(({ path }) => path.startsWith('/etc/xen/'));
  const nameOf = ({ path }: HostFile) => /([^/]+)\.\w+$/.exec(path)![1]!;
  const guests = domains.map(nameOf);
  const wanted = guest ?? (guests.length === 1 ? guests[0] : undefined);
  return {
    guests,
    files: files.filter(file => {
      if (domains.includes(file)) return nameOf(file) === wanted;
      const of = guestInName(file.path);
      return of === null || of === wanted;
    }),
  };
}
