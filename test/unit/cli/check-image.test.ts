import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { bzImage } from '../image/build/boot.js';
import { gzip } from '../image/build/pack.js';
import { samples } from '../image/build/samples.js';
import { root } from '../../support/paths.js';
import { kernel, wrongFiles } from './kernels.js';
import { folderOf, run } from './run.js';

const test = suite('check with images');

const config = gunzipSync(readFileSync(`${root}fixtures/configs/x86_64-6.1-xen.config.gz`)).toString();
const version = '6.1.192 (builder@host) #1 SMP';
const folder = folderOf({
  config,
  vmlinuz: bzImage({ payload: gzip(kernel()), version }),
  'with-config': bzImage({ payload: gzip(kernel({ config })), version }),
  'vmlinuz.gz': gzip(kernel({ config })),
  'other-release': bzImage({ payload: gzip(kernel()), version: '5.10.1 (b@h) #1 SMP' }),
  'xen.gz': gzip(samples().xen!),
  ...wrongFiles,
});
const check = (...args: string[]) => run(['check', ...args], { cwd: folder });

test('an image with its config inside is checked like the config', () => {
  const alone = JSON.parse(check('config', '--format', 'json').out);
  for (const name of ['with-config', 'vmlinuz.gz']) {
    const { code, out, err } = check(name, '--format', 'json');
    assert.is(code, 0, err);
    const report = JSON.parse(out);
    assert.equal([report.results[0].path, report.results[0].inside], [name, 'ikconfig']);
    assert.equal(report.results[0].verdicts, alone.results[0].verdicts);
    assert.equal(report.results[0].findings, alone.results[0].findings);
    assert.is(report.results[0].kind, 'config');
  }
  assert.match(check('with-config').out, /^with-config \(its IKCONFIG\)\nLinux 6\.1\.192, x86_64, /);
});

test('an image without it is named, with what to do', () => {
  const { code, err } = check('vmlinuz');
  assert.is(code, 3);
  assert.match(
    err,
    /vmlinuz: is a kernel image without its config inside: Linux 6\.1\.192 for x86_64: bzImage /,
  );
  assert.match(err, /xen-checkconfig image vmlinuz$/m);
});

test('other binary files are refused as before', () => {
  assert.match(check('initramfs').err, /initramfs: is not a kernel config/);
  assert.match(check('xen.gz').err, /xen\.gz: is the hypervisor itself/);
  assert.is(check('initramfs').code, 3);
});

test('--image: the pair is judged together', () => {
  const fine = check('config', '--image', 'vmlinuz', '-p', 'dom0-pv');
  assert.is(fine.code, 0, fine.err);
  assert.match(fine.out, /^config with vmlinuz$/m);
  const wrong = check('config', '--image', 'other-release', '-p', 'dom0-pv', '--format', 'json');
  assert.is(wrong.code, 1);
  const [result] = JSON.parse(wrong.out).results;
  assert.equal(result.image, { path: 'other-release', version: '5.10.1', format: 'bzimage' });
  const [finding] = result.findings.filter((one: { rule: string }) => one.rule === 'image-version');
  assert.equal(
    Object.keys(finding),
    Object.keys(result.findings.find((one: { rule: string }) => one.rule !== 'image-version') ?? finding),
  );
  assert.is(
    finding.message,
    'config and image do not agree: the config is of Linux 6.1.192, the image of 5.10.1',
  );
});

test('--image with something else than an image ends with 3', () => {
  for (const name of ['text', 'initramfs', 'nowhere', 'xen.gz']) {
    const { code, err, out } = check('config', '--image', name);
    assert.is(code, 3, name);
    assert.match(err, new RegExp(`^xen-checkconfig: ${name.replace('.', '\\.')}: `));
    assert.is(out, '');
  }
});

test.run();
