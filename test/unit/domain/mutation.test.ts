// Nothing but InputError comes out of the readers, whatever goes in, and what comes out is plain facts.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readCommandLine } from '../../../src/domain/command-line.js';
import { readDisk } from '../../../src/domain/disk.js';
import { problemsForXen } from '../../../src/domain/for-xen.js';
import { libvirtFacts } from '../../../src/domain/libvirt.js';
import { readDomain } from '../../../src/domain/read-domain.js';
import { requestedType } from '../../../src/domain/type.js';
import { parseXm } from '../../../src/domain/xm.js';
import { InputError } from '../../../src/input/input-error.js';
import { bytesSource } from '../../../src/input/source.js';
import { parseVersion } from '../../../src/input/version.js';
import { seeded } from '../../support/random.js';

const test = suite('mutated domain files');

const samples = [
  `name = "web"; type = "pvh"\nkernel = "/boot/vmlinuz"\nextra = "root=/dev/xvda1 console=hvc0 \\"x y\\""\nmemory = 512
disk = [ '/dev/vg/root,raw,xvda,rw',\n 'format=qcow2, vdev=xvdb, target=/a,b' ] # two\nvif = [ 'bridge=xenbr0', '' ]\nvnuma = [ ["a", ["b"]] ]\nextra += " quiet"\n`,
  `import os\nvmid = 3\nname = "vm%d" % vmid\nkernel = '/boot/' + "vmlinuz"\nmemory = 64 * 2\ndisk = [ 'phy:hda%d,hda1,w' % (7 + vmid),\n """tap:aio:/x,hdc:cdrom,r""" ]
if vmid:\n  memory = 1\nextra = str(vmid)\n`,
  `<?xml version="1.0"?>\n<domain type='xen'>\n<name>x</name><memory unit='MiB'>64</memory><vcpu current="1">2</vcpu><os><type>linux</type><cmdline>a &amp; b</cmdline></os>
<devices><disk type='file'><driver name='tap' type='aio'/><source file='/x'/><target dev='xvda'/></disk><!-- c --><hostdev type='pci'><source><address bus='0x3'/></source></hostdev></devices></domain>`,
];
const pieces = [
  ...'\'"[]()=;,#\\\n\t %+-.:<>&/*{}\r',
  '"""',
  '0x',
  'disk = [',
  'type="',
  '<disk>',
  '</domain>',
  '&x;',
  '<![CDATA[',
  '%999d',
  'if x:',
  '\ufeff',
  'é',
  '\ud800',
  '=1\n',
];

test('20,000 seeded mutations', () => {
  const random = seeded(41);
  const xen = parseVersion('4.17')!;
  let read = 0;
  for (let round = 0; round < 20_000; round++) {
    let text = random.of(samples);
    for (let edits = 1 + random.below(6); edits > 0; edits--) {
      const at = random.below(text.length + 1);
      const length = random.below(12);
      switch (random.below(4)) {
        case 0:
          text = text.slice(0, at) + text.slice(at + length);
          break;
        case 1:
          text = text.slice(0, at) + random.of(pieces) + text.slice(at);
          break;
        case 2:
          text = text.slice(0, at) + String.fromCharCode(random.below(256)) + text.slice(at + 1);
          break;
        default:
          text = text.slice(0, at) + text.slice(random.below(at + 1), at) + text.slice(at);
      }
    }
    try {
      const facts = readDomain(bytesSource(Buffer.from(text)), random.below(2) === 0);
      read++;
      const lines = text.split('\n').length;
      for (const { line } of facts.problems)
        assert.ok(line >= 1 && line <= lines + 1, `line ${line} of ${lines}`);
      requestedType(facts, xen);
      problemsForXen(facts, xen);
      readCommandLine(facts.commandLine?.value ?? '');
    } catch (error) {
      if (!(error instanceof InputError)) throw new Error(JSON.stringify(text), { cause: error });
    }
    if (round % 2) parseXm(text);
    else if (text.includes('<')) libvirtFacts(text);
    readDisk(text.slice(random.below(text.length + 1)), 1);
  }
  assert.ok(read > 5000, `${read} were read`);
});

// Each of these would take minutes or all memory if work grew with the square of the length.
const long: Record<string, string> = {
  quotes: '"'.repeat(1 << 17),
  'open strings': 'a="\n'.repeat(1 << 15),
  escapes: `a="${'\\1'.repeat(1 << 16)}"`,
  lists: 'a=[b'.repeat(1 << 15),
  additions: 'a+=[1]\n'.repeat(1 << 15),
  'text additions': 'a+="x"\n'.repeat(1 << 15),
  keys: Array.from(
    { length: 1 << 14 },
    (_, index) => `memor${index.toString(36).replace(/\d/g, '_')}=1`,
  ).join('\n'),
  blanks: ' \t'.repeat(1 << 16),
  'blank lines': `${'\n'.repeat(1 << 17)}<x`,
  comments: `<!--${'-'.repeat(1 << 17)}`,
  declarations: '<!a>'.repeat(1 << 15),
  tags: `<domain type='xen' ${'a="'.repeat(1 << 15)}`,
  elements: `<domain type='xen'><devices>${'<disk/>'.repeat(1 << 14)}`,
  'triple quotes': '"""'.repeat(1 << 15),
  'python sums': `import os\na = ${'"x"+'.repeat(1 << 15)}"x"`,
  'python blocks': 'if x:\n a = 1\n'.repeat(1 << 13),
  'python brackets': `import os\na = ${'a('.repeat(1 << 15)}`,
  disks: `disk=[${'"file:file:file:file:file:file:file:file:",'.repeat(1 << 12)}]\nname="x"\nkernel="y"\n`,
  'one disk': `disk=["${'file:'.repeat(1 << 14)}"]\nname="x"\nkernel="y"\n`,
};
for (const [what, text] of Object.entries(long))
  test(`very many ${what}`, () => {
    try {
      readDomain(bytesSource(Buffer.from(text)), true);
    } catch (error) {
      assert.instance(error, InputError);
    }
    parseXm(text);
    libvirtFacts(text);
    readCommandLine(text);
  });

test.run();
