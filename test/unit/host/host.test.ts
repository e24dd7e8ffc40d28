// What is read on a Xen host, through a host made up here; and what stands for personal details.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { collect } from '../../../src/host/collect.js';
import type { HostPort } from '../../../src/host/sources.js';
import { standIns } from '../../../src/host/stand-ins.js';
import { explain, InputError, ports, UsageError } from '../../../src/index.js';
import { writeFolder } from '../../../src/node/write-folder.js';

const test = suite('host');
const bytes = (text: string) => new TextEncoder().encode(text);

const texts: Readonly<Record<string, string>> = {
  'xl info':
    'host                   : pluto.example.net\nrelease                : 6.1.0-50-amd64\nvirt_caps              : \nfree_memory            : 9000\nxen_version            : 4.17.5\nxen_caps               : xen-3.0-x86_64\n',
  'xl list':
    'Name                                        ID   Mem VCPUs\tState\tTime(s)\nDomain-0                                     0  2048     4     r-----     613.4\n',
  'xl dmesg': '(XEN) Xen version 4.17.5 (Debian 4.17.5-1) debug=n Mon Jan  1 00:00:00 UTC 2024\n',
  '/etc/xen/web.cfg':
    'name = "web"\ntype = "hvm"\nmemory = 512\ndisk = ["phy:/dev/vg/web,xvda,w"]\nvif = ["mac=00:16:3e:12:34:56,ip=10.1.2.3"]\nvncpasswd = "geheim"\n',
  '/etc/xen/mail.cfg':
    'name = "mail"\nkernel = "/boot/vmlinuz"\nmemory = 512\ndisk = ["phy:/dev/vg/mail,xvda,w"]\n',
  '/var/log/xen/qemu-dm-mail.log': 'qemu-system-i386: terminating on signal 1\n',
};

const fakeHost = (have: Readonly<Record<string, string>>): HostPort => ({
  run: async ({ program, words }) => {
    const text = have[[program, ...words].join(' ')];
    return text === undefined ? null : bytes(text);
  },
  list: ({ folder, names }) =>
    Object.keys(have).filter(
      path => path.startsWith(`${folder}/`) && names.test(path.slice(folder.length + 1)),
    ),
  read: path => bytes(have[path]!),
});

const on = (have: Readonly<Record<string, string>>) => ({ ...ports(), host: fakeHost(have) });

async function report(request: Parameters<typeof explain>[0], have = texts) {
  const answer = await explain(request, on(have));
  if (answer.kind !== 'boot') throw new Error('no report');
  return answer.report;
}

test('one guest of several is explained, by what the host tells of it', async () => {
  const found = await report({ words: [], host: true, guest: 'web' });
  assert.equal(
    found.files.map(({ path, kind }) => `${path}: ${kind}`),
    ['xl dmesg: log', 'xl info: host', 'xl list: domains', '/etc/xen/web.cfg: domain'],
  );
  assert.is(found.explanation!.target.xen!.version.text, '4.17.5');
  assert.is(found.explanation!.causes[0]!.mode.id, 'hvm-no-vtx');
  assert.equal(found.explanation!.causes[0]!.evidence[0], {
    path: 'xl info',
    line: 3,
    offset: null,
    text: 'virt_caps : ',
  });
});

test('without a name none of several is taken, and the report says which there are', async () => {
  const found = await report({ words: [], host: true });
  assert.not.ok(found.files.some(({ kind }) => kind === 'domain'));
  assert.match(found.hints[0]!, '/etc/xen has files of 2 guests (web, mail)');
});

test('the only guest of a host is taken', async () => {
  const { '/etc/xen/web.cfg': _, ...rest } = texts;
  const found = await report({ words: [], host: true }, rest);
  assert.ok(found.files.some(({ path }) => path === '/etc/xen/mail.cfg'));
  assert.ok(found.files.some(({ path }) => path === '/var/log/xen/qemu-dm-mail.log'));
});

test('no host, no such guest, nothing named', async () => {
  const refused = async (request: Parameters<typeof explain>[0], have = texts): Promise<Error> => {
    try {
      await explain(request, on(have));
    } catch (error) {
      return error as Error;
    }
    throw new Error('nothing was refused');
  };
  assert.instance(await refused({ words: [], host: true }, {}), InputError);
  assert.match((await refused({ words: [], host: true, guest: 'x' })).message, 'no file of the guest x');
  const usage = await refused({ words: [] });
  assert.instance(usage, UsageError);
  for (const command of ['xl dmesg', 'xl info', 'xl list', 'ls /var/log/xen/', '--host'])
    assert.match(usage.message, command);
  assert.instance(await refused({ words: ['a'], guest: 'web' }), UsageError);
});

test('what is collected has the same stand-in for the same detail, in all files', async () => {
  const have = {
    ...texts,
    '/var/log/xen/xl-web.log':
      'Jan  1 10:00:00 pluto xl: /home/carla/web.cfg 10.1.2.3 fe80::216:3eff:fe12:3456 00:16:3E:12:34:56 at 10:20:30\n',
  };
  const found = await collect([], { ...on(have), say: () => {} });
  const text = (name: string) => new TextDecoder().decode(found.find(one => one.name === name)!.bytes);
  assert.equal(found.map(({ name }) => name).sort(), [
    'etc-xen-mail.cfg',
    'etc-xen-web.cfg',
    'var-log-xen-qemu-dm-mail.log',
    'var-log-xen-xl-web.log',
    'xl-dmesg.txt',
    'xl-info.txt',
    'xl-list.txt',
  ]);
  const all = found.map(one => new TextDecoder().decode(one.bytes)).join('');
  for (const personal of ['pluto', 'carla', '10.1.2.3', 'fe80', '12:34:56', 'geheim'])
    assert.not.match(all, personal);
  assert.match(text('etc-xen-web.cfg'), 'mac=00:16:3e:00:00:01,ip=192.0.2.1');
  assert.match(
    text('var-log-xen-xl-web.log'),
    'Jan  1 10:00:00 host-1 xl: /home/user-1/web.cfg 192.0.2.1 2001:db8::1 00:16:3e:00:00:01 at 10:20:30',
  );
  assert.match(text('xl-info.txt'), /^host +: host-1/);
  assert.match(text('xl-dmesg.txt'), 'Xen version 4.17.5 (Debian 4.17.5-1)');
});

test('what looks like a detail and is none stays', () => {
  const { replace } = standIns();
  for (const text of [
    'Linux version 6.1.0.1-50 (debian-kernel@lists.debian.org)',
    '[    1.234567] pci 0000:00:1f.2: reg 0x10',
    '127.0.0.1 localhost 00:00:00:00:00:00',
    'at 12:34:56, vbd-51712',
    'Xen 4.17.5 4.4.0-92',
  ])
    assert.is(replace(text), text);
});

test('the folder is new or empty, no link, and for the user alone', () => {
  const top = mkdtempSync(join(tmpdir(), 'collect-'));
  const files = [{ name: 'a.txt', bytes: bytes('x') }];
  assert.is(writeFolder(join(top, 'new'), files), null);
  assert.is(readFileSync(join(top, 'new', 'a.txt'), 'utf8'), 'x');
  assert.match(writeFolder(join(top, 'new'), files)!, 'is no empty folder');
  mkdirSync(join(top, 'elsewhere'));
  symlinkSync(join(top, 'elsewhere'), join(top, 'link'));
  assert.match(writeFolder(join(top, 'link'), files)!, 'is no empty folder');
  assert.equal(readdirSync(join(top, 'elsewhere')), []);
  assert.match(writeFolder(join(top, 'no', 'way'), files)!, 'cannot be written');
  assert.not.ok(existsSync(join(top, 'no')));
});

test.run();
