// What the logs contain.
import { at, no, unknown, yes } from '../answer.js';
import type { Signs } from './sign.js';

/** A console that falls silent may hold a line or two that were on their way. */
const atItsEnd = 3;

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
  'goes-on-after': {
    about: 'a log has a line that pattern X finds, and goes on after it; no where it ends there',
    takes: 'as of log',
    ask({ inputs: { logs } }, about) {
      const found = logs.flatMap(({ path, facts }) => {
        const hit = facts.hits.get(about);
        return hit ? [{ path, hit, tail: facts.tail }] : [];
      });
      if (found.length === 0) return unknown;
      const more = found.find(({ hit, tail }) => (tail.at(-1 - atItsEnd)?.line ?? 0) > hit.lastLine);
      return more ? yes(at(more.path, more.hit.line, more.hit.text)) : no();
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
