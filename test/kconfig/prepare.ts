// Fetches Debian's kernel source packages, unpacks what Kconfig needs and builds each tree's own conf.
// usage: node build/test/kconfig/prepare.js FOLDER [VERSION...]     VERSION: 5.10 6.1 6.12 7.3 (default: all)
// Needs Debian or a relative of it: apt-get, dpkg-deb, gcc, flex, bison, xz. Nothing is installed.
import '../../src/platform/node.js';
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The suites that hold the source packages. */
const suites: readonly (readonly [archive: string, suite: string])[] = [
  ['debian', 'bookworm'],
  ['debian-security', 'bookworm-security'],
  ['debian', 'bullseye'],
  ['debian-security', 'bullseye-security'],
  ['debian', 'trixie-backports'],
  ['debian', 'sid'],
];

const patterns = [
  'Makefile',
  '*Kconfig*',
  'scripts/*',
  'arch/*/configs/*',
  'arch/*/Makefile*',
  'kernel/configs/*',
];

const [folder, ...asked] = process.argv.slice(2);
if (!folder) {
  console.error('usage: prepare.js FOLDER [VERSION...]');
  process.exit(2);
}
const versions = asked.length > 0 ? asked : ['5.10', '6.1', '6.12', '7.3'];
const sources = join(dirname(fileURLToPath(import.meta.url)), '../../../test/kconfig');

/** The Debian mirror that the machine itself uses. */
function machineMirror(): string {
  const sites = execFileSync('apt-get', ['indextargets', '--format', '$(SITE)'], { encoding: 'utf8' });
  const found = /^(\S+)\/debian\/?$/m.exec(sites);
  if (!found) throw new Error('no Debian mirror in apt; name one in DEBIAN_MIRROR');
  return found[1]!;
}

function aptOptions(): string[] {
  const apt = join(folder!, 'apt');
  for (const name of ['lists/partial', 'cache/archives/partial', 'parts']) {
    mkdirSync(join(apt, name), { recursive: true });
  }
  const mirror = process.env.DEBIAN_MIRROR ?? machineMirror();
  for (const [archive, suite] of suites) {
    const lines = [
      'Types: deb',
      `URIs: ${mirror}/${archive}`,
      `Suites: ${suite}`,
      'Components: main',
      'Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg',
    ];
    writeFileSync(join(apt, 'parts', `${suite}.sources`), `${lines.join('\n')}\n`);
  }
  return [
    `-oDir::State::Lists=${apt}/lists`,
    `-oDir::Cache=${apt}/cache`,
    `-oDir::Etc::SourceParts=${apt}/parts`,
    '-oDir::Etc::SourceList=/dev/null',
  ];
}

function run(command: string, args: readonly string[], cwd = folder!): void {
  execFileSync(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
}

function fetchPackage(version: string, options: readonly string[]): string {
  const debs = join(folder!, 'debs');
  mkdirSync(debs, { recursive: true });
  const find = (): string | undefined =>
    readdirSync(debs).find(name => name.startsWith(`linux-source-${version}_`) && name.endsWith('.deb'));
  if (!find()) run('apt-get', [...options, '-q', 'download', `linux-source-${version}`], debs);
  return join(debs, find()!);
}

function unpack(deb: string, version: string): string {
  const trees = join(folder!, 'trees');
  const name = `linux-source-${version}`;
  const tree = join(trees, name);
  if (existsSync(join(tree, 'Kconfig'))) return tree;
  mkdirSync(trees, { recursive: true });
  const wanted = patterns.map(pattern => `'${name}/${pattern}'`).join(' ');
  const pipe = [
    `dpkg-deb --fsys-tarfile '${deb}'`,
    `tar -xO ./usr/src/${name}.tar.xz`,
    'xz -dc',
    `tar -x --wildcards --wildcards-match-slash ${wanted}`,
  ].join(' | ');
  run('sh', ['-c', pipe], trees);
  return tree;
}

function buildConf(tree: string, version: string): void {
  const out = join(folder!, `conf-${version}`);
  if (existsSync(join(out, 'conf'))) return;
  mkdirSync(out, { recursive: true });
  const kconfig = join(tree, 'scripts/kconfig');
  run('bison', [
    '-t',
    '-l',
    `--defines=${out}/parser.tab.h`,
    '-o',
    `${out}/parser.tab.c`,
    `${kconfig}/parser.y`,
  ]);
  run('flex', [`-o${out}/lexer.lex.c`, '-L', `${kconfig}/lexer.l`]);
  // Some releases include menu.c from the parser, the others link it.
  const own = ['confdata.c', 'expr.c', 'menu.c', 'preprocess.c', 'symbol.c', 'util.c'];
  const linked = own.map(name => join(kconfig, name));
  const main = join(out, 'main.o');
  const headers = [`-I${out}`, `-I${kconfig}`, `-I${tree}/scripts/include`];
  // Only its main calls the stand-in for conf_parse.
  run('gcc', [
    '-O2',
    '-w',
    '-c',
    '-Dconf_parse=served_parse',
    ...headers,
    '-o',
    main,
    join(kconfig, 'conf.c'),
  ]);
  const build = (files: readonly string[]): boolean =>
    spawnSync('gcc', [
      '-O2',
      '-w',
      ...headers,
      '-o',
      `${out}/conf`,
      main,
      join(sources, 'served.c'),
      ...files,
      `${out}/lexer.lex.c`,
      `${out}/parser.tab.c`,
    ]).status === 0;
  if (!build(linked) && !build(linked.filter(name => !name.endsWith('/menu.c')))) {
    rmSync(out, { recursive: true });
    throw new Error(`the conf of ${version} does not build`);
  }
}

mkdirSync(folder, { recursive: true });
const shim = join(folder, 'popen-cache.so');
if (!existsSync(shim)) {
  copyFileSync(join(sources, 'popen-cache.c'), join(folder, 'popen-cache.c'));
  run('gcc', ['-O2', '-shared', '-fPIC', '-o', shim, 'popen-cache.c', '-ldl']);
}
const have = (version: string): boolean =>
  existsSync(join(folder!, 'trees', `linux-source-${version}`, 'Kconfig'));
let options: string[] | null = null;
for (const version of versions) {
  if (!have(version)) {
    if (!options) {
      options = aptOptions();
      run('apt-get', [...options, '-q', 'update']);
    }
    unpack(fetchPackage(version, options), version);
  }
  buildConf(join(folder, 'trees', `linux-source-${version}`), version);
  console.log(`${version}: ready`);
}
