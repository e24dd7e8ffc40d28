// `explain --collect`: what a Xen host tells, and files that are named, without personal details, for a bug report.
import { type HostPort, readHost } from './sources.js';
import { standIns } from './stand-ins.js';
import { encodeUtf8 } from '../input/bytes.js';
import { InputError } from '../input/input-error.js';
import { platform } from '../platform/platform.js';
import type { Files } from '../input/files.js';

interface CollectedFile {
  /** A bare name, as it is to be called in the folder. */
  readonly name: string;
  /** Where it is from. */
  readonly from: string;
  readonly bytes: Uint8Array;
}

/** Bytes of a named file. */
const sizeLimit = 16 << 20;

/**
 * The texts, cleaned. Binary files stay out, and are told to `say`: nothing can be replaced in them. Throws InputError if there is
 * nothing.
 */
export async function collect(
  words: readonly string[],
  {
    files,
    host,
    say,
  }: { readonly files: Pick<Files, 'read'>; readonly host?: HostPort; readonly say: (text: string) => void },
): Promise<CollectedFile[]> {
  const found = host ? await readHost(host, (path, message) => say(`${path} ${message}`)) : [];
  for (const path of words) found.push({ path, bytes: await files.read(path, sizeLimit) });
  const clean = standIns();
  // Whatever names a machine in one file is replaced in all.
  const texts = found.map(({ path, bytes }) => ({
    path,
    text: bytes.length > sizeLimit || bytes.subarray(0, 1 << 16).includes(0) ? null : platform().utf8(bytes),
  }));
  for (const { text } of texts) if (text !== null) clean.learn(text);
  const taken = new Set<string>();
  const kept: CollectedFile[] = [];
  for (const { path, text } of texts) {
    if (text === null) say(`${path} is no text, or longer than 16 MiB, and is left out`);
    else
      kept.push({
        name: nameFor(clean.replace(path), taken),
        from: path,
        bytes: encodeUtf8(clean.replace(text)),
      });
  }
  if (kept.length === 0)
    throw new InputError('there is nothing to collect: this is no Xen host, and no text file was named');
  return kept;
}

/** "xl dmesg" is xl-dmesg.txt, "/etc/xen/web.cfg" etc-xen-web.cfg. */
function nameFor(path: string, taken: Set<string>): string {
  const plain =
    path
      .replace(/[^\w.+-]+/g, '-')
      .slice(-100)
      .replace(/^[-.]+/, '') || 'file';
  const base = /\.\w+$/.test(plain) ? plain : `${plain}.txt`;
  let name = base;
  for (let number = 2; taken.has(name); number++) name = `${number}-${base}`;
  taken.add(name);
  return name;
}
