// The examples of docs/library.md print what stands below them.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  check,
  diff,
  explain,
  image,
  knowledgeFrom,
  namedBytes,
  type Ports,
  support,
} from '../../../src/index.js';
import { root } from '../../support/paths.js';
import { zstdImage } from '../cli/kernels.js';
import { folderWithTree } from '../cli/small-tree.js';

const test = suite('examples');

const page = readFileSync(`${root}docs/library.md`, 'utf8');
const examples = [...page.matchAll(/^## ([^\n]*)$|^```js\n(.*?)^```\n\n```text\n(.*?)^```$/gms)];

// The files that the page speaks of. Its working folder is guest/, so that ../linux is beside it.
const parent = folderWithTree({});
cpSync(join(parent, 'tree'), join(parent, 'linux'), { recursive: true });
const folder = join(parent, 'guest');
mkdirSync(folder);
const configs = `${root}fixtures/configs/`;
const rule = (id: string, option: string, more = '') =>
  `  - { id: ${id}, title: ${id}, stage: load, level: error, option: ${option}, ${more}reason: The guest has no ${id}., symptom: Nothing., evidence: [test] }\n`;
const files: Readonly<Record<string, string | Uint8Array>> = {
  '.config': readFileSync(`${configs}x86_64-6.12-pvh-without-xen_pvh.config.gz`),
  'old.config': readFileSync(`${configs}x86_64-6.12-xen.config.gz`),
  vmlinuz: zstdImage(),
  'initrd.list': 'init\nusr/lib/modules/6.12.117/kernel/drivers/block/xen-blkfront.ko\n',
  'guest.cfg': 'type = "pvh"\nkernel = "/boot/vmlinuz"\nextra = "console=hvc0"\n',
  'xl-dmesg.txt':
    '(XEN) Xen version 4.17.5 (Debian 4.17.5+23)\n(XEN) d3v0 Triple fault - invoking HVM shutdown action 1\n',
  'guest.fragment': 'CONFIG_HYPERVISOR_GUEST=y\nCONFIG_XEN_PV=y\n',
  'guest.yaml': `name: guest
title: Our guest
about: For this page.
role: domu
mode: pv
flavour: pvops
applies:
  - { arch: [x86_64] }
rules:
${rule('entry', 'XEN_PV')}${rule('disk', 'XEN_BLKDEV_FRONTEND', 'module: later, ')}`,
};
for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);

// A page's server: its tables are those of the package, its uploads lie in the working folder.
const server = join(parent, 'server.mjs');
writeFileSync(
  server,
  `import { readFileSync } from 'node:fs';
const roots = { tables: ${JSON.stringify(`${root}dist/`)}, upload: '' };
globalThis.fetch = async address => {
  const [, where, name] = address.split('/');
  return new Response(readFileSync(roots[where] + name));
};
`,
);

// Modules below the package's own folder find it by its name.
const modules = mkdtempSync(`${root}build/examples-`);
test.after(() => rmSync(modules, { recursive: true, force: true }));

let heading = '';
let number = 0;
for (const [, title, code, printed] of examples) {
  if (title !== undefined) {
    heading = title;
    continue;
  }
  const name = `${heading} (${++number})`;
  const module = join(modules, `${number}.mjs`);
  test(name, () => {
    writeFileSync(module, code!);
    const child = spawnSync(process.execPath, ['--import', pathToFileURL(server).href, module], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
    });
    assert.is(child.stderr, '');
    assert.is(child.status, 0);
    assert.is(child.stdout.trimEnd(), printed!.trimEnd());
  });
}

test('every example was found', () => {
  assert.is(number, page.match(/^```js$/gm)!.length);
  for (const question of ['check', 'diff', 'image', 'explain', 'fix', 'kconfig', 'support'])
    assert.match(page, new RegExp(`^import \\{.*\\b${question}\\b.*\\} from 'xen-checkconfig';$`, 'm'));
});

test('the tables that the page names are all that a question asks for', async () => {
  const bytes = (name: string) => new Uint8Array(readFileSync(join(folder, name)));
  const files = namedBytes(
    ['.config', 'old.config', 'vmlinuz', 'guest.cfg', 'xl-dmesg.txt'].map(name => [name, bytes(name)]),
  );
  const config = '.config';
  const asked: Readonly<Record<string, (ports: Ports) => unknown>> = {
    check: ports => check({ files: [config, 'old.config'], image: 'vmlinuz' }, ports),
    diff: ports => diff({ old: 'old.config', new: config }, ports),
    image: ports => image({ files: ['vmlinuz'], evidence: true }, ports),
    explain: async ports => {
      await explain({ words: ['guest.cfg', config, 'xl-dmesg.txt', 'vmlinuz'] }, ports);
      await explain({ words: ['CONFIG_XEN_PVH'] }, ports);
    },
    support: ports => support({ query: 'alpine' }, ports.knowledge),
  };
  for (const [question, ask] of Object.entries(asked)) {
    const row = new RegExp(`^\\| \`${question}\` \\| (.*) \\|$`, 'm').exec(page)![1]!;
    const named = [...row.matchAll(/`([\w-]+\.json)`/g)].map(([, name]) => name!);
    const read = new Set<string>();
    const knowledge = knowledgeFrom(path => {
      read.add(path);
      return JSON.parse(readFileSync(`${root}dist/${path}`, 'utf8'));
    });
    await ask({ files, knowledge, say: () => {}, now: () => new Date() });
    assert.equal([...read].sort(), named.sort(), question);
  }
});

test.run();
