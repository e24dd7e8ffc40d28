// Cause and consequence, against what the kernel's Kconfig files say depends on what.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { causesOf } from '../../../src/check/cause.js';
import type { Blocker, Finding } from '../../../src/check/finding.js';
import { judge, kernelText } from '../../support/kernel-config.js';

const test = suite('cause');

const named = (finding: Finding) => ('option' in finding ? finding.option : null);

/** Options of findings that follow from nothing, errors and warnings alone. */
function causes(text: string, target: Parameters<typeof judge>[1] = {}): Set<string | null> {
  const findings = judge(text, target).findings.filter(({ level }) => level !== 'note');
  const follows = causesOf(findings);
  return new Set(findings.filter(finding => !follows.has(finding)).map(named));
}

// drivers/xen/Kconfig, drivers/tty/hvc/Kconfig and drivers/block/Kconfig: all of these depend on XEN.
const ofXen = ['HVC_XEN', 'XENFS', 'XEN_BACKEND', 'XEN_DEV_EVTCHN', 'XEN_GNTDEV', 'XEN_BALLOON', 'XEN_PV'];
const off = Object.fromEntries(
  [...ofXen, 'XEN', 'XEN_PVH', 'XEN_DOM0', 'XEN_BLKDEV_FRONTEND', 'XEN_NETDEV_FRONTEND'].map(
    option => [option, 'n'] as const,
  ),
);

test('XEN off is one cause, on x86 and on Arm', () => {
  for (const arch of ['x86_64', 'arm64'] as const) {
    const text = kernelText({ arch, version: '6.1.0', changes: off });
    const { findings } = judge(text);
    assert.ok(findings.filter(({ level }) => level !== 'note').length > 8, arch);
    assert.equal(
      [...causes(text)].filter(option => option?.includes('XEN')),
      ['XEN'],
      arch,
    );
  }
});

test('what nothing holds back is a cause of its own', () => {
  const text = kernelText({ changes: { HVC_XEN: 'n', DEVTMPFS: 'n', XEN_NETDEV_FRONTEND: 'n' } });
  const found = causes(text);
  for (const option of ['HVC_XEN', 'DEVTMPFS', 'XEN_NETDEV_FRONTEND']) assert.ok(found.has(option), option);
});

test('a driver that is a module causes nothing, though others need it built in', () => {
  const text = kernelText({ changes: { XEN_BLKDEV_FRONTEND: 'm', XENFS: 'm' } });
  assert.is(causesOf(judge(text).findings).size, 0);
});

const blocker = (
  option: string,
  blockers: readonly Blocker[] = [],
  more: Partial<Blocker> = {},
): Blocker => ({
  option,
  expected: 'y',
  actual: 'n',
  line: null,
  hidden: false,
  blockers,
  ...more,
});

/** A need of a rule that nothing else of matters here. */
function need(option: string, blockers: readonly Blocker[] = [], level: Finding['level'] = 'error'): Finding {
  const rule = { id: option.toLowerCase() } as never;
  const { expected, actual, line, hidden } = blocker(option);
  const about = { option, expected, actual, line, hidden, blockers };
  return { code: 'need', level, stage: 'load', profiles: ['a'], rule, ...about };
}

test('a chain ends at its first cause', () => {
  const [a, b, c] = [need('A'), need('B', [blocker('A')]), need('C', [blocker('B', [blocker('A')])])];
  const found = causesOf([c, b, a]);
  assert.is(found.get(b), a);
  assert.is(found.get(c), a);
  assert.not.ok(found.has(a));
});

test('of equals the most severe is the cause, whatever the order', () => {
  const [warning, error] = [need('A', [], 'warning'), need('A')];
  assert.equal([...causesOf([warning, error])], [[warning, error]]);
  assert.equal([...causesOf([error, warning])], [[warning, error]]);
});

test('what one option without a finding holds back is one cause', () => {
  const hidden = blocker('H', [blocker('BLOCK')], { hidden: true });
  const [a, b, other] = [need('A', [hidden]), need('B', [blocker('BLOCK')]), need('C', [blocker('NET')])];
  const found = causesOf([a, b, other]);
  assert.equal([...found], [[b, a]]);
});

test('findings that blame each other stand alone, and nothing is lost', () => {
  const [a, b] = [need('A', [blocker('B')]), need('B', [blocker('A')])];
  assert.is(causesOf([a, b]).size, 0);
});

test('ten thousand findings are no work', () => {
  const many = Array.from({ length: 10_000 }, (_, index) =>
    need(`O${index}`, index ? [blocker(`O${index - 1}`)] : []),
  );
  const found = causesOf(many);
  assert.is(found.size, many.length - 1);
  assert.is(found.get(many.at(-1)!), many[0]);
});

test.run();
