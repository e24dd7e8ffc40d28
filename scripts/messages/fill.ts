// Writes into profiles/messages what the sources say: the functions that print each message, and the releases that have it. A row whose
// pattern fits nothing is named; it stays as it is.
// usage: XEN_TREE=DIR LINUX_TREES=DIR npm run messages [-- FILE...]
import '../../src/platform/node.js';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';
import { components } from './components.js';
import { foundIn, markedPattern, stretches } from './held.js';
import { linuxSources, xenSources } from './trees.js';

const folder = fileURLToPath(new URL('../../../profiles/messages/', import.meta.url));
const asked = process.argv.slice(2);
const sources = { xen: xenSources(process.env.XEN_TREE), linux: linuxSources(process.env.LINUX_TREES) };
if (!sources.xen || !sources.linux) {
  console.error('XEN_TREE must name a git directory of Xen, LINUX_TREES a folder of kernel trees');
  process.exit(2);
}
const names = readdirSync(folder).filter(
  name => name.endsWith('.yaml') && (asked.length === 0 || asked.includes(name)),
);
for (const name of names) {
  const document = parseDocument(readFileSync(folder + name, 'utf8'));
  for (const row of (document.get('messages') as YAMLSeq<YAMLMap>).items) {
    const component = String(row.get('component') ?? document.get('component'));
    const known = components.find(one => one.name === component);
    if (!known) {
      console.error(`${name}: ${row.get('id')}: there is no component ${component}`);
      continue;
    }
    const source = sources[known.tree]!;
    const words = String(row.get('pattern'));
    const found = foundIn(source, known, row.get('error') === false ? words : markedPattern(known, words));
    if (found.in.length === 0)
      console.error(`${name}: ${row.get('id')} fits no message of ${component}: ${row.get('pattern')}`);
    row.set('functions', document.createNode(found.functions, { flow: true }));
    row.set('releases', document.createNode(stretches([...source.keys()], found.in), { flow: true }));
  }
  writeFileSync(
    folder + name,
    await format(document.toString({ lineWidth: 0 }), { parser: 'yaml', printWidth: 110 }),
  );
}
