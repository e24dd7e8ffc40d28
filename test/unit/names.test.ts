// One word, one thing: a name that two files under src/ export means two things, and every reader has to ask which.
import { readdirSync, readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const test = suite('names');

const declaration =
  /^export (?:declare |abstract |async )*(?:function\*?|const|let|class|interface|type|enum) +(\w+)/gm;

/** The files that declare each exported name. What is only passed on (`export { x } from`) has its home elsewhere. */
function homesOfNames(): Map<string, Set<string>> {
  const homes = new Map<string, Set<string>>();
  for (const file of readdirSync('src', { recursive: true, encoding: 'utf8' })) {
    // The library's door names again what it passes on.
    // Memory layouts of decoders (assembly/) are each one decoder's own.
    if (!file.endsWith('.ts') || file === 'index.ts' || file.endsWith('-places.ts')) continue;
    for (const [, name] of readFileSync(`src/${file}`, 'utf8').matchAll(declaration))
      homes.set(name!, (homes.get(name!) ?? new Set()).add(file));
  }
  return homes;
}

// How many such names are left.
const left = 0;

test('no exported name has two homes', () => {
  const homes = homesOfNames();
  assert.ok(homes.size > 1000, 'the names were found');
  const twice = [...homes]
    .filter(([, files]) => files.size > 1)
    .map(([name, files]) => `${name}: ${[...files].sort().join(', ')}`);
  assert.is(twice.length, left, twice.join('\n'));
});

test.run();
