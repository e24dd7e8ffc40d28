import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isLog, logLikeness } from '../../../src/log/is-log.js';

const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const root = fileURLToPath(new URL('../../../../', import.meta.url));

test('logs', () => {
  for (const text of [
    'xc: error: panic: xc_dom_core.c:580: xc_dom_find_loader: no loader found: Invalid kernel',
    '(XEN) Xen version 4.17.5\n',
    '[    0.000000] Linux version 6.1\n[    0.000000] Command line: x\n',
    'Parsing config from guest.cfg\nlibxl: error: libxl_x.c:1: no\n',
    '\u001b[0mWelcome to GRUB!\n\nsomething\n',
    'CONFIG_X=y\n[    0.0] CONFIG_Y\n[    0.0] more\n',
  ])
    assert.ok(isLog(bytes(text)), text);
});

test('what is no log', () => {
  for (const text of [
    '',
    '\n\n',
    'root=/dev/xvda1 ro console=hvc0 xen_blkfront.max=3',
    'BOOT_IMAGE=/vmlinuz root=/dev/sda1\n',
    'name = "guest"\nkernel = "/boot/vmlinuz"\nmemory = 512\ndisk = [ "phy:/dev/x,xvda,w" ]\nextra = "console=hvc0"\n',
    '<domain type="xen">\n  <name>x</name>\n  <os>\n    <type>linux</type>\n  </os>\n</domain>\n',
    '# a comment\nkernel = "/boot/vmlinuz"\n',
    '# comments only\n# kernel of the guest\n',
  ])
    assert.not.ok(isLog(bytes(text)), text);
});

test('no config that ships is taken for a log', () => {
  const folder = `${root}fixtures/configs/`;
  for (const name of readdirSync(folder).filter(file => /\.config(\.gz)?$/.test(file))) {
    const file = readFileSync(folder + name);
    assert.is(logLikeness(file[0] === 0x1f ? gunzipSync(file) : file), 0, name);
    assert.not.ok(isLog(file), name);
  }
});

test.run();
