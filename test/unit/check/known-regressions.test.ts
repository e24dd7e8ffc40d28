// What check says of a release that is known not to boot. Expected: the changelogs that profiles/regressions names.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { messageOf } from '../../../src/report/words/message.js';
import { judge, kernelText } from '../../support/kernel-config.js';

const test = suite('known regressions');

function found(text: string, options: Parameters<typeof judge>[1] = {}): string[] {
  return judge(text, options).findings.flatMap(finding =>
    finding.code === 'regression'
      ? [`${finding.level} ${finding.regression.id} ${finding.profiles.join(' ')}`]
      : [],
  );
}
const of = (version: string) => kernelText({ version });
const check = 'linux-static-call-pvh-dom0 dom0-pvh';

test('warns of the very release, for the mode that fails, up to the mend', () => {
  assert.ok(!found(of('6.1.120')).some(text => text.includes('static-call')));
  for (const version of ['6.1.121', '6.1.128'])
    assert.ok(found(of(version)).includes(`warning ${check}`), version);
  assert.ok(!found(of('6.1.129')).some(text => text.includes('static-call')));
});

test("a distribution's kernel gets a note at most, and one that keeps its number nothing", () => {
  assert.ok(found(of('6.1.125-1-lts')).includes(`note ${check}`));
  assert.ok(found(`${of('6.1.125')}CONFIG_LOCALVERSION="-mine"\n`).includes(`note ${check}`));
  assert.ok(found(`${of('6.1.125')}CONFIG_BUILD_SALT="6.1.0-30-amd64"\n`).includes(`note ${check}`));
  assert.equal(found(`${of('6.1.125')}CONFIG_VERSION_SIGNATURE="Ubuntu 6.1.0-1029.29-oem 6.1.125"\n`), []);
  assert.equal(found(of('6.1.0-30-amd64')), []);
  assert.equal(found(of('5.14.0-427.13.1.el9_4.x86_64')), []);
  assert.equal(found(of('6.13-rc3')), []);
});

test('what needs some machine besides is a note', () => {
  const notes = found(of('5.10.30'));
  assert.ok(notes.some(text => text.startsWith('note linux-nx-before-gdt dom0-pv domu-pv')));
  assert.ok(notes.every(text => text.startsWith('note ')));
});

test('the config has to have what it takes', () => {
  const one = (changes: Record<string, 'y' | 'n'>) =>
    found(kernelText({ version: '6.9.1', changes })).filter(text => text.includes('linux-mpparse-one-cpu'));
  // 6.9.1 may have been mended; its first release was not.
  assert.equal(one({ X86_MPPARSE: 'n' }), []);
  const first = (changes: Record<string, 'y' | 'n'>) =>
    found(kernelText({ version: '6.9.0', changes })).filter(text => text.includes('linux-mpparse-one-cpu'));
  assert.equal(first({ X86_MPPARSE: 'n' }), ['note linux-mpparse-one-cpu domu-pv']);
  assert.equal(first({ X86_MPPARSE: 'y' }), []);
});

test('a Xen is judged where it was named to its last number', () => {
  const dom0 = (xen?: string) =>
    found(of('6.12.60'), xen ? { xen } : {}).filter(text => text.includes('xen-rmrr-pvh-dom0'));
  assert.equal(dom0('4.19.4'), ['note xen-rmrr-pvh-dom0 dom0-pvh']);
  assert.equal(dom0('4.19.5'), []);
  assert.equal(dom0('4.19'), []);
  assert.equal(dom0(), []);
});

test('the finding says what, why, what to do, and by which commits', () => {
  const finding = judge(of('6.1.125')).findings.find(
    one => one.code === 'regression' && one.regression.id === 'linux-static-call-pvh-dom0',
  )!;
  const { message, why, fix, evidence } = messageOf(finding);
  assert.is(
    message,
    'Linux 6.1.125 is known not to boot as dom0-pvh: a check in early static calls stops a PVH dom0',
  );
  assert.is(why, 'A BUG before dom0 writes anything.');
  assert.is(fix, 'Use Linux 6.13, 6.1.129 or newer. Or: Boot a PV dom0.');
  assert.ok(evidence.includes('mended by linux commit 5cc2db37124b'));
  assert.ok(evidence.includes('broken by linux commit 0ef8047b737d'));
});

test.run();
