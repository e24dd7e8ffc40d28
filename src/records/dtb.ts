// A flattened device tree, by the Devicetree Specification: a header, a block of tokens, a block of names.
import { InputError } from '../input/input-error.js';
import { platform } from '../platform/platform.js';
import { type TreeNode, treeFacts } from './device-tree.js';
import type { DeviceTreeFacts } from './record.js';

const magic = 0xd00dfeed;
const mostDepth = 64;
const mostNodes = 100_000;
const tokens = { begin: 1, end: 2, property: 3, nothing: 4, last: 9 } as const;

export const isDtb = (bytes: Uint8Array): boolean =>
  bytes.length >= 40 && new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) === magic;

/** Throws InputError for one that is damaged. */
export function readDtb(bytes: Uint8Array): DeviceTreeFacts {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const damaged = (what: string): never => {
    throw new InputError(`is a damaged device tree: ${what}`);
  };
  const u32 = (at: number): number => (at + 4 <= bytes.length ? view.getUint32(at) : damaged('it is cut'));
  const zeroFrom = (at: number): number => {
    const end = at < bytes.length ? bytes.indexOf(0, at) : -1;
    return end < 0 ? damaged('a text has no end') : end;
  };
  const names = u32(12);
  const root: TreeNode = { name: '/', line: null, texts: new Map(), children: [] };
  const stack: TreeNode[] = [];
  let nodes = 0;
  for (let at = u32(8); ;) {
    const token = u32(at);
    at += 4;
    if (token === tokens.last) break;
    if (token === tokens.nothing) continue;
    if (token === tokens.begin) {
      const end = zeroFrom(at);
      const name = platform().latin1(bytes.subarray(at, end));
      if (stack.length === mostDepth || ++nodes > mostNodes) damaged('it has too many nodes');
      const made = stack.length ? { name, line: null, texts: new Map(), children: [] } : root;
      stack.at(-1)?.children.push(made);
      stack.push(made);
      at = (end + 4) & ~3;
    } else if (token === tokens.end) {
      if (!stack.pop()) damaged('a node ends that never began');
    } else if (token === tokens.property) {
      const length = u32(at);
      const name = names + u32(at + 4);
      const from = at + 8;
      if (from + length > bytes.length) damaged('a value is cut');
      stack.at(-1)?.texts.set(platform().latin1(bytes.subarray(name, zeroFrom(name))), {
        value: textOf(bytes.subarray(from, from + length)),
        line: null,
      });
      at = (from + length + 3) & ~3;
    } else damaged(`token ${token}`);
  }
  return treeFacts(root);
}

/** Null for what is no text: it ends with a zero byte and holds no control characters but those between texts. */
function textOf(value: Uint8Array): string | null {
  if (value.length < 2 || value.at(-1) !== 0 || value[0] === 0) return null;
  for (const byte of value) if (byte !== 0 && (byte < 0x20 || byte === 0x7f)) return null;
  return platform().utf8(value.subarray(0, -1));
}
