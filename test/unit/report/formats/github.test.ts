// GitHub's annotations, read the way that its runner reads a log.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { safeText } from '../../../../src/input/safe-text.js';
import { github } from '../../../../src/report/check/github.js';
import type { Report } from '../../../../src/api/report.js';
import { hostilePieces, hostileReport, hostileValues } from '../../../support/hostile.js';
import { kernelText } from '../../../support/kernel-config.js';
import { form, reportOf } from '../../../support/report-of.js';
import { samples } from '../../../support/samples.js';

const test = suite('github');

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/**
 * What the runner takes for a command: a line that starts with "::" after white space, up to the next "::"; and the
 * older "##[name properties]" anywhere else in a line. Escapes as it undoes them, "%" last.
 */
function command(line: string): Command | null {
  const trimmed = line.trimStart();
  if (!trimmed.startsWith('::')) {
    assert.not.match(line, /##\[|##vso\[/);
    return null;
  }
  const end = trimmed.indexOf('::', 2);
  if (end < 0) return null;
  const head = trimmed.slice(2, end);
  const space = head.indexOf(' ');
  const name = space < 0 ? head : head.slice(0, space);
  const undo = (text: string, more: readonly (readonly [string, string])[] = []) =>
    [['%0D', '\r'], ['%0A', '\n'], ...more, ['%25', '%']].reduce(
      (all, [from, to]) => all.replaceAll(from!, to!),
      text,
    );
  const properties: Record<string, string> = {};
  for (const pair of space < 0 ? [] : head.slice(space + 1).split(',')) {
    const at = pair.indexOf('=');
    if (at > 0)
      properties[pair.slice(0, at).trim()] = undo(pair.slice(at + 1), [
        ['%3A', ':'],
        ['%2C', ','],
      ]);
  }
  return { name, properties, data: undo(trimmed.slice(end + 2)) };
}

function read(report: Report, verbose = true): { commands: Command[]; rest: string[] } {
  const text = github(report, { ...form, verbose });
  assert.not.match(
    text,
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]/,
  );
  const lines = text.trimEnd().split('\n');
  const commands = lines.map(command);
  return {
    commands: commands.filter(one => one !== null),
    rest: lines.filter((_, index) => commands[index] === null),
  };
}

const one = (path: string, changes: Parameters<typeof kernelText>[0]) => {
  const report = reportOf({ [path]: kernelText(changes) });
  const counted = new Set(report.profiles.map(({ name }) => name));
  return { ...report, results: report.results.map(result => ({ ...result, counted })) };
};

test('an annotation a finding, at its file and line', () => {
  const { commands } = read(one('a/b.config', { changes: { XENFS: 'n' } }), false);
  const found = commands.find(({ properties }) => properties['title']!.startsWith('xenfs'))!;
  assert.is(found.name, 'error');
  assert.is(found.properties['file'], 'a/b.config');
  assert.ok(Number(found.properties['line']) > 1);
  assert.match(found.data, /^CONFIG_XENFS is not set/);
  assert.match(found.data, /\nset: CONFIG_XENFS=/);
});

test('paths are those of the repository; standard input has none', () => {
  const file = (path: string) => read(one(path, { changes: { XENFS: 'n' } })).commands[0]!.properties['file'];
  assert.is(file('./a/../b'), 'b');
  assert.is(file('a:b,c%2C'), 'a:b,c%2C');
  assert.is(file('-'), undefined);
});

test('ten of a kind, errors first; the rest is counted in words', () => {
  const odd = Array.from({ length: 25 }, (_, index) => `odd ${index}\n`).join('');
  const report = reportOf(
    { x: `${kernelText()}${odd}`, ...samples },
    {},
    Array.from({ length: 12 }, (_, index) => ({ path: `p${index}`, message: 'is a folder' })),
  );
  const { commands, rest } = read(report);
  const names = commands.map(({ name }) => name);
  for (const name of ['error', 'warning', 'notice'])
    assert.ok(names.filter(each => each === name).length <= 10, name);
  assert.equal(names, [...names].sort(by(['error', 'warning', 'notice'])));
  assert.is(names.filter(each => each === 'error').length, 10);
  assert.match(rest.at(-1)!, /: 2 errors, \d+ warnings more$/);
});

test('ten errors are ten causes, each with its files, before anything that follows from them', () => {
  const off = { XEN: 'n', XEN_PV: null, XEN_PVH: null, HVC_XEN: 'n', XENFS: 'n', XEN_BACKEND: 'n' } as const;
  const files = Object.fromEntries(
    ['a', 'b', 'c'].map(name => [`${name}.config`, kernelText({ arch: 'arm64', changes: off })]),
  );
  const odd = { 'd.config': kernelText({ arch: 'arm64', changes: { HVC_XEN: 'n' } }) };
  const report = reportOf({ ...files, ...odd }, { asked: ['dom0-arm'] });
  const counted = new Set(['dom0-arm', 'domu-arm']);
  const results = report.results.map(result => ({ ...result, counted }));
  const { commands } = read({ ...report, results }, false);
  const errors = commands.filter(({ name }) => name === 'error');
  const [xen, hvc, ...rest] = errors;
  assert.is(errors.length, 10);
  assert.match(
    xen!.data,
    /^CONFIG_XEN is not set[^]*\nin 3 files: a\.config:\d+, b\.config:\d+, c\.config:\d+\n/,
  );
  assert.match(xen!.data, /\noff with it: .*CONFIG_HVC_XEN/);
  assert.match(hvc!.data, /^CONFIG_HVC_XEN is not set/);
  assert.is(hvc!.properties['file'], 'd.config');
  assert.equal(
    rest.slice(0, 2).map(({ data, properties }) => [data.slice(0, 21), properties['file']]),
    ['b.config', 'c.config'].map(file => ['CONFIG_XEN is not set', file]),
  );
  for (const { data } of rest.slice(2)) assert.match(data, /\nfollows from: CONFIG_XEN is not set/);
});

const by = (order: readonly string[]) => (left: string, right: string) =>
  order.indexOf(left) - order.indexOf(right);

test('notes only when they are asked for', () => {
  const notes = (report: Report, verbose: boolean) =>
    read(report, verbose).commands.filter(({ name }) => name === 'notice').length;
  const report = reportOf(samples);
  assert.is(notes(report, false), 0);
  assert.ok(notes(report, true) > 0);
  assert.ok(notes({ ...report, failOn: 'note' }, false) > 0);
});

test('hostile names and values start no command, and come out as they were meant', () => {
  for (const piece of hostilePieces) {
    const name = JSON.stringify(piece);
    const values = hostileValues(piece);
    const { commands } = read(hostileReport(piece));
    for (const { name: kind, properties } of commands) {
      assert.ok(['error', 'warning', 'notice'].includes(kind), name);
      for (const key of Object.keys(properties))
        assert.ok(['file', 'line', 'title'].includes(key), `${name} ${key}`);
    }
    const texts = commands.map(({ data }) => data).join('\n');
    const shown = (text: string) =>
      safeText(text)
        .replace(/^::/gm, '\\x3a:')
        .replace(/##(?=\[|vso\[)/g, '\\x23#');
    for (const value of [values.message, values.reason, values.fix])
      assert.ok(texts.includes(shown(value)), `${name}: ${value}`);
    const files = new Set(commands.map(({ properties }) => properties['file']));
    if (/^[\n\r\x20-\x7e]*$/.test(piece) && !/\/|##/.test(piece)) assert.ok(files.has(values.path), name);
  }
});

test.run();
