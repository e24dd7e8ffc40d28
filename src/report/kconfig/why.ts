// Why a symbol has its value, as a tree that a person can read.
import { safeText } from '../../input/safe-text.js';
import { utf8 } from '../../kconfig/config/lost-lines.js';
import type { Origin, KconfigLocation, ReverseDependency, Why } from '../../kconfig/why/why.js';
import type { Cause, ValueReason } from '../../kconfig/why/why-reason.js';
import { wrap } from '../words/wrap.js';

/** A line of the tree: what it says, where that stands in the tree's files, and what is below. */
interface Node {
  readonly text: string;
  readonly at: KconfigLocation | null;
  readonly below: readonly Node[];
}

/** The whole answer to `kconfig why`; `path` names the config. */
export function whyText(why: Why, path: string, width: number): string {
  const { name, type, value, prompt, asked: requested, from, down, up } = why;
  const title = prompt ? ` "${prompt.text}"` : ', has no prompt';
  const lines = placed(
    `${name}=${shownValue(why, value)} (${type}${why.written ? '' : ', not written'})${title}`,
    null,
    '',
    width,
  );
  const fact = (label: string, text: string, at: KconfigLocation | null = null) =>
    lines.push(...placed(`${label}${text}`, at, '  ', width));
  why.defined.forEach((place, index) => fact('', index === 0 ? 'defined at' : 'and at', place));
  if (requested)
    fact(
      '',
      `asked for: ${shownValue(why, requested.value)}${requested.line ? `, on line ${requested.line} of ${path}` : ''}`,
    );
  const origin = originNode(from, why);
  fact('value from: ', origin.text, origin.at);
  lines.push(...treeLines(origin.below, '  ', width));
  if (notAsked(why)) fact('', 'its question is not asked', prompt);
  const selects = up.filter(() => from.kind !== 'select');
  if (selects.length) lines.push('', 'What holds it up:', ...treeLines(selects.map(pullNode), '', width));
  if (down.length) lines.push('', `What keeps it from ${wantedText(why)}:`, ...reasonLines(down, width));
  return `${lines.join('\n')}\n`;
}

/** The chains of what holds a symbol down. */
export function reasonLines(reasons: readonly ValueReason[], width: number): string[] {
  return treeLines(reasons.map(reasonNode), '', width);
}

/** Where a value came from, as lines of a tree. */
export function originLines(why: Why, width: number): string[] {
  const nodes = [originNode(why.from, why)];
  if (notAsked(why)) nodes.unshift({ text: 'its question is not asked', at: why.prompt, below: [] });
  return treeLines(nodes, '', width);
}

function notAsked({ prompt, visible }: Why): boolean {
  return prompt !== null && visible === 'n';
}

function wantedText({ asked: requested }: Why): string {
  return requested && requested.value !== 'n' ? `being ${requested.value}` : 'being y';
}

function shownValue({ type }: Why, value: string): string {
  return type === 'string' ? `"${value}"` : value === '' ? '(nothing)' : value;
}

function originNode(from: Origin, why: Why): Node {
  const plain = (text: string, at: KconfigLocation | null = null): Node => ({ text, at, below: [] });
  switch (from.kind) {
    case 'user':
      return plain(`the config${from.line ? `, line ${from.line}` : ''}`);
    case 'default':
      return plain(`the default ${from.value}`, from);
    case 'select':
    case 'imply':
      return {
        ...plain(`what ${from.kind === 'select' ? 'selects' : 'implies'} it`),
        below: from.pulls.map(pullNode),
      };
    case 'choice':
      return plain(
        from.chosen === null
          ? 'its choice, where nothing is on'
          : `its choice, where ${from.chosen === why.name ? 'it' : from.chosen} is on${from.asked ? ', as the config asks' : ''}`,
        from,
      );
    case 'range':
      return plain(`the range ${from.low} to ${from.high}`, from);
    case 'none':
      return plain('nothing: no default applies');
  }
}

function pullNode(pull: ReverseDependency): Node {
  return {
    text: `${pull.by}=${pull.value}${pull.when === null ? '' : `, if ${pull.when}`}`,
    at: pull,
    below: [],
  };
}

function reasonNode(reason: ValueReason): Node {
  const at = reason.file === undefined ? null : { file: reason.file, line: reason.line ?? 0 };
  switch (reason.kind) {
    case 'all':
    case 'any': {
      const text = reason.kind === 'all' ? 'all of these' : 'one of these';
      return { text, at, below: reason.parts.map(reasonNode) };
    }
    case 'comparison':
      return {
        text: `needs ${reason.text} (it compares "${reason.left}" with "${reason.right}")`,
        at,
        below: [],
      };
    case 'symbol': {
      if (['y', 'm', 'n'].includes(reason.name))
        return { text: 'a condition that never holds', at, below: [] };
      const need = reason.above && reason.needed !== 'n' ? `${reason.needed} at most` : reason.needed;
      const cause = causeNode(reason.cause);
      return {
        text: `needs ${reason.name}=${need}, which is ${reason.value || '(nothing)'}`,
        at,
        below: [...reason.reasons.map(reasonNode), ...(cause ? [cause] : [])],
      };
    }
  }
}

/** Why a symbol is where it is; null where the links below it say so. */
function causeNode(cause: Cause): Node | null {
  const at = cause.at ?? null;
  const by = cause.by ?? [];
  const say = (text: string): Node => ({ text, at, below: [] });
  switch (cause.kind) {
    case 'unset':
      return say('not set; it can be');
    case 'user':
      return say(cause.line ? `the config says so, on line ${cause.line}` : 'the config says so');
    case 'choice':
      return say(`its choice has ${by.join(', ')}`);
    case 'hidden':
      return null;
    case 'promptless':
      return say(by.length ? `no prompt; selected by ${by.join(', ')}` : 'no prompt; nothing selects it');
    case 'selected':
      return say(`${by.join(', ')} ${by.length === 1 ? 'selects' : 'select'} it`);
    case 'default':
      return say('its default');
    case 'undefined':
      return say('this tree does not define it');
    case 'repeated':
      return say('explained above');
    case 'modules':
      return say('there are no modules: MODULES is off');
  }
}

/** Nodes below each other with the branches drawn; what is deep stays readable, since only the branches go right. */
function treeLines(nodes: readonly Node[], before: string, width: number): string[] {
  const lines: string[] = [];
  nodes.forEach((node, index) => {
    const last = index === nodes.length - 1;
    const rest = `${before}${last ? '   ' : '|  '}`;
    const more = node.below.length ? `${rest}|  ` : `${rest}   `;
    lines.push(...placed(node.text, node.at, `${before}${last ? '`- ' : '|- '}`, width, more));
    lines.push(...treeLines(node.below, rest, width));
  });
  return lines;
}

/** A text with its place at the right margin, below it where both do not fit. */
function placed(
  text: string,
  at: KconfigLocation | null,
  before: string,
  width: number,
  more = `${before}  `,
): string[] {
  const clean = safeText(utf8(text), 500);
  const lines = wrap(clean, Math.max(30, width - more.length)).map(
    (line, index) => `${index ? more : before}${line}`,
  );
  if (!at) return lines;
  const place = safeText(utf8(`${at.file}:${at.line}`), 200);
  const last = lines.at(-1) ?? before;
  const gap = width - last.length - place.length;
  if (gap >= 2) lines[lines.length - 1] = `${last}${' '.repeat(gap)}${place}`;
  else lines.push(`${more}${' '.repeat(Math.max(0, width - more.length - place.length))}${place}`);
  return lines;
}
