import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readDomain } from '../../../src/domain/read-domain.js';
import { recogniseDomain } from '../../../src/domain/recognise.js';
import { InputError } from '../../../src/input/input-error.js';
import { bytesSource } from '../../../src/input/source.js';

const test = suite('recognising domain files');

const syntaxes: readonly (readonly [string, string])[] = [
  ['kernel = "/boot/vmlinuz"\ntype = "pvh"\nmemory = 512\n', 'xl'],
  ['name="h0"; type="hvm"', 'xl'],
  ["# a remark\n\nbuilder='hvm'\nmemory=1024\nvif=['']\n", 'xl'],
  ['kernel = "/boot/vmlinuz\ntype = pvh\nmemory = 512\ndisk = [ "a,raw,xvda"\n', 'xl'],
  ['kernel = "/boot/vmlinuz"\r\nmemory = 512\r\n', 'xl'],
  ['\ufeffkernel = "/boot/vmlinuz"\nmemory = 512\n', 'xl'],
  ['import os\nkernel = "/boot/vmlinuz-" + os.uname()[2]\nmemory = 64\n', 'xm'],
  ['i = 3\nname = "vm%d" % i\nmemory = 64\nkernel = "/k"\n', 'xm'],
  ["<domain type='xen'/>", 'libvirt'],
  ['<?xml version="1.0"?>\n<!-- x > y -->\n<domain xmlns:q="u" type="xen">', 'libvirt'],
];
for (const [text, syntax] of syntaxes)
  test(`${syntax}: ${JSON.stringify(text).slice(0, 60)}`, () =>
    assert.equal(recogniseDomain(text), { syntax }));

const others: readonly (readonly [string, string])[] = [
  ['a libvirt domain for kvm, not Xen', "<domain type='kvm'><name>x</name></domain>"],
  ['a libvirt domain for qemu, not Xen', '<domain id="2" type="qemu">'],
  ["xend's own record of a domain, not a domain file", '(domain (domid 3) (name x))'],
  ["xl's own record of a domain, not a domain file", '{ "c_info": { "type": "pv" } }'],
];
for (const [other, text] of others)
  test(other, () => {
    assert.equal(recogniseDomain(text), { syntax: null, other });
    assert.throws(
      () => readDomain(bytesSource(Buffer.from(text))),
      (error: unknown) => error instanceof InputError && error.message === `is ${other}`,
    );
  });

const none: Record<string, string> = {
  nothing: '',
  'a kernel config':
    '# Linux/x86 6.1.0 Kernel Configuration\nCONFIG_XEN=y\nCONFIG_CMDLINE="root=/dev/xvda"\n',
  'a kernel command line': 'root=/dev/xvda1 ro console=hvc0 memory=3 kernel=4',
  'a kernel log':
    '[    0.000000] Linux version 6.1.0\n[    0.000000] Command line: root=/dev/xvda1 ro\nkernel = 3\n',
  'xl.conf': 'autoballoon="off"\nvif.default.script="vif-bridge"\nlockfile="/run/lock/xl"\n',
  'a CPU pool': 'name = "pool"\nsched = "credit"\ncpus = ["0", "1"]\n',
  'a Python program': 'import sys\nname = "x"\n\ndef main():\n    print(name)\n\nmain()\n',
  'a shell script': '#!/bin/sh\nname=x\nset -e\nfor i in 1 2; do echo $i; done\n',
  'a Cargo manifest': '[package]\nname = "x"\nversion = "1"\n[dependencies]\nmemory = "1"\n',
  'grub.cfg': 'set default=0\nmenuentry "Xen" {\n  multiboot /xen.gz\n  module /vmlinuz root=/dev/sda\n}\n',
  'os-release': 'NAME="Debian"\nID=debian\n',
  JSON: '{"name": "x", "memory": 3}',
  'other XML': '<network><name>x</name></network>',
  'a program about domains': '<domain>example.org</domain>',
  'a log that quotes a domain file': `${'something happens here and there\n'.repeat(200)}kernel = "x"\nmemory = 3\n`,
};
for (const [what, text] of Object.entries(none))
  test(`not: ${what}`, () => assert.is(recogniseDomain(text), null));

test('bytes that are no text, nothing, and too much are input errors', () => {
  for (const bytes of [
    Buffer.alloc(0),
    Buffer.from('kernel="a"\0\nmemory=1\n'),
    Buffer.from('\x7fELF\0\0'),
    Buffer.alloc(3 << 20, 'a=1\n'),
  ])
    assert.throws(
      () => readDomain(bytesSource(bytes)),
      (error: unknown) => error instanceof InputError,
    );
});

test.run();
