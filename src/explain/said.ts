import { inAny } from '../xen/releases.js';
import { atLeast, type Version } from '../input/version.js';
import type { BootFacts, LogHit } from '../log/log.js';
import type { ExplainData } from './inputs.js';

/** What a line of a log says, by Xen's tables or by profiles/messages. */
export interface SaidLine {
  readonly id: string;
  readonly cause: string;
  /** What to do, where that does not depend on the lines around it. */
  readonly advice: string | null;
}

/** Older releases were not looked at for profiles/messages. */
const firstRelease = '4.1';

/**
 * The known messages that a boot's log has, in the order of the tables; of several with one wording all whose release fits. `xen` is the
 * release that runs, null if that is not known.
 */
export function saidIn(
  facts: BootFacts,
  { xen: { messages: tables }, messages }: Pick<ExplainData, 'xen' | 'messages'>,
  xen: Version | null,
): { readonly said: SaidLine; readonly hit: LogHit }[] {
  const found = (said: SaidLine) => {
    const hit = facts.hits.get(said.id);
    return hit ? [{ said, hit }] : [];
  };
  return [
    ...tables
      .filter(one => xen === null || inAny(xen, one.xen))
      .flatMap(({ id, cause }) => found({ id, cause, advice: null })),
    ...messages
      .filter(one => xen === null || one.xen === null || !atLeast(xen, firstRelease) || inAny(xen, one.xen))
      .flatMap(({ id, meaning, advice }) => found({ id, cause: meaning, advice })),
  ];
}
