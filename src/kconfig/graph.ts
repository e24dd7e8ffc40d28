import { parseVersion } from '../input/version.js';
import type { Graph } from '../profiles/graph-data.js';
import { dialectOfVersion } from './language/dialect.js';
import { loadTree, type Tree } from './tree.js';

/** A tree of nothing but these symbols, for a release such as 6.1. */
export function graphTree(graph: Graph, release: string): Tree {
  let text = 'mainmenu "Linux"\n';
  for (const [name, { type, prompts = [], defaults = [] }] of graph) {
    text += `config ${name}\n\t${type === 'integer' ? 'int' : type}\n`;
    for (const when of prompts) text += `\tprompt "${name}"${when && ` if ${when}`}\n`;
    for (const [value, when] of defaults) text += `\tdefault ${value}${when && ` if ${when}`}\n`;
  }
  return loadTree({
    readFile: path => (path === 'Kconfig' ? text : null),
    shell: () => '',
    environment: {},
    dialect: dialectOfVersion(parseVersion(release)),
  });
}
