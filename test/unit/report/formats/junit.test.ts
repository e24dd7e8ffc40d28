// JUnit, read by an XML parser: what fails there is what fails the run, and values are text.
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fails } from '../../../../src/check/verdict.js';
import { safeText } from '../../../../src/input/safe-text.js';
import { junit } from '../../../../src/report/check/junit.js';
import type { Report } from '../../../../src/api/report.js';
import { hostilePieces, hostileReport, hostileValues } from '../../../support/hostile.js';
import { form, reportOf } from '../../../support/report-of.js';
import { samples } from '../../../support/samples.js';

const test = suite('junit');

interface Node {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: Node[];
  text: string;
}

/** The tree of a well-formed document; throws where it is not. */
function parsed(text: string): Node {
  const parser = new SaxesParser();
  const root: Node = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  parser.on('error', error => {
    throw error;
  });
  parser.on('opentag', (tag: SaxesTagPlain) => {
    const node: Node = { name: tag.name, attributes: tag.attributes, children: [], text: '' };
    open.at(-1)!.children.push(node);
    open.push(node);
  });
  parser.on('closetag', () => void open.pop());
  parser.on('text', piece => {
    open.at(-1)!.text += piece;
  });
  parser.write(text).close();
  return root.children[0]!;
}

const children = ({ children }: Node, name: string) => children.filter(child => child.name === name);
const outcomes = ['failure', 'error', 'skipped'] as const;

/** The structure that readers share: suites of cases, with counts that are right. */
function checked(report: Report): Node {
  const root = parsed(junit(report, form));
  assert.is(root.name, 'testsuites');
  const suites = children(root, 'testsuite');
  assert.is(suites.length, root.children.length);
  const all = suites.flatMap(one => children(one, 'testcase'));
  const counted = (node: Node, cases: Node[]) => {
    assert.is(Number(node.attributes['tests']), cases.length);
    for (const [attribute, name] of [
      ['failures', 'failure'],
      ['errors', 'error'],
      ['skipped', 'skipped'],
    ] as const)
      assert.is(Number(node.attributes[attribute]), cases.filter(one => children(one, name).length).length);
  };
  counted(root, all);
  for (const one of suites) {
    const cases = children(one, 'testcase');
    counted(one, cases);
    const names = cases.map(({ attributes }) => attributes['name']);
    assert.is(new Set(names).size, names.length);
    for (const { attributes, children } of cases) {
      assert.is(attributes['classname'], one.attributes['name']);
      assert.ok(children.filter(({ name }) => outcomes.includes(name as never)).length <= 1);
    }
  }
  return root;
}

test('a suite a file, a case a profile', () => {
  const report = reportOf(samples);
  const suites = children(checked(report), 'testsuite');
  assert.equal(
    suites.map(({ attributes }) => attributes['name']),
    Object.keys(samples),
  );
  for (const [index, one] of suites.entries())
    for (const { profile } of report.results[index]!.verdicts)
      assert.ok(
        children(one, 'testcase').some(({ attributes }) => attributes['name']!.startsWith(`${profile} (`)),
      );
});

test('a file has a failure where it fails the run, and only there', () => {
  let failed = 0;
  for (const failOn of ['error', 'warning', 'note', 'never'] as const)
    for (const target of [{}, { xen: '3.4' }, { asked: ['domu-pvh'] }]) {
      const report = { ...reportOf(samples, target), failOn };
      const suites = children(checked(report), 'testsuite');
      for (const [index, { findings, counted }] of report.results.entries()) {
        const expected = fails(findings, counted, failOn);
        if (expected) failed++;
        assert.is(Number(suites[index]!.attributes['failures']) > 0, expected, `${failOn} ${index}`);
      }
    }
  assert.ok(failed > 20);
});

test('the same where every mode counts', () => {
  const report = reportOf(samples);
  const counted = new Set(report.profiles.map(({ name }) => name));
  const root = checked({ ...report, results: report.results.map(result => ({ ...result, counted })) });
  const [bare] = children(root, 'testsuite').filter(({ attributes }) => attributes['name'] === 'bare.config');
  const [pv] = children(bare!, 'testcase').filter(
    ({ attributes }) => attributes['name'] === 'dom0-pv (PV dom0)',
  );
  const [failure] = children(pv!, 'failure');
  assert.is(failure!.attributes['message'], 'fails at load');
  assert.match(failure!.text, /error at load: CONFIG_XEN is not set/);
  assert.match(failure!.text, /bare\.config:\d+/);
  assert.match(failure!.text, /set: CONFIG_XEN=y/);
});

test('what could not be read is an error', () => {
  const root = checked(reportOf({}, {}, [{ path: 'x', message: 'does not exist' }]));
  const [one] = children(root, 'testsuite');
  assert.equal([one!.attributes['name'], one!.attributes['errors']], ['x', '1']);
});

test('hostile names and values are text of the document', () => {
  for (const piece of hostilePieces) {
    const name = JSON.stringify(piece);
    const root = checked(hostileReport(piece));
    const shown = (text: string) =>
      safeText(text).replace(/[\ufffe\uffff]/g, one => `\\u${one.charCodeAt(0).toString(16)}`);
    const values = hostileValues(piece);
    const suites = children(root, 'testsuite');
    assert.equal(
      suites.map(({ attributes }) => attributes['name']),
      [values.path, `name ${safeText(piece)}`, `waivers${safeText(piece)}.yaml`, values.unread].map(shown),
      name,
    );
    const cases = suites.flatMap(one => children(one, 'testcase'));
    const texts = cases.flatMap(({ children }) => children.map(({ text }) => text)).join('\n');
    for (const value of [values.message, values.malformed, values.reason, values.fix, values.set])
      assert.ok(texts.includes(shown(value)), `${name}: ${value}`);
    // Only elements of ours came of it.
    const names = new Set<string>();
    const walk = (node: Node) => {
      names.add(node.name);
      node.children.forEach(walk);
    };
    walk(root);
    for (const element of names)
      assert.ok(
        ['testsuites', 'testsuite', 'testcase', 'properties', 'property', 'system-out', ...outcomes].includes(
          element,
        ),
        `${name}: ${element}`,
      );
  }
});

test.run();
