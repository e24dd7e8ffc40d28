// Compares the engine with the kernel's own conf of any number of releases on small random Kconfig files.
// usage: node build/test/kconfig/small.js FOLDER [--count 200] [--seed 1]    FOLDER has conf-VERSION/conf, as from prepare.js
import '../../src/platform/node.js';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { atLeast, parseVersion } from '../../src/input/version.js';
import { treeReader } from '../../src/node/kernel-tree.js';
import { type Dialect, dialectOf, dialectOfVersion } from '../../src/kconfig/language/dialect.js';
import { loadTree, treeVersion } from '../../src/kconfig/tree.js';
import { seeded } from './random.js';
import { randomTree, type SmallTree } from './random-tree.js';

interface Tool {
  readonly version: string;
  readonly conf: string;
  readonly dialect: Dialect;
}

/** What a prepared tree's sources show, else what its version tells. */
function dialectFor(folder: string, name: string): Dialect {
  const tree = join(folder, 'trees', `linux-source-${name}`);
  if (!existsSync(tree)) return dialectOfVersion(parseVersion(/^[\d.]+/.exec(name)![0]));
  const read = treeReader(tree);
  return dialectOf(read, treeVersion(read('Makefile') ?? ''));
}

function tools(folder: string): Tool[] {
  return readdirSync(folder)
    .filter(name => existsSync(join(folder, name, 'conf')) && name.startsWith('conf-'))
    .map(name => ({
      version: name.slice(5),
      conf: join(resolve(folder), name, 'conf'),
      dialect: dialectFor(folder, name.slice(5)),
    }))
    .sort((a, b) => a.version.localeCompare(b.version, 'en', { numeric: true }));
}

const body = (text: string) => text.replace(/^#\n# Automatically generated[^\n]*\n#[^\n]*\n#\n/, '');

function theirs(tool: Tool, work: string, text: string, config: string, mode: string): string | null {
  rmSync(work, { recursive: true, force: true });
  mkdirSync(join(work, 'include/config'), { recursive: true });
  writeFileSync(join(work, 'include/config/auto.conf'), '');
  writeFileSync(join(work, 'Kconfig'), text);
  writeFileSync(join(work, '.config'), config);
  const silent = atLeast(parseVersion(/^[\d.]+/.exec(tool.version)![0])!, '4.13') ? ['-s'] : [];
  const flag = mode === 'savedefconfig' ? '--savedefconfig=.config' : `--${mode}`;
  const result = spawnSync(tool.conf, [...silent, flag, 'Kconfig'], {
    cwd: work,
    env: { srctree: work, KCONFIG_OVERWRITECONFIG: '1' },
    encoding: 'latin1',
    timeout: 10_000,
  });
  return result.status === 0 ? body(readFileSync(join(work, '.config'), 'latin1')) : null;
}

interface Outcome {
  compared: number;
  refused: number;
  readonly different: string[];
}

function compare(
  tool: Tool,
  { text, configs }: SmallTree,
  work: string,
  name: string,
  outcome: Outcome,
): void {
  let tree;
  try {
    tree = loadTree({
      readFile: path => (path === 'Kconfig' ? Buffer.from(text, 'latin1') : null),
      shell: () => '',
      environment: {},
      dialect: tool.dialect,
    });
  } catch {
    tree = null;
  }
  for (const [index, config] of configs.entries()) {
    for (const mode of ['olddefconfig', 'savedefconfig']) {
      const expected = theirs(tool, work, text, config, mode);
      let actual: string | null = null;
      if (tree) {
        tree.readConfig(Buffer.from(config));
        const bytes = mode === 'olddefconfig' ? tree.writeConfig() : tree.saveDefconfig();
        actual = body(Buffer.from(bytes).toString('latin1'));
      }
      outcome.compared++;
      if (expected === null && actual === null) outcome.refused++;
      else if (expected !== actual) outcome.different.push(`${tool.version} ${name} config ${index} ${mode}`);
    }
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { count: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
});
const folder = positionals[0];
if (!folder) {
  console.error('usage: small.js FOLDER [--count N] [--seed N]');
  process.exit(2);
}
const work = mkdtempSync(join(tmpdir(), 'kconfig-small-'));
const first = Number(values.seed);
for (const tool of tools(folder)) {
  const outcome: Outcome = { compared: 0, refused: 0, different: [] };
  const hasImply = atLeast(parseVersion(/^[\d.]+/.exec(tool.version)![0])!, '4.10');
  for (let seed = first; seed < first + Number(values.count); seed++) {
    const { text, configs } = randomTree(seeded(seed), tool.dialect.options ? 'option modules' : 'modules');
    // Older releases do not know the word.
    const known = hasImply ? text : text.replace(/^\timply .*\n/gm, '');
    compare(tool, { text: known, configs }, work, `seed ${seed}`, outcome);
  }
  const { compared, refused, different } = outcome;
  for (const text of different.slice(0, 5)) console.log(`  ${text}`);
  console.log(
    `${tool.version}: ${compared} compared, ${refused} refused by both, ${different.length} different`,
  );
  if (different.length > 0) process.exitCode = 1;
}
rmSync(work, { recursive: true, force: true });
