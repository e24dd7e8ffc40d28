// The knowledge as it lies on the disk.
import { readFileSync } from 'node:fs';
import type { Knowledge } from '../api/knowledge.js';

// The build puts the data beside the bundle; compiled tests run from build/src/node.
const here = new URL('.', import.meta.url);
const folder = here.pathname.endsWith('/dist/') ? here : new URL('../../../dist/', here);

/** A table that is read when it is asked for, once. */
function table<T>(path: string): () => T {
  let data: T | undefined;
  return () => (data ??= JSON.parse(readFileSync(new URL(path, folder), 'utf8')) as T);
}

/** The tables of this package. */
export const knowledge: Knowledge = {
  builtIn: table('profiles.json'),
  profileDocs: table('profile-docs.json'),
  xenTable: table('xen-check.json'),
  xen: table('xen.json'),
  ruleLifetimes: table('lifetimes-rules.json'),
  lifetimes: table('lifetimes.json'),
  graph: table('graph.json'),
  systems: table('systems.json'),
  failures: table('failures.json'),
  patterns: table('log-patterns.json'),
  profileSchema: table('../schema/profile.json'),
  repositorySchema: table('../schema/repository.json'),
};
