import { asciiOf, type RegexNode, regexTree } from './regex-tree.js';

/** What a pattern demands of a line before its regular expression need be tried. */
export interface Demand {
  /** Each match holds at least one of these; null if nothing long enough is known of it. */
  readonly literals: readonly string[] | null;
  /** As many characters of a line are matched, so that even a bad line costs a bounded time. */
  readonly reach: number;
}

const shortest = 5;
const mostTexts = 48;
const mostRepeats = 20;
// Tries at every start and, inside, at every end of each open stretch: steps grow as the length to the power of both.
const reachOf = [2000, 2000, 500];

/** Reads a pattern's regular expression. TypeError if it is none, or could take longer than a line is worth. */
export function demandOf(regex: string): Demand {
  const tree = regexTree(regex);
  const reach = reachOf[openStretches(tree, true)];
  if (reach === undefined) throw new TypeError(`Regular expression may take too long: ${regex}`);
  const found = needOf(tree);
  const literals = better(found.exact, found.need);
  return { literals: literals && score(literals) >= shortest ? literals : null, reach };
}

interface Need {
  /** All texts that match; null if they are many. */
  readonly exact: readonly string[] | null;
  /** Each match holds one of these. */
  readonly need: readonly string[] | null;
}

const nothing: Need = { exact: null, need: null };

function needOf(node: RegexNode): Need {
  switch (node.kind) {
    case 'edge':
      return { exact: [''], need: null };
    case 'text':
      return { exact: [node.text], need: null };
    case 'one':
      return { exact: node.chars, need: null };
    case 'either':
      return needOfEither(node.branches.map(needOf));
    case 'row':
      return needOfRow(node.parts.map(needOf));
    case 'repeat': {
      const inside = needOf(node.part);
      if (node.min === 0) {
        const isOptional = node.max === 1 && inside.exact !== null;
        return isOptional ? { exact: ['', ...inside.exact!], need: null } : nothing;
      }
      return node.min === 1 && node.max === 1
        ? inside
        : { exact: null, need: better(inside.exact, inside.need) };
    }
  }
}

function needOfEither(branches: readonly Need[]): Need {
  const count = (sets: readonly (readonly string[] | null)[]) =>
    sets.reduce((sum, set) => sum + (set?.length ?? Number.POSITIVE_INFINITY), 0);
  const exacts = branches.map(branch => branch.exact);
  if (count(exacts) <= mostTexts) return { exact: exacts.flatMap(set => set!), need: null };
  const needs = branches.map(branch => better(branch.exact, branch.need));
  return { exact: null, need: count(needs) <= mostTexts ? needs.flatMap(set => set!) : null };
}

function needOfRow(parts: readonly Need[]): Need {
  let exact: readonly string[] = [''];
  let need: readonly string[] | null = null;
  let isExact = true;
  for (const part of parts) {
    const fits = part.exact !== null && part.exact.length * exact.length <= mostTexts;
    if (fits) exact = exact.flatMap(left => part.exact!.map(right => left + right));
    else {
      isExact = false;
      need = better(need, better(exact, part.need));
      exact = part.exact ?? [''];
    }
  }
  return isExact ? { exact, need: null } : { exact: null, need: better(need, exact) };
}

function better(left: readonly string[] | null, right: readonly string[] | null): readonly string[] | null {
  if (left === null || right === null) return left ?? right;
  return score(right) > score(left) ? right : left;
}

/** The shortest decides; what goes beyond a word is worth little, and few texts are better than many. */
function score(texts: readonly string[]): number {
  const least = Math.min(...texts.map(text => text.length));
  return Math.min(least, 12) + Math.min(least, 40) / 100 - Math.min(texts.length, mostTexts) / 1000;
}

/** How many repeats without an end compete for the same characters. More than one inside another is counted as too many. */
function openStretches(node: RegexNode, isLast: boolean): number {
  switch (node.kind) {
    case 'edge':
      return node.look ? openStretches(node.look, false) : 0;
    case 'one':
    case 'text':
      return 0;
    case 'either':
      return Math.max(...node.branches.map(branch => openStretches(branch, isLast)));
    case 'row': {
      let sum = 0;
      node.parts.forEach((part, index) => {
        const next = node.parts[index + 1];
        const isEnd = isLast && next === undefined;
        sum +=
          isClosed(part, next) || (isEnd && part.kind === 'repeat' && part.part.kind === 'one')
            ? 0
            : openStretches(part, isEnd);
      });
      return sum;
    }
    case 'repeat': {
      const inside = openStretches(node.part, false);
      if (node.max <= mostRepeats) return inside * Math.max(1, node.max);
      return node.part.kind === 'one' ? 1 : Number.POSITIVE_INFINITY;
    }
  }
}

/** A repeat of characters that what follows can't begin with ends in one place only. */
function isClosed(part: RegexNode, next: RegexNode | undefined): boolean {
  if (part.kind !== 'repeat' || part.part.kind !== 'one' || next === undefined) return false;
  const follower = next.kind === 'repeat' && next.min > 0 ? next.part : next;
  if (follower.kind !== 'one' && follower.kind !== 'text') return false;
  const left = asciiOf(part.part.source);
  const right = asciiOf(follower.kind === 'one' ? follower.source : follower.text[0]!);
  return !(left.hasMore && right.hasMore) && !right.chars.some(char => left.chars.includes(char));
}
