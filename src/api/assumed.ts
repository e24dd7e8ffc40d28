import { assumedAnswers } from '../kconfig/probes/probe-assumed.js';
import type { ProbeUse } from '../kconfig/probes/probe.js';
import type { KernelTree, Ports } from './ports.js';

const said = new WeakMap<Ports, Set<string>>();

/** Reports to `say` which assumed answers the result depends on, each text once; reports nothing if there are none. */
export function tellAssumed({ tree, probes }: KernelTree, ports: Ports): void {
  const text = assumedText(assumedAnswers(tree.kconfig, probes));
  const before = said.get(ports) ?? new Set();
  if (text === null || before.has(text)) return;
  said.set(ports, before.add(text));
  ports.say(text);
}

/** A sentence naming the assumed answers and their lines; null if there are none. */
function assumedText(uses: readonly ProbeUse[]): string | null {
  if (uses.length === 0) return null;
  const symbols = uses.flatMap(({ at }) => at.symbol ?? []);
  const places = uses.flatMap(({ at }) => (at.symbol === null ? `${at.file}:${at.line}` : []));
  const names = [...new Set([...symbols, ...places])];
  const shown = names.slice(0, 6).join(', ');
  const more = names.length > 6 ? ` and ${names.length - 6} more` : '';
  return `assumed what the compiler and other tools can do for ${shown}${more}; --run-shell asks them, --probes gives answers`;
}
