// `kernel: { file: version }`: the version stands in a file of the repository, which its maintainers bump anyway.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { check } from '../../../src/api/check.js';
import type { RepositoryFile } from '../../../src/gate/repository.js';
import { parseRepository } from '../../../src/gate/read-repository.js';
import { namedBytes } from '../../../src/input/named-bytes.js';
import { UsageError } from '../../../src/input/values.js';
import { knowledge } from '../../../src/node/knowledge.js';

const test = suite('kernel file');

const config = 'CONFIG_X86_64=y\nCONFIG_XEN=y\n';
const utf8 = new TextEncoder();

const files: Readonly<Record<string, string>> = {
  'a.config': config,
  'b.config': config,
  version: '7.1.8\n',
  'Makefile.vars': 'QEMU_VERSION := 9.0.2\nLINUX_VERSION := 6.6.44\n',
  'kernel.spec': '%global base 6.12\nName: kernel\nVersion: %{base}.30\n',
  Dockerfile: 'FROM scratch\nARG KERNEL_SERIES=6.1.x\nENV KERNEL=5.15.180\n',
  'data.toml': 'architectures = ["x"]\nkernel_version = "6.6.58"\nother = "1.2.3"\n',
  'none.txt': 'no version here: 1.36.1\n',
};

async function versions(yaml: string): Promise<(string | null)[]> {
  const repository: RepositoryFile = {
    ...parseRepository(yaml, '.xen-checkconfig.yaml', knowledge.repositorySchema()),
    path: '.xen-checkconfig.yaml',
    folder: '.',
  };
  const named = namedBytes(Object.entries(files).map(([path, text]) => [path, utf8.encode(text)] as const));
  const ports = { files: named, knowledge, say: () => {}, now: () => new Date() };
  const report = await check({ files: [] }, ports, repository);
  return report.results.map(({ kernel }) => kernel.version?.text ?? null);
}

const one = (kernel: string) => versions(`files: [a.config]\nkernel: ${kernel}\n`);

test('the file tells, by its name or by a key', async () => {
  assert.equal(await one('{ file: version }'), ['7.1.8']);
  assert.equal(await one('{ file: Makefile.vars }'), ['6.6.44']);
  assert.equal(await one('{ file: Makefile.vars, key: LINUX_VERSION }'), ['6.6.44']);
  assert.equal(await one('{ file: kernel.spec }'), ['6.12.30']);
  assert.equal(await one('{ file: Dockerfile, key: KERNEL }'), ['5.15.180']);
  assert.equal(await one('{ file: Dockerfile, key: KERNEL_SERIES }'), ['6.1.x']);
  assert.equal(await one('{ file: data.toml }'), ['6.6.58']);
  assert.equal(await one('{ file: ./data.toml, key: kernel_version }'), ['6.6.58']);
  assert.equal(await one('6.10'), ['6.10']);
});

test('a merge may have one of its own', async () => {
  assert.equal(
    await versions(
      'kernel: { file: version }\nmerge:\n  - { files: [a.config], kernel: { file: kernel.spec } }\n  - { files: [b.config] }\n',
    ),
    ['6.12.30', '7.1.8'],
  );
});

test('what cannot be read is said with the file and the reason', async () => {
  for (const [kernel, message] of [
    ['{ file: gone }', /^\.xen-checkconfig\.yaml: kernel: gone does not exist$/],
    ['{ file: none.txt }', /none\.txt holds no kernel version$/],
    ['{ file: Makefile.vars, key: QEMU_VERSION }', /holds no kernel version at QEMU_VERSION$/],
    ['{ file: ../secret }', /lies outside of /],
  ] as const)
    try {
      await one(kernel);
      assert.unreachable(kernel);
    } catch (error) {
      assert.instance(error, UsageError, String(error));
      assert.match((error as Error).message, message);
    }
});

test('what the schema does not let through', () => {
  for (const kernel of ['{ key: X }', '{ file: a, other: b }', '{ file: a, key: "(x+)+" }', '[6.1]'])
    assert.throws(
      () => parseRepository(`kernel: ${kernel}\n`, 'f', knowledge.repositorySchema()),
      /^f:1:/,
      kernel,
    );
});

test.run();
