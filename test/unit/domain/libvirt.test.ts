// Meanings follow libvirt's documentation of its domain XML and of its libxl driver.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { libvirtFacts } from '../../../src/domain/libvirt.js';
import { readDomainText } from '../../../src/domain/read-domain.js';

const test = suite("libvirt's XML");

const guest = `<?xml version="1.0"?>
<!-- a pv guest -->
<domain type='xen' id='3'>
  <name>web</name>
  <uuid>6f0c2f4e-0000-4000-8000-000000000001</uuid>
  <memory unit='GiB'>2</memory>
  <currentMemory unit='KiB'>1048576</currentMemory>
  <vcpu placement='static' current='2'>4</vcpu>
  <os>
    <type arch='x86_64' machine='xenpv'>linux</type>
    <kernel>/boot/vmlinuz</kernel>
    <initrd>/boot/initrd.img</initrd>
    <cmdline>root=/dev/xvda1 console=hvc0 &quot;x&quot;</cmdline>
  </os>
  <devices>
    <emulator>/usr/lib/xen/bin/qemu-system-i386</emulator>
    <disk type='block' device='disk'>
      <driver name='phy'/>
      <source dev='/dev/vg/root'/>
      <target dev='xvda' bus='xen'/>
    </disk>
    <disk type='file' device='cdrom'>
      <driver name='qemu' type='raw'/>
      <source file='/x.iso'/>
      <target dev='hdc' bus='ide'/>
      <readonly/>
    </disk>
    <disk type='file'>
      <driver name='tap' type='aio'/>
      <source file='/y.img'/>
      <target dev='xvdb'/>
    </disk>
    <interface type='bridge'>
      <mac address='00:16:3e:01:02:03'/>
      <source bridge='xenbr0'/>
      <script path='vif-bridge'/>
      <model type='e1000'/>
    </interface>
    <hostdev mode='subsystem' type='pci' managed='yes'>
      <source>
        <address domain='0x0000' bus='0x03' slot='0x00' function='0x1'/>
      </source>
    </hostdev>
    <console type='pty'><target type='xen' port='0'/></console>
  </devices>
</domain>
`;

test('a pv guest', () => {
  const facts = readDomainText(guest);
  assert.is(facts.syntax, 'libvirt');
  assert.equal(facts.problems, []);
  assert.equal(facts.name, { value: 'web', line: 4 });
  assert.equal(facts.type, { value: 'pv', line: 10 });
  assert.equal(facts.kernel, { value: '/boot/vmlinuz', line: 11 });
  assert.equal(facts.ramdisk, { value: '/boot/initrd.img', line: 12 });
  assert.is(facts.commandLine?.value, 'root=/dev/xvda1 console=hvc0 "x"');
  assert.is(facts.memory?.value, 1024);
  assert.is(facts.maxmem?.value, 2048);
  assert.is(facts.vcpus?.value, 2);
  assert.is(facts.maxvcpus?.value, 4);
  assert.equal(
    facts.disks.map(({ line, target, format, device, access, backend, cdrom }) => [
      line,
      target,
      format,
      device,
      access,
      backend,
      cdrom,
    ]),
    [
      [17, '/dev/vg/root', null, 'xvda', 'w', 'phy', false],
      [22, '/x.iso', 'raw', 'hdc', 'r', 'qdisk', true],
      [28, '/y.img', 'raw', 'xvdb', 'w', 'tap', false],
    ],
  );
  assert.is(facts.disks[0]!.text.slice(0, 40), "<disk type='block' device='disk'> <drive");
  const [card] = facts.interfaces;
  assert.equal(
    [card!.bridge, card!.mac, card!.model, card!.script],
    ['xenbr0', '00:16:3e:01:02:03', 'e1000', 'vif-bridge'],
  );
  assert.equal(facts.pci, [{ value: '0000:03:00.1', line: 39 }]);
  assert.equal(facts.serial, [{ value: 'console:pty', line: 44 }]);
  assert.equal(facts.settings.get('memory'), { value: 1024, line: 7 });
});

test('types of guests', () => {
  const typeOf = (type: string) =>
    readDomainText(`<domain type="xen"><os><type>${type}</type></os></domain>`).type?.value;
  assert.equal(['hvm', 'linux', 'xen', 'xenpvh'].map(typeOf), ['hvm', 'pv', 'pv', 'pvh']);
  assert.is(typeOf('exe'), undefined);
});

test('an HVM guest with its loader, and with firmware', () => {
  const os = (inside: string) =>
    readDomainText(`<domain type='xen'><name>x</name><os><type>hvm</type>${inside}</os></domain>`);
  assert.is(os('<loader>/usr/lib/xen/boot/hvmloader</loader>').firmware, null);
  assert.is(os("<loader type='pflash'>/usr/lib/ovmf.bin</loader>").firmware?.value, '/usr/lib/ovmf.bin');
  assert.is(
    readDomainText("<domain type='xen'><os firmware='efi'><type>hvm</type></os></domain>").firmware?.value,
    'uefi',
  );
  assert.is(os("<boot dev='cdrom'/><boot dev='hd'/>").boot?.value, 'dc');
});

test('a boot loader program', () => {
  const facts = readDomainText(
    "<domain type='xen'><name>x</name><bootloader>/usr/bin/pygrub</bootloader><bootloader_args>-q --kernel=/k</bootloader_args></domain>",
  );
  assert.is(facts.bootloader?.value, '/usr/bin/pygrub');
  assert.equal(
    facts.bootloaderArgs.map(({ value }) => value),
    ['-q', '--kernel=/k'],
  );
  assert.ok(facts.problems.some(({ detail }) => detail === 'no-disk'));
});

test('units', () => {
  const memory = (text: string) => libvirtFacts(`<domain type='xen'>${text}</domain>`).maxmem?.value;
  assert.is(memory('<memory>524288</memory>'), 512);
  assert.is(memory("<memory unit='MB'>1000</memory>"), 954);
  assert.is(memory("<memory unit='b'>1048576</memory>"), 1);
  assert.is(memory("<memory unit='furlong'>1</memory>"), undefined);
  assert.is(memory('<memory>lots</memory>'), undefined);
});

test('broken XML is a problem with its line, and what stands before is read', () => {
  const facts = libvirtFacts("<domain type='xen'>\n<name>x</name>\n<os><type>hvm</os>\n</domain>");
  const [problem] = facts.problems.filter(({ code }) => code === 'syntax');
  assert.is(problem!.detail, 'bad-xml');
  assert.is(problem!.line, 3);
  assert.is(facts.name?.value, 'x');
});

test('declared entities are not expanded', () => {
  const bomb = `<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>
<domain type='xen'><name>&b;</name></domain>`;
  const facts = libvirtFacts(bomb);
  assert.ok(facts.problems.some(({ code }) => code === 'syntax'));
  assert.is(facts.name, null);
  assert.ok(libvirtFacts(bomb.replace('&b;', '&f;')).problems.some(({ code }) => code === 'syntax'));
});

test('elements nested without end are cut', () => {
  const facts = libvirtFacts(`<domain type='xen'><name>x</name>${'<a>'.repeat(100_000)}`);
  assert.is(facts.name?.value, 'x');
  assert.ok(facts.problems.some(({ detail }) => detail === 'bad-xml'));
});

test.run();
