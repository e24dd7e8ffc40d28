import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { judgeConfig } from '../../../src/check/check.js';
import { withImage } from '../../../src/check/with-image.js';
import { parseConfig } from '../../../src/config/parse.js';
import { readImage } from '../../../src/image/read-image.js';
import { bytesSource } from '../../../src/input/source.js';
import { parseVersion } from '../../../src/input/version.js';
import { loadFacts, loadProfiles, loadXen } from '../../support/knowledge.js';
import { messageOf } from '../../../src/report/words/message.js';
import { ruleOf } from '../../../src/report/check/json.js';
import { kernel, type KernelSpec } from '../cli/kernels.js';
import { arm64Image, bzImage } from '../image/build/boot.js';
import { gzip, withSizeWord, zstd } from '../image/build/pack.js';
import { root } from '../../support/paths.js';

const test = suite('config with image');

const fixture = (name: string) => gunzipSync(readFileSync(`${root}fixtures/configs/${name}`)).toString();
// Linux 6.1.192 with everything, gzip; 6.12.117 likewise.
const [old, recent] = [fixture('x86_64-6.1-xen.config.gz'), fixture('x86_64-6.12-xen.config.gz')];

const built = (version: string, spec: KernelSpec = {}) =>
  bzImage({ payload: gzip(kernel(spec)), version: `${version} (builder@host) #1 SMP` });

/** The config with some options changed: "XEN_PV=n". */
function change(text: string, ...changes: string[]): string {
  let changed = text;
  for (const one of changes) {
    const [option, value] = one.split('=') as [string, string];
    const line = new RegExp(`^(CONFIG_${option}=.*|# CONFIG_${option} is not set)$`, 'm');
    assert.match(changed, line);
    changed = changed.replace(
      line,
      value === 'n' ? `# CONFIG_${option} is not set` : `CONFIG_${option}=${value}`,
    );
  }
  return changed;
}

async function judge(config: string, image: Uint8Array, xen = '4.17', names?: string[]) {
  const facts = await readImage(bytesSource(image));
  return judgeConfig(parseConfig(config), loadProfiles(names), loadFacts(), {
    xen: { version: parseVersion(xen)!, given: true },
    image: withImage(facts, loadXen(), 'vmlinuz'),
  });
}

const contradictions = async (config: string, image: Uint8Array) =>
  (await judge(config, image)).findings
    .filter(({ code }) => code === 'image')
    .map(finding => `${ruleOf(finding)} ${finding.level}`);

test('of one build: nothing to say, and the loader agrees', async () => {
  assert.equal(await contradictions(old, built('6.1.192')), []);
  assert.equal(await contradictions(recent, built('6.12.117')), []);
  const { findings } = await judge(recent, built('6.12.117'));
  assert.not.ok(findings.some(({ stage }) => stage === 'load'));
});

test('every contradiction is found', async () => {
  for (const [config, image, expected] of [
    [old, built('6.12.117'), 'image-version error'],
    [old, built('6.1.55'), 'image-version error'],
    [old, built('6.1.192', { pvh: false }), 'image-no-pvh-entry error'],
    [old, built('6.1.192', { pv: false }), 'image-no-pv-entry error'],
    [old, built('6.1.192', { dom0: false }), 'image-no-dom0-bit error'],
    [change(old, 'KERNEL_GZIP=n', 'KERNEL_ZSTD=y'), built('6.1.192'), 'image-compression error'],
    [change(old, 'XEN_PV=n'), built('6.1.192'), 'image-pv-entry error'],
    [change(old, 'XEN_PVH=n', 'PVH=n'), built('6.1.192'), 'image-pvh-entry error'],
    // As Enterprise Linux ships its kernels: nothing wrong with the pair.
    [change(old, 'XEN_PVH=n'), built('6.1.192'), 'image-pvh-note warning'],
    [change(recent, 'XEN_DOM0=n'), built('6.12.117'), 'image-dom0-bit error'],
    [recent, built('6.12.117', { dom0: false }), 'image-no-dom0-bit error'],
    [old, arm64Image(0xan, '6.1.192'), 'image-arch error'],
  ] as const)
    assert.equal(await contradictions(config, image), [expected], expected);
});

test('what distributions do is no contradiction', async () => {
  // Debian and Ubuntu name 6.1.192 after its ABI; before 6.5 the dom0 bit was set whatever XEN_DOM0 said.
  assert.equal(await contradictions(old, built('6.1.0-50-amd64')), []);
  assert.equal(await contradictions(old, built('6.1.7-x', {})), ['image-version error']);
  assert.equal(await contradictions(change(old, 'XEN_DOM0=n'), built('6.1.192')), []);
  const debian = bzImage({ payload: gzip(kernel()), version: '6.1.3-9 (b@h) #1 SMP Debian 6.1.192-1' });
  assert.equal(await contradictions(old, debian), []);
  // The compression of a vmlinux is not the kernel build's.
  assert.equal(await contradictions(old, withSizeWord(zstd(kernel()), kernel())), []);
});

test('the loader of the Xen asked for decides the load stage', async () => {
  const inside = kernel();
  const zstdImage = bzImage({
    payload: withSizeWord(zstd(inside), inside),
    version: '6.12.117 (b@h) #1 SMP',
  });
  const config = change(recent, 'KERNEL_GZIP=n', 'KERNEL_ZSTD=y');
  const before = await judge(config, zstdImage, '4.14', ['dom0-pv']);
  assert.equal(
    before.verdicts.map(({ verdict, stage }) => [verdict, stage]),
    [['fails', 'load']],
  );
  const [finding] = before.findings.filter(({ code }) => code === 'loader');
  const { message, why, fix } = messageOf(finding!);
  assert.is(
    message,
    'Xen 4.14 does not load this image: This Xen does not unpack zstd kernels; Xen 4.15 is the first that does.',
  );
  assert.is(why, 'The user sees: ELF: not an ELF binary');
  assert.match(
    fix,
    /^Build the kernel with CONFIG_KERNEL_GZIP=y\..* Or: .*extract-vmlinux vmlinuz > vmlinux.* Or: Use Xen 4\.15 or newer\.$/,
  );
  const after = await judge(config, zstdImage, '4.17', ['dom0-pv']);
  assert.not.ok(after.findings.some(({ stage }) => stage === 'load'));
  // The config alone would pass with gzip; the real image does not.
  assert.is((await judge(recent, zstdImage, '4.14', ['dom0-pv'])).verdicts[0]!.stage, 'load');
});

test('an image that is loaded outweighs a rule of the load stage', async () => {
  const config = change(old, 'XEN_PV=n');
  const alone = judgeConfig(parseConfig(config), loadProfiles(['domu-pv']), loadFacts(), {
    xen: { version: parseVersion('4.17')!, given: true },
  });
  assert.is(alone.verdicts[0]!.stage, 'load');
  const together = await judge(config, built('6.1.192'), '4.17', ['domu-pv']);
  assert.not.ok(together.findings.some(({ stage }) => stage === 'load'));
});

test('PVH without XEN_PVH: loaded, and fails at start', async () => {
  const { verdicts } = await judge(change(old, 'XEN_PVH=n'), built('6.1.192'), '4.17', ['domu-pvh']);
  assert.equal(
    verdicts.map(({ verdict, stage }) => [verdict, stage]),
    [['fails', 'start']],
  );
});

test.run();
