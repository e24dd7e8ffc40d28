import type { Pattern } from '../../src/log/log.js';
import type { ExplainData } from '../../src/explain/inputs.js';

/** Lines after a message that are shown with it. */
const afterMessage = 2;

/** Everything that logs are to be searched for: what failure modes and marks name, and all messages of Xen, its tools and Linux's drivers. */
export function logPatterns({
  failures,
  xen,
  messages,
}: Pick<ExplainData, 'failures' | 'xen' | 'messages'>): Pattern[] {
  return [
    ...failures.patterns,
    ...xen.messages.map(({ id, pattern }): Pattern => ({ id, regex: pattern, speakers: [] })),
    ...messages.map(({ id, pattern, speakers, demand }): Pattern => ({
      id,
      regex: pattern,
      speakers,
      demand,
      follow: afterMessage,
    })),
  ];
}
