// The whole chain on Debian's kernels: the command's answers against boots that were observed on Xen 4.17.7.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { run as command } from '../unit/cli/run.js';
import { folder, list, pathOf, skipReason } from './tools.js';

const test = suite('image command on Debian kernels');

if (!folder) test(skipReason, () => console.error(skipReason));

const all = { 'dom0-pv': true, 'dom0-pvh': true, 'domu-pv': true, 'domu-pvh': true };
const none = { 'dom0-pv': false, 'dom0-pvh': false, 'domu-pv': false, 'domu-pvh': false };

// Did the loader take it? (The 686-pae kernel was loaded as PVH and hung later; the cloud kernels booted mute.)
const observed: Readonly<Record<string, Readonly<Record<string, boolean>>>> = {
  '5.10-amd64': all,
  '6.1-amd64': all,
  '6.12-amd64': all,
  'sid-amd64': all,
  '6.1-cloud-amd64': all,
  '6.12-cloud-amd64': { 'dom0-pv': false, 'dom0-pvh': true },
  '6.1-686': none,
  '6.1-686-pae': { 'dom0-pv': false, 'domu-pv': false, 'dom0-pvh': true, 'domu-pvh': true },
};

// What the console or xl's log showed where it was refused.
const messages: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  '6.12-cloud-amd64': { 'dom0-pv': /Kernel does not support Dom0 operation/ },
  '6.1-686-pae': { 'dom0-pv': /ELF start or entries are out of bounds/, 'domu-pv': /no loader found/ },
  '6.1-686': {
    'dom0-pv': /\(Not '\.\.\.' and '\.\.\.'\)|Will only load images/,
    'domu-pv': /no loader found/,
  },
};

interface Loader {
  readonly profile: string;
  readonly loader: string;
  readonly xen: readonly { from: string; to: string | null; condition: string | null }[];
  readonly verdict: { accepted: string; message: string | null };
}

function loaders(name: string, xen?: string): Loader[] {
  const { code, out, err } = command([
    'image',
    pathOf('images', name),
    '--format',
    'json',
    '--fail-on',
    'never',
    ...(xen ? ['--xen', xen] : []),
  ]);
  assert.is(code, 0, err);
  const plain = ['hypervisor-x86', 'tools-x86', 'hypervisor-arm', 'tools-arm'];
  return (JSON.parse(out).results[0].loaders as Loader[]).filter(({ loader }) => plain.includes(loader));
}

for (const name of list('images').filter(name => name in observed)) {
  test(`${name}: taken and refused as on Xen 4.17.7`, () => {
    const found = loaders(name, '4.17.7');
    for (const [profile, taken] of Object.entries(observed[name]!)) {
      const { verdict } = found.find(one => one.profile === profile)!;
      assert.is(verdict.accepted !== 'no', taken, `${profile}: ${verdict.message}`);
      const message = messages[name]?.[profile];
      if (message) assert.match(verdict.message!, message);
    }
  });
}

// The first release that unpacks it, by the release in which Xen got the decoder; dom0 PVH as it is now came with 4.9.
const first: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '6.1-amd64': { 'dom0-pv': '4.1.5', 'dom0-pvh': '4.9', 'domu-pv': '4.1.5' },
  '6.1-cloud-amd64': { 'dom0-pv': '4.4', 'dom0-pvh': '4.9', 'domu-pv': '4.4' },
  '6.12-amd64': { 'dom0-pv': '4.15', 'dom0-pvh': '4.15', 'domu-pv': '4.15', 'domu-pvh': '4.15' },
  'sid-amd64': { 'dom0-pv': '4.15', 'domu-pv': '4.15' },
  '6.1-arm64': { 'dom0-arm': '4.4', 'domu-arm': '4.4' },
};

for (const name of list('images').filter(name => name in first)) {
  test(`${name}: from the release with its decoder on`, () => {
    const found = loaders(name);
    for (const [profile, from] of Object.entries(first[name]!)) {
      const { xen } = found.find(one => one.profile === profile)!;
      assert.is(xen[0]?.from, from, profile);
      assert.is(xen.at(-1)?.to, null, profile);
    }
  });
}

for (const [name, words] of [
  ['xen-4.17.gz', /is the hypervisor itself \(Xen 4\.17\.5 for x86/],
  ['xen-4.17.efi', /is the hypervisor itself \(Xen 4\.17\.5 for x86/],
  ['xen-4.17-arm64', /is the hypervisor itself \(Xen 4\.17\.5 for arm64/],
  ['ipxe.lkrn', /is no kernel image: 1\.\d+\.\d+\S* for x86: bzImage/],
  ['memtest.bin', /is no kernel image: Memtest86\+ for x86_64/],
  ['stub.efi', /is no kernel image: EFI application/],
] as const) {
  if (!list('images').includes(name)) continue;
  test(`${name} is told apart`, () => {
    for (const verb of ['image', 'check']) {
      const { code, err } = command([verb, pathOf('images', name)]);
      assert.is(code, 3);
      if (verb === 'image' || name !== 'stub.efi') assert.match(err, words);
    }
  });
}

test.run();
