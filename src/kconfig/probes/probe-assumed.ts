// Which assumed answers the configuration rests on.
import { evaluateExpression } from '../values/evaluate.js';
import { NO } from '../values/model.js';
import type { Probes, ProbeUse } from './probe.js';
import type { Kconfig } from '../values/state.js';

/**
 * The answers that are nothing but defaults and that decided something in the configuration read last: those outside
 * of entries, and those in an entry's line whose other conditions hold. The others could be wrong and change nothing.
 */
export function assumedAnswers(kconfig: Kconfig, probes: Probes): ProbeUse[] {
  return [...probes.uses.values()].filter(use => use.source === 'default' && decides(kconfig, use));
}

function decides(kconfig: Kconfig, use: ProbeUse): boolean {
  const { at } = use;
  const symbol = at.symbol === null ? undefined : kconfig.table.words.get(at.symbol);
  if (!symbol) return true;
  const here = symbol.properties.filter(property => property.file === at.file && property.line === at.line);
  // A line without a property is a dependency: it decides whether the entry is there at all.
  return here.length === 0 || here.some(property => evaluateExpression(kconfig, property.when) !== NO);
}
