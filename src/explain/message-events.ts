// Messages of Xen, its tools and Linux's drivers, as kinds of events.
import type { EventKind } from './event.js';
import type { ExplainData, Target } from './inputs.js';
import type { Message } from './message.js';
import type { Version, VersionRange } from '../input/version.js';
import { inAny } from '../xen/releases.js';

/** Those that the releases at hand may print; releases that are not known rule out nothing. */
export function messageKinds({ messages }: ExplainData, { xen, kernel }: Target): EventKind[] {
  const may = (version: Version | null, ranges: readonly VersionRange[] | null) =>
    version === null || ranges === null || inAny(version, ranges);
  return messages
    .filter(one => may(xen?.given ? xen.version : null, one.xen) && may(kernel, one.linux))
    .map(kindOf);
}

const kindOf = ({ id, component, linux, isError, step, subject, meaning, advice }: Message): EventKind => ({
  id,
  pattern: id,
  level: isError ? 'error' : 'notice',
  step,
  subject,
  role: null,
  system: null,
  final: false,
  isGeneral: false,
  isMessage: true,
  isOops: false,
  says: `${component} says: $line`,
  means: meaning,
  fix:
    advice === null ? [] : [{ to: linux === null ? 'host' : 'guest', text: advice, lines: [], commands: [] }],
  collect: [],
  sources: [`the source of ${component}`],
});
