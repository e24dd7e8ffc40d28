// The knowledge tables on disk.
import { readFileSync } from 'node:fs';
import { knowledgeFrom } from '../api/knowledge.js';

// The build puts the data beside the bundle; compiled tests run from build/src/node.
const here = new URL('.', import.meta.url);
const folder = here.pathname.endsWith('/dist/') ? here : new URL('../../../dist/', here);

/** Gives the tables of this package; each is read from disk when first needed. */
export const knowledge = knowledgeFrom(path => JSON.parse(readFileSync(new URL(path, folder), 'utf8')));
