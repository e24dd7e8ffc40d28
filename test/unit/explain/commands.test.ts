// Commands of remedies and of what to get next, for the system that the inputs show.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Case, explainCase } from './support/case.js';
import { assembleFailures } from '../../../scripts/compile/failures.js';
import { failures, failureFiles, messageIds } from './support/knowledge.js';

const test = suite('commands');
const calledRow = (command: string) => /^\$\{([\w-]+)(?: [^}]+)?\}$/.exec(command)?.[1] ?? null;
const guest = 'name = "web"\nkernel = "/boot/vmlinuz"\ndisk = ["phy:/dev/vg/web,xvda,w"]\nmemory = 512\n';

async function collected(files: Case['files'], more: Partial<Case> = {}): Promise<string> {
  const { collect } = await explainCase({ about: '', files, ...more });
  return collect.flatMap(({ commands }) => commands).join('\n');
}

test('with xl: the name of the guest and the path of its file', async () => {
  const said = await collected({ '/etc/xen/web.cfg': { domain: guest } });
  assert.match(said, 'xl -vvv create -c /etc/xen/web.cfg 2>&1 | tee create.txt');
  assert.match(said, 'xl console web | tee console.txt');
});

test('with xm, xend or a Xen from before xl', async () => {
  assert.match(await collected({ 'web.cfg': { domain: guest } }, { xen: '3.4' }), /^xm create -c web\.cfg/m);
  const log = { log: '[2012-01-01 10:00:00 1234] DEBUG (XendDomainInfo:103) XendDomainInfo.create(...)\n' };
  assert.match(await collected({ 'web.cfg': { domain: guest }, 'xend.log': log }), /^xm console web/m);
});

test("Qubes OS: from a qube's preferences", async () => {
  const record = 'kernel    D  6.6.48-1.fc37\nmemory    D  400\nname      -  work\nvirt_mode D  pvh\n';
  const said = await collected({ prefs: { record } });
  assert.match(said, /^qvm-start work$/m);
  assert.not.match(said, /guest\.cfg/);
});

test('a cloud: nothing of the host is asked for', async () => {
  const said = await collected({
    'console.txt': {
      log: 'Xen Minimal OS!\n(XEN) Xen version 4.11.amazon (root@) (gcc) Mon\nGRUB Loading stage2\n',
    },
  });
  assert.not.match(said, /^xl /m);
});

test('names that a shell would not take as they are stay out', async () => {
  const said = await collected({ 'a $(reboot).cfg': { domain: guest.replace('web', 'x; reboot') } });
  assert.match(said, 'xl -vvv create -c guest.cfg');
  assert.match(said, 'xl console NAME');
});

test('what the inputs show is not asked for', async () => {
  const record =
    'host : a\nrelease : 6.1.0\nxen_version : 4.17.5\nxen_caps : xen-3.0-x86_64\nfree_memory : 9000\n';
  assert.match(await collected({ 'web.cfg': { domain: guest } }), /xl info xen_version/);
  assert.not.match(
    await collected({ 'web.cfg': { domain: guest }, info: { record } }),
    /xl info xen_version/,
  );
});

test('every row is called, and every call has a row', () => {
  const given = [
    ...failures.modes.flatMap(({ fix }) => fix),
    ...failures.events.flatMap(({ fix }) => fix),
    ...failures.collect,
  ].flatMap(({ commands }) => commands);
  const called = new Set(given.map(calledRow).filter(row => row !== null));
  assert.equal(
    Object.keys(failures.commands).filter(row => !called.has(row)),
    [],
  );
  for (const command of given) if (command.includes('${')) assert.is.not(calledRow(command), null, command);
});

test('a call without a row, a system that nobody has and a row without a default are faults', () => {
  const files = failureFiles();
  files.set('commands.yaml', { commands: { one: { solaris: ['x'], debian: ['y'] } } });
  const { faults } = assembleFailures(files, messageIds);
  assert.ok(faults.includes('commands.yaml: there is no ${console}'), faults.join('\n'));
  assert.ok(
    faults.some(one => one.includes('commands.one.solaris: is not one of qubes')),
    faults.join('\n'),
  );
  assert.ok(
    faults.some(one => one.includes('must be there, as the last')),
    faults.join('\n'),
  );
});

test.run();
