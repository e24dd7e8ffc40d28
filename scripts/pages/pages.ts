// Writes the pages that are made from data: docs/rules, docs/regressions.md and man/.
import '../../src/platform/node.js';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { manPage } from './man-page.js';
import { profilesOf } from '../../src/api/knowledge.js';
import { knowledge } from '../../src/node/knowledge.js';
import { regressionsPage } from './regressions-page.js';
import { rulePages } from './rule-pages.js';

const folder = fileURLToPath(new URL('../../../docs/rules', import.meta.url));
mkdirSync(folder, { recursive: true });
const pages = rulePages(profilesOf(knowledge));
for (const name of readdirSync(folder)) if (!pages.has(name)) rmSync(join(folder, name));
for (const [name, text] of pages) writeFileSync(join(folder, name), text);
writeFileSync(
  fileURLToPath(new URL('../../../docs/regressions.md', import.meta.url)),
  regressionsPage(knowledge.regressions()),
);
const man = fileURLToPath(new URL('../../../man', import.meta.url));
mkdirSync(man, { recursive: true });
writeFileSync(join(man, 'xen-checkconfig.1'), manPage());
console.log(`${pages.size} pages in docs/rules, docs/regressions.md, man/xen-checkconfig.1`);
