// The package as a stranger gets it: packed, installed in an empty folder without running any script, and used.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const test = suite('package');
const folder = mkdtempSync(join(tmpdir(), 'package-'));
let packed: { filename: string; files: { path: string }[] };

function npm(args: readonly string[], cwd: string): string {
  const child = spawnSync('npm', args, { cwd, encoding: 'utf8', shell: process.platform === 'win32' });
  assert.is(child.status, 0, `npm ${args.join(' ')}: ${child.stderr}`);
  return child.stdout;
}

test.before(() => {
  // The build is there already, and prepare would take it away under other tests.
  [packed] = JSON.parse(npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder], root)) as [
    typeof packed,
  ];
  writeFileSync(join(folder, 'package.json'), '{ "name": "stranger", "private": true, "type": "module" }');
  npm(['install', '--ignore-scripts', join(folder, packed.filename)], folder);
});

test.after(() => rmSync(folder, { recursive: true, force: true }));

test('holds what it needs and nothing else', () => {
  const folders = new Set(packed.files.map(file => file.path.split('/')[0]));
  assert.equal([...folders].sort(), [
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'bin',
    'dist',
    'docs',
    'fixtures',
    'man',
    'package.json',
    'profiles',
    'schema',
  ]);
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };
  for (const script of ['preinstall', 'install', 'postinstall']) assert.not(script in manifest.scripts);
});

test('the command runs', () => {
  const configs = join(folder, 'node_modules/xen-checkconfig/fixtures/configs');
  const [config] = readdirSync(configs).filter(name => name.endsWith('.config.gz'));
  cpSync(join(configs, config!), join(folder, config!));
  const child = spawnSync('npx', ['--no-install', 'xen-checkconfig', '--fail-on', 'never', config!], {
    cwd: folder,
    encoding: 'utf8',
  });
  assert.is(child.status, 0, child.stderr);
  assert.match(child.stdout, /^Linux \d/m);
});

test('pages that hints name lie in the package', () => {
  const held = new Set(packed.files.map(file => file.path));
  for (const path of readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }))
    if (path.endsWith('.md')) assert.ok(held.has(`docs/${path.replaceAll('\\', '/')}`), path);
});

test('the library runs for CommonJS, too', () => {
  // So a require of it is no fault that attw has to tell of.
  const child = spawnSync(
    process.execPath,
    ['--input-type=commonjs', '-e', "console.log(typeof require('xen-checkconfig').parseConfig)"],
    { cwd: folder, encoding: 'utf8' },
  );
  assert.is(child.stdout, 'function\n', child.stderr);
});

test('the library runs', () => {
  writeFileSync(
    join(folder, 'use.js'),
    `import { parseConfig, checkConfig, loadProfiles } from 'xen-checkconfig';
const config = parseConfig('# Linux/x86 6.1.0 Kernel Configuration\\nCONFIG_X86_64=y\\nCONFIG_X86=y\\nCONFIG_MMU=y\\nCONFIG_INIT_ENV_ARG_LIMIT=32\\n');
const { verdicts } = checkConfig(config, loadProfiles(['domu-pv']));
console.log(JSON.stringify(verdicts));
`,
  );
  const child = spawnSync(process.execPath, ['use.js'], { cwd: folder, encoding: 'utf8' });
  assert.is(child.status, 0, child.stderr);
  assert.equal(JSON.parse(child.stdout), [
    { profile: 'domu-pv', verdict: 'fails', stage: 'load', conditions: [] },
  ]);
});

test.run();
