// profiles/graph.json is what the trees say. Needs a folder made by prepare.js, named in KCONFIG_TREES.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { graphReleases, graphsOf, rulesOptions } from '../../scripts/facts/graphs-of.js';
import { packGraphs } from '../../scripts/facts/pack-graphs.js';
import { judgedOptions } from '../../scripts/compile/builds.js';
import { loadBuiltIn, loadGraph, loadLifetimes } from '../support/knowledge.js';

const folder = process.env.KCONFIG_TREES;
const missing = graphReleases.filter(
  release => !folder || !existsSync(join(folder, 'trees', `linux-source-${release}`)),
);

if (missing.length > 0) {
  test('skipped: KCONFIG_TREES names no folder with every release', () => {
    console.error(`skipped: KCONFIG_TREES names no folder with ${missing.join(', ')}`);
  });
} else {
  test('the graph that ships is that of the trees (npm run graph writes it)', () => {
    const { rules } = loadBuiltIn();
    const judged = judgedOptions(loadLifetimes(), rules);
    assert.equal(loadGraph(), packGraphs(graphsOf(folder!, rulesOptions(rules), judged)));
  });
}

test.run();
