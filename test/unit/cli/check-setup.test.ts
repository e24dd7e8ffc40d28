// What is given besides a config settles what it leaves open: an initramfs, a list of one, a domain file, words.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Ajv } from 'ajv';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { gzip } from '../image/build/pack.js';
import { cpio, main } from '../initramfs/build.js';
import { formats } from '../../../src/report/check/index.js';
import { root } from '../../support/paths.js';
import { folderOf, run } from './run.js';

const test = suite('check with what it boots with');

const config = gunzipSync(readFileSync(`${root}fixtures/configs/x86_64-6.1-xen.config.gz`)).toString();
const without = (option: string) =>
  config.replace(new RegExp(`^CONFIG_${option}=.*$`, 'm'), `# CONFIG_${option} is not set`);
const other = main.filter(({ path }) => !path.includes('xen-blkfront'));
const image = gzip(cpio(main));

// As lsinitramfs -l and lsinitrd print it: the fields of ls.
const long = `Image: /boot/initramfs-6.1.192.img: 34M
========================================================================
Early CPIO image
Version: dracut-059
========================================================================
drwxr-xr-x   3 root     root            0 Jan  1  1970 .
-rwxr-xr-x   1 root     root         1234 Jan  1 00:00 init
lrwxrwxrwx   1 root     root            7 Jan  1  1970 lib -> usr/lib
-rw-r--r--   1 root     root        21234 Jan  1  1970 usr/lib/modules/6.1.192/kernel/drivers/block/xen-blkfront.ko.xz
drwxr-xr-x   3 root     root            0 Jan  1  1970 usr/lib/dracut/hooks
========================================================================
`;
const domain = (lines: string) => `name = "g"\nkernel = "/boot/vmlinuz"\nmemory = 512\n${lines}\n`;
const disk = 'disk = ["phy:/dev/vg/g,xvda,w"]';

const folder = folderOf({
  config,
  'no-blkfront': without('XEN_BLKDEV_FRONTEND'),
  'no-netfront': without('XEN_NETDEV_FRONTEND'),
  'no-initrd': without('BLK_DEV_INITRD').replace(
    'CONFIG_XEN_BLKDEV_FRONTEND=m',
    'CONFIG_XEN_BLKDEV_FRONTEND=y',
  ),
  'no-gzip': without('RD_GZIP'),
  'initrd.img': image,
  'initrd-bare': gzip(cpio(other)),
  'initrd-cut': image.subarray(0, image.length - 200),
  'initrd-other': gzip(
    cpio(main.map(file => ({ ...file, path: file.path.replace('6.1.0-18', '5.10.0-9') }))),
  ),
  'list.txt': '.\ninit\nusr/lib/modules/6.1.192/kernel/drivers/block/xen-blkfront.ko\n',
  'bare.txt': '.\ninit\nbin/busybox\n',
  'long.txt': long,
  'prose.txt': 'This is about xen-blkfront.ko and no list.\n',
  'empty.txt': '',
  'pvh.cfg': domain(`type = "pvh"\nramdisk = "/boot/initrd"\nroot = "/dev/xvda1 ro"\n${disk}`),
  'direct.cfg': domain(`type = "pvh"\nroot = "/dev/xvda1 ro"\n${disk}`),
  'in-initrd.cfg': domain('type = "pvh"\nramdisk = "/boot/initrd"\nextra = "console=hvc0"'),
  'nfs.cfg': domain('type = "pvh"\nramdisk = "/boot/initrd"\nextra = "root=/dev/nfs ip=dhcp"'),
  'hvm.cfg': `name = "h"\ntype = "hvm"\nmemory = 512\nxen_platform_pci = 0\n${disk}\n`,
  'broken.cfg': 'name = "g\n',
});
const check = (...args: string[]) => run(['check', '--no-repository-file', ...args], { cwd: folder });
const verdictOf = (...args: string[]): string => {
  const { out, err } = check(...args, '--format', 'json');
  assert.ok(out, err);
  const [{ verdict, stage }] = JSON.parse(out).results[0].verdicts;
  return stage === null ? verdict : `${verdict} ${stage}`;
};
const pvh = ['-p', 'domu-pvh'];

test('an initramfs settles whether a module is there: as an image, as a list, as ls prints it', () => {
  assert.is(verdictOf('config', ...pvh), 'conditional');
  for (const name of ['initrd.img', 'list.txt', 'long.txt'])
    assert.is(verdictOf('config', ...pvh, '--initramfs', name), 'boots', name);
  for (const name of ['initrd-bare', 'bare.txt'])
    assert.is(verdictOf('config', ...pvh, '--initramfs', name), 'fails root', name);
});

test('the finding names the module, the initramfs and how to put it in', () => {
  const { code, out } = check('config', ...pvh, '--initramfs', 'initrd-bare');
  assert.is(code, 1);
  assert.match(out, /^config with initrd-bare\n/);
  assert.match(
    out.replace(/\s+/g, ' '),
    /CONFIG_XEN_BLKDEV_FRONTEND is m, but initrd-bare does not hold xen-blkfront\.ko/,
  );
  assert.match(
    out.replace(/\s+/g, ' '),
    /xen-blkfront in \/etc\/initramfs-tools\/modules, then update-initramfs -u/,
  );
});

test('modules for another kernel are no use', () => {
  const { code, out } = check('config', ...pvh, '--initramfs', 'initrd-other');
  assert.is(code, 1);
  assert.match(out.replace(/\s+/g, ' '), /holds xen-blkfront\.ko for another kernel \(5\.10\.0-9-amd64\)/);
});

test('an initramfs that the kernel cannot unpack, or ignores, or that is cut short', () => {
  assert.is(verdictOf('no-gzip', ...pvh, '--initramfs', 'initrd.img'), 'fails root');
  assert.match(
    check('no-gzip', ...pvh, '--initramfs', 'initrd.img').out,
    /is packed with gzip, and\s+CONFIG_RD_GZIP is not set/,
  );
  // A list does not tell how the image is packed.
  assert.is(verdictOf('no-gzip', ...pvh, '--initramfs', 'list.txt'), 'boots');
  assert.is(verdictOf('no-initrd', ...pvh), 'conditional');
  assert.is(verdictOf('no-initrd', ...pvh, '--initramfs', 'initrd.img'), 'fails root');
  assert.match(check('config', ...pvh, '--initramfs', 'initrd-cut').out, /initrd-cut is damaged/);
});

test('what is neither an initramfs nor a list of one is refused', () => {
  for (const name of ['prose.txt', 'config', 'empty.txt', 'nothing-there']) {
    const { code, err } = check('config', '--initramfs', name);
    assert.is(code, 3, name);
    assert.match(err, new RegExp(`^xen-checkconfig: ${name}: `));
  }
});

test('a domain file tells the mode, the root and whether there is an initramfs', () => {
  const { out } = check('config', '--domain', 'pvh.cfg', '--format', 'json');
  const [result] = JSON.parse(out).results;
  assert.equal(
    result.verdicts.map(({ profile }: { profile: string }) => profile),
    ['domu-pvh', 'domu-arm'],
  );
  assert.equal(result.domain, { path: 'pvh.cfg' });
  assert.is(verdictOf('no-blkfront', '--domain', 'pvh.cfg'), 'fails root');
  assert.is(verdictOf('no-blkfront', '--domain', 'in-initrd.cfg'), 'boots');
  assert.is(verdictOf('no-netfront', '--domain', 'nfs.cfg'), 'fails root');
  // With ramdisk= the kernel is handed one that it ignores; without, it goes to the disk by itself.
  assert.is(verdictOf('no-initrd', '--domain', 'pvh.cfg'), 'fails root');
  assert.is(verdictOf('no-initrd', '--domain', 'direct.cfg'), 'boots');
  // The command line comes before the file.
  assert.is(verdictOf('no-blkfront', '--domain', 'pvh.cfg', '--root', 'initramfs'), 'boots');
});

test('a domain file of another mode than what is asked for is a mistake', () => {
  const { code, err } = check('config', '-p', 'domu-pv', '--domain', 'pvh.cfg');
  assert.is(code, 2);
  assert.is(
    err,
    'xen-checkconfig: pvh.cfg is of a PVH guest, and no profile of that mode is checked: -p domu-pvh\n',
  );
  // Beside others it settles its own mode alone.
  const report = JSON.parse(
    check('no-blkfront', '-p', 'domu-pv', '-p', 'domu-pvh', '--domain', 'in-initrd.cfg', '--format', 'json')
      .out,
  );
  assert.equal(
    report.results[0].verdicts.map(({ verdict }: { verdict: string }) => verdict),
    ['fails', 'boots'],
  );
  assert.is(check('config', '--domain', 'broken.cfg').code, 3);
});

test('every format has it', () => {
  const validate = new Ajv({ allowUnionTypes: true, strictTypes: false, strictRequired: false }).compile(
    JSON.parse(readFileSync(`${root}schema/report.json`, 'utf8')),
  );
  for (const format of formats) {
    const { code, out, err } = check(
      'config',
      ...pvh,
      '--initramfs',
      'initrd-bare',
      '--domain',
      'pvh.cfg',
      '--format',
      format,
    );
    assert.is(code, 1, `${format}: ${err}`);
    assert.match(out.replace(/\s+/g, ' '), /does not hold xen-blkfront\.ko/, format);
    if (format !== 'json') continue;
    assert.ok(validate(JSON.parse(out)), JSON.stringify(validate.errors));
  }
});

test('the root is a disk unless it is said otherwise', () => {
  const verdicts = ['disk', 'initramfs', 'network', 'any'].map(place =>
    verdictOf('no-blkfront', ...pvh, '--root', place),
  );
  assert.equal(verdicts, ['fails root', 'boots', 'conditional', 'conditional']);
  assert.is(verdictOf('no-blkfront', ...pvh), 'fails root');
  assert.is(verdictOf('no-netfront', ...pvh, '--root', 'network'), 'fails root');
  assert.is(check('config', '--root', 'moon').code, 2);
});

test('a rule, or all that a stage needs, can be required', () => {
  assert.is(check('no-netfront', ...pvh).code, 0);
  for (const word of ['network', 'xen-network']) {
    assert.is(check('no-netfront', ...pvh, '--require', word).code, 1, word);
    assert.is(verdictOf('no-netfront', ...pvh, '--require', word), 'fails network', word);
  }
  // It says what must be, not what may not: what the kernel has passes.
  assert.is(check('config', ...pvh, '--require', 'network').code, 0);
  const { code, err } = check('config', '--require', 'netwrk');
  assert.is(code, 2);
  assert.match(err, /there is no rule netwrk to require; did you mean network\?/);
});

test('the repository file can say all of it', () => {
  const write = (yaml: string) =>
    folderOf({
      '.xen-checkconfig.yaml': yaml,
      'a.config': config,
      'n.config': without('XEN_NETDEV_FRONTEND'),
      'b.config': without('XEN_BLKDEV_FRONTEND'),
      'initrd.img': image,
      'g.cfg': domain('type = "pvh"\nramdisk = "/boot/initrd"\nextra = "console=hvc0"'),
    });
  const ran = (yaml: string) => run(['--format', 'json'], { cwd: write(yaml) });
  const verdicts = ({ out }: { out: string }) =>
    JSON.parse(out).results.map((one: { verdicts: { verdict: string }[] }) => one.verdicts[0]!.verdict);
  assert.equal(verdicts(ran('files: [a.config]\nprofiles: [domu-pvh]\ninitramfs: initrd.img\n')), ['boots']);
  assert.equal(verdicts(ran('files: [b.config]\nprofiles: [domu-pvh]\nroot: initramfs\n')), ['boots']);
  assert.equal(verdicts(ran('files: [n.config]\nprofiles: [domu-pvh]\nrequire: [xen-network]\n')), ['fails']);
  assert.equal(verdicts(ran('files: [b.config]\ndomain: g.cfg\n')), ['boots']);
  const { code, err } = ran('files: [a.config]\nroot: moon\n');
  assert.is(code, 2);
  assert.match(err, /root/);
});

test.run();
