// The real command, spawned.
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from './paths.js';

export interface RunOptions {
  readonly input?: string | Uint8Array;
  readonly cwd?: string;
  /** Milliseconds after which it is ended, with no code. */
  readonly timeout?: number;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `xen-checkconfig` with a plain environment: no colours asked for, no terminal. */
export function run(args: readonly string[], { input, cwd, env, timeout }: RunOptions = {}): Ran {
  const ran: SpawnSyncReturns<string> = spawnSync(process.execPath, [command, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined, NODE_OPTIONS: undefined, ...env },
    ...(input === undefined ? { stdio: ['ignore', 'pipe', 'pipe'] as const } : { input }),
    ...(cwd === undefined ? {} : { cwd }),
    ...(timeout === undefined ? {} : { timeout }),
  } as Parameters<typeof spawnSync>[2]) as SpawnSyncReturns<string>;
  if (ran.error && !ran.signal) throw ran.error;
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}

/** A new empty folder, and the way to remove it. */
export function folder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'xen-checkconfig-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
