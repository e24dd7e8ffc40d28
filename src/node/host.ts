// What a Xen host can tell: output of its tools, and files at known places. Nothing is changed there.
import type * as childProcess from 'node:child_process';
import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { HostCommand, HostFolder, HostPort } from '../host/sources.js';
import { InputError } from '../input/input-error.js';
import { readable, readAll } from './read-all.js';

/** Bytes of one output or file. */
const sizeLimit = 16 << 20;
const timeLimit = 10_000;
/** Where the tools lie: never what PATH says. */
const folders = ['/usr/sbin', '/usr/bin', '/sbin', '/bin', '/usr/lib/xen/bin'];

export const hostPort: HostPort = { run, list, read };

/** What the program prints, without a shell; null where it is not there or says nothing. Throws InputError where it fails. */
async function run({ program, words }: HostCommand): Promise<Uint8Array | null> {
  const path = folders.map(folder => `${folder}/${program}`).find(isProgram);
  if (path === undefined) return null;
  const { spawn } = process.getBuiltinModule('node:child_process') as typeof childProcess;
  return new Promise((resolve, reject) => {
    const child = spawn(path, words, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' },
      cwd: '/',
      timeout: timeLimit,
      killSignal: 'SIGKILL',
    });
    const chunks: Buffer[] = [];
    let size = 0;
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      if (size < sizeLimit) chunks.push(chunk.subarray(0, sizeLimit - size));
      size += chunk.length;
      if (size > sizeLimit) child.kill('SIGKILL');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (said.length < 500) said += chunk.toString('latin1').slice(0, 500);
    });
    child.on('error', error => reject(new InputError(`cannot be run: ${error.message}`)));
    child.on('close', code => {
      if (size > 0) resolve(Buffer.concat(chunks));
      else if (code === 0) resolve(null);
      else reject(new InputError(`fails: ${said.split('\n', 1)[0]!.trim() || `it ends with ${code}`}`));
    });
  });
}

function isProgram(path: string): boolean {
  try {
    const stats = lstatSync(path);
    return stats.isFile() || stats.isSymbolicLink();
  } catch {
    return false;
  }
}

/** Paths of plain files in the folder whose names fit, the newest first; none where there is no such folder. */
function list({ folder, names, most }: HostFolder): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter(entry => entry.isFile() && names.test(entry.name))
      .map(entry => join(folder, entry.name))
      .map(path => ({ path, time: lstatSync(path).mtimeMs }))
      .sort((left, right) => right.time - left.time)
      .slice(0, most)
      .map(({ path }) => path);
  } catch {
    return [];
  }
}

/** The bytes of a plain file; links are not followed. Throws InputError. */
function read(path: string): Uint8Array {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    throw new InputError(readable(error));
  }
  if (!fstatSync(file).isFile()) {
    closeSync(file);
    throw new InputError('is no plain file');
  }
  return readAll(file, sizeLimit).subarray(0, sizeLimit);
}
