import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { inRange, parseVersion } from '../../../src/input/version.js';
import { type AnswerRange, loaderRanges, loaderVerdict } from '../../../src/xen/answer.js';
import { caveatArgs, conditionArgs, reasonArgs, wayOutArgs } from '../../../src/xen/codes.js';
import type { ImageCompression, LoaderId, ProfileId, XenImage } from '../../../src/xen/data.js';
import type { CompressedData } from '../../../src/xen/image-input.js';
import { points } from '../../../src/xen/releases.js';
import { wayOutText } from '../../../src/xen/sentences.js';
import { messageById, sameAnswer, verdictAt } from '../../../src/xen/verdict.js';
import { bzImage, linuxNotes, noXenNotes, vmlinux, xen } from './tables.js';

const packed = (payload: CompressedData): XenImage => ({ ...bzImage, payload });
const zstd = packed({ compression: 'zstd', sizeWord: true });
const gzip = packed({ compression: 'gzip' });
const notes = (change: Partial<typeof linuxNotes>): XenImage => ({
  ...gzip,
  notes: { ...linuxNotes, ...change },
});
const armImage: XenImage = {
  container: 'arm64-image',
  wrapper: null,
  payload: null,
  bootProtocol: null,
  arch: 'arm64',
  bits: 64,
  elf: null,
  notes: null,
};

/** "3.4..4.14 no compression-too-new hv-elf-not-elf" for each range. */
function told(profile: ProfileId, image: XenImage, loader?: LoaderId): string[] {
  return loaderRanges(xen, { profile, image, ...(loader ? { loader } : {}) }).map(range => {
    const what = range.reason?.code ?? range.conditions.map(one => one.code).join('+');
    return `${range.from}..${range.to ?? ''} ${range.accepted} ${what} ${range.message ?? ''}`
      .replace(/ +/g, ' ')
      .trim();
  });
}

test('zstd: dom0 and guests from 4.15, guests only with the library', () => {
  assert.equal(told('dom0-pv', zstd), [
    '3.0..3.3 no format-too-new hv-elf-not-elf-old',
    '3.4..4.14 no compression-too-new hv-elf-not-elf',
    '4.15.. yes',
  ]);
  assert.equal(told('domu-pv', zstd).slice(1), [
    '3.3..4.14 no compression-too-new xc-bz-unknown',
    '4.15.. conditional tools-library xc-nolib-zstd',
  ]);
});

test('a refusal says what to do, and the first release that takes the image', () => {
  const verdict = loaderVerdict(xen, { profile: 'dom0-pv', image: zstd }, '4.14.6');
  assert.is(verdict.accepted, 'no');
  assert.equal(verdict.reason, {
    code: 'compression-too-new',
    args: { container: 'bzimage', compression: 'zstd', from: '4.15' },
  });
  assert.equal(
    verdict.wayOut.map(way => way.code),
    ['choose-compression', 'extract-elf', 'upgrade-xen'],
  );
  assert.equal(verdict.wayOut.at(-1)!.args, { from: '4.15' });
});

test('every edge is exact', () => {
  const at = (profile: ProfileId, image: XenImage, ...versions: string[]) =>
    versions.map(version => loaderVerdict(xen, { profile, image }, version).accepted).join(' ');
  const xz = packed({ compression: 'xz', sizeWord: true, xzDictionary: 1 << 27 });
  const dom0Bit = notes({ supportedFeatures: 1 });
  const noPv = notes({ entry: null });
  assert.is(at('dom0-pv', zstd, '4.14.6', '4.15.0', '4.14', '4.15'), 'no yes no yes');
  assert.is(at('dom0-pv', packed({ compression: 'xz' }), '4.1.4', '4.1.5', '4.2.0'), 'no yes yes');
  assert.is(
    at('domu-pv', xz, '4.17.7', '4.18.4', '4.18.5', '4.19.0', '4.19.1', '4.19.2', '4.20.0'),
    'no no conditional no no conditional conditional',
  );
  assert.is(
    at('dom0-pvh', dom0Bit, '4.20.3', '4.20.4', '4.21.0', '4.21.1', '4.21.2', '4.22.0'),
    'yes no yes yes no no',
  );
  assert.is(at('dom0-pv', dom0Bit, '4.1.6', '4.2.0', '4.22.0'), 'yes no no');
  assert.is(at('domu-pvh', noPv, '4.15.7', '4.16.0', '4.22.0'), 'no yes yes');
  assert.is(at('domu-pvh', gzip, '4.6.6', '4.7.0', '4.9.4', '4.10.0'), 'no conditional conditional yes');
  assert.is(at('dom0-pvh', gzip, '4.8.5', '4.9.0'), 'no yes');
  assert.is(at('domu-pv', { ...vmlinux, elf: { sectionNames: false } }, '4.12.4', '4.13.0'), 'no yes');
  assert.is(
    at('domu-pv', { ...vmlinux, size: 2 ** 30 + 1 }, '4.1.3', '4.1.4', '4.2.0', '4.2.1'),
    'yes no yes no',
  );
});

test('a series whose releases differ gives a condition on the point release', () => {
  const xz = packed({ compression: 'xz', sizeWord: true, xzDictionary: 1 << 27 });
  const later = loaderVerdict(xen, { profile: 'domu-pv', image: xz }, '4.18');
  assert.is(later.accepted, 'conditional');
  assert.equal(later.conditions[0], {
    code: 'point-release-from',
    args: { from: '4.18.5' },
    message: 'xc-lzma-mem',
  });
  const earlier = loaderVerdict(xen, { profile: 'dom0-pvh', image: notes({ supportedFeatures: 1 }) }, '4.20');
  assert.equal(earlier.conditions[0], {
    code: 'point-release-to',
    args: { to: '4.20.3' },
    message: 'hv-no-dom0',
  });
});

test('notes: each need has its reason and message', () => {
  const at = (profile: ProfileId, image: XenImage, version = '4.17.7') => {
    const { reason, message } = loaderVerdict(xen, { profile, image }, version);
    return `${reason?.code} ${message}`;
  };
  const stripped: XenImage = { ...vmlinux, notes: { ...noXenNotes, anyNote: false } };
  assert.is(at('dom0-pv', stripped), 'no-notes elf-no-notes');
  assert.is(at('domu-pv', stripped), 'no-notes xc-no-loader');
  assert.is(at('domu-pv', stripped, '4.6.6'), 'no-notes elf-no-notes');
  assert.is(at('domu-pvh', stripped), 'no-notes xc-hvm-not32');
  assert.is(at('dom0-pv', { ...gzip, notes: noXenNotes }), 'not-a-xen-kernel elf-loader-phys32');
  assert.is(at('dom0-pv', { ...gzip, notes: noXenNotes }, '4.4.4'), 'not-a-xen-kernel elf-loader-named');
  assert.is(at('dom0-pv', notes({ xenVersion: 'xen-2.0' })), 'xen-version-note elf-xenver');
  assert.is(at('dom0-pv', notes({ entry: null })), 'no-pv-entry elf-bounds');
  assert.is(at('dom0-pv', notes({ entry: 0x1000n })), 'entry-out-of-bounds elf-bounds');
  assert.is(at('dom0-pv', notes({ virtBase: null })), 'offset-without-base elf-paddr-virtbase');
  assert.is(at('dom0-pv', notes({ supportedFeatures: 1 })), 'no-dom0-bit hv-no-dom0');
  assert.is(at('domu-pv', notes({ features: '!dom0' })), 'dom0-only xc-elf-domu');
  assert.is(at('domu-pv', notes({ features: 'a|!what' })), 'feature-unknown xc-no-loader');
  assert.is(at('domu-pvh', notes({ phys32Entry: null })), 'no-pvh-entry xc-elf-hvmcont');
  assert.is(at('dom0-pvh', notes({ phys32Entry: null })), 'no-pvh-entry hv-pvh-phys32');
  assert.is(at('domu-pvh', { ...vmlinux, bits: 32, notes: noXenNotes }), 'taken-as-firmware null');
  assert.is(
    at('dom0-pv', { ...vmlinux, bits: 32, elf: null, notes: { ...linuxNotes, virtBase: 0xc0000000 } }),
    'no-pae hv-mismatch',
  );
});

test('with a PVH entry the name is not asked: everywhere from 4.10.1 to 4.15, then for PVH only', () => {
  const nameless = notes({ guestOs: null, loader: null, xenVersion: null });
  assert.equal(told('domu-pvh', nameless).slice(-2), [
    '4.4..4.10.0 no not-a-xen-kernel xc-no-loader',
    '4.10.1.. yes',
  ]);
  assert.equal(told('domu-pv', nameless).slice(-3), [
    '3.3..4.10.0 no not-a-xen-kernel xc-no-loader',
    '4.10.1..4.15 yes',
    '4.16.. no not-a-xen-kernel xc-no-loader',
  ]);
});

test('a command reads the file that was asked about, and never writes to it', () => {
  const codes = Object.keys(wayOutArgs) as (keyof typeof wayOutArgs)[];
  const commands = codes.flatMap(code => wayOutText(xen, { code, args: {} }, '/boot/my kernel').commands);
  const reading = commands.filter(command => command.includes('/boot/my kernel'));
  assert.ok(reading.length >= 4);
  for (const command of reading) {
    assert.not.match(command, />+ *'\/boot\/my kernel'|(objcopy|strip) .*'\/boot\/my kernel'$/, command);
    assert.ok(command.includes("'/boot/my kernel'"), command);
  }
});

test('GRUB for PV: a PVH entry alone makes no Xen kernel', () => {
  const image = { ...gzip, notes: { ...noXenNotes, source: 'notes' as const, phys32Entry: 0x1000000 } };
  assert.equal(told('domu-pv', image, 'grub2-pv'), ['3.0.. no not-a-xen-kernel']);
});

test('files that are no x86 kernel', () => {
  const at = (profile: ProfileId, image: XenImage) => {
    const { reason, wayOut } = loaderVerdict(xen, { profile, image }, '4.20.0');
    return `${reason?.code} ${wayOut.map(way => way.code).join(',')}`;
  };
  assert.is(at('dom0-pv', armImage), 'wrong-machine other-machine');
  assert.is(at('domu-arm', { ...armImage, container: 'zboot' }), 'format-unknown take-image-not-zboot');
  assert.is(at('domu-arm', { ...armImage, container: 'uimage' }), 'format-unknown take-image-not-uimage');
  assert.is(at('dom0-pv', { ...bzImage, container: 'uki', payload: null }), 'format-unknown unpack-uki');
  assert.is(at('dom0-pv', { ...armImage, container: 'xen', arch: 'x86' }), 'format-unknown this-is-xen');
  assert.is(
    at('domu-pv', { ...armImage, container: 'initramfs', arch: null }),
    'format-unknown this-is-initramfs',
  );
  assert.is(at('domu-pv', { ...armImage, container: 'other', arch: null }), 'format-unknown name-the-kernel');
  assert.is(at('domu-pv', { ...gzip, bootProtocol: 0x207 }), 'boot-protocol-old build-vmlinux');
  assert.is(at('domu-pv', { ...vmlinux, wrapper: { compression: 'xz' } }), 'wrapper-unknown gzip-elf');
  assert.is(at('dom0-pv', { ...gzip, wrapper: { compression: 'gzip' } }), 'wrapper-unknown unwrap');
  assert.is(at('domu-pv', { ...gzip, wrapper: { compression: 'gzip' } }), 'undefined ');
  const uki: XenImage = { ...bzImage, container: 'uki', payload: null };
  assert.is(at('dom0-pv', { ...uki, wrapper: { compression: 'gzip' } }), 'format-unknown unwrap');
  assert.is(
    at('domu-pv', { ...armImage, container: 'packed', arch: 'x86', wrapper: { compression: 'gzip' } }),
    'format-unknown unwrap',
  );
});

// By the loaders' sources; gzip and xz around a bzImage were seen on 4.17.7 as guest, PV and PVH, and by GRUB for PVH.
test('a bzImage that was packed once more as a whole', () => {
  const again = (compression: ImageCompression, image = zstd): XenImage => ({
    ...image,
    wrapper: { compression },
  });
  assert.equal(told('domu-pv', again('gzip', gzip)), [
    '3.0..3.2 no format-too-new xc-no-loader',
    '3.3.. yes',
  ]);
  assert.equal(told('domu-pv', again('gzip')).slice(-2), [
    '3.3..4.14 no compression-too-new xc-bz-unknown',
    '4.15.. conditional tools-library xc-nolib-zstd',
  ]);
  assert.match(told('domu-pvh', again('xz')).at(-1)!, /\.\. no wrapper-unknown xc-no-loader$/);
  for (const profile of ['dom0-pv', 'dom0-pvh'] as const)
    assert.match(told(profile, again('gzip')).at(-1)!, /\.\. no wrapper-unknown hv-elf-not-elf$/);
  assert.equal(told('domu-hvm', again('gzip'), 'hvm-direct').slice(-1), ['4.5.. no wrapper-unknown']);
  assert.equal(told('domu-hvm', again('gzip'), 'hvm-disk'), ['3.0.. conditional grub-module']);
  assert.equal(told('domu-pv', again('gzip', gzip), 'pvgrub').slice(-1), [
    '4.16..4.22 conditional pvgrub-width+pvgrub-built',
  ]);
  assert.equal(told('domu-pv', again('gzip', gzip), 'grub2-pv'), [
    '3.0.. conditional grub-version+grub-module grub-not-xen',
  ]);
  assert.equal(told('domu-pvh', again('xz'), 'grub2-pvh').slice(-1), [
    '4.10.. conditional grub-version+grub-module',
  ]);
  assert.match(told('domu-pvh', again('zstd'), 'grub2-pvh').at(-1)!, /no wrapper-unknown$/);
});

// GRUB starts a kernel as on a PC. Booted on 4.17.7 with GRUB 2.06: with XEN_PVH, and without it to its initramfs.
test('GRUB for PVH: any bzImage is started, and what it needs to find its devices', () => {
  const at = (image: XenImage) => told('domu-pvh', image, 'grub2-pvh').at(-1);
  const release = (text: string | null): XenImage => ({ ...zstd, release: text });
  assert.is(at(release(null)), '4.10.. conditional grub-version');
  assert.is(at(release('6.1.0-50-amd64')), '4.10.. conditional grub-version');
  assert.is(at(release('4.20.0')), '4.10.. conditional grub-version');
  assert.is(at(release('4.19.40')), '4.11.. conditional grub-version+grub-rsdp');
  assert.equal(told('domu-pvh', release('4.19.40'), 'grub2-pvh').slice(-2, -1), [
    '4.10..4.10 conditional grub-version',
  ]);
  const pvOnly = notes({ phys32Entry: null });
  assert.is(at(pvOnly), '4.10.. conditional grub-version+grub-pvh-unaware');
  const { wayOut } = loaderVerdict(xen, { profile: 'domu-pvh', loader: 'grub2-pvh', image: pvOnly }, '4.20');
  assert.equal(wayOut, [{ code: 'set-option', args: { option: 'CONFIG_XEN_PVH' } }]);
  assert.is(at({ ...gzip, notes: noXenNotes }), '4.10.. no not-a-xen-kernel');
  // PVH=y without XEN, as other hypervisors want it.
  const entryOnly = { ...noXenNotes, source: 'notes' as const, phys32Entry: 0x1000000 };
  assert.is(at({ ...gzip, notes: entryOnly }), '4.10.. no not-a-xen-kernel');
  assert.is(at({ ...gzip, notes: null }), '4.10.. conditional grub-version+notes-unread');
});

test('the way out of a second packing: off with it where that is enough, else another kernel', () => {
  const image: XenImage = { ...zstd, wrapper: { compression: 'gzip' } };
  const ways = (version: string) =>
    loaderVerdict(xen, { profile: 'dom0-pv', image }, version).wayOut.map(way =>
      [way.code, ...Object.values(way.args)].join(' '),
    );
  assert.equal(ways('4.20'), ['unwrap gzip']);
  assert.equal(ways('4.14'), ['choose-compression CONFIG_KERNEL_GZIP CONFIG_KERNEL_ZSTD']);
  const [way] = loaderVerdict(xen, { profile: 'dom0-pv', image }, '4.20').wayOut;
  assert.equal(wayOutText(xen, way!, '/boot/my kernel.gz').commands, [
    "gzip -dc < '/boot/my kernel.gz' > vmlinuz-unpacked",
  ]);
});

test('arm', () => {
  assert.equal(told('dom0-arm', { ...armImage, wrapper: { compression: 'gzip' } }), [
    '3.0..4.3 no mode-too-old',
    '4.4..4.6 no wrapper-too-new hv-panic-dom0',
    '4.7.. yes',
  ]);
  assert.equal(told('domu-arm', armImage, 'hypervisor-arm'), [
    '3.0..4.3 no mode-too-old',
    '4.4..4.11 no loader-missing',
    '4.12.. yes',
  ]);
});

test('32-bit PV: an option of Xen from 4.14.3, 4.15.1 and 4.16 on', () => {
  const notes = { ...linuxNotes, paeMode: 'yes', entry: 0xc1400000, virtBase: 0xc0000000 };
  assert.equal(told('domu-pv', { ...vmlinux, bits: 32, notes }).slice(-5), [
    '3.1..4.14.2 yes',
    '4.14.3..4.14 conditional xen-config-pv32 xc-lowmem',
    '4.15.0..4.15.0 yes',
    '4.15.1..4.15 conditional xen-config-pv32 xc-lowmem',
    '4.16.. conditional xen-config-pv32 xc-abi',
  ]);
});

test('a packed vmlinux as dom0: the boot loader may have unpacked it before', () => {
  const caveats = (image: XenImage) =>
    loaderVerdict(xen, { profile: 'dom0-pv', image }, '4.17.7').caveats.map(one => one.code);
  assert.ok(
    caveats({ ...vmlinux, wrapper: { compression: 'xz', sizeWord: false } }).includes('boot-loader-unpacks'),
  );
  assert.not.ok(caveats(vmlinux).includes('boot-loader-unpacks'));
});

test('other loaders', () => {
  assert.equal(told('domu-pv', gzip, 'pygrub'), [
    '3.0.0..3.0.2 no loader-missing',
    '3.0.3..3.2 no format-too-new xc-no-loader',
    '3.3..4.17 yes',
    '4.18.. conditional tools-with-pygrub xl-nopygrub',
  ]);
  assert.equal(told('domu-pv', gzip, 'pvgrub').slice(-2), [
    '3.3..4.15 conditional pvgrub-width',
    '4.16..4.22 conditional pvgrub-width+pvgrub-built',
  ]);
  assert.equal(told('domu-pv', zstd, 'grub2-pv'), ['3.0.. no compression-unknown grub-not-xen']);
  assert.equal(told('domu-hvm', { ...zstd, notes: noXenNotes }), ['3.0..4.4 no loader-missing', '4.5.. yes']);
  assert.throws(
    () => loaderVerdict(xen, { profile: 'domu-arm', loader: 'pygrub', image: gzip }, '4.20'),
    /never/,
  );
  assert.throws(() => loaderVerdict(xen, { profile: 'domu-pv', image: gzip }, 'newest'), /not a Xen version/);
});

test('an image whose notes could not be read is taken with a condition', () => {
  assert.equal(told('dom0-pv', { ...gzip, notes: null, elf: null }).slice(-1), [
    '4.0.. conditional notes-unread',
  ]);
  assert.equal(told('domu-hvm', { ...gzip, notes: null, elf: null }).slice(-1), ['4.5.. yes']);
});

const variety: XenImage[] = [
  gzip,
  zstd,
  vmlinux,
  armImage,
  notes({ entry: null }),
  notes({ phys32Entry: null }),
  notes({ supportedFeatures: 1 }),
  notes({ features: '!writable_page_tables|!dom0|!linux_rsdp_unrestricted' }),
  notes({ features: '!memory_op_vnode_supported' }),
  packed({ compression: 'xz', sizeWord: true, xzDictionary: 1 << 27 }),
  packed({ compression: 'lz4', sizeWord: false }),
  { ...vmlinux, wrapper: { compression: 'zstd', sizeWord: true } },
  { ...vmlinux, bits: 32, notes: { ...linuxNotes, paeMode: 'yes' } },
  { ...vmlinux, notes: { ...linuxNotes, source: 'legacy', legacySection: true, phys32Entry: null } },
  { ...gzip, notes: null },
];

test('ranges say of every release what the verdict for it says, and their words are all known', () => {
  const codes = { ...reasonArgs, ...conditionArgs, ...caveatArgs, ...wayOutArgs } as Record<
    string,
    readonly string[]
  >;
  for (const profile of Object.values(xen.profiles)) {
    for (const loader of profile.loaders) {
      for (const image of variety) {
        const question = { profile: profile.id, loader, image };
        const ranges = loaderRanges(xen, question);
        for (const point of points(xen)) {
          const holding = ranges.filter(range => inRange(point.version, range));
          assert.is(holding.length, 1, `${point.text}`);
          const verdict = verdictAt(xen, question, point.version);
          assert.is(sameAnswer(holding[0]!), sameAnswer(verdict), point.text);
        }
        const next = parseVersion(xen.newest.replace(/\d+$/, minor => String(Number(minor) + 1)))!;
        const goesOn = sameAnswer(ranges.at(-1)!) === sameAnswer(verdictAt(xen, question, next));
        assert.is(ranges.at(-1)!.to === null, goesOn);
        const brief = loaderRanges(xen, question, false);
        const where = ({ from, to, accepted }: AnswerRange) => ({ from, to, accepted });
        assert.equal(brief.map(where), ranges.map(where));
        for (const { reason, conditions, caveats, wayOut, message, also } of ranges) {
          for (const one of [...(reason ? [reason] : []), ...conditions, ...caveats, ...wayOut])
            assert.equal(Object.keys(one.args).sort(), [...codes[one.code]!].sort(), one.code);
          for (const id of [message, ...also]) assert.ok(id === null || messageById(xen, id), `${id}`);
        }
      }
    }
  }
});

test.run();
