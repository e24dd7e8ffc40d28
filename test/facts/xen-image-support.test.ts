// Every row of the facts on image formats has its counterpart in the tables, with the same releases.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ImageCompression, Container, LoaderId } from '../../src/xen/data.js';
import { compressionSupport, modeSupport } from '../../scripts/compile/support.js';
import { xen } from '../unit/xen/tables.js';
import { haveShared, shared, whyNot } from './shared.js';

interface Row {
  since: string | null;
  until: string | null;
  also_in?: string[];
  library_optional?: boolean;
  shstrtab_required_until?: string;
}

const packed = ['gzip', 'bzip2', 'lzma', 'xz', 'lzo', 'lz4', 'zstd'] as const;
type Case = [LoaderId, Container, ImageCompression];
const sides: Record<string, (id: string) => Case[] | string> = {};

function x86(loader: LoaderId) {
  return (id: string): Case[] | string => {
    if (id === 'elf-raw') return [[loader, 'elf', 'none']];
    if (id === 'bzimage') return [[loader, 'bzimage', 'gzip']];
    if (id === 'bzimage-payload-elf-uncompressed') return [[loader, 'bzimage', 'none']];
    if (id === 'bzimage-payload-unknown') return [[loader, 'bzimage', 'unknown']];
    if (id === 'multiboot-xen3-binary') return [[loader, 'multiboot-xen', 'none']];
    if (id === 'efi-zboot') return [[loader, 'zboot', 'none']];
    const whole = packed.find(one => id === `elf-${one}-whole-file`);
    if (whole) return [[loader, 'elf', whole]];
    const inside = packed.filter(one => id.startsWith('bzimage-payload-') && id.includes(one));
    if (inside.length > 0) return inside.map(one => [loader, 'bzimage', one]);
    if (id === 'payload-trailing-size-word') return 'check size-word-tools';
    if (id === 'size-limit-1GiB') return 'check too-large';
    return `no case for ${id}`;
  };
}

function arm(loader: LoaderId) {
  return (id: string): Case[] | string => {
    const cases: Record<string, Case[]> = {
      'elf-raw': [[loader, 'elf', 'none']],
      zimage32: [[loader, 'zimage', 'none']],
      'image-arm64': [[loader, 'arm64-image', 'none']],
      'image-arm64-gzip': [
        [loader, 'arm64-image', 'gzip'],
        [loader, 'zimage', 'gzip'],
      ],
      'image-gzip-whole-file': [[loader, 'zimage', 'gzip']],
      uimage: [[loader, 'uimage', 'none']],
      'uimage-gzip': [[loader, 'uimage', 'gzip']],
      'efi-zboot': [[loader, 'zboot', 'none']],
      'image-riscv64': [[loader, 'riscv-image', 'none']],
    };
    return cases[id] ?? `no case for ${id}`;
  };
}

sides['hv-x86-dom0'] = x86('hypervisor-x86');
sides['tools-x86-pv-domU'] = x86('tools-x86');
sides['stubdom-pv-grub-legacy'] = x86('pvgrub');
sides['hv-arm-dom0'] = arm('hypervisor-arm');
sides['tools-arm-domU'] = arm('tools-arm');
sides['hv-riscv'] = arm('hypervisor-riscv');
sides['hv-arm-dom0less-domU'] = () => 'for hypervisor-arm domu-arm';
sides['tools-x86-pvh-domU'] = id =>
  id === 'pvhv1'
    ? 'mode domu-pvh-v1'
    : id.startsWith('hvmlite')
      ? 'mode domu-pvh-v2-early'
      : 'mode domu-pvh-v2';
sides['hv-x86-dom0-pvh'] = () => 'mode dom0-pvh-v2-experimental';
sides['hvm-direct-kernel-xl'] = () => [['hvm-direct', 'bzimage', 'gzip']];
sides['hvm-direct-kernel-xend'] = () => [['hvm-direct-xend', 'bzimage', 'gzip']];
sides.pygrub = () => [['pygrub', 'elf', 'none']];

/** "4.11.4" is the newest 4.11, so the tables say 4.11; "3.0.2" is the oldest tag that was read, so 3.0. */
function bound(text: string, side: 'from' | 'to'): string {
  if (side === 'from') return text === '3.0.2' ? '3.0' : text.replace(/^(\d+\.\d+)\.0$/, '$1');
  const series = xen.series.find(one => text.startsWith(`${one.series}.`))!;
  return series.points.at(-1) === text || series.tree === 'branch' ? series.series : text;
}

function expected(row: Row, end: string | null): { from: string; to: string | null }[] {
  if (row.since === null) return [];
  const main = { from: bound(row.since, 'from'), to: row.until ? bound(row.until, 'to') : end };
  const first = row.also_in?.[0];
  if (!first) return [main];
  const older = { from: first, to: first.split('.').slice(0, 2).join('.') };
  // The next series follows at once where the backport's is the one before it.
  return older.to === '4.1' && main.from === '4.2' ? [{ from: older.from, to: main.to }] : [older, main];
}

if (!haveShared) {
  console.log(`skipped: ${whyNot}`);
  test('skipped, the facts are not here', () => {});
} else {
  const facts = shared<{ sides: Record<string, Record<string, Row>> }>('facts/xen-image-support.json');
  for (const [side, rows] of Object.entries(facts.sides)) {
    for (const [id, row] of Object.entries(rows)) {
      test(`${side}: ${id}`, () => {
        const place = sides[side]?.(id) ?? `no case for side ${side}`;
        if (typeof place !== 'string') {
          for (const [loader, container, compression] of place) {
            const { ranges } = compressionSupport(xen, loader, container, compression, { sizeWord: true });
            const found = ranges.map(({ from, to }) => ({ from, to }));
            const merged =
              found.length > 1 && found[0]!.to === '4.21'
                ? [{ from: found[0]!.from, to: found.at(-1)!.to }]
                : found;
            const end = loader === 'pvgrub' ? '4.22' : null;
            // pv-grub's ranges part where it is no longer built, pygrub's where it became optional.
            const whole =
              loader === 'pvgrub' || loader === 'pygrub'
                ? [{ from: found[0]!.from, to: found.at(-1)!.to }]
                : merged;
            assert.equal(whole, expected(row, end), `${loader} ${container} ${compression}`);
            if (row.library_optional && compression !== 'gzip')
              assert.is(ranges.at(-1)!.conditions[0]?.code, 'tools-library');
          }
          return;
        }
        const [kind, name, profile] = place.split(' ') as [string, string, string | undefined];
        if (kind === 'check') {
          const check = xen.checks.find(one => one.id === name)!;
          const newest = check.xen.at(-1)!;
          assert.is(newest.from, row.since!.replace(/^(\d+\.\d+)\.0$/, '$1'));
          if (row.also_in) assert.is(check.xen[0]!.from, row.also_in[0]);
        } else if (kind === 'mode') {
          const mode = xen.modes.find(one => one.id === name)!;
          assert.is(mode.xen[0]!.from, bound(row.since!, 'from'));
          if (row.until) assert.is(mode.xen[0]!.to, bound(row.until, 'to'));
        } else if (kind === 'for') {
          const loader = xen.loaders[name as LoaderId];
          assert.is(loader.xenFor[profile as 'domu-arm']?.[0]?.from, bound(row.since!, 'from'));
        } else assert.unreachable(place);
      });
    }
  }

  test('tools up to 4.12 want section names', () => {
    const row = facts.sides['tools-x86-pv-domU']!['elf-raw']!;
    const check = xen.checks.find(one => one.id === 'shstrtab')!;
    assert.is(check.xen[0]!.to, bound(row.shstrtab_required_until!, 'to'));
  });

  test('every note type and feature of the facts is there, with its number', () => {
    const notes = shared<{
      notes: { number: number; name: string; in_header_since?: string }[];
      features: { bit: number; name: string; accepted_in_FEATURES_string: boolean }[];
    }>('facts/xen-elfnotes.json');
    for (const { number, name, in_header_since } of notes.notes) {
      const found = xen.notes.find(one => one.number === number);
      assert.is(`XEN_ELFNOTE_${found?.name}`, name);
      if (in_header_since) assert.is(found!.xen[0]!.from, in_header_since.replace(/^(\d+\.\d+)\.0$/, '$1'));
    }
    assert.is(xen.notes.length, notes.notes.length);
    assert.equal(
      xen.features.map(({ bit, name, inString }) => ({ bit, name, accepted_in_FEATURES_string: inString })),
      notes.features,
    );
  });

  test('every message of the facts is there, with its text and pattern', () => {
    const facts = shared<{ messages: { id: string; format: string; pattern: string; since: string }[] }>(
      'facts/xen-messages.json',
    );
    for (const { id, format, pattern, since } of facts.messages) {
      const found = xen.messages.find(one => one.id === id);
      assert.is(found?.text, format, id);
      assert.is(found?.pattern, pattern, id);
      assert.is(found?.xen[0]?.from, bound(since, 'from'), id);
    }
  });

  test('PVH dom0 stays experimental up to 4.18', () => {
    const found = modeSupport(xen, 'dom0-pvh').filter(one => one.form === 'pvhv2');
    assert.equal(
      found.map(({ from, to, status }) => [from, to, status]),
      [
        ['4.9', '4.18', 'experimental'],
        ['4.19', null, 'supported'],
      ],
    );
  });
}

test.run();
