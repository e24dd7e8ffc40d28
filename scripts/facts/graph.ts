// Writes profiles/graph.json: the part of kernel trees that the rules' options hang from.
// usage: node build/scripts/facts/graph.js FOLDER      a folder made by test/kconfig/prepare.js
import '../../src/platform/node.js';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { graphsOf, rulesOptions } from './graphs-of.js';
import { knowledge } from '../../src/node/knowledge.js';
import { packGraphs } from './pack-graphs.js';
import { judgedOptions } from '../compile/builds.js';

const folder = process.argv[2];
if (!folder) {
  console.error('usage: graph.js FOLDER');
  process.exit(2);
}
const { rules } = knowledge.builtIn();
const data = packGraphs(graphsOf(folder, rulesOptions(rules), judgedOptions(knowledge.lifetimes(), rules)));
const lines = Object.entries(data.symbols).map(
  ([name, forms]) => `${JSON.stringify(name)}:${JSON.stringify(forms)}`,
);
const selectors = Object.entries(data.selectors).map(
  ([name, list]) => `${JSON.stringify(name)}:${JSON.stringify(list)}`,
);
const text = `{"trees":${JSON.stringify(data.trees)},
"symbols":{
${lines.join(',\n')}},
"selectors":{
${selectors.join(',\n')}},
"on":${JSON.stringify(data.on)},
"defaulted":${JSON.stringify(data.defaulted)}}
`;
writeFileSync(fileURLToPath(new URL('../../../profiles/graph.json', import.meta.url)), text);
console.error(`${lines.length} symbols of ${data.trees.length} trees, ${text.length} bytes`);
