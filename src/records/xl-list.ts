// `xl list`, and xm's: a table of domains.
import { hasHead, linesOf } from './lines.js';
import type { DomainListFacts, DomainState, ListedDomain } from './record.js';

const head = /^Name\s+ID\s+Mem\b/;

export const isXlList = (text: string): boolean => hasHead(text, head);

// Blocked is what a running guest that waits is: it is counted as running, too.
const letters: Readonly<Record<string, DomainState>> = {
  r: 'running',
  b: 'running',
  p: 'paused',
  s: 'shutdown',
  c: 'crashed',
  d: 'dying',
};

const row = /^(\S.{0,200}?)\s+(\d{1,6})\s+(\d{1,9})\s+\d{1,5}\s+([rbpscd-]{6})\s+(\d{1,12}(?:\.\d+)?)/;

export function readXlList(text: string): DomainListFacts {
  const domains = linesOf(text).flatMap(({ line, text: whole }): ListedDomain[] => {
    const found = row.exec(whole);
    if (!found) return [];
    const states = [...found[4]!].flatMap(letter => (letter === '-' ? [] : [letters[letter]!]));
    return [
      {
        line,
        text: whole.trim(),
        name: found[1]!,
        id: Number(found[2]),
        memory: Number(found[3]),
        // One that runs on another processor at this moment has no letter at all.
        states: states.length ? [...new Set(states)] : ['running'],
        time: Number(found[5]),
      },
    ];
  });
  return { kind: 'domains', domains };
}
