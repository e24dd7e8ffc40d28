// Small trees against what the kernel's own conf of many releases made of them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { InputError } from '../../../src/input/input-error.js';
import { atLeast } from '../../../src/input/version.js';
import { dialectOfVersion } from '../../../src/kconfig/language/dialect.js';
import { loadTree, type Tree } from '../../../src/kconfig/tree.js';
import { kconfigFor, parseResults, releaseOf, versions } from '../../kconfig/case.js';

const cases = fileURLToPath(new URL('../../../../fixtures/kconfig/', import.meta.url));

function load(name: string, version: string): Tree {
  return loadTree({
    readFile: path => {
      const file = join(cases, name, path);
      return existsSync(file) ? kconfigFor(version, readFileSync(file, 'latin1')) : null;
    },
    shell: () => '',
    environment: { WHO: 'everyone' },
    dialect: dialectOfVersion(releaseOf(version)),
  });
}

for (const name of readdirSync(cases)) {
  const results = parseResults(readFileSync(join(cases, name, 'expected.txt'), 'latin1'));
  for (const version of versions) {
    test(`${name} as ${version}`, () => {
      const error = results.get(`${version} 1 error`);
      if (error !== undefined) {
        assert.throws(
          () => load(name, version),
          (thrown: unknown) =>
            thrown instanceof InputError && (hasOwnWords(version) || sharesLine(error, thrown.message)),
        );
        return;
      }
      const tree = load(name, version);
      for (const [key, expected] of results) {
        const [of, config, mode] = key.split(' ');
        if (of !== version) continue;
        tree.readConfig(readFileSync(join(cases, name, `config-${config}`)));
        const bytes = mode === 'olddefconfig' ? tree.writeConfig() : tree.saveDefconfig();
        assert.is(Buffer.from(bytes).toString('latin1'), expected, key);
      }
    });
  }
}

/** Before 5.0 the tools had other words for most errors. */
function hasOwnWords(version: string): boolean {
  return !atLeast(releaseOf(version), '5.0');
}

/** Does the engine's error name the same place as one of the tool's, and say the same of it? */
function sharesLine(expected: string, message: string): boolean {
  return message.split('\n').some(line => line !== '' && expected.split('\n').includes(line));
}

test.run();
