// Lists of what is in an initramfs, in the forms of the programs that print them.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { moduleIn } from '../../../src/initramfs/holds.js';
import { readInitramfsListing } from '../../../src/initramfs/read-listing.js';

const test = suite('initramfs listing');

const module = 'usr/lib/modules/6.12.1/kernel/drivers/block/xen-blkfront.ko';

/** The same file as each program prints it; by their manuals, and coreutils' ls for the long form. */
const forms: readonly (readonly [program: string, text: string])[] = [
  ['lsinitramfs', `.\nconf\nconf/initramfs.conf\ninit\n${module}\n`],
  ['lsinitcpio', `init\ninit_functions\n${module}.zst\n`],
  ['find', `./init\n./${module}.xz\n`],
  [
    'cpio -tv',
    `drwxr-xr-x   2 root     root            0 Jan  1  2024 .\n-rw-r--r--   1 root     root        9000 Jan  1  2024 ${module}\n`,
  ],
  ['lsinitrd', `Image: x: 34M\n======\n-rw-r--r--   1 root     root     1,234 Jan  1 00:00 ${module}.gz\n`],
  ['with lines of DOS', `init\r\n${module}\r\n`],
];
for (const [program, text] of forms)
  test(`as ${program} prints it`, () => {
    const facts = readInitramfsListing(text)!;
    assert.ok(moduleIn(facts, 'xen-blkfront.ko'));
    assert.is(moduleIn(facts, 'xen-netfront'), null);
    assert.equal(facts.releases, ['6.12.1']);
    assert.equal(facts.archives, []);
  });

test('the program that made it shows', () => {
  assert.is(readInitramfsListing(forms[0]![1])!.maker, 'initramfs-tools');
  assert.is(readInitramfsListing(forms[1]![1])!.maker, 'mkinitcpio');
});

test('links are links: their targets are no files of the list', () => {
  const line = `lrwxrwxrwx   1 root     root   7 Jan  1  1970 lib/modules/6.1/a.ko -> ../${module}\ninit\n`;
  assert.is(moduleIn(readInitramfsListing(line)!, 'xen-blkfront'), null);
});

test('other texts are no list', () => {
  for (const text of [
    '',
    'CONFIG_XEN=y\n',
    'a text about init and more\n',
    'bin\netc\n',
    '\n\n',
    '/'.repeat(1e5),
  ])
    assert.is(readInitramfsListing(text), null, text.slice(0, 20));
});

test('a long list, and long lines, take no time', () => {
  const start = process.cpuUsage().user;
  readInitramfsListing(`init\n${'-'.repeat(1e6)}\n${`-rw-r--r-- 1${' '.repeat(1e5)}x\n`.repeat(20)}`);
  readInitramfsListing(`${module}\n`.repeat(1e5));
  assert.ok(process.cpuUsage().user - start < 5e6);
});

test.run();
