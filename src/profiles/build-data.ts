// What the build of a kernel makes of a file's lines: made by the build of lifetimes.json and graph.json.
import type { GraphData } from './graph-data.js';
import type { Lifetimes } from './lifetimes.js';

export interface BuildData {
  /** Type, dependencies and prompt, by release and architecture; nothing stands for what is asked for and needs nothing. */
  readonly symbols: Lifetimes['symbols'];
  /** What selects an option: it stays on then, whatever it depends on. */
  readonly selectors: GraphData['selectors'];
  /** Options that are y where nobody is asked. */
  readonly on: readonly string[];
  /** Options that something other than the user may turn on: a default, or another that implies them. */
  readonly defaulted: readonly string[];
  /** All options that rules hang from, as far as their releases are known. */
  readonly known: readonly string[];
}

/** The folder of an architecture in arch/: both of x86 share one. */
export function folderOf(arch: string): string {
  return arch === 'x86_64' || arch === 'i386' ? 'x86' : arch;
}
