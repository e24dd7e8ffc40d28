// Images that the real initramfs-tools and dracut made (make.sh), against what lsinitramfs and lsinitrd list of them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { InitramfsFacts } from '../../src/initramfs/initramfs.js';
import { isInitramfs, readInitramfs } from '../../src/initramfs/read-initramfs.js';
import { fileSource, run, unpackers } from '../images/tools.js';

const folder = process.env.INITRAMFS_IMAGES && join(process.env.INITRAMFS_IMAGES, 'images');
const names =
  folder && existsSync(folder) ? readdirSync(folder).filter(name => !/\.lsinit\w+$/.test(name)) : [];

/** Names as the maker's own tool lists them, without folders' ends, sorted. */
function listed(name: string): string[] {
  const text = readFileSync(join(folder!, `${name}.lsinitramfs`), 'utf8');
  return text.split('\n').filter(line => line !== '');
}

/** Names that lsinitrd prints in its long listing. */
function listedByDracut(name: string): string[] {
  const text = readFileSync(join(folder!, `${name}.lsinitrd`), 'utf8');
  const line = /^[-dlcbps][rwxsStT-]{9} +\d+ \S+ +\S+ +[\d, ]+ \w{3} +\d+ +[\d:]+ (.*?)(?: -> .*)?$/gm;
  return [...text.matchAll(line)].map(match => match[1]!);
}

const isModule = (path: string) => /\.ko(\.(gz|xz|zst))?$/.test(path);
const sorted = (items: Iterable<string>) => [...items].sort();

for (const name of names) {
  test(name, async () => {
    const source = fileSource(join(folder!, name));
    assert.ok(await isInitramfs(source));
    const facts: InitramfsFacts = await readInitramfs(source);
    source.close();
    const paths = listed(name);
    const label = name.split('-').slice(1).join('-');
    assert.equal(facts.problems, []);
    assert.is(facts.maker, name.startsWith('tools-') ? 'initramfs-tools' : 'dracut');
    assert.is(facts.init, 'init');

    const entries = facts.archives.reduce((sum, archive) => sum + archive.entries, 0);
    assert.is(entries, paths.length);
    const [first] = facts.archives;
    if (facts.archives.length === 1 && first!.compression !== 'none') {
      const [tool, ...args] = unpackers[first!.compression]!;
      const unpacked = run(tool, [...args, join(folder!, name)]);
      assert.is(facts.unpackedSize, unpacked.length);
      assert.is(run('cpio', ['-it', '--quiet'], unpacked).toString().trimEnd().split('\n').length, entries);
    }
    const modules = sorted(facts.modules.map(({ path }) => path));
    assert.equal(modules, sorted(paths.filter(isModule)));
    assert.ok(modules.length > 0);
    const other = sorted(listedByDracut(name).filter(isModule));
    if (other.length > 0) assert.equal(modules, other);

    const releases = sorted(new Set(facts.modules.map(({ release }) => release!)));
    assert.equal(sorted(facts.releases), releases);
    assert.is(releases.length, 1);

    for (const { path, compression } of facts.modules) {
      const end = path.slice(path.lastIndexOf('.') + 1);
      assert.is(compression, { ko: 'none', gz: 'gzip', xz: 'xz', zst: 'zstd' }[end]);
    }
    if (label.startsWith('most-') || label.startsWith('plain-'))
      assert.is(facts.archives.at(-1)!.compression, label.split('-')[1]);
    assert.is(facts.archives[0]!.early, label === 'early');
    if (label === 'early') assert.is(facts.archives.length, 2);
    assert.is(
      facts.modules.some(module => module.name === 'xen_blkfront'),
      !label.includes('without-blkfront'),
    );
    // What depmod lists is what is there.
    if (facts.listed)
      assert.equal(sorted(facts.listed), sorted(new Set(facts.modules.map(module => module.name))));
  });
}
const reason = 'skipped: INITRAMFS_IMAGES names no folder: run test/initramfs/make.sh FOLDER';
if (names.length === 0) test(reason, () => console.error(reason));

test.run();
