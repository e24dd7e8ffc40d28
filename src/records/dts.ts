// The source of a device tree, as dtc -O dts writes it. Includes and macros are left alone.
import { InputError } from '../input/input-error.js';
import { type TreeNode, treeFacts } from './device-tree.js';
import { hasHead } from './lines.js';
import type { DeviceTreeFacts } from './record.js';

export const isDts = (text: string): boolean => hasHead(text, /^\/dts-v1\/;/);

const mostDepth = 64;
const token =
  /\/\*[^]*?\*\/|\/\/[^\n]*|#(?:include|define|if|ifdef|ifndef|else|endif)[^\n]*|"(?:[^"\\]|\\.)*"|<[^>]*>|\[[^\]]*\]|[{};=]|\/[\w-]+\/|[^\s{};="<[]+/g;

const node = (name: string, line: number): TreeNode => ({ name, line, texts: new Map(), children: [] });

export function readDts(text: string): DeviceTreeFacts {
  const root = node('/', 1);
  const stack: TreeNode[] = [];
  let words: string[] = [];
  let property: string | null = null;
  let values: string[] | null = null;
  let line = 1;
  let from = 0;
  for (const match of text.matchAll(token)) {
    for (let at = text.indexOf('\n', from); at >= 0 && at < match.index; at = text.indexOf('\n', from)) {
      line++;
      from = at + 1;
    }
    const [said] = match;
    if (/^(?:\/[*/]|#(?:include|define|if|else|endif))/.test(said)) continue;
    const inside = stack.at(-1);
    if (said === '{') {
      if (stack.length === mostDepth) throw new InputError('is a device tree that is nested too deeply');
      const name = words.at(-1) ?? '';
      const label = name.startsWith('&');
      const made = name === '/' ? root : node(name.replace(/^\w+:/, ''), line);
      // What is added to a node by its label hangs in the air here.
      if (made !== root && !label) (inside ?? root).children.push(made);
      stack.push(made);
      words = [];
    } else if (said === '}') {
      stack.pop();
      words = [];
    } else if (said === '=') {
      property = words.at(-1) ?? null;
      values = [];
    } else if (said === ';') {
      const texts = values
        ?.filter(one => one.startsWith('"'))
        .map(one => one.slice(1, -1).replace(/\\(.)/g, '$1'));
      const name = property ?? words.at(-1);
      if (inside && name !== undefined && name !== '')
        inside.texts.set(name, { value: texts?.length ? texts.join('\0') : null, line });
      words = [];
      property = null;
      values = null;
    } else if (values) values.push(said);
    else words.push(said);
  }
  return treeFacts(root);
}
