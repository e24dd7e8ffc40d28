// From the parsed files of profiles/events to the kinds of events, with every fault named by file, row and key.
import { type EventKind, eventLevels, guestSystems } from '../../src/explain/event.js';
import type { LogPattern } from '../../src/explain/failure.js';
import { subjects } from '../../src/log/subject.js';
import { steps } from '../../src/explain/steps.js';
import { Fields } from './fields.js';
import { logPattern, remedies, roles, speakers } from './fields-of-failures.js';

const keys = [
  'id',
  'pattern',
  'speakers',
  'level',
  'step',
  'subject',
  'role',
  'system',
  'final',
  'general',
  'oops',
  'follow',
  'says',
  'means',
  'fix',
  'collect',
  'sources',
];

/** Lines after an event that are shown with it. */
const shown = 2;
/** Lines in which an oops names what matters. */
const ofOops = 200;

/** One row of profiles/events, and what it looks for. */
export function eventKind(row: Fields): { kind: EventKind; pattern: LogPattern } {
  for (const key of row.keys()) if (!keys.includes(key)) row.fault(key, 'is not known here');
  const id = row.text('id');
  const pattern = logPattern(row, 'pattern', `event.${id}`);
  const said = row.has('speakers') ? row.listOf('speakers', speakers) : pattern.speakers;
  const isOops = row.has('oops') ? row.flag('oops') : false;
  const kind: EventKind = {
    id,
    pattern: pattern.id,
    level: row.oneOf('level', eventLevels),
    step: row.optional('step', key => row.oneOf(key, steps)),
    subject: row.optional('subject', key => row.oneOf(key, subjects)),
    role: row.optional('role', key => row.oneOf(key, roles)),
    system: row.optional('system', key => row.oneOf(key, guestSystems)),
    final: row.has('final') ? row.flag('final') : false,
    isGeneral: row.has('general') ? row.flag('general') : false,
    isMessage: false,
    isOops,
    says: row.text('says'),
    means: row.optional('means', key => row.text(key)),
    fix: remedies(row, true),
    collect: row.has('collect') ? row.texts('collect') : [],
    sources: row.has('sources') ? row.texts('sources') : [],
  };
  const follow = row.has('follow') ? row.number('follow') : isOops ? ofOops : shown;
  return { kind, pattern: { ...pattern, speakers: said, follow } };
}
