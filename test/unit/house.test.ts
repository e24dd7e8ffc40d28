// The walls of src/: who may import whom, no circles, and nothing in it that no user runs. Types and late imports count.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { root } from '../support/paths.js';
import { entries, floors, mostFiles, neighbours, wantedCircle } from './house/floors.js';
import {
  circlesOf,
  reachedFrom,
  readSource,
  readSources,
  type SourceFile,
  unusedExports,
} from './house/imports.js';
import { knownCircles, knownExports, knownImports } from './house/known.js';

const test = suite('house');

const sources = readSources(root, 'src');
const outside = [...readSources(root, 'test'), ...readSources(root, 'scripts')];
const floorOf = new Map(floors.flatMap(({ floor, rooms }) => rooms.map(room => [room, floor] as const)));
const roomOf = (path: string) => path.split('/')[1]!;

/** Imports that a wall is in the way of: what to call it, and a line that says why. */
function breaksOf(files: readonly SourceFile[]): Map<string, string> {
  const breaks = new Map<string, string>();
  for (const { path, imports } of files) {
    for (const { to } of imports) {
      const [from, into] = [roomOf(path), roomOf(to)];
      const [floor, other] = [floorOf.get(from), floorOf.get(into)];
      if (from === into || floor === undefined || other === undefined || other < floor) continue;
      if (neighbours.some(([one, two]) => one === from && two === into)) continue;
      const why = other > floor ? 'up' : 'into another room of its floor';
      breaks.set(`${path} -> ${to}`, `${path} (floor ${floor}) imports ${to} (floor ${other}): ${why}`);
    }
  }
  return breaks;
}

/** Fails with what is new, or with what is listed and gone. */
function only(found: ReadonlyMap<string, string>, known: readonly string[], list: string): void {
  const fresh = [...found].filter(([key]) => !known.includes(key)).map(([, line]) => line);
  const gone = known.filter(key => !found.has(key)).map(key => `${key}: gone, so take it off ${list}`);
  assert.is([...fresh, ...gone].join('\n'), '');
}

test('every room has a floor', () => {
  const unknown = [...new Set(sources.map(({ path }) => roomOf(path)))].filter(room => !floorOf.has(room));
  assert.equal(unknown, [], 'rooms of src/ that floors.ts does not know');
});

test('imports name files that are there', () => {
  const known = new Set(sources.map(({ path }) => path));
  const lost = sources.flatMap(({ path, imports }) =>
    imports.filter(({ to }) => !known.has(to)).map(({ to }) => `${path} imports ${to}, which is not in src/`),
  );
  assert.equal(lost, []);
  assert.ok(
    sources.length > 300 && sources.flatMap(({ imports }) => imports).length > 1500,
    'all of src/ is read',
  );
});

test('no import goes up or into a neighbour', () => only(breaksOf(sources), knownImports, 'knownImports'));

test('no files import each other round', () => {
  const circles = circlesOf(sources).map(circle => circle.join(' <-> '));
  assert.ok(
    circles.includes(wantedCircle.join(' <-> ')),
    'the wanted circle is gone: take it out of floors.ts',
  );
  const found = circles.filter(circle => circle !== wantedCircle.join(' <-> '));
  only(
    new Map(found.map(circle => [circle, `these import each other round: ${circle}`])),
    knownCircles.map(circle => circle.join(' <-> ')),
    'knownCircles',
  );
});

test('every file is reached from where the program starts', () => {
  const reached = reachedFrom(entries, sources);
  const idle = sources.map(({ path }) => path).filter(path => !reached.has(path));
  assert.equal(idle, [], 'files of src/ that nothing which runs imports');
});

test('what is exported is used', () => {
  const starts = new Set(entries);
  const unused = unusedExports(
    sources.filter(({ path }) => !starts.has(path)),
    outside,
    // The decoders' loops take their memory's layout from src/.
    [...sources, ...readSources(root, 'assembly')],
  );
  only(
    new Map(unused.map(({ name, usedBy }) => [name, `${name} is exported and used by ${usedBy}`])),
    knownExports,
    'knownExports',
  );
});

test('ARCHITECTURE.md names what is there', () => {
  const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
  const rooms = floors.flatMap(floor => floor.rooms).filter(room => !room.endsWith('.ts'));
  const named = [...text.matchAll(/`(?:src\/)?(\w+(?:\/[\w-]+)+(?:\.ts)?)\/?`/g)]
    .map(match => match[1]!)
    .filter(path => rooms.includes(path.split('/')[0]!));
  assert.ok(named.length > 60, `${named.length} paths were found`);
  const isThere = (path: string) => existsSync(join(root, path));
  const lost = named.filter(path => ![path, `src/${path}`, `src/${path}.ts`].some(isThere));
  assert.equal(lost, []);
});

test('a folder stays small enough to be looked over', () => {
  const counts = new Map<string, number>();
  for (const { path } of sources) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
  const large = [...counts].filter(([, count]) => count > mostFiles);
  assert.equal(large, [], `folders of src/ with more than ${mostFiles} files`);
});

test('the reader sees each kind of import', () => {
  const seen = (text: string) => readSource('src/check/x.ts', text).imports;
  const to = 'src/api/y.ts';
  assert.equal(seen("import { a, type B as C } from '../api/y.js';"), [{ to, names: ['a', 'B'] }]);
  assert.equal(seen("import type {\n  A,\n  B,\n} from '../api/y.js';"), [{ to, names: ['A', 'B'] }]);
  assert.equal(seen("export { a as b } from '../api/y.js';"), [{ to, names: ['a'] }]);
  assert.equal(seen("export type { A } from '../api/y.js';"), [{ to, names: ['A'] }]);
  assert.equal(seen("export * from '../api/y.js';"), [{ to, names: null, handsOn: true }]);
  assert.equal(seen("import * as y from '../api/y.js';"), [{ to, names: null }]);
  assert.equal(seen("import '../api/y.js';"), [{ to, names: [] }]);
  assert.equal(seen("const { a } = await import('../api/y.js');"), [{ to, names: null }]);
  assert.equal(seen("let a: typeof import('../api/y.js').a;"), [{ to, names: null }]);
  assert.equal(
    seen("import { join } from 'node:path';\n// import '../api/y.js';\n/* import '../api/y.js' */"),
    [],
  );
});

test('the walls hold', () => {
  const file = (path: string, text: string) => readSource(path, text);
  const up = file('src/check/a.ts', "import type { B } from '../api/b.js';");
  const across = file('src/report/a.ts', "const c = await import('../node/c.js');");
  const down = file('src/api/b.ts', "import { a } from '../check/a.js';\nexport const B = a;");
  assert.equal(
    [...breaksOf([up, across, down]).values()],
    [
      'src/check/a.ts (floor 5) imports src/api/b.ts (floor 8): up',
      'src/report/a.ts (floor 9) imports src/node/c.ts (floor 9): into another room of its floor',
    ],
  );
  assert.equal(circlesOf([up, across, down]), [['src/api/b.ts', 'src/check/a.ts']]);
  assert.equal([...reachedFrom(['src/api/b.ts'], [up, across, down])], ['src/api/b.ts', 'src/check/a.ts']);
  const exporting = file(
    'src/check/d.ts',
    'export const used = 1;\nexport const idle = used;\nexport type Own = 1;\nconst x: Own = 1;',
  );
  const user = file('src/check/e.ts', "import { used } from './d.js';\nimport('./d.js');");
  assert.equal(unusedExports([exporting], [], [exporting, user]), [
    { name: 'src/check/d.ts: idle', usedBy: 'nothing' },
    { name: 'src/check/d.ts: Own', usedBy: 'its own file' },
  ]);
  assert.equal(
    unusedExports(
      [exporting],
      [file('test/a.ts', "import { idle, type Own } from '../src/check/d.js';")],
      [user],
    ),
    [{ name: 'src/check/d.ts: idle', usedBy: 'test/ or scripts/' }],
  );
});

test.run();
