// What the source says of a message of profiles/messages: which functions of its component print it, and in which releases.
import type { SourceMessage } from './catalogue.js';
import type { Component } from './components.js';

/** All that a component prints, by release in order. */
export type ByRelease = ReadonlyMap<string, readonly SourceMessage[]>;

/** The words of an error, behind what its component puts before errors alone. */
export const markedPattern = (component: Component | undefined, words: string) =>
  component?.errorMark === undefined ? words : `${component.errorMark}.*(?:${words})`;

interface Found {
  readonly functions: readonly string[];
  /** Releases whose source has it. */
  readonly in: readonly string[];
}

/** Where `pattern` fits a line that `component` prints. */
export function foundIn(sources: ByRelease, component: Component, pattern: string): Found {
  const regex = new RegExp(pattern);
  const functions = new Set<string>();
  const found: string[] = [];
  for (const [release, messages] of sources) {
    const fits = messages.filter(one => one.component === component && regex.test(one.logged));
    for (const one of fits) functions.add(one.function);
    if (fits.length > 0) found.push(release);
  }
  return { functions: [...functions].sort(), in: found };
}

/** Releases of `all` in stretches: "4.4..4.11", "4.20.." where it goes to the newest. Older ones than the first of `all` were not looked at. */
export function stretches(all: readonly string[], found: readonly string[]): string[] {
  const ranges: string[] = [];
  let from: string | null = null;
  for (const [index, release] of all.entries()) {
    const here = found.includes(release);
    if (here) from ??= release;
    const isLast = index === all.length - 1;
    if (from === null || (here && !isLast)) continue;
    const to = here ? '' : all[index - 1]!;
    ranges.push(`${from}..${to}`);
    from = null;
  }
  return ranges;
}
