// GitLab's template run by a shell, and what else other tools read from the repository.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { root } from '../../support/paths.js';
import { bad, good, has, hostile, place, yamlOf } from './stand-in.js';

const test = suite('ci templates');

interface Job {
  readonly variables: Readonly<Record<string, string>>;
  readonly script: readonly string[];
  readonly artifacts: { readonly when: string; readonly reports: Readonly<Record<string, string>> };
}
const job = (yamlOf('ci/gitlab.yml') as Record<string, Job>)['.xen-checkconfig']!;
/** Alpine's shell is BusyBox's. */
const shells = [['sh', '-e'], ...(has('busybox', 'sh') ? [['busybox', 'sh', '-e']] : [])];

for (const shell of process.platform === 'win32' ? [] : shells) {
  const run = (variables: Readonly<Record<string, string>>, at = place()) => {
    const outcome = at.run(shell, job.script.join('\n'), { ...job.variables, ...variables });
    assert.not(existsSync(join(at.folder, 'ran')), 'something in a variable was run');
    return { ...outcome, at };
  };

  test(`GitLab, ${shell[0]}: exit code, text, code quality and JUnit`, () => {
    const clean = run({ XEN_CHECKCONFIG_FILES: good, XEN_CHECKCONFIG_PROFILES: 'domu-pv\ndomu-pvh' });
    assert.is(clean.code, 0, clean.err);
    assert.is(clean.installed!.spec, 'xen-checkconfig@latest');
    assert.equal(clean.called!.slice(-4), ['--profile=domu-pv', '--profile=domu-pvh', '--', good]);
    const found = run({ XEN_CHECKCONFIG_FILES: '*.config.gz', XEN_CHECKCONFIG_PROFILES: 'domu-pvh' });
    assert.is(found.code, 1, found.err);
    assert.match(found.out, /error/);
    const { codequality, junit } = job.artifacts.reports;
    const issues = JSON.parse(found.at.read(codequality!)) as { location: { path: string } }[];
    assert.ok(issues.some(({ location }) => location.path === bad));
    assert.match(found.at.read(junit!), /<failure/);
    assert.is(job.artifacts.when, 'always');
  });

  test(`GitLab, ${shell[0]}: variables are words, whatever is in them`, () => {
    const value = `${hostile} * \\`;
    for (const name of ['FILES', 'PROFILES', 'ARGS']) {
      const lines = `${value}\nEND_OF_${name}`;
      const { called } = run({ XEN_CHECKCONFIG_FILES: good, [`XEN_CHECKCONFIG_${name}`]: lines });
      const words = called!.map(word => word.replace('--profile=', ''));
      assert.ok(words.includes(value) && words.includes(`END_OF_${name}`), name);
    }
    for (const version of ['', '$(touch ran)', 'file:..', '1\n2']) {
      const { code, called, installed } = run({
        XEN_CHECKCONFIG_FILES: good,
        XEN_CHECKCONFIG_VERSION: version,
      });
      assert.is(code, 2);
      assert.is(called, null);
      assert.is(installed, null);
    }
  });

  test(`GitLab, ${shell[0]}: without files the repository's own file says what is checked`, () => {
    assert.is(run({}).code, 2);
    const at = place();
    writeFileSync(join(at.folder, '.xen-checkconfig.yaml'), 'files: [sub]\nprofiles: [domu-pvh]\n');
    const { code, called, out } = run({}, at);
    assert.is(code, 1);
    assert.is(called!.at(-1), '--');
    assert.match(out, /inner\.config\.gz/);
  });
}

test('pre-commit: hooks for the command, and the files they are for', () => {
  const hooks = yamlOf('.pre-commit-hooks.yaml') as Record<string, unknown>[];
  assert.equal(
    hooks.map(({ id }) => id),
    ['xen-checkconfig', 'xen-checkconfig-repository'],
  );
  const { bin, scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
    bin: object;
    scripts: object;
  };
  // It installs the package from git, for which npm runs no other script.
  assert.ok('prepare' in scripts);
  for (const hook of hooks) {
    assert.is(hook['language'], 'node');
    assert.ok((hook['entry'] as string) in bin);
  }
  assert.is(hooks[1]!['pass_filenames'], false);
  const [single, whole] = hooks.map(({ files }) => new RegExp(files as string)) as [RegExp, RegExp];
  const configs = [
    ...[
      '.config',
      'config',
      'a/config',
      'config-6.12.0-amd64',
      'virt.x86_64.config',
      'x/kernel-x86_64.config',
    ],
    ...['arch/x86/configs/xen_defconfig', 'defconfig', 'xen.config', 'linux.config.gz', 'xen.fragment'],
    ...['fedora/kernel-x86_64.config', 'a b/my-config', 'kernel.config-6.1'],
  ];
  for (const path of configs) {
    assert.match(path, single);
    assert.match(path, whole);
  }
  for (const path of [
    'a.c',
    'config.yaml',
    'configure',
    'src/config/main.ts',
    'config/README',
    'reconfig.sh',
  ])
    assert.not.match(path, single);
  for (const path of ['.xen-checkconfig.yaml', 'bsp/xen.cfg', 'bsp/xen.scc', 'common/generic/CONFIG_XEN'])
    assert.match(path, whole);
});

test('the container: its user is not root, it runs the command, and names no registry', () => {
  const lines = readFileSync(`${root}Containerfile`, 'utf8').trim().split('\n').filter(Boolean);
  const known = /^(FROM|WORKDIR|COPY|RUN|USER|ENTRYPOINT) /;
  for (const line of lines) assert.match(line, known);
  for (const line of lines.filter(text => text.startsWith('FROM')))
    assert.match(line, /^FROM node:\d+-alpine( AS \w+)?$/);
  const last = lines.slice(lines.findLastIndex(text => text.startsWith('FROM')));
  assert.ok(last.includes('USER node'));
  assert.is(last.at(-1), 'ENTRYPOINT ["xen-checkconfig"]');
});

test.run();
