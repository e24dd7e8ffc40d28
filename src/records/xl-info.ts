// `xl info`, and xm's before it: "key : value", a line each.
import { hasHead, linesOf } from './lines.js';
import type { HostFacts, Told } from './record.js';

export const isXlInfo = (text: string): boolean =>
  hasHead(text, /^host\s+: /) && /^(?:xen_caps|xen_major|nr_cpus)\s*: /m.test(text);

export function readXlInfo(text: string): HostFacts {
  const values = new Map<string, Told>();
  for (const { line, text: whole } of linesOf(text)) {
    const found = /^(\w{1,40})\s*: ?(.*)$/.exec(whole);
    if (found && !values.has(found[1]!)) values.set(found[1]!, { value: found[2]!.trim(), line });
  }
  return { kind: 'host', values };
}
