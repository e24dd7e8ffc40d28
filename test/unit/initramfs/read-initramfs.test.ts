import { gzipSync } from 'node:zlib';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { InitramfsMaker } from '../../../src/initramfs/initramfs.js';
import { isInitramfs, readInitramfs } from '../../../src/initramfs/read-initramfs.js';
import { bytesSource } from '../../../src/input/source.js';
import { cpio, early, folderMode, main } from './build.js';

const read = (...parts: readonly Uint8Array[]) =>
  readInitramfs(bytesSource(new Uint8Array(Buffer.concat(parts))));
const is = (bytes: Uint8Array) => isInitramfs(bytesSource(new Uint8Array(bytes)));

const zeros = (count: number) => Buffer.alloc(count);

test('one archive, packed and not', async () => {
  const bytes = cpio(main);
  for (const [packed, compression] of [
    [bytes, 'none'],
    [gzipSync(bytes), 'gzip'],
    [cpio(main, '070702'), 'none'],
  ] as const) {
    const facts = await read(packed);
    assert.equal(facts.archives, [{ offset: 0, compression, entries: main.length, early: false }]);
    assert.is(facts.unpackedSize, bytes.length);
    assert.is(facts.size, packed.length);
    assert.equal(facts.problems, []);
    assert.is(facts.maker, 'initramfs-tools');
    assert.is(facts.init, 'init');
    assert.equal(facts.releases, ['6.1.0-18-amd64']);
    assert.equal(
      facts.modules.map(({ name, compression: how, release }) => [name, how, release]),
      [
        ['xen_blkfront', 'none', '6.1.0-18-amd64'],
        ['ext4', 'xz', '6.1.0-18-amd64'],
        ['jbd2', 'zstd', '6.1.0-18-amd64'],
        ['crc16', 'gzip', '6.1.0-18-amd64'],
      ],
    );
    assert.equal([...facts.builtin!], ['ext2', 'xen_x']);
    assert.equal([...facts.listed!], ['ext4', 'dm_mod']);
    assert.equal(
      [...facts.settings],
      [
        ['conf/initramfs.conf', 'MODULES=most\n'],
        ['conf/conf.d/resume', 'RESUME=none\n'],
      ],
    );
    assert.equal(facts.tools, ['cryptsetup', 'lvm']);
  }
});

test('what kind of program /init is', async () => {
  const of = async (text: string, mode = 0o100755, path = 'init') =>
    (await read(cpio([{ path, text, mode }]))).program;
  const none = { kind: 'other', interpreter: null, bits: null, machine: null, executable: true };
  const script = { ...none, kind: 'script' };
  assert.equal(await of('#!/bin/sh\nexec sh\n'), { ...script, interpreter: '/bin/sh' });
  assert.equal(await of('#! /usr/bin/env bash\n'), { ...script, interpreter: '/usr/bin/env' });
  assert.equal(await of('#!/bin/sh\r\n'), { ...script, interpreter: '/bin/sh\r' });
  assert.equal(await of('#!/bin/sh', 0o100644), { ...script, interpreter: '/bin/sh', executable: false });
  assert.equal(await of('\n#!/bin/sh\n'), none);
  assert.is(await of(''), null);
  // Of the ELF specification: class, order of bytes, version, padding, type, machine.
  const elf = (width: number, machine: number) =>
    `\x7fELF${String.fromCharCode(width, 1, 1)}${'\0'.repeat(9)}\x03\0${String.fromCharCode(machine)}\0`;
  assert.equal(await of(elf(2, 62)), { ...none, kind: 'elf', bits: 64, machine: 'x86' });
  assert.equal(await of(elf(1, 3)), { ...none, kind: 'elf', bits: 32, machine: 'x86' });
  assert.equal(await of(elf(1, 40)), { ...none, kind: 'elf', bits: 32, machine: 'arm' });
  assert.equal(await of(elf(2, 21)), { ...none, kind: 'elf', bits: 64, machine: null });
  assert.equal(await of('\x7fELF\x02'), none);
  // A link says nothing of what it leads to, and a file of that name elsewhere is another.
  assert.is(await of('usr/lib/systemd/systemd', 0o120777), null);
  assert.is(await of('#!/bin/sh\n', 0o100755, 'usr/init'), null);
  const twice = await read(
    cpio([{ path: 'init', text: elf(2, 62), mode: 0o100755 }]),
    cpio([{ path: './init', text: '#!/x\n', mode: 0o100755 }]),
  );
  assert.equal(twice.program, { ...script, interpreter: '/x' });
});

test('microcode first, zeros between, then a packed archive', async () => {
  const first = cpio(early);
  const padding = -first.length & 511;
  const facts = await read(first, zeros(padding), gzipSync(cpio(main)));
  assert.equal(facts.archives, [
    { offset: 0, compression: 'none', entries: early.length, early: true },
    { offset: first.length + padding, compression: 'gzip', entries: main.length, early: false },
  ]);
  assert.equal(facts.problems, []);
  assert.is(facts.modules.length, 4);
});

test('plain archives in a row are told apart; what follows another may be packed differently', async () => {
  const one = cpio([{ path: 'a', text: 'abc' }]);
  const facts = await read(
    one,
    zeros(8),
    one,
    gzipSync(one),
    gzipSync(one),
    one,
    zeros(4),
    gzipSync(cpio(main)),
  );
  assert.equal(
    facts.archives.map(({ compression, entries }) => [compression, entries]),
    [
      ['none', 1],
      ['none', 1],
      // Members of gzip in a row are one stream.
      ['gzip', 2],
      ['none', 1],
      ['gzip', main.length],
    ],
  );
  assert.equal(facts.problems, []);
});

test('an archive without its last entry is taken up to there', async () => {
  const whole = cpio([{ path: 'init', text: 'abc' }]);
  const facts = await read(whole.subarray(0, -124));
  assert.is(facts.init, 'init');
  assert.equal(facts.problems, []);
});

test('cut and damaged images: what was read before counts', async () => {
  const bytes = cpio(main);
  const cut = await read(bytes.subarray(0, bytes.length - 600));
  assert.equal(
    cut.problems.map(({ code }) => code),
    ['cut'],
  );
  assert.is(cut.maker, 'initramfs-tools');
  const packed = gzipSync(bytes);
  const short = await read(packed.subarray(0, packed.length - 20));
  assert.equal(
    short.problems.map(({ code }) => code),
    ['cut'],
  );
  const broken = Buffer.from(packed);
  broken[packed.length - 6]! ^= 0x55;
  const sum = await read(broken);
  assert.equal(
    sum.problems.map(({ code }) => code),
    ['damaged'],
  );
  assert.is(sum.modules.length, 4);
  const later = await read(gzipSync(bytes), Buffer.from('something else that is no archive'));
  assert.equal(
    later.problems.map(({ code, offset }) => [code, offset]),
    [['unknown-format', packed.length]],
  );
  assert.is(later.modules.length, 4);
  const hurt = Buffer.from(bytes);
  hurt.write('zz', hurt.indexOf('070701', 200) + 20);
  assert.equal(
    (await read(hurt)).problems.map(({ code }) => code),
    ['damaged'],
  );
});

test('what the kernel refuses', async () => {
  const codes = async (bytes: Uint8Array) => (await read(bytes)).problems.map(({ code }) => code);
  assert.equal(
    await codes(Buffer.from('0707070000010000011006440000000000000000010000000000000000000000500000000000a')),
    ['old-cpio'],
  );
  assert.equal(await codes(Buffer.from([0xc7, 0x71, 1, 2, 3, 4])), ['old-cpio']);
  assert.equal(await codes(Buffer.from('no archive at all')), ['unknown-format']);
  assert.equal(await codes(gzipSync(Buffer.from('no archive at all'))), ['unknown-format']);
  assert.equal(await codes(zeros(100)), ['unknown-format']);
  assert.equal(await codes(zeros(0)), ['unknown-format']);
  assert.equal(await codes(cpio([{ path: 'bin/sh' }])), ['no-init']);
  assert.equal(await codes(Buffer.concat([gzipSync(cpio([])), gzipSync(Buffer.from('junk'))])), ['damaged']);
});

test('makers', async () => {
  const cases: readonly (readonly [InitramfsMaker | null, readonly string[]])[] = [
    ['initramfs-tools', ['bin/busybox', 'conf/arch.conf', 'scripts/functions']],
    ['dracut', ['etc/initrd-release', 'usr/lib/dracut/hooks/cmdline/x.sh']],
    ['mkinitcpio', ['buildconfig', 'config', 'hooks/udev', 'init_functions', 'usr/bin/busybox']],
    ['booster', ['etc/booster.init.yaml']],
    ['mkinitfs', ['bin/busybox', 'sbin/nlplug-findfs']],
    ['busybox', ['bin/busybox']],
    [null, ['bin/sh']],
  ];
  for (const [maker, paths] of cases) {
    const facts = await read(cpio([{ path: 'init' }, ...paths.map(path => ({ path }))]));
    assert.is(facts.maker, maker, paths.join(' '));
  }
});

test('modules outside lib/modules, folders, and two releases', async () => {
  const facts = await read(
    cpio([
      { path: 'init' },
      { path: 'xen-blkfront.ko' },
      { path: 'lib/modules/5.10.0', mode: folderMode },
      { path: 'lib/modules/6.1.0/a/b-c.ko' },
      { path: '/lib/modules/6.1.0/b.ko/', mode: folderMode },
      { path: 'lib/modules/6.1.0/notes.ko.txt' },
    ]),
  );
  assert.equal(facts.releases, ['5.10.0', '6.1.0']);
  assert.equal(
    facts.modules.map(({ name, release }) => [name, release]),
    [
      ['xen_blkfront', null],
      ['b_c', '6.1.0'],
    ],
  );
  assert.is(facts.builtin, null);
  assert.is(facts.listed, null);
});

test('long names are passed over as the kernel does, long texts are cut', async () => {
  const facts = await read(
    cpio([
      { path: 'x'.repeat(5000), text: 'abc' },
      { path: 'init' },
      { path: 'conf/conf.d/long', text: 'y'.repeat(100_000) },
    ]),
  );
  assert.is(facts.archives[0]!.entries, 2);
  assert.is(facts.settings.get('conf/conf.d/long')!.length, 65_536);
  assert.equal(facts.problems, []);
});

test('recognised by content', async () => {
  assert.ok(await is(cpio(main)));
  assert.ok(await is(gzipSync(cpio(main))));
  assert.ok(await is(Buffer.concat([zeros(512), cpio(main)])));
  assert.not.ok(await is(gzipSync(Buffer.from('CONFIG_X=y\n'))));
  assert.not.ok(await is(Buffer.from('CONFIG_X=y\n')));
  assert.not.ok(await is(gzipSync(Buffer.from('x')).subarray(0, 12)));
  assert.not.ok(await is(zeros(0)));
});

test.run();
