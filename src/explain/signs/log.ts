// What the logs contain.
import { at, no, unknown, yes } from '../answer.js';
import type { Signs } from './sign.js';

export const logSigns: Signs = {
  log: {
    about: 'a log has a line that pattern X finds; no where logs were given and none has it',
    takes:
      "a pattern of the mode's own, of patterns.yaml, or the id of a message of profiles/xen/messages.yaml",
    ask({ inputs: { logs } }, about) {
      if (logs.length === 0) return unknown;
      const found = logs.flatMap(({ path, facts }) => {
        const hit = facts.hits.get(about);
        return hit ? [at(path, hit.line, hit.text)] : [];
      });
      return found.length ? yes(...found) : no();
    },
  },
  speaker: {
    about: 'X speaks in a log',
    takes: 'a speaker: hypervisor, xl, xc, kernel, initramfs, systemd, ...',
    ask({ inputs: { logs } }, about) {
      if (logs.length === 0) return unknown;
      const log = logs.find(({ facts }) =>
        [...facts.speakers].some(([who, lines]) => who === about && lines > 0),
      );
      return log ? yes() : no();
    },
  },
  'log-given': {
    about: 'there is a log',
    takes: null,
    ask: ({ inputs: { logs } }) => (logs.length > 0 ? yes() : no()),
  },
};
