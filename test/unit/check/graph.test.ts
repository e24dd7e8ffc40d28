// What holds options back without a kernel tree, by the graph that ships as data.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Blocker } from '../../../src/check/finding.js';
import { graphExplanations } from '../../../src/check/graph-explanation.js';
import { configViewOf } from '../../../src/check/view.js';
import { parseConfig } from '../../../src/config/parse.js';
import { parseVersion } from '../../../src/input/version.js';
import { packGraphs } from '../../../scripts/facts/pack-graphs.js';
import { graphFor } from '../../../src/profiles/graph-data.js';
import { loadGraph } from '../../support/knowledge.js';

const test = suite('graph');

const explain = graphExplanations(loadGraph());

/** A whole config of that release: what is named, and nothing else. */
function viewOfKernel(version: string, arch: string, lines: string) {
  const header = `#\n# Automatically generated file; DO NOT EDIT.\n# Linux/${arch} ${version} Kernel Configuration\n#\n`;
  const own = arch === 'x86_64' ? 'CONFIG_X86_64=y\nCONFIG_X86=y\n' : `CONFIG_${arch.toUpperCase()}=y\n`;
  return configViewOf({ ...parseConfig(`${header}${own}${lines}`), kind: 'config' }, {});
}

/** "PARAVIRT(HYPERVISOR_GUEST@7)". */
const shown = (blockers: readonly Blocker[]): string =>
  blockers
    .map(
      ({ option, expected, line, blockers: below }) =>
        `${option}=${expected}${line === null ? '' : `@${line}`}${below.length ? `(${shown(below)})` : ''}`,
    )
    .join(' ');

// In every one of these trees XEN stands inside "if HYPERVISOR_GUEST" and depends on PARAVIRT (arch/x86/xen/Kconfig).
for (const version of ['5.10', '6.1', '6.12', '7.3']) {
  test(`${version}: XEN needs PARAVIRT, which needs HYPERVISOR_GUEST`, () => {
    const machine = 'CONFIG_X86_LOCAL_APIC=y\nCONFIG_X86_TSC=y\nCONFIG_HAVE_STATIC_CALL=y\n';
    const view = viewOfKernel(version, 'x86_64', `# CONFIG_HYPERVISOR_GUEST is not set\n${machine}`);
    const found = explain('XEN', 'y', view)!;
    assert.is(shown(found.blockers), 'PARAVIRT=y(HYPERVISOR_GUEST=y@7)');
    assert.is(found.asOf, undefined);
    assert.is(found.hidden, false);
    assert.is(found.blockers[0]!.at, undefined);
  });

  // The disk front end is a tristate, XEN a bool: modules will do for the one, not for the other.
  test(`${version}: a bool is never asked to be m`, () => {
    const view = viewOfKernel(version, 'arm64', 'CONFIG_BLK_DEV=y\nCONFIG_OF=y\n');
    assert.is(shown(explain('XEN_BLKDEV_FRONTEND', 'm', view)!.blockers), 'XEN=y');
  });
}

test('between releases the nearest older one is read, and named', () => {
  const view = viewOfKernel('6.6.30', 'x86_64', '# CONFIG_HYPERVISOR_GUEST is not set\n');
  assert.is(explain('XEN', 'y', view)!.asOf, '6.1');
  const newer = viewOfKernel('7.9', 'x86_64', '# CONFIG_HYPERVISOR_GUEST is not set\n');
  assert.is(explain('XEN', 'y', newer)!.asOf, '7.3');
});

test('nothing is said of older kernels, other machines, fragments and other options', () => {
  assert.is(explain('XEN', 'y', viewOfKernel('5.9', 'x86_64', '')), null);
  assert.is(explain('XEN', 'y', viewOfKernel('6.1', 'riscv', '')), null);
  assert.is(explain('NO_SUCH_OPTION', 'y', viewOfKernel('6.1', 'x86_64', '')), null);
  const fragment = configViewOf(parseConfig('CONFIG_X86_64=y\n'), {}, { version: parseVersion('6.1')! });
  assert.is(explain('XEN', 'y', fragment), null);
});

test('what trees share stands once, and each gets its own back', () => {
  const one = new Map([
    ['A', { type: 'bool', prompts: ['B'] }],
    ['B', { type: 'bool' }],
  ] as const);
  const two = new Map([['A', { type: 'bool', prompts: [''] }]] as const);
  const tree = {
    selectors: new Map<string, string[]>(),
    on: new Set<string>(),
    defaulted: new Set<string>(),
  };
  const data = packGraphs([
    { ...tree, release: '6.1', arch: 'arm', graph: one, selectors: new Map([['B', ['C']]]) },
    { ...tree, release: '6.1', arch: 'arm64', graph: two, on: new Set(['B']) },
    { ...tree, release: '6.12', arch: 'arm', graph: one, selectors: new Map([['B', ['A', 'C']]]) },
  ]);
  assert.equal(data.selectors, { B: { arm: ['A', 'C'] } });
  assert.equal(data.on, ['B']);
  assert.is(data.symbols['A']!.length, 2);
  const back = (version: string, arch: string) => graphFor(data, parseVersion(version)!, arch);
  assert.equal(back('6.1', 'arm'), { release: '6.1', graph: one });
  assert.equal(back('6.1', 'arm64'), { release: '6.1', graph: two });
  assert.equal(back('6.13', 'arm'), { release: '6.12', graph: one });
  assert.is(back('6.0', 'arm'), null);
});

test.run();
