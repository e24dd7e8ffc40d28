// --trusted-settings: settings that the change under test cannot touch, since they come from another revision or from
// outside of the working tree.
import { realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Ports } from '../api/ports.js';
import { isProfileFile } from '../api/choose.js';
import { readRepositoryFile } from '../api/repository/read-file.js';
import type { Finding } from '../check/finding.js';
import { baselineLimit } from '../gate/baseline.js';
import type { Repository, RepositoryFile } from '../gate/repository.js';
import { untrusted, untrustedSettings } from '../gate/untrusted.js';
import { InputError } from '../input/input-error.js';
import { joinPath, lastName, parentOf } from '../input/paths.js';
import { UsageError } from '../input/values.js';
import { domain, repositoryTop } from './inside.js';
import { findRepositoryFile } from './repository-file.js';

/** Where settings come from that hold whatever the working tree says. */
interface Source {
  /** The file's own name. */
  readonly name: string;
  /** Reads a file by its path from the settings' folder. Throws InputError. */
  read(path: string, limit: number): Promise<Uint8Array>;
  /** The folder of the working tree that paths of configs are relative to. */
  readonly folder: string;
}

/**
 * Reads the settings from FILE or REV:path; what they name as profiles and baseline is read from there, too. The file of
 * the working tree is only compared with them, if `compare` says so. Throws UsageError.
 */
export async function openTrustedSettings(
  word: string,
  compare: boolean,
  ports: Ports,
): Promise<RepositoryFile> {
  const source = sourceOf(word, ports);
  const { settings } = await readRepositoryFile(word, limit => source.read(source.name, limit), ports);
  return {
    ...settings,
    path: word,
    folder: source.folder,
    rules: { read: source.read },
    ...(compare && { untrusted: await differences(settings, source, word, ports) }),
  };
}

function sourceOf(word: string, ports: Ports): Source {
  const [, revision, path] = /^(?![A-Za-z]:[\\/])([^:]*):(.+)$/s.exec(word) ?? [];
  const working = process.cwd();
  // The change under test may bring a file of any name, so that what looks like a revision is one.
  if (path !== undefined) {
    const { readRevision } = ports;
    if (!readRevision) throw new UsageError(`${word}: there is no git to read it from`);
    if (revision === '')
      throw new UsageError(`${word}: is what is staged, which the change under test makes`);
    const isHere = /^\.\.?\//.test(path);
    return {
      name: lastName(path),
      folder: resolve(isHere ? working : (repositoryTop(working) ?? working), parentOf(path)),
      read: (name, limit) => {
        const at = joinPath(parentOf(path), name);
        return readRevision(`${revision}:${isHere && !at.startsWith('../') ? `./${at}` : at}`, limit);
      },
    };
  }
  const real = realOf(word);
  const bound = domain(dirname(real));
  if (bound.folder === domain(working).folder)
    throw new UsageError(
      `--trusted-settings ${word} lies in the working tree, where the change under test can change it: name REV:path, such as origin/main:${lastName(word)}, or a file elsewhere`,
    );
  const files = ports.files.confined(dirname(real));
  return {
    name: lastName(real),
    folder: working,
    read: (name, limit) => files.read(resolve(dirname(real), name), limit),
  };
}

function realOf(word: string): string {
  try {
    return realpathSync.native(word);
  } catch {
    throw new UsageError(`--trusted-settings ${word}: does not exist`);
  }
}

async function differences(
  trusted: Repository,
  source: Source,
  from: string,
  ports: Ports,
): Promise<NonNullable<RepositoryFile['untrusted']>> {
  const own = findRepositoryFile(process.cwd());
  if (own === null) {
    const gone = untrusted({ setting: 'the file', own: null, trusted: 'the one', from }, null);
    return { path: source.name, findings: from.includes(':') ? [gone] : [] };
  }
  const files = ports.files.confined(dirname(resolve(own)));
  const { settings, text } = await readRepositoryFile(own, limit => files.read(own, limit), ports);
  const findings: Finding[] = untrustedSettings(settings, text, trusted, from);
  const named = [
    ...(trusted.profiles ?? []).filter(isProfileFile),
    ...(trusted.baseline === undefined ? [] : [trusted.baseline]),
  ];
  for (const path of named) {
    const at = joinPath(ports.files.relative(source.folder), path);
    const [here, there] = await Promise.all([
      bytesOf(() => ports.files.confined(source.folder).read(at, baselineLimit)),
      bytesOf(() => source.read(path, baselineLimit)),
    ]);
    // What cannot be read from there ends the run where it is needed.
    if (there === null || (here !== null && Buffer.compare(here, there) === 0)) continue;
    const change = here === null ? null : `${at} as it is here`;
    findings.push({ ...untrusted({ setting: 'files', own: change, trusted: path, from }, 1), file: at });
  }
  return { path: own, findings };
}

async function bytesOf(read: () => Promise<Uint8Array>): Promise<Uint8Array | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}
