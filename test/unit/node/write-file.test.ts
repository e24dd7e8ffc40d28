// Where reports, baselines and fixed configs are written: never behind a link that a stranger's checkout brings.
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { replaceKeeping, writeAtomically } from '../../../src/node/write-file.js';
import { writeWhole } from '../../../src/node/write-whole.js';
import { kernelText } from '../../support/kernel-config.js';
import { folder, run } from '../../support/run.js';

interface Place {
  readonly top: string;
  /** A git repository. */
  readonly checkout: string;
  readonly outside: string;
  remove(): void;
}

const test = suite<Place>('write-file');

test.before.each(context => {
  const { path, remove } = folder();
  const top = realpathSync(path);
  const [checkout, outside] = [join(top, 'checkout'), join(top, 'outside')];
  mkdirSync(join(checkout, '.git'), { recursive: true });
  mkdirSync(join(checkout, 'inside'));
  mkdirSync(outside);
  writeFileSync(join(checkout, '.git/config'), '[core]\n');
  writeFileSync(join(checkout, 'bad.config'), kernelText({ changes: { HVC_XEN: 'n' } }));
  writeFileSync(join(outside, 'precious'), 'precious\n');
  Object.assign(context, { top, checkout, outside, remove });
});
test.after.each(({ remove }) => remove());

/** Links that a commit can bring, by what --output then names; `seen` is what would be overwritten or made. */
const links: readonly (readonly [name: string, to: string, output: string, seen: string])[] = [
  ['the last part', '../../outside/precious', 'inside/r', 'outside/precious'],
  ['the last part, absolute', '%/outside/precious', 'inside/r', 'outside/precious'],
  ['a folder on the way', '../../outside', 'inside/r/new', 'outside/new'],
  ['a folder far on the way', '../..', 'inside/r/outside/new', 'outside/new'],
  ["git's own file", '../.git/config', 'inside/r', 'checkout/.git/config'],
  ["git's own folder", '../.git', 'inside/r/new', 'checkout/.git/new'],
  ['a link to a link', 'b', 'inside/r', 'outside/precious'],
];

for (const [name, to, output, seen] of links)
  test(`a link that leads out is not followed: ${name}`, ({ top, checkout }) => {
    symlinkSync(to.replace('%', top), join(checkout, 'inside/r'));
    symlinkSync('../../outside/precious', join(checkout, 'inside/b'));
    const before = existsSync(join(top, seen)) ? readFileSync(join(top, seen), 'utf8') : null;
    // As CI names it, and with the whole path.
    for (const [cwd, word] of [
      [checkout, output],
      [top, `checkout/${output}`],
      [join(checkout, 'inside'), join(checkout, output)],
    ] as const) {
      const args = ['--format', 'text', '--output', word, join(checkout, 'bad.config')];
      const { code, out, err } = run(args, { cwd });
      assert.is(code, 3, `${name} from ${cwd}`);
      assert.is(out, '');
      assert.match(err, /^xen-checkconfig: \S+: cannot be written: it leads out of \S+ by the link [rb], /m);
      assert.is(existsSync(join(top, seen)) ? readFileSync(join(top, seen), 'utf8') : null, before);
    }
  });

test('links that stay in the repository are followed, and stay', ({ checkout }) => {
  symlinkSync('../real', join(checkout, 'inside/r'));
  symlinkSync('inside', join(checkout, 'way'));
  writeFileSync(join(checkout, 'real'), 'old');
  assert.is(writeAtomically(join(checkout, 'way/r'), 'new'), null);
  assert.is(readFileSync(join(checkout, 'real'), 'utf8'), 'new');
  assert.ok(lstatSync(join(checkout, 'inside/r')).isSymbolicLink());
});

test('links above the repository are the own ones of who runs it', ({ top, checkout }) => {
  symlinkSync('checkout', join(top, 'by'));
  assert.is(writeAtomically(join(top, 'by/inside/new'), 'new'), null);
  assert.is(readFileSync(join(checkout, 'inside/new'), 'utf8'), 'new');
});

test('outside of a repository a link in the last part stays in its folder', ({ top, outside }) => {
  symlinkSync('../outside/precious', join(outside, 'same'));
  symlinkSync('../checkout/bad.config', join(outside, 'other'));
  assert.is(writeAtomically(join(outside, 'same'), 'new'), null);
  assert.is(readFileSync(join(outside, 'precious'), 'utf8'), 'new');
  assert.match(writeAtomically(join(outside, 'other'), 'new')!, /leads out of .*outside by the link other/);
  assert.not.match(readFileSync(join(top, 'checkout/bad.config'), 'utf8'), /^new$/m);
});

test('fix --write changes no file behind a link that leads out, and keeps the old one beside the real one', ({
  top,
  checkout,
  outside,
}) => {
  symlinkSync('../outside/precious', join(checkout, 'out.config'));
  symlinkSync('../outside', join(checkout, 'way'));
  for (const name of ['out.config', 'way/precious'])
    assert.match(replaceKeeping(join(checkout, name), 'new')!, /^cannot be written: it leads out of /);
  assert.equal(readdirSync(outside), ['precious']);
  symlinkSync('../bad.config', join(checkout, 'inside/in.config'));
  // A link in the place of what is kept is there already, wherever it leads.
  symlinkSync('../outside/made', join(checkout, 'bad.config.orig'));
  const before = readFileSync(join(checkout, 'bad.config'), 'utf8');
  assert.match(replaceKeeping(join(checkout, 'inside/in.config'), 'new')!, /\.orig is there already/);
  assert.not(existsSync(join(top, 'outside/made')));
  unlinkSync(join(checkout, 'bad.config.orig'));
  assert.is(replaceKeeping(join(checkout, 'inside/in.config'), 'new'), null);
  assert.is(readFileSync(join(checkout, 'bad.config'), 'utf8'), 'new');
  assert.is(readFileSync(join(checkout, 'bad.config.orig'), 'utf8'), before);
  assert.ok(lstatSync(join(checkout, 'inside/in.config')).isSymbolicLink());
});

test('devices, pipes and folders are refused', ({ checkout }) => {
  spawnSync('mkfifo', [join(checkout, 'pipe')]);
  for (const path of ['/dev/null', '/dev/full', join(checkout, 'pipe')])
    assert.match(writeAtomically(path, 'x')!, /cannot be written: it is no plain file$/, path);
  assert.match(writeAtomically(checkout, 'x')!, /cannot be written: it is a folder$/);
  assert.match(writeAtomically(join(checkout, 'none/x'), 'x')!, /cannot be written \(ENOENT/);
  assert.match(writeAtomically('/', 'x')!, /cannot be written: it is a folder$/);
});

test('what is there keeps its mode, but for the right to be run', ({ checkout }) => {
  writeFileSync(join(checkout, 'r'), 'old');
  chmodSync(join(checkout, 'r'), 0o750);
  assert.is(writeAtomically(join(checkout, 'r'), 'new'), null);
  assert.is(statSync(join(checkout, 'r')).mode & 0o777, 0o640);
  assert.equal(
    readdirSync(checkout).filter(name => name.endsWith('.tmp')),
    [],
  );
});

test("a baseline that the repository's own file names lies in the repository", ({
  top,
  checkout,
  outside,
}) => {
  symlinkSync('../outside/precious', join(checkout, 'link.json'));
  symlinkSync('../outside', join(checkout, 'way'));
  const places = [join(outside, 'precious'), '../outside/precious', 'link.json', 'way/new'];
  for (const place of [...places, '.git/config', '/dev/null', '/proc/self/environ']) {
    const file = `files: [bad.config]\nbaseline: ${place}\n`;
    writeFileSync(join(checkout, '.xen-checkconfig.yaml'), file);
    for (const args of [['--write-baseline'], []]) {
      const { code, out, err } = run(args, { cwd: checkout });
      assert.is(code, 2, place);
      assert.is(out, '');
      assert.match(err, /^xen-checkconfig: \.xen-checkconfig\.yaml: names \S+, which (lies|belongs)/, place);
    }
  }
  assert.is(readFileSync(join(outside, 'precious'), 'utf8'), 'precious\n');
  assert.is(readFileSync(join(checkout, '.git/config'), 'utf8'), '[core]\n');
  assert.equal(readdirSync(outside), ['precious']);
  // Who runs it may name any place.
  const named = ['--baseline', join(top, 'known.json')];
  assert.is(run([...named, '--write-baseline'], { cwd: checkout }).code, 0);
  writeFileSync(join(checkout, '.xen-checkconfig.yaml'), 'files: [bad.config]\nbaseline: known.json\n');
  assert.is(run(['--write-baseline'], { cwd: checkout }).code, 0);
  assert.is(run([], { cwd: checkout }).code, 0);
});

test('every byte is written, however few the system takes at a time', () => {
  const bytes = Buffer.from('the whole report');
  for (const most of [1, 3, 100]) {
    const taken: number[] = [];
    let busy = 2;
    writeWhole(1, bytes, (_file, all, from, length) => {
      // A pipe that does not wait, and is full at first.
      if (busy-- > 0) throw Object.assign(new Error('busy'), { code: 'EAGAIN' });
      const some = Math.min(most, length);
      taken.push(...all.subarray(from, from + some));
      return some;
    });
    assert.is(Buffer.from(taken).toString(), 'the whole report');
  }
  assert.throws(() => writeWhole(1, bytes, () => 0), /nothing more/);
});

test.run();
