// Text: fits the width, carries no escapes without colour, and lets nothing raw through from names and values.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { shortNames } from '../../../src/report/words/names.js';
import { commonFolder, cutMiddle, wrap } from '../../../src/report/words/wrap.js';
import { kernelText } from '../../support/kernel-config.js';
import { asJson, asText, reportOf } from '../../support/report-of.js';
import { samples } from '../../support/samples.js';

const test = suite('text');

const targets = [{}, { xen: '3.4' }, { xen: '4.14' }, { asked: ['dom0-pv', 'domu-pvh', 'dom0-arm'] }];

test('no line is wider than the terminal, but for lines to set', () => {
  for (const width of [80, 100, 120])
    for (const verbose of [false, true])
      for (const target of targets) {
        const reports = [
          reportOf(samples, target),
          ...Object.entries(samples).map(([path, text]) =>
            reportOf({ [`some/folder/of/configs/${path}`]: text }, target),
          ),
        ];
        for (const report of reports)
          for (const line of asText(report, { width, verbose }).split('\n'))
            if (!/^ +(set: )?(CONFIG_|# CONFIG_)/.test(line))
              assert.ok(line.length <= width, `${line.length} of ${width}: ${line}`);
      }
});

test('long paths do not break the table', () => {
  const long = 'x'.repeat(300);
  const report = reportOf({ [`/etc/${long}.config`]: kernelText(), [`/etc/a${long}.config`]: kernelText() });
  for (const line of asText(report, { verbose: false }).split('\n')) assert.ok(line.length <= 80, line);
});

test('without colour no escape, with colour some, and the same words', () => {
  const report = reportOf(samples);
  assert.not.match(asText(report), /\x1b/);
  const colored = asText(report, { color: true });
  assert.match(colored, /\x1b\[31m/);
  assert.is(colored.replace(/\x1b\[\d+m/g, ''), asText(report));
});

test('no line ends in a blank, the text ends in one newline', () => {
  for (const target of targets) {
    const text = asText(reportOf(samples, target));
    assert.not.match(text, / +\n/);
    assert.match(text, /[^\n]\n$/);
    assert.not.match(text, /\n\n\n/);
  }
});

test('one file: the verdicts come first, then stages in their order', () => {
  const text = asText(reportOf({ 'bare.config': samples['bare.config']! }));
  const at = (what: RegExp) => text.search(what);
  assert.ok(at(/dom0-pv +PV dom0 +fails at load/) > 0);
  assert.ok(at(/dom0-pv +PV dom0/) < at(/^load$/m));
  const heads = text
    .split('\n')
    .filter(line => /^(load|start|console|root|network|services|lifecycle)$/.test(line));
  assert.equal(
    heads,
    ['load', 'start', 'console', 'root', 'network', 'services', 'lifecycle'].filter(stage =>
      heads.includes(stage),
    ),
  );
  assert.match(text, /bare\.config:\d+/);
  assert.match(text, /set: CONFIG_/);
});

test('many files: a table, and the words that it uses', () => {
  const text = asText(reportOf(samples), { verbose: false });
  assert.match(text, /^ +dom0 .*domu\nx86 +pv +pvh +pv +pvh +hvm$/m);
  assert.match(text, /^ +dom0 +domu\nArm +arm +arm$/m);
  assert.match(text, /^xenlinux +xenlinux xenlinux$/m);
  assert.match(text, /^all\.config +boots +boots/m);
  assert.match(asText(reportOf({ a: kernelText(), b: kernelText() })), /^file +pv +pvh/m);
  assert.match(text, /cond\.: boots if/);
});

test('many files: a cause comes once, with all its files and what follows', () => {
  const files = Object.fromEntries(
    ['a', 'b', 'c'].map(name => [
      `${name}.config`,
      kernelText({ arch: 'arm64', version: '6.1.0', changes: { XEN: 'n', HVC_XEN: 'n', XENFS: null } }),
    ]),
  );
  const report = reportOf(files);
  const text = asText(report, { verbose: false });
  assert.is(text.split('CONFIG_XEN is not set').length, 2, text);
  assert.match(
    text,
    /error +CONFIG_XEN is not set \(y is needed\): 3 files\n +a\.config:\d+, b\.config:\d+, c\.config:\d+\n/,
  );
  assert.match(text, /off with it: .*CONFIG_HVC_XEN/);
  const errors = report.results.reduce((sum, { counts }) => sum + counts.error, 0);
  assert.match(text, new RegExp(`3 files, 0 not read: ${errors} errors from 1 cause,`));
});

test('many files: each that does not boot in some mode is named with the reason', () => {
  const files = {
    'good.config': kernelText(),
    'nopvh.config': kernelText({ changes: { XEN_PVH: 'n' } }),
    'mute.config': kernelText({ changes: { HVC_XEN: 'n' } }),
    'nodom0.config': kernelText({ version: '6.12.1', changes: { XEN_DOM0: 'n' } }),
  };
  const text = asText(reportOf(files), { verbose: false });
  const told = text.slice(text.indexOf('Modes that fail'));
  for (const [option, file] of [
    ['XEN_PVH', 'nopvh'],
    ['HVC_XEN', 'mute'],
    ['XEN_DOM0', 'nodom0'],
  ])
    assert.match(told, new RegExp(`CONFIG_${option} is not set[^]*?${file}\\.config:`), option);
});

test('files of which nothing is known are named with the reason, and those of no mode', () => {
  const text = asText(
    reportOf({
      'good.config': kernelText(),
      'x.fragment': 'CONFIG_NET=y\n',
      'noversion.config': kernelText().replace(/^# Linux.*$/m, '#'),
      'other.config': kernelText()
        .replace('x86_64', 'riscv')
        .replace(/CONFIG_X86.*\n/g, ''),
    }),
    { verbose: false },
  );
  assert.match(text, /^\? this is a fragment[^]*?^ {4}x\.fragment$/m);
  assert.match(text, /^\? the file does not say which kernel[^]*?^ {4}noversion\.config$/m);
  assert.match(text, /^- no mode of Xen exists for these kernels \(riscv\)\n {4}other\.config$/m);
});

test('names are cut so that they stay different', () => {
  const real = [
    ...Array.from({ length: 10 }, (_, index) => `target/linux/a${index}armsr/config-default`),
    ...['azurelinux-ker-5.15-aarch64.config', 'azurelinux-ker-6.1-aarch64.config'],
    ...['config-bottlerocket', 'config-bottlerocket-aws'].map(name => `packages/kernel-6.1/${name}`),
    ...['one', 'two'].map(name => `${'x'.repeat(300)}${name}${'y'.repeat(300)}`),
    ...Array.from({ length: 30 }, (_, index) => `${'ab'.repeat(60)}${index}${'c'.repeat(90)}`),
    'target/linux/a0armsr/config-default',
  ];
  for (const width of [12, 17, 20, 33, 60, 80]) {
    const short = shortNames(real, width);
    for (const name of short) assert.ok(name.length <= width && name.length > 0, name);
    const shown = new Map(short.map((name, index) => [name, real[index]]));
    assert.is(shown.size, new Set(real).size, String(width));
    for (const [index, name] of real.entries()) assert.is(shown.get(short[index]!), name);
  }
  assert.equal(shortNames(['a.config', 'b.config'], 12), ['a.config', 'b.config']);
  // What all share goes first.
  assert.equal(shortNames(['kernel-one.config', 'kernel-two.config'], 12), ['kernel-one', 'kernel-two']);
  assert.equal(shortNames([], 12), []);
});

test('tables take the columns that there are, sentences no more than their width', () => {
  const files = { ['long'.repeat(25)]: kernelText(), ['lang'.repeat(25)]: kernelText() };
  const text = asText(reportOf(files), { verbose: false, width: 80, columns: 160 });
  assert.match(text, new RegExp(`^${'long'.repeat(25)} boots`, 'm'));
});

test('--quiet gives verdicts only', () => {
  const text = asText(reportOf({ 'bare.config': samples['bare.config']! }), { quiet: true, verbose: false });
  assert.match(text, /fails at load/);
  assert.not.match(text, /set:|error/);
});

const hostile = [
  '\n',
  '\r',
  '\x1b[31m',
  '\x07',
  '\u202e',
  '\u2066',
  '\u200b',
  '\x9b31m',
  '\u2028',
  '\ufeff',
  '::set-output name=a::b',
  '\ud800',
];
const raw = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]/;

test('hostile names and values come out as visible escapes', () => {
  for (const piece of hostile) {
    const path = `a${piece}b.config`;
    const version = `6.1.0${piece.replace(/\s/g, '')}`;
    const line = piece.replace(/[\r\n]/g, ' ');
    const text = `# Linux/x86 ${version} Kernel Configuration\nCONFIG_INIT_ENV_ARG_LIMIT=32\n${kernelText().replace(/^#.*\n/gm, '')}bad ${line} line\nCONFIG_X="${line}"\nCONFIG_X="z${line}"\n`;
    for (const files of [{ [path]: text }, { [path]: text, 'other.config': kernelText() }]) {
      const report = reportOf(files, { asked: ['dom0-arm'] }, [
        { path, message: `cannot be read (${piece})` },
      ]);
      for (const output of [asText(report), asJson(report)]) {
        assert.not.match(output, raw, JSON.stringify(piece));
        assert.not.match(output, /^::/m, JSON.stringify(piece));
      }
      // JSON keeps the name; only its form is escaped.
      assert.is(JSON.parse(asJson(report)).results[0].path, path);
    }
  }
});

test('a line of a config cannot start a line of the report', () => {
  const text = asText(reportOf({ '::error::x.config': `${kernelText()}::set-output name=x::y\n` }));
  assert.not.match(text, /^\s*::/m);
});

test('wrap, cutMiddle, commonFolder', () => {
  assert.equal(wrap('a bb ccc dddd', 6), ['a bb', 'ccc', 'dddd']);
  assert.equal(wrap('toolongword a', 4), ['toolongword', 'a']);
  assert.equal(wrap('', 10), []);
  assert.is(cutMiddle('abcdefghij', 10), 'abcdefghij');
  assert.is(cutMiddle('abcdefghijk', 10).length, 10);
  assert.match(cutMiddle('abcdefghijk', 10), /^abcd\.\.\.ijk$/);
  assert.is(commonFolder(['/a/b/c', '/a/b/d']), 5);
  assert.is(commonFolder(['/a/b/c', '/a/bc/d']), 3);
  assert.is(commonFolder(['x', 'y']), 0);
  assert.is(commonFolder(['a/x', 'y']), 0);
  assert.is(commonFolder([]), 0);
});

test.run();
