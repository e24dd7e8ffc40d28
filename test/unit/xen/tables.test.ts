import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { inRange, parseVersion } from '../../../src/input/version.js';
import { assembleXenData, type XenFile } from '../../../scripts/compile/xen.js';
import { caveatArgs, conditionArgs, reasonArgs, wayOutArgs } from '../../../src/xen/codes.js';
import { points, releasesNamed, releaseRuns } from '../../../src/xen/releases.js';
import { faults, parsedFiles, xen } from './tables.js';

test('the shipped tables are sound', () => {
  assert.equal(faults, []);
});

test('every release from 3.0 to 4.22 is on the line, in order', () => {
  const line = points(xen).map(point => point.text);
  assert.is(line[0], '3.0.0');
  assert.is(line.at(-1), '4.22.0');
  for (const release of ['3.4.0', '4.1.6.1', '4.14.6', '4.17.7', '4.18.5', '4.20.4', '4.21.2'])
    assert.ok(line.includes(release), release);
  assert.is(xen.series.length, 28);
});

// biome-ignore lint/suspicious/noExplicitAny: a test reaches into parsed YAML of any shape
type Bag = any;

/** A copy of the parsed files with one value changed, and the faults that this gives. */
function broken(file: XenFile, change: (parsed: Bag) => void): string[] {
  const files = parsedFiles();
  change(files[file]);
  return assembleXenData(files).faults;
}

test('a fault names the file, the row and the key', () => {
  assert.equal(
    broken('loaders', all => {
      all.loaders['tools-x86'].formats[0].support[0].xen = ['new'];
    }),
    ['loaders.yaml, loaders.tools-x86.formats[0].support[0].xen: is not a range of releases: "new"'],
  );
  assert.equal(
    broken('checks', all => {
      all.checks[0].messages = ['no-such'];
    }),
    ['checks.yaml, checks[empty-hypervisor].messages: message no-such is not in messages.yaml'],
  );
  assert.equal(
    broken('modes', all => {
      all.modes[0].xen = ['4.99..'];
    }),
    ['modes.yaml, modes[dom0-pv-early].xen: 4.99 is not a known release'],
  );
  assert.equal(
    broken('modes', all => {
      all.modes[0].xen = ['4.5..4.4'];
    }),
    ['modes.yaml, modes[dom0-pv-early].xen: 4.5 is newer than 4.4'],
  );
  assert.equal(
    broken('checks', all => {
      delete all.checks[1].evidence;
    }),
    ['checks.yaml, checks[1].evidence: is missing', 'checks.yaml, checks[1].evidence: is missing'],
  );
  assert.equal(
    broken('reasons', all => {
      all.reasons['file-cut'].text = 'ends at {offset}';
    }),
    ['reasons.yaml, reasons.file-cut.text: {offset} is no argument'],
  );
  assert.equal(
    broken('claims', all => {
      all.claims[0].rows = ['tools-x86/elf/gzip', 'nowhere'];
    }),
    ['claims.yaml, claims[no-bzimage-before-3.4].rows: nowhere is no row of any table'],
  );
  assert.equal(
    broken('messages', all => {
      all.messages[0].pattern = '(';
    }),
    ['messages.yaml, messages[hv-no-module].pattern: is not a regular expression'],
  );
  assert.match(
    broken('checks', all => {
      all.checks[0].wayOut = [{ code: 'set-option', args: {} }];
    })[0]!,
    'checks.yaml, checks[0].wayOut[0].args.option: is missing, set-option needs it',
  );
  assert.match(
    broken('loaders', all => {
      all.loaders.lilo = {};
    })[0]!,
    'loaders.yaml, loaders.lilo: is not known here',
  );
  assert.match(
    broken('releases', all => {
      all.series.reverse();
    }).join(),
    'is out of order',
  );
});

test('tables of the wrong shape give faults, never an exception', () => {
  for (const value of [
    null,
    7,
    'text',
    [],
    {},
    { loaders: [] },
    { checks: [{ messages: [7], wayOut: 'x' }] },
  ]) {
    const files = Object.fromEntries(Object.keys(parsedFiles()).map(name => [name, value]));
    assert.ok(assembleXenData(files as Record<XenFile, unknown>).faults.length > 0);
  }
});

test('every code has its sentence and no sentence is left over', () => {
  const { reasons, conditions, caveats, wayOuts } = xen.sentences;
  assert.equal(Object.keys(reasons).sort(), Object.keys(reasonArgs).sort());
  assert.equal(Object.keys(conditions).sort(), Object.keys(conditionArgs).sort());
  assert.equal(Object.keys(caveats).sort(), Object.keys(caveatArgs).sort());
  assert.equal(Object.keys(wayOuts).sort(), Object.keys(wayOutArgs).sort());
});

test('every reason and condition of the tables can be given', () => {
  const used = new Set<string>([
    ...xen.checks.flatMap(check => [check.reason, check.condition?.code]),
    ...xen.modes.map(mode => mode.condition?.code),
    ...Object.values(xen.loaders).flatMap(loader => [
      ...loader.conditions.map(one => one.condition.code),
      ...loader.formats.flatMap(row => row.support.map(support => support.condition?.code)),
    ]),
  ] as string[]);
  const made =
    /^(mode-|loader-missing|point-release-|notes-unread|(format|wrapper|compression)-(too-new|removed))/;
  for (const code of [...Object.keys(reasonArgs), ...Object.keys(conditionArgs)])
    assert.ok(used.has(code) || made.test(code), code);
});

test('a series stands for its releases', () => {
  assert.equal(
    releasesNamed(xen, '4.18').map(version => version.text),
    ['4.18.0', '4.18.1', '4.18.2', '4.18.3', '4.18.4', '4.18.5', '4.18.6'],
  );
  assert.equal(
    releasesNamed(xen, '4.18.9-pre').map(version => version.parts),
    [[4, 18, 9]],
  );
  assert.equal(
    releasesNamed(xen, '4.23-unstable').map(version => version.parts),
    [[4, 23]],
  );
  assert.equal(releasesNamed(xen, 'unstable'), []);
});

test('stretches are closed ranges that hold exactly the releases they were made of', () => {
  const sets = [
    '4.1.5..4.1',
    '4.18.5..4.18',
    '4.19.2..',
    '3.0..4.14',
    '4.1..4.17',
    '4.20.4..4.20',
    '3.3..4.22',
  ];
  for (const text of sets) {
    const [from, to] = text.split('..') as [string, string];
    const range = { from, to: to === '' ? null : to };
    const changing = { ...xen, changes: points(xen).map(point => point.text) };
    const found = releaseRuns(
      changing,
      version => (inRange(version, range) ? 'in' : null),
      value => value,
    );
    assert.equal(
      found.map(({ from, to, value }) => ({ from, to, value })),
      [{ ...range, value: 'in' }],
    );
    assert.ok(inRange(found[0]!.last, range));
  }
});

test('nothing changes between the releases that are said to change things', () => {
  // Bounds of ranges are the only way a table speaks of a release, so every bound must be at a change.
  const changes = new Set(xen.changes);
  const line = points(xen);
  for (const { xen: ranges } of [...xen.checks, ...xen.modes, ...xen.messages]) {
    for (const range of ranges) {
      for (const [index, point] of line.entries()) {
        if (index === 0 || inRange(point.version, range) === inRange(line[index - 1]!.version, range))
          continue;
        assert.ok(changes.has(point.text), `${point.text}`);
      }
    }
  }
  assert.ok(changes.size < line.length / 2);
});

test('dates and versions of the newest release', () => {
  const newest = xen.series.at(-1)!;
  assert.is(newest.series, '4.22');
  assert.is(newest.date, '2026-07-29');
  assert.ok(parseVersion(newest.points.at(-1)!));
});

test.run();
