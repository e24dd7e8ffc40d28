// How many of the failures that the sources can report are read: for their subject, and for their meaning.
import type { Speaker } from '../../src/log/log.js';
import { subjectOf } from '../../src/log/subject.js';
import type { SourceMessage } from './catalogue.js';

interface Pattern {
  readonly pattern: string;
  /** None given: whoever says it. */
  readonly speakers?: readonly Speaker[];
}

export interface Count {
  /** Messages of error level, each function's own. */
  readonly all: number;
  readonly subject: number;
  readonly meaning: number;
  /** Those that end a create or a boot, and how many of them have a meaning. */
  readonly ending: number;
  readonly endingMeaning: number;
}

/** Files on the way of a create or a boot, whose every error ends it; elsewhere it is panic() and BUG(). */
const way =
  /^(?:tools\/(?:libxc|libs\/(?:guest|ctrl))\/x[cg]_dom_\w+|tools\/(?:libxl|libs\/light)\/libxl_(?:create|bootloader|dom)|xen\/arch\/x86\/(?:\w+\/)?(?:dom0_build|domain_build))\.c$/;

const isError = ({ level }: SourceMessage): boolean => level === 'error' || level === 'fatal';
export const isEnding = (one: SourceMessage): boolean =>
  one.level === 'fatal' || (one.level === 'error' && way.test(one.file));

/** Reads each error of `messages` as a log's reader would. */
export function coverageOf(messages: readonly SourceMessage[], patterns: readonly Pattern[]) {
  const ready = patterns.map(({ pattern, speakers }) => ({ regex: new RegExp(pattern), speakers }));
  const errors = messages.filter(isError);
  const hasMeaning = ({ logged, component }: SourceMessage) =>
    ready.some(
      ({ regex, speakers }) => (speakers?.includes(component.speaker) ?? true) && regex.test(logged),
    );
  const withoutSubject = errors.filter(one => subjectOf(one.logged, one.component.speaker) === null);
  const withoutMeaning = errors.filter(one => !hasMeaning(one));
  const ending = errors.filter(isEnding).length;
  const count: Count = {
    all: errors.length,
    subject: errors.length - withoutSubject.length,
    meaning: errors.length - withoutMeaning.length,
    ending,
    endingMeaning: ending - withoutMeaning.filter(isEnding).length,
  };
  return { count, withoutSubject, withoutMeaning };
}
