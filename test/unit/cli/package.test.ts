// What others get: the library by its entry, and the files of the package.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type * as Library from '../../../src/index.js';
import { kernelText } from '../../support/kernel-config.js';
import { root } from '../../support/paths.js';

const test = suite('package');

const library = (await import(pathToFileURL(`${root}dist/index.js`).href)) as typeof Library;

test('the library reads, judges and says', () => {
  const { parseConfig, checkConfig, loadProfiles, verdictText, messageOf, writeConfig } = library;
  const config = parseConfig(kernelText({ changes: { HVC_XEN: 'n' } }));
  const { verdicts, findings } = checkConfig(config, loadProfiles(['domu-pv']), { xen: '4.17' });
  assert.is(verdicts.length, 1);
  assert.match(verdictText(verdicts[0]!), /^silent/);
  assert.ok(findings.some(finding => messageOf(finding).set.includes('CONFIG_HVC_XEN=y')));
  assert.is(checkConfig(config).verdicts.length, 9);
  assert.is(parseConfig(writeConfig(config)).settings.size, config.settings.size);
});

test('its errors are the ones it promises', () => {
  const { InputError, ProfileError, checkConfig, loadProfiles, parseConfig } = library;
  assert.throws(
    () => parseConfig(''),
    (error: unknown) => error instanceof InputError,
  );
  assert.throws(
    () => loadProfiles(['nonsense']),
    (error: unknown) => error instanceof ProfileError,
  );
  const config = parseConfig('CONFIG_XEN=y\n');
  assert.throws(
    () => checkConfig(config, undefined, { xen: 'new' }),
    (error: unknown) => error instanceof RangeError,
  );
  assert.throws(
    () => checkConfig(config, undefined, { kernel: '' }),
    (error: unknown) => error instanceof RangeError,
  );
});

test('the package holds what runs, and no sources or tests', () => {
  const ran = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (ran.error || ran.status !== 0) return; // no npm beside this node
  const files = (JSON.parse(ran.stdout) as { files: { path: string }[] }[])[0]!.files.map(({ path }) => path);
  for (const path of [
    'bin/xen-checkconfig.js',
    'man/xen-checkconfig.1',
    'dist/index.js',
    'dist/profiles.json',
    'dist/lifetimes.json',
    'dist/types/index.d.ts',
    'schema/report.json',
    'schema/profile.json',
    'LICENSE',
    'fixtures/configs/x86_64-6.1-xen.config.gz',
  ])
    assert.ok(files.includes(path), path);
  for (const path of files)
    assert.not.match(path, /^(src|test|build|scripts|node_modules|fixtures\/(ok|err))\//, path);
});

test('what package.json points at is there', () => {
  const { bin, types, exports } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  const named = [
    ...Object.values(bin),
    types,
    exports['.'].types,
    exports['.'].default,
    exports['./schema/report.json'],
    exports['./schema/profile.json'],
  ];
  for (const path of named) assert.ok(readFileSync(`${root}${path}`).length > 0, path);
});

test.run();
