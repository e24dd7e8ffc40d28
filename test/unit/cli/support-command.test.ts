import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { root } from '../../support/paths.js';
import { run } from './run.js';

const test = suite('support command');
const schema = JSON.parse(readFileSync(`${root}schema/support.json`, 'utf8')) as object;
const valid = new Ajv({ strict: false }).compile(schema);

interface Answer {
  readonly support: {
    readonly otherReleases: boolean;
    readonly systems: readonly { id: string; role: string }[];
    readonly statements: readonly { id: string }[];
    readonly contradictions: readonly { id: string }[];
    readonly documents: object;
  };
}

function ids(...args: string[]): {
  systems: string[];
  statements: string[];
  disputes: string[];
  other: boolean;
} {
  const { code, out, err } = run(['support', ...args, '--format', 'json']);
  assert.is(code, 0, err);
  const answer = JSON.parse(out) as Answer;
  assert.ok(valid(answer), JSON.stringify(valid.errors));
  const { systems, statements, contradictions, otherReleases } = answer.support;
  return {
    systems: systems.map(({ id }) => id),
    statements: statements.map(({ id }) => id),
    disputes: contradictions.map(({ id }) => id),
    other: otherReleases,
  };
}

// The expected rows are those of the documents.
test('without a query everything the documents say is there', () => {
  const { systems, statements, disputes } = ids();
  assert.is(systems.length + statements.length, 121);
  assert.equal(disputes, ['bzimage-domu', 'first-pv-kernel', 'lenny-dom0', 'pvops-dom0']);
});

test('a system and its release, in one argument or in several', () => {
  assert.equal(ids('fedora 16', '--role', 'dom0').systems, ['dom0-fedora-16']);
  assert.equal(ids('fedora', '14', '--role', 'domu').systems, ['domu-fedora-14', 'install-fedora']);
  assert.equal(ids('ubuntu 12.04').systems, ['domu-ubuntu-12.04', 'dom0-ubuntu']);
  assert.equal(ids('windows xp').systems, ['domu-windows-xp']);
});

test('a release that lies in an open range belongs to the row, an older one does not', () => {
  assert.ok(ids('ubuntu 22.04').systems.includes('dom0-ubuntu'));
  assert.not.ok(ids('ubuntu 10.04').systems.includes('dom0-ubuntu'));
});

test('names that people use find the rows of the documents', () => {
  assert.ok(ids('redhat', '--role', 'dom0').systems.includes('dom0-rhel-5'));
  assert.ok(ids('sles', '--role', 'dom0').systems.includes('dom0-sle'));
  assert.ok(ids('xcp', '--role', 'dom0').systems.includes('dom0-xenserver'));
});

test('a release that no row names shows the other rows and says so', () => {
  const { systems, other } = ids('rhel 9', '--role', 'domu');
  assert.ok(other);
  assert.equal(systems, ['domu-rhel-5', 'domu-rhel-6', 'install-rhel']);
  assert.match(run(['support', 'rhel 9']).out, /No row names that release/);
});

test('a subject finds statements and what contradicts them', () => {
  const found = ids('bzimage');
  assert.ok(found.statements.includes('rule-image-bzimage-xen33'));
  assert.equal(found.disputes, ['bzimage-domu']);
  assert.ok(ids('CONFIG_XEN').statements.includes('rule-config-cpu'));
});

test('of a contradiction only what holds for the versions named is shown', () => {
  const ruling = (...args: string[]) => {
    const { out } = run(['support', ...args]);
    return out.slice(out.indexOf('The documents disagree'));
  };
  assert.match(ruling('bzimage', '--xen', '3.2'), /Xen up to 3\.2: No/);
  assert.not.match(ruling('bzimage', '--xen', '3.2'), /3\.3 and newer: Yes/);
  assert.match(ruling('bzimage', '--xen', '3.3'), /Xen 3\.3 and newer: Yes/);
  assert.match(ruling('lenny', '--kernel', '2.6.26'), /xenlinux port/);
});

test('every page fits 80 columns and names its documents', () => {
  const { out } = run(['support']);
  for (const line of out.split('\n')) assert.ok(line.length <= 80 || !line.trim().includes(' '), line);
  for (const title of ['DomU Support for Xen', 'Dom0 Kernels for Xen', 'Linux on Xen', 'Debian wiki'])
    assert.match(out, title);
});

test('what nothing is said of is wrong usage, with the names that there are', () => {
  const { code, out, err } = run(['support', 'no\u001bsuch']);
  assert.is(code, 2);
  assert.is(out, '');
  assert.match(err, /say nothing of no\\x1bsuch; they name Alpine Linux/);
  assert.is(run(['support', 'debian', '--xen', 'new']).code, 2);
});

test.run();
