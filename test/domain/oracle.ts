import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Folder that fetch.sh filled; null when the tier cannot run, which the suites say. */
export const folder = process.env.XEN_DOCS && existsSync(process.env.XEN_DOCS) ? process.env.XEN_DOCS : null;
export const skipReason = 'skipped: XEN_DOCS names no folder: run test/domain/fetch.sh FOLDER';

export interface ConfigAnswer {
  readonly fine: boolean;
  /** Line of the first complaint. */
  readonly line: number | null;
  /** By name: value as "s<hex>" or "[s<hex>,[...]]", with "/<number>" where it is one; "-" if absent. */
  readonly values: ReadonlyMap<string, string>;
}

/** What libxlutil makes of configuration texts; of each, the values of `names`. */
export function askConfigs(texts: readonly { text: string; names: readonly string[] }[]): ConfigAnswer[] {
  const input = texts.map(({ text, names }) => {
    const bytes = Buffer.from(text);
    return Buffer.concat([
      Buffer.from(`C ${names.length} ${bytes.length}\n${names.map(name => `${name}\n`).join('')}`),
      bytes,
    ]);
  });
  return ask(Buffer.concat(input)).map((line, index) => {
    const [head, ...rest] = line.split(' ') as [string, ...string[]];
    if (head === 'bad') return { fine: false, line: Number(rest[0]), values: new Map() };
    return {
      fine: true,
      line: null,
      values: new Map(texts[index]!.names.map((name, at) => [name, rest[at]!])),
    };
  });
}

export interface DiskAnswer {
  readonly target: string;
  readonly format: number;
  readonly device: string;
  readonly backend: number;
  readonly writable: boolean;
  readonly cdrom: boolean;
  readonly script: string;
}

/** What libxlutil makes of disk specifications; null where it refuses. */
export function askDisks(specs: readonly string[]): (DiskAnswer | null)[] {
  const input = specs.map(spec => {
    const bytes = Buffer.from(spec);
    return Buffer.concat([Buffer.from(`D ${bytes.length}\n`), bytes]);
  });
  return ask(Buffer.concat(input)).map(line => {
    if (line === 'bad') return null;
    const field = Object.fromEntries(line.split(' ').map(part => part.split('=')));
    const text = (hex: string) => Buffer.from(hex, 'hex').toString();
    return {
      target: text(field.target),
      format: Number(field.format),
      device: text(field.vdev),
      backend: Number(field.backend),
      writable: field.rw === '1',
      cdrom: field.cdrom === '1',
      script: text(field.script),
    };
  });
}

function ask(input: Buffer): string[] {
  const child = spawnSync(join(folder!, 'oracle'), { input, maxBuffer: 1 << 28 });
  if (child.status !== 0)
    throw new Error(`oracle ended with ${child.status ?? child.signal}: ${child.stderr}`);
  return child.stdout.toString().trimEnd().split('\n');
}
