// Expected values follow Documentation/admin-guide/kernel-parameters of Linux: quotes, "-" and "_", "--".
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readCommandLine } from '../../../src/domain/command-line.js';

const test = suite('kernel command lines');

test('what a guest usually has', () => {
  const line = readCommandLine(
    'root=/dev/xvda1 ro console=tty0 console=hvc0,115200n8 quiet xen_emul_unplug=never',
  );
  assert.is(line.root!.value, '/dev/xvda1');
  assert.is(line.root!.column, 1);
  assert.is(line.access!.name, 'ro');
  assert.equal(line.consoles, [
    { device: 'tty0', options: null, column: 20 },
    { device: 'hvc0', options: '115200n8', column: 33 },
  ]);
  assert.equal(
    line.xen.map(word => word.text),
    ['xen_emul_unplug=never'],
  );
  assert.equal(
    line.verbosity.map(word => word.name),
    ['quiet'],
  );
});

test('the last of several words counts', () => {
  const line = readCommandLine('root=/dev/sda1 rw root=LABEL=x ro rootwait rootdelay=5');
  assert.is(line.root!.value, 'LABEL=x');
  assert.is(line.access!.name, 'ro');
  assert.is(line.rootWait!.text, 'rootdelay=5');
});

test('quotes hold blanks and go from the value', () => {
  const line = readCommandLine('dyndbg="file x.c +p; y" "init=/bin/sh -c" root="/dev/a"');
  assert.equal(
    line.words.map(({ name, value, column }) => [name, value, column]),
    [
      ['dyndbg', 'file x.c +p; y', 1],
      ['init', '/bin/sh -c', 25],
      ['root', '/dev/a', 43],
    ],
  );
  assert.is(line.openQuote, null);
  assert.is(readCommandLine('a root="x').openQuote, 8);
});

test('dashes are underscores in names, and "--" ends the kernel\'s words', () => {
  const line = readCommandLine('xen-blkfront.max=4 rd.luks.uuid=1 -- root=/dev/y single');
  assert.is(line.xen[0]!.name, 'xen_blkfront.max');
  assert.is(line.storage[0]!.value, '1');
  assert.is(line.root, null);
  assert.equal(
    line.words.filter(word => word.forInit).map(word => word.text),
    ['root=/dev/y', 'single'],
  );
});

test('each named word is found', () => {
  const line = readCommandLine(
    'init=/sbin/init rdinit=/i noinitrd resume=/dev/b earlyprintk=xen earlycon nomodeset nopv rootfstype=ext4 rootflags=x cryptdevice=a:b modprobe.blacklist=z loglevel=7',
  );
  assert.equal(
    [
      line.init,
      line.ramInit,
      line.noInitrd,
      line.resume,
      line.noModeset,
      line.rootFsType,
      line.rootFlags,
    ].map(word => word?.value ?? word?.name),
    ['/sbin/init', '/i', 'noinitrd', '/dev/b', 'nomodeset', 'ext4', 'x'],
  );
  assert.equal(
    line.early.map(word => word.text),
    ['earlyprintk=xen', 'earlycon'],
  );
  assert.equal(
    line.xen.map(word => word.text),
    ['nopv'],
  );
  assert.equal(
    line.storage.map(word => word.name),
    ['cryptdevice'],
  );
  assert.equal(
    line.blacklists.map(word => word.value),
    ['z'],
  );
});

test('nothing and very much', () => {
  assert.equal(readCommandLine('').words, []);
  assert.equal(readCommandLine('  \n').words, []);
  assert.is(readCommandLine('x '.repeat(100_000)).cut, true);
  assert.is(readCommandLine('=a').words[0]!.value, null);
});

test.run();
