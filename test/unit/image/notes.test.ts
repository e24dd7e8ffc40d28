import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { concat, type Order, u32, u64 } from './build/bytes.js';
import { code, elf, vmlinux } from './build/elf.js';
import { codes, read } from './build/kit.js';
import { linuxNotes, note, notes } from './build/notes.js';

const test = suite('notes');

for (const bits of [32, 64] as const) {
  for (const order of ['little', 'big'] as Order[]) {
    test(`all kinds of notes, ${bits} bit, ${order} endian`, async () => {
      const wide = (value: bigint) => (bits === 64 ? value : value & 0xffffffffn);
      const facts = await read(
        vmlinux(linuxNotes(bits, order), { bits, order, machine: bits === 64 ? 62 : 3 }),
      );
      assert.equal([facts.bits, facts.endian, facts.arch], [bits, order, 'x86']);
      assert.equal(
        facts.notes.map(({ type, name, value }) => [type, name, value]),
        [
          [6, 'GUEST_OS', 'linux'],
          [7, 'GUEST_VERSION', '2.6'],
          [5, 'XEN_VERSION', 'xen-3.0'],
          [3, 'VIRT_BASE', wide(0xffffffff80000000n)],
          [1, 'ENTRY', wide(0xffffffff82c4c1c0n)],
          [2, 'HYPERCALL_PAGE', wide(0xffffffff81002000n)],
          [10, 'FEATURES', '!writable_page_tables|pae_pgdir_above_4gb'],
          [17, 'SUPPORTED_FEATURES', 0x8801n],
          [9, 'PAE_MODE', 'yes'],
          [8, 'LOADER', 'generic'],
          [13, 'L1_MFN_VALID', [1n, 1n]],
          [14, 'SUSPEND_CANCEL', 1n],
          [16, 'MOD_START_PFN', 1n],
          [4, 'PADDR_OFFSET', 0n],
          [18, 'PHYS32_ENTRY', 0x10005f0n],
          [19, 'PHYS32_RELOC', [0x200000n, 0x1000000n, 0x3fffffffn]],
        ],
      );
      assert.equal(
        facts.otherNotes.map(({ owner, type }) => [owner, type]),
        [['GNU', 3]],
      );
      const xen = facts.xen!;
      assert.is(xen.source, 'pt-note');
      assert.is(xen.phys32Entry, 0x10005f0n);
      assert.equal(xen.phys32Reloc, { align: 0x200000, min: 0x1000000, max: 0x3fffffff });
      assert.equal(
        xen.features.map(({ name, required, from }) => [name, required, from]),
        [
          ['writable_page_tables', true, 'FEATURES'],
          ['pae_pgdir_above_4gb', false, 'FEATURES'],
          ['writable_page_tables', false, 'SUPPORTED_FEATURES'],
          ['dom0', false, 'SUPPORTED_FEATURES'],
          ['linux_rsdp_unrestricted', false, 'SUPPORTED_FEATURES'],
        ],
      );
      assert.equal([xen.pae, xen.suspendCancel, xen.modStartPfn], ['extended-cr3', true, true]);
      assert.equal(facts.elf!.load, {
        from: 0x1000000n,
        to: 0x1000000n + BigInt(facts.elf!.segments[0]!.fileSize),
      });
      assert.equal(codes(facts), []);
    });
  }
}

const linux = [
  { type: 6, desc: 'linux' },
  { type: 5, desc: 'xen-3.0' },
];
const segment = { type: 1, data: code() };

test('note sections count when the segments hold no Xen note', async () => {
  const build = { type: 3, owner: 'GNU', desc: 'x' };
  const facts = await read(
    elf({
      segments: [segment, { type: 4, data: note(build) }],
      sections: [
        { name: '.note.gnu', type: 7, data: 1 },
        { name: '.notes', type: 7, data: notes(linux) },
      ],
    }),
  );
  assert.equal([facts.xen?.source, facts.xen?.guestOs], ['sht-note', 'linux']);
  assert.is(facts.otherNotes.length, 1);
});

test('a Xen note in a segment keeps sections from being asked', async () => {
  const facts = await read(
    elf({
      segments: [segment, { type: 4, data: notes(linux) }],
      sections: [{ name: '.other', type: 7, data: note({ type: 8, desc: 'generic' }) }],
    }),
  );
  assert.equal([facts.xen?.source, facts.xen?.loader], ['pt-note', null]);
});

test('the old __xen_guest section', async () => {
  const text =
    'GUEST_OS=linux,GUEST_VER=2.6,XEN_VER=xen-3.0,VIRT_BASE=0xC0000000,ELF_PADDR_OFFSET=0xC0000000,' +
    'VIRT_ENTRY=0xc0100000,HYPERCALL_PAGE=0x102,PAE=yes[extended-cr3],FEATURES=writable_page_tables|!dom0,BSD_SYMTAB,LOADER=generic';
  const facts = await read(
    elf({
      bits: 32,
      machine: 3,
      segments: [segment],
      sections: [{ name: '__xen_guest', type: 1, data: concat(text, '\0') }],
    }),
  );
  const xen = facts.xen!;
  assert.is(xen.source, 'legacy-section');
  assert.is(xen.legacy, text);
  assert.equal(
    [xen.guestOs, xen.guestVersion, xen.xenVersion, xen.loader],
    ['linux', '2.6', 'xen-3.0', 'generic'],
  );
  assert.equal([xen.virtBase, xen.paddrOffset, xen.entry], [0xc0000000n, 0xc0000000n, 0xc0100000n]);
  // A page number there: page 0x102 above VIRT_BASE.
  assert.is(xen.hypercallPage, 0xc0102000n);
  assert.equal([xen.pae, xen.bsdSymtab, xen.supportedFeatures], ['extended-cr3', true, false]);
  assert.equal(
    xen.features.map(({ name, required }) => [name, required]),
    [
      ['writable_page_tables', false],
      ['dom0', true],
    ],
  );
  assert.equal(codes(facts), ['legacy-section-used']);
  for (const [pae, expected] of [
    ['PAE=yes', 'yes'],
    ['PAE=no', 'no'],
    ['X=1', 'no'],
  ]) {
    const other = await read(
      elf({
        segments: [segment],
        sections: [{ name: '__xen_guest', type: 1, data: concat(`${pae},VIRT_BASE=010\0`) }],
      }),
    );
    assert.equal([other.xen?.pae, other.xen?.virtBase], [expected, 8n]);
  }
});

test('PAE_MODE as Xen reads it', async () => {
  for (const [text, expected] of [
    ['yes', 'extended-cr3'],
    ['yes,bimodal', 'bimodal'],
    ['bimodal', 'bimodal'],
    ['no', 'no'],
    ['yes[extended-cr3]', 'no'],
  ] as const) {
    const facts = await read(vmlinux(notes([...linux, { type: 9, desc: text }])));
    assert.is(facts.xen?.pae, expected, text);
  }
});

test('notes lost, or never there', async () => {
  const bare = await read(elf({ segments: [segment] }));
  assert.equal(codes(bare), ['notes-missing']);
  assert.is(bare.notesRead, true);
  const foreign = await read(vmlinux(note({ owner: 'GNU', type: 3, desc: 'x' })));
  assert.equal(codes(foreign), ['xen-notes-missing']);
  assert.equal(foreign.problems[0], {
    code: 'xen-notes-missing',
    within: 'file',
    offset: null,
    owners: ['GNU'],
  });
  // Xen does not ask Arm images for notes.
  assert.equal(codes(await read(elf({ machine: 183, segments: [segment] }))), []);
  // Nor does the check run when nobody asked.
  assert.equal(codes(await read(elf({ segments: [segment] }), { want: { notes: false } })), []);
});

test('what is odd about notes is told, and the rest still read', async () => {
  const list = [
    { type: 1, desc: Uint8Array.of(1, 2) },
    { type: 99, desc: 'new' },
    ...linux,
    { type: 6, desc: 'plan9' },
    { type: 10, desc: 'dom0|!unheard_of|hvm_pirqs' },
    { type: 17, desc: u64((1n << 40n) | 1n) },
    { type: 19, desc: u32(4096) },
  ];
  const facts = await read(vmlinux(notes(list)));
  assert.equal(codes(facts), [
    'note-size',
    'note-unknown',
    'note-repeated',
    'feature-unknown',
    'feature-unknown',
    'feature-bit-unknown',
  ]);
  const xen = facts.xen!;
  assert.equal([xen.entry, xen.guestOs], [0n, 'plan9']);
  assert.equal(xen.phys32Reloc, { align: 4096, min: 0, max: 0xffffffff });
  const names = facts.problems.filter(problem => problem.code === 'feature-unknown');
  assert.equal(
    names.map(problem => problem.code === 'feature-unknown' && [problem.feature, problem.required]),
    [
      ['unheard_of', true],
      ['hvm_pirqs', false],
    ],
  );
});

test('a last text longer than its segment counts as far as it goes, as in Xen', async () => {
  // So GRUB 2.06 for 32-bit Xen ends: PAE_MODE of 12 bytes, of which the file holds 4.
  const cut = concat(notes(linux), u32(4), u32(12), u32(9), 'Xen\0yes\0');
  const facts = await read(elf({ segments: [segment, { type: 4, data: cut }] }));
  assert.equal(codes(facts), ['note-malformed']);
  assert.is(facts.xen?.pae, 'extended-cr3');
});

test('notes cut off or with impossible lengths', async () => {
  const cut = concat(notes(linux), u32(4000), u32(0xfffffff0), u32(5), 'Xen\0');
  const facts = await read(vmlinux(cut));
  assert.equal(codes(facts), ['note-malformed']);
  assert.is(facts.xen?.guestOs, 'linux');
  const whole = vmlinux(linuxNotes());
  const end = whole.indexOf('GNU\0', 0, 'latin1');
  const truncated = await read(whole.subarray(0, end));
  assert.ok(codes(truncated).includes('notes-outside-file'));
  assert.is(truncated.xen?.guestOs, 'linux');
});

test.run();
