// The ports of the command: the disk, git, kernel trees, standard error.
import type { Ports } from '../api/ports.js';
import { safeText } from '../input/safe-text.js';
import { diskFiles } from './files.js';
import type { Io } from './io.js';
import { knowledge } from './knowledge.js';

/** What is said of an input may quote it, which can be long. Characters. */
const mostSaid = 2000;

/** What a question needs, from the machine. What it says beside its result goes to standard error, a line each. */
export function diskPorts(
  io: Io,
  say: Ports['say'] = text => io.stderr.write(`xen-checkconfig: ${safeText(text, mostSaid)}\n`),
): Ports {
  const ports: Ports = {
    files: diskFiles(io),
    knowledge,
    say,
    now: io.now,
    openTree: async (request, config) =>
      (await import('./open-tree.js')).openTree(request, config, ports, io.env),
    readRevision: async (word, limit) => (await import('./revision.js')).readRevision(word, limit, io.env),
  };
  return ports;
}
