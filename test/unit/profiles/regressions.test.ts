// The table of releases that broke booting, and what is found in it. Expected: the releases that the commits and changelogs
// name (the sources stand in profiles/regressions), release names as uname -r of distributions prints them, lines of real logs.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { assembleRegressions } from '../../../scripts/compile/regressions.js';
import { parseVersion } from '../../../src/input/version.js';
import { brokenIn, isPoint, precisionOf } from '../../../src/profiles/broken-in.js';
import { lifetimeOf } from '../../../src/profiles/lifetimes.js';
import { optionsOf, parseNeed } from '../../../src/profiles/need.js';
import { regressionsFor } from '../../../src/profiles/regressions-for.js';
import { fixture } from '../../support/edited.js';
import { loadLifetimes, loadRegressions } from '../../support/knowledge.js';

const test = suite('regressions');
const all = loadRegressions();
const release = (text: string) => parseVersion(text)!;
const known = (id: string) => all.find(one => one.id === id)!;

test('each tells in words of its own what breaks, where, and by which source', () => {
  assert.ok(all.length >= 60, String(all.length));
  assert.is(new Set(all.map(({ title }) => title)).size, all.length);
  for (const { id, component, title, symptom, sources, stage, only, workarounds } of all) {
    assert.ok(id.startsWith(`${component}-`), id);
    assert.ok(title.length > 20 && symptom.length > 10 && sources.every(text => text.length > 12), id);
    assert.not(title.endsWith('.'), id);
    assert.ok(only === null || /^(on|in|where|with|for) /.test(only), `${id}: ${only}`);
    for (const text of [symptom, ...workarounds]) assert.ok(text.endsWith('.'), `${id}: ${text}`);
    assert.ok(stage, id);
  }
});

test('each begins before it is mended, line by line', () => {
  for (const { id, since, mended, mendedBy } of all) {
    assert.is(mended.length === 0, mendedBy.length === 0, id);
    for (const first of since)
      assert.is(brokenIn(release(first), { since, mended }, 'exact'), 'yes', `${id} ${first}`);
    for (const first of mended)
      assert.is(brokenIn(release(first), { since, mended }, 'exact'), 'no', `${id} ${first}`);
    for (const first of mended.filter(isPoint)) {
      const [point, ...line] = first.split('.').reverse();
      const before = [...line.reverse(), Number(point) - 1].join('.');
      assert.is(brokenIn(release(before), { since, mended }, 'exact'), 'yes', `${id} ${before}`);
    }
  }
});

/** Options that neither the lifetimes nor the configs of fixtures/configs name, with where they stand. */
const elsewhere = ['DEBUG_VM_PGFLAGS' /* mm/Kconfig.debug since 4.5, asks for DEBUG_VM */];

test('the options that they ask for exist', () => {
  const configs = [
    'arm64-6.12.config.gz',
    'x86_64-6.1-xen.config.gz',
    'x86_64-6.12-xen.config.gz',
    'x86_64-7.3-xen.config.gz',
  ].map(fixture);
  const lifetimes = loadLifetimes();
  for (const { id, config, since } of all) {
    for (const option of config === null ? [] : optionsOf(parseNeed(config))) {
      if (elsewhere.includes(option)) continue;
      if (lifetimes.symbols[option])
        assert.not(
          lifetimeOf(lifetimes, option, release(since.at(-1)!), 'x86_64', 'pvops') === 'gone',
          `${id} ${option}`,
        );
      else
        assert.ok(
          configs.some(text => new RegExp(`CONFIG_${option}[= ]`).test(text)),
          `${id} ${option}`,
        );
    }
  }
});

/** Lines as Xen, its tools and Linux print them: from the commits' own accounts and from format strings at releases with the fault. */
const lines = [
  "(XEN) IO-APIC + timer doesn't work!  Boot with apic_verbosity=debug and send a report.",
  'BIOS did not enable IGD for VT properly, crash Xen for security purpose',
  'libxl: error: libxl_device.c:1388:libxl__wait_for_backend: Backend /local/domain/0/backend/pci/43/0 does not exist',
  '(XEN) [    3.934848] d0: GFN 0x5475c (0x5475c,5,3) -> (0x46a0f4,0,7) not permitted (0x20)',
  'APIC error on CPU0: 40(40), Received illegal vector',
  '(XEN) Region: [0x0000001000, 0x0000002000) overlapping with bank[0]: [0x0000001000, 0x0000002000)',
  "(XEN) Assertion 'd || pcidevs_locked()' failed at drivers/passthrough/pci.c:535",
  '(XEN) Xen BUG at page_alloc.c:953',
  '(XEN) FATAL PAGE FAULT',
  '(XEN) *** DOUBLE FAULT ***',
  '[Firmware Bug]: TSC ADJUST: CPU0: -30517044286984129 force to 0',
  '(XEN) Error bringing CPU1 up: -5',
  'APIC error on CPU0: 04(04), Send accept error',
  '1 of 2 multicall(s) failed: cpu 0',
  'Xen hypervisor allocated kernel memory conflicts with E820 map',
  '[    1.000000] swiotlb_xen: coherent allocation failed',
  '[    1.000000] software IO TLB: swiotlb buffer is full',
  'vm86_32: no user_vm86: BAD',
  'register_vcpu_info failed: cpu=1 err=-22',
  '[    0.567318] kernel BUG at arch/arm64/xen/../../arm/xen/enlighten.c:164!',
  'kernel BUG at arch/x86/kernel/static_call.c:171!',
  'page dumped because: VM_BUG_ON_PAGE(1 && PageCompound(page))',
];

test('every pattern finds a line that was printed, and none repeats what holds a repeat', () => {
  for (const { id, messages } of all)
    for (const pattern of messages) {
      assert.ok(
        lines.some(line => new RegExp(pattern).test(line)),
        `${id}: ${pattern}`,
      );
      assert.not(/[*+}]\)[*+{]/.test(pattern), `${id}: ${pattern}`);
    }
});

test('names of releases tell as much as their makers put into them', () => {
  const expected = {
    // Numbers of kernel.org.
    '4.8.4': 'exact',
    '6.1.158': 'exact',
    '4.8.0': 'exact',
    '2.6.32.63': 'exact',
    '5.4.0+': 'exact',
    // A line, or a candidate.
    '4.8': 'line',
    '6.13-rc4': 'line',
    // Follow stable releases, with changes.
    '4.8.4-coreos': 'patched',
    '6.8.5-301.fc40.x86_64': 'patched',
    '6.9.1-arch1-1': 'patched',
    '6.6.31-0-lts': 'patched',
    '4.14.336-253.554.amzn2.x86_64': 'patched',
    '5.10.11-1.fc25.qubes.x86_64': 'patched',
    // Keep a number and take in what they need.
    '6.1.0-50-amd64': 'line',
    '5.15.0-91-generic': 'line',
    '3.10.0-1160.el7.x86_64': 'line',
    '5.14.0-427.13.1.el9_4.x86_64': 'line',
    '2.6.32-754.el6.x86_64': 'line',
    '5.4.17-2136.315.5.el8uek.x86_64': 'line',
    '4.12.14-122.37-default': 'line',
    '5.14.21-150400.24.46-default': 'line',
  };
  for (const [text, precision] of Object.entries(expected))
    assert.is(precisionOf(release(text)), precision, text);
});

test('a release is broken from the first one of its line up to the one that is mended', () => {
  const expected: [string, string, string][] = [
    // In 5.14.9 and 5.15 by their changelogs.
    ['linux-pv-trap-table-secondary', '5.13.19', 'no'],
    ['linux-pv-trap-table-secondary', '5.14.0', 'yes'],
    ['linux-pv-trap-table-secondary', '5.14.8', 'yes'],
    ['linux-pv-trap-table-secondary', '5.14.9', 'no'],
    ['linux-pv-trap-table-secondary', '5.15.0', 'no'],
    // A line that is not known to have been mended: its first release is broken for sure.
    ['linux-nx-before-gdt', '4.19.0', 'yes'],
    ['linux-nx-before-gdt', '4.19.200', 'maybe'],
    ['linux-nx-before-gdt', '5.10.39', 'yes'],
    ['linux-nx-before-gdt', '5.10.0-8-amd64', 'maybe'],
    ['linux-nx-before-gdt', '4.15.18', 'no'],
    // Came with a backport: other lines never had it.
    ['linux-xenstore-local-init', '5.10.10', 'no'],
    ['linux-xenstore-local-init', '5.10.11', 'yes'],
    ['linux-xenstore-local-init', '5.10.13', 'no'],
    ['linux-xenstore-local-init', '5.4.100', 'no'],
    ['linux-xenstore-local-init', '5.11.0', 'no'],
    ['linux-static-call-pvh-dom0', '6.1.120', 'no'],
    ['linux-static-call-pvh-dom0', '6.1.128', 'yes'],
    ['linux-static-call-pvh-dom0', '6.12.5', 'no'],
    ['linux-static-call-pvh-dom0', '6.12.6', 'yes'],
    ['linux-static-call-pvh-dom0', '6.12.7', 'maybe'],
    // The numbers of 2.6 count by three.
    ['linux-vcpu-info-page-x86', '2.6.22', 'no'],
    ['linux-vcpu-info-page-x86', '2.6.23', 'yes'],
    ['linux-vcpu-info-page-x86', '2.6.32.63', 'maybe'],
    ['xen-dom0-nodes-credit2', '4.11.4', 'no'],
    ['xen-dom0-nodes-credit2', '4.15.3', 'yes'],
    ['xen-dom0-nodes-credit2', '4.16.2', 'no'],
    ['xen-dom0-nodes-credit2', '4.17.0', 'no'],
  ];
  for (const [id, text, broken] of expected)
    assert.is(brokenIn(release(text), known(id)), broken, `${id} ${text}`);
});

test('a function of an oops finds what a release alone does not', () => {
  const [first] = regressionsFor(
    {
      kernel: release('4.8.4-coreos'),
      mode: 'pv',
      arch: 'x86_64',
      functions: ['rapl_cpu_online+0x63/0x80', 'cpuhp_invoke_callback+0x85/0x3d0'],
    },
    all,
  );
  assert.is(first!.regression.id, 'linux-rapl-logical-package');
  assert.is(first!.strength, 'strong');
  assert.is(first!.shownBy, 'rapl_cpu_online+0x63/0x80');
  const without = regressionsFor({ kernel: release('4.8.4-coreos'), mode: 'pv', arch: 'x86_64' }, all);
  assert.not(
    without.some(
      ({ regression, strength }) => regression.id === first!.regression.id || strength === 'strong',
    ),
  );
});

test('the parts of a name that compilers add do not hide a function', () => {
  for (const name of [
    '__pci_enable_msix_range.part.0+0x26b/0x5f0',
    '__pci_enable_msix_range',
    'msix_mask_all.cold',
  ])
    assert.ok(
      regressionsFor({ kernel: release('5.14.1'), mode: 'pv', functions: [name] }, all).some(
        ({ regression, strength }) => regression.id === 'linux-msix-mask-all' && strength === 'strong',
      ),
      name,
    );
  assert.not(
    regressionsFor({ functions: ['xor_avxy', 'not_int3_magic', 'int3_magician'] }, all).some(
      ({ strength }) => strength === 'strong',
    ),
  );
});

test('what is known of a boot rules out what cannot be', () => {
  const ids = (facts: Parameters<typeof regressionsFor>[0]) =>
    regressionsFor(facts, all).map(({ regression }) => regression.id);
  const xor = { kernel: release('3.11.0'), mode: 'pv', functions: ['xor_avx_2+0x4f/0x160'] } as const;
  assert.ok(ids({ ...xor, xen: release('3.4.3.amazon') }).includes('linux-xor-avx-osxsave'));
  assert.not(ids({ ...xor, xen: release('4.2.1') }).includes('linux-xor-avx-osxsave'));
  assert.not(ids({ ...xor, mode: 'hvm' }).includes('linux-xor-avx-osxsave'));
  assert.not(ids({ ...xor, kernel: release('3.12.0') }).includes('linux-xor-avx-osxsave'));
  const conflict = {
    kernel: release('4.14.13'),
    role: 'domu',
    mode: 'pv',
    functions: ['xen_memory_setup'],
  } as const;
  assert.ok(
    ids({ ...conflict, domain: key => key === 'e820_host' }).includes('linux-e820-kernel-conflict-guest'),
  );
  assert.not(ids({ ...conflict, domain: () => false }).includes('linux-e820-kernel-conflict-guest'));
  const [rapl] = regressionsFor(
    { kernel: release('4.8.0'), functions: ['rapl_cpu_online'], config: () => ({ low: 0, high: 2 }) },
    all,
  );
  assert.equal(rapl!.open, ['mode', 'arch', 'config', 'cpu']);
  assert.not(
    ids({
      kernel: release('4.8.0'),
      functions: ['rapl_cpu_online'],
      config: () => ({ low: 1, high: 1 }),
    }).includes('linux-rapl-logical-package'),
  );
});

test('releases alone are weak, and a line alone says nothing', () => {
  const facts = { role: 'dom0', mode: 'pvh', arch: 'x86_64' } as const;
  const found = regressionsFor({ ...facts, kernel: release('6.1.125') }, all);
  assert.is(found[0]!.regression.id, 'linux-static-call-pvh-dom0');
  assert.ok(found.every(({ strength, broken }) => strength === 'weak' && broken === 'yes'));
  assert.equal(regressionsFor({ ...facts, kernel: release('6.1.0-28-amd64') }, all), []);
});

test('nothing known gives nothing, and a long line is read to a point', () => {
  assert.equal(regressionsFor({}, all), []);
  assert.equal(regressionsFor({ messages: ['x'.repeat(100_000)] }, all), []);
});

test('the build refuses an entry that is not whole', () => {
  const faults = (change: object) =>
    assembleRegressions(
      new Map([
        [
          'linux.yaml',
          {
            component: 'linux',
            regressions: [
              {
                id: 'linux-x',
                title: 'x',
                since: ['4.8'],
                mended: ['4.8.5', '4.9'],
                'mended-by': ['0123456789ab'],
                stage: 'start',
                symptom: 'x',
                fatal: true,
                sources: ['x'],
                ...change,
              },
            ],
          },
        ],
      ]),
    ).faults;
  const at = 'linux.yaml, regressions[0]';
  assert.equal(faults({}), []);
  assert.equal(faults({ mended: [], 'mended-by': [] }), []);
  assert.equal(faults({ mended: ['4.8.5'] }), [
    `${at}.mended: lacks the release of mainline, of two numbers (2.6.x: three)`,
  ]);
  assert.equal(faults({ mended: ['4.9', '4.9.3'] }), [
    `${at}.mended: 4.9.3 is of a line that was never broken`,
  ]);
  assert.equal(faults({ since: ['soon'] }), [
    `${at}.since: is not a release: "soon"`,
    `${at}.since: is empty`,
  ]);
  assert.equal(faults({ 'mended-by': ['0123456'] }), [
    `${at}.mended-by: is not a commit of 12 to 40 digits: 0123456`,
  ]);
  assert.equal(faults({ 'mended-by': [] }), [`${at}.mended-by: needs a commit`]);
  assert.equal(faults({ kernel: '4.8..' }), [`${at}.kernel: is told by since and mended`]);
  assert.equal(faults({ config: 'X==y' }), [`${at}.config: X= must be followed by y, m or n`]);
  assert.equal(faults({ messages: ['('] }).length, 1);
  assert.equal(faults({ nonsense: 1 }), [`${at}.nonsense: is not known here`]);
});

test.run();
