// Sources of Xen from a git directory, by tag, and of Linux from folders, by release.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SourceMessage, messagesOf } from './catalogue.js';
import { components } from './components.js';
import type { ByRelease } from './held.js';

const git = (directory: string, words: readonly string[], input?: string) =>
  spawnSync('git', ['--git-dir', directory, ...words], { input, encoding: 'latin1', maxBuffer: 1 << 30 });

/** Is there a git directory of Xen with its release tags? */
const isXenTree = (directory: string | undefined): directory is string =>
  directory !== undefined && git(directory, ['rev-parse', '--verify', '-q', 'RELEASE-4.20.0']).status === 0;

/** All messages of Xen's releases 4.1.0 to 4.N.0, by "4.N"; null where `directory` is no git directory of Xen. */
export function xenSources(directory: string | undefined): ByRelease | null {
  if (!isXenTree(directory)) return null;
  const tags = git(directory, ['tag', '--list', 'RELEASE-4.*.0']).stdout.split('\n');
  const minors = tags.flatMap(tag => /^RELEASE-4\.(\d+)\.0$/.exec(tag)?.[1] ?? []).map(Number);
  return new Map(
    minors
      .filter(minor => minor > 0)
      .sort((left, right) => left - right)
      .map(minor => [`4.${minor}`, xenMessages(directory, `4.${minor}.0`)]),
  );
}

/** The same of the kernel trees in a folder; null where there are none. */
export function linuxSources(folder: string | undefined): ByRelease | null {
  const trees = linuxTrees(folder);
  return trees.length === 0
    ? null
    : new Map(trees.map(({ release, path }) => [release, linuxMessages(path)]));
}

/** Of every file that was read: the same content is the same messages at all tags. */
const read = new Map<string, readonly SourceMessage[]>();

/** All messages of Xen at a release: "4.20.0". Throws if there is no such tag. */
export function xenMessages(directory: string, release: string): SourceMessage[] {
  const list = git(directory, ['ls-tree', '-r', `RELEASE-${release}`, 'tools', 'xen']);
  if (list.status !== 0) throw new Error(`no tag RELEASE-${release}`);
  const wanted = list.stdout.split('\n').flatMap(row => {
    const [, hash, path] = /^\d+ blob (\w+)\t(.+)$/.exec(row) ?? [];
    return hash && path
      ? components
          .filter(({ tree, files }) => tree === 'xen' && files.test(path))
          .map(component => ({ hash, path, component }))
      : [];
  });
  const key = ({ hash, path, component }: (typeof wanted)[number]) => `${component.name} ${path} ${hash}`;
  const missing = wanted.filter(one => !read.has(key(one)));
  const texts = blobs(
    directory,
    missing.map(({ hash }) => hash),
  );
  missing.forEach((one, index) => read.set(key(one), messagesOf(one.component, one.path, texts[index]!)));
  return wanted.flatMap(one => read.get(key(one))!);
}

function blobs(directory: string, hashes: readonly string[]): string[] {
  const { stdout } = git(directory, ['cat-file', '--batch'], `${hashes.join('\n')}\n`);
  let at = 0;
  return hashes.map(() => {
    const end = stdout.indexOf('\n', at);
    const size = Number(stdout.slice(at, end).split(' ')[2]);
    at = end + 1 + size + 1;
    return stdout.slice(end + 1, end + 1 + size);
  });
}

/** The kernel trees in a folder, by release in order. Each may be cut to what the components read, and its Makefile. */
export function linuxTrees(folder: string | undefined): { release: string; path: string }[] {
  if (folder === undefined || !existsSync(folder)) return [];
  return readdirSync(folder)
    .map(name => join(folder, name))
    .filter(path => existsSync(join(path, 'drivers/xen')))
    .map(path => ({ path, release: releaseOf(path) }))
    .sort((left, right) => left.release.localeCompare(right.release, 'en', { numeric: true }));
}

function releaseOf(path: string): string {
  const makefile = existsSync(join(path, 'Makefile')) ? readFileSync(join(path, 'Makefile'), 'utf8') : '';
  const value = (name: string) => new RegExp(`^${name} *= *(\\d+)`, 'm').exec(makefile)?.[1];
  return value('VERSION')
    ? `${value('VERSION')}.${value('PATCHLEVEL')}`
    : path.slice(path.lastIndexOf('/') + 1);
}

/** All messages of Xen's drivers and of Linux's own code for Xen. */
export function linuxMessages(path: string): SourceMessage[] {
  const roots = ['arch/arm', 'arch/arm64', 'arch/x86', 'drivers', 'net/9p', 'sound/xen'];
  const files = roots.flatMap(root =>
    existsSync(join(path, root))
      ? readdirSync(join(path, root), { recursive: true, encoding: 'utf8' }).map(name => `${root}/${name}`)
      : [],
  );
  return files.flatMap(file =>
    components
      .filter(one => one.tree === 'linux' && one.files.test(file))
      .flatMap(component => messagesOf(component, file, readFileSync(join(path, file), 'latin1'))),
  );
}
