import type { Pattern } from '../../src/log/log.js';
import type { Knowledge } from '../../src/explain/inputs.js';

/** Everything that logs are to be searched for: what failure modes and marks name, and all messages of Xen and its tools. */
export function logPatterns({ failures, xen }: Pick<Knowledge, 'failures' | 'xen'>): Pattern[] {
  return [
    ...failures.patterns,
    ...xen.messages.map(({ id, pattern }): Pattern => ({ id, regex: pattern, speakers: [] })),
  ];
}
