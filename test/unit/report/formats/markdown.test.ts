// The job summary, read by a parser of GitHub-flavoured Markdown.
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { safeText } from '../../../../src/input/safe-text.js';
import { markdown } from '../../../../src/report/check/markdown.js';
import { md, mdCode } from '../../../../src/report/words/markdown-text.js';
import type { Report } from '../../../../src/api/report.js';
import { hostilePieces, hostileReport, hostileValues } from '../../../support/hostile.js';
import { kernelText } from '../../../support/kernel-config.js';
import { form, reportOf } from '../../../support/report-of.js';
import { samples } from '../../../support/samples.js';

const test = suite('markdown');

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly url?: string;
  readonly children?: readonly Node[];
}

const parsed = (text: string): Node =>
  fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }) as Node;

function all(node: Node, type?: string): Node[] {
  const own = !type || node.type === type ? [node] : [];
  return [...own, ...(node.children ?? []).flatMap(child => all(child, type))];
}

const textOf = (node: Node): string => node.value ?? (node.children ?? []).map(textOf).join('');

/** Markup that may be in a summary, whatever the input. */
const allowed =
  'root heading text paragraph strong table tableRow tableCell inlineCode list listItem html link break';

function read(report: Report): Node {
  const text = markdown(report, form);
  assert.not.match(
    text,
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]/,
  );
  const root = parsed(text);
  for (const { type } of all(root)) assert.ok(allowed.split(' ').includes(type), type);
  for (const { value } of all(root, 'html'))
    assert.match(value!, /^(<details><summary><code>[^<>]*<\/code>: [\w, ]+<\/summary>|<\/details>)$/);
  for (const { url } of all(root, 'link')) assert.match(url!, /^https:\/\/example\.org\/rules\/[\w-]+$/);
  return root;
}

test('a table of files by modes for each architecture, then causes with their files', () => {
  const report = reportOf(samples);
  const root = read(report);
  const met = new Set<string>();
  for (const table of all(root, 'table')) {
    const [head, ...rows] = table.children!.map(row => row.children!.map(textOf));
    for (const [file, ...cells] of rows) {
      met.add(file!);
      assert.is(cells.length, head!.length - 1);
      const { verdicts } = report.results.find(({ path }) => path === file)!;
      for (const [column, mode] of head!.slice(1).entries()) {
        const { verdict, stage } = verdicts.find(({ profile }) => profile === mode)!;
        const cell = cells[column]!;
        if (verdict === 'fails') assert.is(cell, `❌ fails: ${stage}`);
        else assert.is(cell.includes('boots'), verdict === 'boots', cell);
      }
      // A mode that it has no column for says nothing of it.
      for (const { profile, verdict } of verdicts)
        if (!head!.includes(profile)) assert.match(verdict, /not-applicable|unknown/);
    }
  }
  const codes = new Set(all(root, 'inlineCode').map(({ value }) => value));
  for (const path of Object.keys(samples)) assert.ok(met.has(path) || codes.has(path), path);
  const words = textOf(root);
  assert.match(words, /error CONFIG_XEN is not set/);
  for (const { path, counts } of report.results)
    if (counts.error + counts.warning > 0)
      assert.ok(
        [...codes].some(code => code!.startsWith(`${path}:`) || code === path),
        path,
      );
  const opened = all(root, 'html').filter(({ value }) => value!.startsWith('<details>')).length;
  assert.is(all(root, 'html').length, opened * 2);
});

test('text and code come back from the parser as they went in', () => {
  for (const piece of [
    ...hostilePieces,
    'a  b',
    ' `',
    '` ',
    'a`b',
    '\\',
    'x\\',
    '- a',
    '+ a',
    '= a',
    '12) a',
    '~~~',
  ]) {
    const shown = safeText(piece);
    if (shown.trim() !== '') {
      const [code] = all(parsed(`start ${mdCode(piece)} end`), 'inlineCode');
      assert.is(code!.value, shown, JSON.stringify(piece));
      const [cell] = all(parsed(`| a |\n| --- |\n| ${mdCode(piece, 'table')} |\n`), 'tableRow').slice(1);
      assert.is(textOf(cell!.children![0]!), shown, `cell ${JSON.stringify(piece)}`);
    }
    for (const around of [
      (text: string) => `start ${text} end`,
      (text: string) => `start\\\n${text}\\\nend`,
    ]) {
      const root = parsed(around(md(piece)));
      assert.is(root.children!.length, 1, JSON.stringify(piece));
      const [paragraph] = root.children!;
      for (const { type } of all(paragraph!))
        assert.ok(
          ['paragraph', 'text', 'inlineCode', 'break'].includes(type),
          `${type} ${JSON.stringify(piece)}`,
        );
      const words = textOf(paragraph!);
      assert.ok(squeezed(words).includes(squeezed(shown)), `${JSON.stringify(piece)}: ${words}`);
    }
  }
});

// Markdown takes spaces at the ends of a line away.
const squeezed = (text: string) => text.replace(/ +/g, ' ').trim();

test('hostile names and values are text', () => {
  for (const piece of hostilePieces) {
    const name = JSON.stringify(piece);
    const values = hostileValues(piece);
    const root = read(hostileReport(piece));
    const words = squeezed(textOf(root));
    for (const value of [values.message, values.malformed, values.reason, values.fix, values.set])
      assert.ok(words.includes(squeezed(safeText(value))), `${name}: ${value}`);
    const codes = all(root, 'inlineCode').map(({ value }) => value);
    assert.ok(codes.includes(safeText(values.unread)), name);
    const [row] = all(root, 'tableRow').slice(1);
    assert.is(textOf(row!.children![0]!), safeText(values.path), name);
  }
});

test('never more than GitHub takes, and it says what is left out', () => {
  const few = reportOf(samples);
  const results = Array.from({ length: 12_000 }, (_, index) => {
    const result = few.results[index % few.results.length]!;
    return { ...result, path: `some/folder/of/kernels/number-${index}.config` };
  });
  const text = markdown({ ...few, results }, form);
  assert.ok(Buffer.byteLength(text) < 1 << 20);
  assert.match(text, /\d+ more files are left out of the table/);
  // The causes of thousands of files are no more than those of one.
  assert.not.match(text, /more of these are left out/);
  assert.match(text, /and \d+ more/);
});

test('more causes than it takes: the worst first, and it says how many are left out', () => {
  const odd = Array.from({ length: 9000 }, (_, index) => `odd line ${index} ${'x'.repeat(150)}\n`).join('');
  const text = markdown(reportOf({ x: `${kernelText({ changes: { XENFS: 'n' } })}${odd}` }), form);
  assert.ok(Buffer.byteLength(text) < 1 << 20);
  assert.match(text, /\d+ more of these are left out/);
  assert.ok(text.indexOf('CONFIG_XENFS') < text.indexOf('odd line'));
});

test.run();
