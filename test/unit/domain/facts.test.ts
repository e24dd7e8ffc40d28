// What xl makes of keys follows tools/xl/xl_parse.c of Xen 4.17 and xl.cfg(5); by Xen, of the release that is named.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { problemsForXen } from '../../../src/domain/for-xen.js';
import { readDomainText } from '../../../src/domain/read-domain.js';
import { requestedType, typeFromText } from '../../../src/domain/type.js';
import { parseVersion } from '../../../src/input/version.js';

const test = suite('facts of domain files');
const read = (text: string) => readDomainText(text, true);
const problems = (text: string) =>
  read(text).problems.map(({ code, detail, line, key }) => `${line} ${code} ${detail} ${key}`);
const xen = (text: string) => parseVersion(text)!;

test('a whole pv guest', () => {
  const facts = read(`name = "web"
kernel = "/boot/vmlinuz"
ramdisk = "/boot/initrd"
root = "/dev/xvda1 ro"
extra = "console=hvc0"
memory = 0x200
maxmem = "1024"
vcpus = 2
maxvcpus = 4
disk = [ "/dev/vg/root,raw,xvda,rw",
         ",raw,xvdc,cdrom" ]
vif = [ "bridge=xenbr0" ]
pci = [ "03:00.0", "04:00.0,permissive=1" ]
bootloader_args = "-q  --debug"
serial = "pty"
`);
  assert.equal(facts.commandLine, { value: 'root=/dev/xvda1 ro console=hvc0', line: 4 });
  assert.equal(facts.memory, { value: 512, line: 6 });
  assert.equal(facts.maxmem, { value: 1024, line: 7 });
  assert.equal([facts.vcpus?.value, facts.maxvcpus?.value], [2, 4]);
  assert.equal(
    facts.disks.map(({ line, target, cdrom }) => [line, target, cdrom]),
    [
      [10, '/dev/vg/root', false],
      [11, null, true],
    ],
  );
  assert.is(facts.interfaces[0]!.bridge, 'xenbr0');
  assert.equal(
    facts.pci.map(({ value }) => value),
    ['03:00.0', '04:00.0,permissive=1'],
  );
  assert.equal(
    facts.bootloaderArgs.map(({ value }) => value),
    ['-q', '--debug'],
  );
  assert.is(facts.type, null);
  assert.equal(facts.settings.get('memory'), { value: 512, line: 6 });
  assert.equal(facts.settings.get('maxmem'), { value: '1024', line: 7 });
  assert.equal(
    facts.problems.map(({ detail, key }) => `${detail} ${key}`),
    ['hvm-only serial'],
  );
});

const start = 'name="x"\nkernel="/k"\n';
const odd: readonly (readonly [string, readonly string[]])[] = [
  [`${start}type="pvh"`, []],
  [`${start}type="pv"\nbuilder="hvm"`, ['4 contradiction two-types builder']],
  [`${start}type="pvx"`, ['3 bad-value unknown-choice type']],
  [`${start}builder="linux"`, ['3 bad-value unknown-choice builder']],
  [`${start}type="pvh"\npvh=1`, ['4 contradiction two-types pvh']],
  [
    `${start}cmdline="a"\nroot="/dev/b"\nextra="c"`,
    ['4 overridden cmdline-wins root', '5 overridden cmdline-wins extra'],
  ],
  [`${start}bootloader="pygrub"\ndisk=["/a,raw,xvda"]`, ['2 overridden bootloader-wins kernel']],
  ['name="x"\nbootloader="pygrub"', ['2 missing-key no-disk disk']],
  ['name="x"\nmemory=4', ['1 missing-key no-kernel kernel']],
  ['kernel="/k"', ['1 missing-key no-name name']],
  ['name="x"\ntype="hvm"\nbootloader="pygrub"', ['3 overridden bootloader-unused bootloader']],
  ['name="x"\nbuilder="hvm"\nkernel="/usr/lib/xen/boot/hvmloader"', ['3 overridden hvmloader kernel']],
  [
    `${start}type="pvh"\ndevice_model_version="qemu-xen"\nserial="pty"\nvga="stdvga"`,
    [
      '4 contradiction hvm-only device_model_version',
      '5 contradiction hvm-only serial',
      '6 contradiction hvm-only vga',
    ],
  ],
  ['name="x"\ntype="pv"\nfirmware="uefi"', ['3 bad-value firmware-choice firmware']],
  ['name="x"\ntype="pvh"\nfirmware="pvgrub64"', []],
  [`${start}firmware="pvgrub64"`, ['3 contradiction kernel-and-firmware firmware']],
  ['name="x"\ntype="hvm"\nfirmware="uefi"\nserial="pty"', []],
  [`${start}memory=2048\nmaxmem=1024`, ['3 contradiction memory-over-maxmem memory']],
  [`${start}vcpus=4\nmaxvcpus=2`, ['3 contradiction vcpus-over-maxvcpus vcpus']],
  [`${start}memory=1\nmemory=2`, ['3 overridden again memory']],
  [`${start}memori=2`, ['3 unknown-key unknown memori']],
  [`${start}hostname="x"`, ['3 unknown-key xm-only hostname']],
  [`${start}memory="lots"`, ['3 bad-value needs-number memory']],
  [`${start}disk="/a,raw,xvda"`, ['3 bad-value needs-list disk']],
  [`${start}ramdisk=["/i"]`, ['3 bad-value needs-text ramdisk']],
  [`${start}on_crash="explode"`, ['3 bad-value unknown-choice on_crash']],
  [`${start}disk=["/a,ext4,xvda"]`, ['3 bad-value disk disk']],
  [`${start}disk=["/a,raw,vda"]`, ['3 bad-value disk-name disk']],
  [`${start}disk=["/a,raw,xvda",\n"/b,raw,d0p0"]`, ['4 contradiction same-disk disk']],
  ['name="x"\ntype="hvm"\ndisk=["/a,raw,hda",\n"/b,raw,xvda"]', ['4 contradiction hd-and-xvd disk']],
  [`${start}vif=["brige=a"]`, ['3 bad-value interface vif']],
  [`${start}type="pv"\ntimer_mode=1`, ['4 contradiction not-for-pv timer_mode']],
  [`${start}pvshim=1`, ['3 contradiction pvh-only pvshim']],
  [`${start}type=pvh`, ['3 syntax unquoted type']],
];
for (const [text, expected] of odd)
  test(JSON.stringify(text), () =>
    assert.equal(
      problems(text).filter(item => !/ no-name /.test(item) || /^kernel="\/k"$/.test(text)),
      expected,
    ),
  );

test('the nearest key and the other key are named', () => {
  assert.is(read(`${start}memori=2`).problems[0]!.other, 'memory');
  assert.is(read(`${start}cmdline="a"\nextra="b"`).problems[0]!.other, 'cmdline');
  assert.is(read(`${start}zzzzzzzz=2`).problems[0]!.other, null);
});

test('hvmloader is no kernel', () => {
  assert.is(read('name="x"\nbuilder="hvm"\nkernel="hvmloader"').kernel, null);
  assert.is(read('name="x"\ntype="hvm"\nkernel="/boot/vmlinuz"').kernel?.value, '/boot/vmlinuz');
});

test('types as xl compares them', () => {
  assert.equal(['hvm', 'pv', 'pvh', '', 'h', 'p', 'PV', 'xen'].map(typeFromText), [
    'hvm',
    'pv',
    'pvh',
    'hvm',
    'hvm',
    'pv',
    null,
    null,
  ]);
});

// text, Xen, Arm, then type, the key that decides, the key that is ignored
const asked: readonly (readonly [string, string, boolean, string, string | null, string | null])[] = [
  ['kernel="/k"', '4.17', false, 'pv', null, null],
  ['kernel="/k"', '4.17', true, 'pvh', null, null],
  ['kernel="/k"', '4.11', true, 'pv', null, null],
  ['type="pvh"', '4.17', false, 'pvh', 'type', null],
  ['type="pvh"', '4.10', false, 'pvh', 'type', null],
  ['type="pvh"', '4.9', false, 'pv', null, 'type'],
  ['builder="hvm"', '4.20', false, 'hvm', 'builder', null],
  ['builder="hvm"', '4.4', false, 'hvm', 'builder', null],
  ['builder="generic"', '4.4', false, 'pv', 'builder', null],
  ['pvh=1', '4.4', false, 'pvhv1', 'pvh', null],
  ['pvh=1', '4.8', false, 'pvhv1', 'pvh', null],
  ['pvh=1', '4.9', false, 'pv', null, 'pvh'],
  ['pvh=1', '4.3', false, 'pv', null, 'pvh'],
  ['pvh=1', '4.17', false, 'pv', null, 'pvh'],
  ['builder="hvm"\ndevice_model_version="none"', '4.8', false, 'pvh', 'device_model_version', null],
  ['builder="hvm"\ndevice_model_version="none"', '4.6', false, 'hvm', 'builder', null],
];
for (const [text, version, arm, type, key, ignored] of asked)
  test(`${JSON.stringify(text)} under Xen ${version}${arm ? ' on Arm' : ''}`, () => {
    const found = requestedType(read(text), xen(version), arm);
    assert.equal([found.type, found.key, found.ignored], [type, key, ignored]);
  });

test('keys of another Xen', () => {
  const facts = read('name="x"\nkernel="/k"\ntype="pvh"\ncmdline="a"\npvh=1\nbuilder="pv"');
  const at = (version: string) =>
    problemsForXen(facts, xen(version)).map(
      ({ code, detail, key, text }) => `${code} ${detail} ${key} ${text}`,
    );
  assert.equal(at('4.4.1'), ['not-for-xen too-new type 4.10', 'not-for-xen too-new cmdline 4.5']);
  assert.equal(at('4.8.5'), ['not-for-xen too-new type 4.10']);
  assert.equal(at('4.17'), ['not-for-xen too-old pvh 4.8', 'deprecated use-other builder 4.10']);
});

test.run();
