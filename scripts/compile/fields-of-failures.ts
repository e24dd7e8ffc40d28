// What rows of profiles/failures and of profiles/events have in common.
import { type LogPattern } from '../../src/explain/failure.js';
import { fixTargets, type Remedy } from '../../src/explain/remedy.js';
import { regexFault } from '../../src/explain/signs/sign.js';
import type { Speaker } from '../../src/log/log.js';
import type { Role } from '../../src/profiles/rule-data.js';
import type { Fields } from './fields.js';

export const roles: readonly Role[] = ['dom0', 'domu'];
export const speakers: readonly Speaker[] = [
  'hypervisor',
  'xl',
  'xc',
  'xend',
  'libvirt',
  'hotplug',
  'qemu',
  'pygrub',
  'grub',
  'kernel',
  'initramfs',
  'systemd',
  'other',
];

/** A pattern is a regular expression, or that with the speakers in whose lines it counts. */
export function logPattern(row: Fields, key: string, id: string): LogPattern {
  const plain = row.value(key);
  if (typeof plain === 'string') return checked(row, key, { id, regex: plain, speakers: [] });
  const fields = row.object(key);
  return checked(row, key, {
    id,
    regex: fields.text('regex'),
    speakers: fields.listOf('speakers', speakers),
  });
}

/** Two repeats, one in the other, can take for ever on a long line. */
const nested = /\((?:[^()\\]|\\.)*[+*](?:[^()\\]|\\.)*\)[+*{]/;

function checked(row: Fields, key: string, pattern: LogPattern): LogPattern {
  const fault = regexFault(pattern.regex);
  if (fault !== null) row.fault(key, fault);
  if (nested.test(pattern.regex)) row.fault(key, 'repeats what holds a repeat');
  return pattern;
}

/** The ways to mend it, the smallest change first. */
export function remedies(row: Fields, optional: boolean): Remedy[] {
  return row.rows('fix', optional).map(one => ({
    to: one.oneOf('to', fixTargets),
    text: one.text('text'),
    lines: one.has('lines') ? one.texts('lines') : [],
    commands: one.has('commands') ? one.texts('commands') : [],
  }));
}
