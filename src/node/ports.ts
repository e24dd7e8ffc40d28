// The ports of the command: the disk, git, kernel trees, standard error.
import type { Ports } from '../api/ports.js';
import { safeText } from '../input/safe-text.js';
import { diskFiles } from './files.js';
import type { Io } from './io.js';
import { hostPort } from './host.js';
import { knowledge } from './knowledge.js';

/** Limit of a message in characters: it may quote an input, which can be long. */
const mostSaid = 2000;

/** Gives the ports on this machine. Messages beside the result go to standard error, one line each. */
export function diskPorts(
  io: Io,
  say: Ports['say'] = text => io.stderr.write(`xen-checkconfig: ${safeText(text, mostSaid)}\n`),
): Ports {
  const ports: Ports = {
    files: diskFiles(io),
    knowledge,
    say,
    now: io.now,
    host: hostPort,
    openTree: async (request, config) =>
      (await import('./open-tree.js')).openTree(request, config, ports, io.env),
    openRevision: async word => (await import('./revision-files.js')).openRevision(word, io.env),
    readRevision: async (word, limit) => (await import('./revision.js')).readRevision(word, limit, io.env),
  };
  return ports;
}
