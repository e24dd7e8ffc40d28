import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../../../../bin/xen-checkconfig.js', import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command as a user runs it. */
export function run(args: readonly string[], options: { cwd?: string; input?: Uint8Array } = {}): Outcome {
  const { FORCE_COLOR: _, ...env } = process.env;
  const child = spawnSync(process.execPath, [command, ...args], {
    ...options,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    env: { ...env, NO_COLOR: '1' },
  });
  return { code: child.status, out: child.stdout, err: child.stderr };
}

/** A folder with these files, gone when the process ends. */
export function folderOf(files: Readonly<Record<string, Uint8Array | string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'xen-checkconfig-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  return folder;
}
