import { spawnSync } from 'node:child_process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { xlKeys } from '../../src/domain/key-data.js';
import { atLeast, atMost, parseVersion } from '../../src/input/version.js';

const test = suite('the key table against every release of xl');
const tree = process.env.XEN_TREE;
const reason = 'skipped: XEN_TREE names no git directory of Xen with its release tags';

// Keys of CPU pools, which the same sources read; and keys whose names the sources put together.
const pools = new Set(['nodes', 'sched']);
const joined = new Set(['device_model_args_pv', 'device_model_args_hvm']);
// Came with a point release of 4.10, whose first one lacks them.
const later = /^pvshim/;

const show = (path: string) => spawnSync('git', ['--git-dir', tree!, 'show', path], { encoding: 'latin1' });

if (!tree || show('RELEASE-4.22.0:tools/xl/xl_parse.c').status !== 0) {
  test(reason, () => console.error(reason));
} else {
  for (let minor = 1; minor <= 22; minor++) {
    const release = `4.${minor}`;
    test(`Xen ${release} reads just the keys that the table says`, () => {
      const source = ['tools/xl/xl_parse.c', 'tools/libxl/xl_cmdimpl.c']
        .map(path => show(`RELEASE-${release}.0:${path}`))
        .filter(({ status }) => status === 0)
        .map(({ stdout }) => stdout)
        .join('\n');
      const read = new Set(
        [...source.matchAll(/xlu_cfg_(?:get_\w+|replace_string)\s*\(\s*(?:config|cfg)\s*,\s*"([^"]+)"/g)].map(
          match => match[1]!,
        ),
      );
      for (const name of pools) read.delete(name);
      const version = parseVersion(release)!;
      const table = xlKeys
        .filter(({ name, since, until }) => {
          if (joined.has(name) || (later.test(name) && release === '4.10')) return false;
          return (!since || atLeast(version, since)) && (!until || atMost(version, until));
        })
        .map(({ name }) => name);
      assert.equal(table.sort(), [...read].sort());
    });
  }
}

test.run();
