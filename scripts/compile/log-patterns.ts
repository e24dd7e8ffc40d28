import type { Pattern } from '../../src/log/log.js';
import type { ExplainData } from '../../src/explain/inputs.js';

/** Everything that logs are to be searched for: what failure modes and marks name, and all messages of Xen and its tools. */
export function logPatterns({ failures, xen }: Pick<ExplainData, 'failures' | 'xen'>): Pattern[] {
  return [
    ...failures.patterns,
    ...xen.messages.map(({ id, pattern }): Pattern => ({ id, regex: pattern, speakers: [] })),
  ];
}
