// Each style of repository as its CI runs the gate: `xen-checkconfig` without a word, before and after the commit that
// breaks its kernel.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { command, root } from '../../support/paths.js';
import { folder, run } from '../../support/run.js';

const test = suite('repositories');

const styles = `${root}fixtures/repositories`;

interface Break {
  readonly file: string;
  /** What is replaced, or null where the file is new. */
  readonly from: string | RegExp | null;
  readonly to: string;
  /** The finding that the commit causes: its option, and the line that the report must point at. */
  readonly option: string;
  readonly at: string;
  /** What the result is called. */
  readonly name: string;
  /** How many configs the repository has. */
  readonly configs: number;
}

const off = (option: string) => `# CONFIG_${option} is not set`;

const breaks: Readonly<Record<string, Break>> = {
  alpine: {
    file: 'main/linux-lts/virt.aarch64.config',
    from: 'CONFIG_HVC_XEN=y',
    to: off('HVC_XEN'),
    option: 'HVC_XEN',
    at: off('HVC_XEN'),
    name: 'main/linux-lts/virt.aarch64.config',
    configs: 3,
  },
  arch: {
    file: 'config',
    from: 'CONFIG_XEN_PVH=y',
    to: off('XEN_PVH'),
    option: 'XEN_PVH',
    at: off('XEN_PVH'),
    name: 'config',
    configs: 1,
  },
  buildroot: {
    file: 'board/acme/xen-guest/linux-xen.fragment',
    from: 'CONFIG_XEN_PV=y',
    to: off('XEN_PV'),
    option: 'XEN_PV',
    at: off('XEN_PV'),
    name: 'acme xen-guest',
    configs: 1,
  },
  debian: {
    file: 'debian/config/config.cloud',
    from: /$/,
    to: `\n##\n## file: arch/x86/xen/Kconfig\n##\n${off('XEN_PV')}\n`,
    option: 'XEN_PV',
    at: off('XEN_PV'),
    name: 'cloud-amd64',
    configs: 2,
  },
  fedora: {
    file: 'redhat/configs/fedora/generic/x86/CONFIG_XEN_PVH',
    from: null,
    to: `${off('XEN_PVH')}\n`,
    option: 'XEN_PVH',
    at: off('XEN_PVH'),
    name: 'redhat/configs/priority.fedora (x86_64)',
    configs: 1,
  },
  opensuse: {
    file: 'config/x86_64/kvmsmall',
    from: /$/,
    to: `${off('XEN')}\n`,
    option: 'XEN',
    at: off('XEN'),
    name: 'x86_64/kvmsmall',
    configs: 2,
  },
  openwrt: {
    file: 'target/linux/x86/64/config-6.6',
    from: 'CONFIG_XEN=y\n',
    to: '',
    option: 'XEN',
    at: off('XEN'),
    name: 'x86/64',
    configs: 1,
  },
  qubes: {
    file: 'config-qubes',
    from: 'CONFIG_XEN_PVH=y\n',
    to: '',
    option: 'XEN_PVH',
    at: off('XEN_PVH'),
    name: 'vm',
    configs: 1,
  },
  ubuntu: {
    file: 'debian.acme/config/annotations',
    from: /$/,
    to: `CONFIG_XEN_PVH                                  policy<{'amd64-acme': 'n'}>\n`,
    option: 'XEN_PVH',
    at: `CONFIG_XEN_PVH                                  policy<{'amd64-acme': 'n'}>`,
    name: 'debian.acme/config/annotations (amd64-acme)',
    configs: 2,
  },
  'xcp-ng': {
    file: 'SOURCES/kernel-x86_64.config',
    from: 'CONFIG_XEN_PV=y',
    to: off('XEN_PV'),
    option: 'XEN_PV',
    at: off('XEN_PV'),
    name: 'SOURCES/kernel-x86_64.config',
    configs: 1,
  },
  yocto: {
    file: 'features/xen/xen-x86.cfg',
    from: 'CONFIG_XEN_PV=y',
    to: off('XEN_PV'),
    option: 'XEN_PV',
    at: off('XEN_PV'),
    name: 'bsp/xen-guest/xen-guest.scc',
    configs: 1,
  },
};

test('every style has a repository, a break and a page', () => {
  const names = Object.keys(breaks).sort();
  assert.equal(readdirSync(styles).sort(), names);
  const pages = readdirSync(`${root}docs/repositories`).filter(name => name !== 'README.md');
  assert.equal(
    pages.sort(),
    names.map(name => `${name}.md`),
  );
});

test('the pages show the files as they are', () => {
  for (const style of Object.keys(breaks)) {
    const file = readFileSync(join(styles, style, '.xen-checkconfig.yaml'), 'utf8').trimEnd();
    const shown = file.replace(/^(?=.)/gm, '    ');
    assert.ok(readFileSync(`${root}docs/repositories/${style}.md`, 'utf8').includes(shown), style);
  }
});

test('without a file of its own, a repository whose files make configs together is told how', () => {
  const told = {
    debian: ['.', 'debian/config'],
    fedora: ['.', 'redhat/configs'],
    opensuse: ['.', 'config'],
    openwrt: ['.'],
    qubes: ['.'],
    ubuntu: ['.', 'debian.master/config'],
  };
  for (const [style, folders] of Object.entries(told))
    for (const folder of folders) {
      const { err } = run(['--no-repository-file', folder], { cwd: join(styles, style) });
      assert.ok(err.includes(`docs/repositories/${style}.md`), `${style} ${folder}: ${err}`);
    }
  for (const style of ['alpine', 'arch', 'xcp-ng']) {
    const { err } = run(['--no-repository-file', '.'], { cwd: join(styles, style) });
    assert.not.match(err, /docs\/repositories/, style);
  }
  const { err } = run(['.'], { cwd: join(styles, 'debian') });
  assert.is(err, '');
});

/** git without what the machine's user has set. */
function git(cwd: string, ...args: readonly string[]): string {
  const env = {
    ...process.env,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_AUTHOR_NAME: 'A',
    GIT_AUTHOR_EMAIL: 'a@example.org',
    GIT_COMMITTER_NAME: 'A',
    GIT_COMMITTER_EMAIL: 'a@example.org',
  };
  return execFileSync('git', [...args], { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

/** A repository of that style with a second commit that breaks it. */
function broken(style: string): { path: string; remove: () => void; good: unknown; goodCode: number | null } {
  const { path, remove } = folder();
  cpSync(join(styles, style), path, { recursive: true });
  git(path, 'init', '-q', '-b', 'main');
  git(path, 'add', '-A');
  git(path, 'commit', '-q', '-m', 'Import');
  const before = run(['--format', 'json'], { cwd: path });
  const { file, from, to } = breaks[style]!;
  const at = join(path, file);
  if (from === null) assert.not.ok(existsSync(at));
  const old = from === null ? '' : readFileSync(at, 'utf8');
  const text = from === null ? to : old.replace(from, to);
  assert.is.not(text, old);
  writeFileSync(at, text);
  git(path, 'add', '-A');
  git(path, 'commit', '-q', '-m', 'Trim');
  return { path, remove, good: JSON.parse(before.out), goodCode: before.code };
}

for (const [style, { option, at, name, configs }] of Object.entries(breaks))
  test(`${style}: the gate is green, and red after the commit that breaks the kernel`, () => {
    const { path, remove, good, goodCode } = broken(style);
    try {
      const before = good as { results: any[]; summary: any };
      assert.is(goodCode, 0);
      assert.is(before.summary.errors, 0);
      assert.is(before.results.length, configs);
      for (const { kernel } of before.results)
        assert.ok(kernel.version && kernel.arch, JSON.stringify(kernel));
      const { code, out, err } = run(['--format', 'json'], { cwd: path });
      assert.is(err, '');
      assert.is(code, 1);
      const failing = JSON.parse(out).results.filter((result: any) =>
        result.findings.some((finding: any) => finding.level === 'error'),
      );
      assert.equal(
        failing.map((result: any) => result.name ?? result.path),
        [name],
      );
      const [result] = failing;
      const found = result.findings.find(
        (finding: any) => finding.level === 'error' && finding.option === `CONFIG_${option}`,
      );
      assert.ok(found, option);
      const lines = readFileSync(join(path, found.file ?? result.path), 'utf8').split('\n');
      assert.is(lines[found.line - 1], at);
    } finally {
      remove();
    }
  });

test('git bisect finds the commit that breaks the guest', () => {
  const { path, remove } = broken('yocto');
  try {
    const bad = git(path, 'rev-parse', 'HEAD').trim();
    const start = git(path, 'rev-list', '--max-parents=0', 'HEAD').trim();
    for (const note of ['one', 'two', 'three']) {
      writeFileSync(join(path, 'NOTES'), note);
      git(path, 'add', '-A');
      git(path, 'commit', '-q', '-m', note);
    }
    git(path, 'bisect', 'start', 'HEAD', start);
    const said = git(path, 'bisect', 'run', process.execPath, command, '--quiet');
    assert.ok(said.includes(`${bad} is the first bad commit`), said);
  } finally {
    remove();
  }
});

test('a waiver in the repository lets the commit through, with its reason', () => {
  const { path, remove } = broken('debian');
  try {
    const file = join(path, '.xen-checkconfig.yaml');
    const waiver = `
waivers:
  - option: XEN_PV
    files: debian/config/config.cloud
    reason: Our cloud runs PVH guests alone.
`;
    writeFileSync(file, readFileSync(file, 'utf8') + waiver);
    const { code, out } = run([], { cwd: path });
    assert.is(code, 0);
    assert.match(out.replace(/\s+/g, ' '), /1 waived/);
  } finally {
    remove();
  }
});

test.run();
