// Small random Kconfig files that every release reads: no circles, no words that only some releases know.
import { pick, type Random } from './random.js';

export interface SmallTree {
  readonly text: string;
  /** .config files to read with it. */
  readonly configs: readonly string[];
}

interface Maker {
  readonly random: Random;
  readonly lines: string[];
  /** Types of the symbols so far; all that a symbol refers to comes before it, or for selects behind it. */
  readonly types: string[];
  readonly total: number;
}

const chance = (maker: Maker, share: number) => maker.random() < share;
const upTo = (maker: Maker, count: number) => Math.floor(maker.random() * count);
const types = ['bool', 'bool', 'bool', 'tristate', 'tristate', 'tristate', 'int', 'hex', 'string'];

function isLogical(maker: Maker, index: number): boolean {
  const type = maker.types[index];
  return type === 'bool' || type === 'tristate';
}

/** The name of a symbol that stands before the present one. */
function before(maker: Maker): string {
  return maker.types.length === 0 ? 'y' : `S${upTo(maker, maker.types.length)}`;
}

function expression(maker: Maker, depth = 0): string {
  const kind = maker.random();
  if (depth > 2 || kind < 0.45) return before(maker);
  if (kind < 0.55) return `!${before(maker)}`;
  if (kind < 0.65)
    return `${before(maker)}${pick(maker.random, ['=', '!='])}${pick(maker.random, ['y', 'm', 'n'])}`;
  if (kind < 0.7) return pick(maker.random, ['y', 'm', 'n']);
  const inner = `${expression(maker, depth + 1)} ${pick(maker.random, ['&&', '||'])} ${expression(maker, depth + 1)}`;
  if (kind < 0.9) return inner;
  return kind < 0.95 ? `(${inner})` : `!(${inner})`;
}

const condition = (maker: Maker, share: number) => (chance(maker, share) ? ` if ${expression(maker)}` : '');

function valueOf(maker: Maker, type: string): string {
  if (type === 'int') return String(upTo(maker, 30));
  if (type === 'hex') return `0x${upTo(maker, 60).toString(16)}`;
  if (type === 'string') return `"${pick(maker.random, ['', 'a', 'b c', 'y'])}"`;
  return chance(maker, 0.6) ? pick(maker.random, ['y', 'm', 'n']) : expression(maker);
}

function properties(maker: Maker, index: number, type: string): void {
  const { lines } = maker;
  if (chance(maker, 0.4)) lines.push(`\tdepends on ${expression(maker)}`);
  for (let count = upTo(maker, 3); count > 0; count--)
    lines.push(`\tdefault ${valueOf(maker, type)}${condition(maker, 0.4)}`);
  if ((type === 'int' || type === 'hex') && chance(maker, 0.5)) {
    const low = upTo(maker, 15);
    const text = (value: number) => (type === 'hex' ? `0x${value.toString(16)}` : String(value));
    lines.push(`\trange ${text(low)} ${text(low + upTo(maker, 20))}${condition(maker, 0.3)}`);
  }
  if (type !== 'bool' && type !== 'tristate') return;
  for (const kind of ['select', 'imply'])
    if (index + 1 < maker.total && chance(maker, 0.25)) {
      const target = index + 1 + upTo(maker, maker.total - index - 1);
      lines.push(`\t${kind} S${target}${condition(maker, 0.3)}`);
    }
}

function config(maker: Maker): void {
  const index = maker.types.length;
  const type = pick(maker.random, types);
  const prompt = chance(maker, 0.7) ? ` "Symbol ${index}"${condition(maker, 0.2)}` : '';
  const kind = prompt && chance(maker, 0.15) ? 'menuconfig' : 'config';
  maker.lines.push(`${kind} S${index}`, `\t${type}${prompt}`);
  properties(maker, index, type);
  if (chance(maker, 0.1)) maker.lines.push('\thelp', '\t  Some text.', '', '\t  More of it.');
  maker.lines.push('');
  maker.types.push(type);
}

function choice(maker: Maker): void {
  const first = maker.types.length;
  const count = 2 + upTo(maker, 2);
  maker.lines.push('choice', '\tprompt "Choice"');
  if (chance(maker, 0.3)) maker.lines.push(`\tdepends on ${expression(maker)}`);
  if (chance(maker, 0.5))
    maker.lines.push(`\tdefault S${first + upTo(maker, count)}${condition(maker, 0.3)}`);
  maker.lines.push('');
  const inside: string[] = [];
  for (let member = 0; member < count; member++) {
    inside.push(`config S${first + member}`, `\tbool "Member ${member}"`);
    if (chance(maker, 0.3)) inside.push(`\tdepends on ${expression(maker)}`);
    inside.push('');
  }
  maker.lines.push(...inside, 'endchoice', '');
  for (let member = 0; member < count; member++) maker.types.push('bool');
}

function block(maker: Maker, depth: number): void {
  const kind = maker.random();
  if (kind < 0.1 && depth < 3 && maker.types.length > 0) {
    maker.lines.push(`if ${expression(maker)}`, '');
    blocks(maker, depth + 1, 1 + upTo(maker, 3));
    maker.lines.push('endif', '');
  } else if (kind < 0.2 && depth < 3) {
    maker.lines.push(`menu "Menu ${maker.lines.length}"`);
    // Old releases take them in this order only.
    if (chance(maker, 0.3)) maker.lines.push(`\tvisible if ${expression(maker)}`);
    if (chance(maker, 0.3)) maker.lines.push(`\tdepends on ${expression(maker)}`);
    maker.lines.push('');
    blocks(maker, depth + 1, upTo(maker, 4));
    maker.lines.push('endmenu', '');
  } else if (kind < 0.27) {
    maker.lines.push(`comment "Comment ${maker.lines.length}"`);
    if (chance(maker, 0.6)) maker.lines.push(`\tdepends on ${expression(maker)}`);
    maker.lines.push('');
  } else if (kind < 0.37) choice(maker);
  else config(maker);
}

function blocks(maker: Maker, depth: number, count: number): void {
  for (let number = 0; number < count; number++) block(maker, depth);
}

function randomConfig(maker: Maker): string {
  const lines: string[] = [];
  for (const [index, type] of maker.types.entries()) {
    if (chance(maker, 0.45)) continue;
    if (!isLogical(maker, index)) lines.push(`CONFIG_S${index}=${valueOf(maker, type)}`);
    else if (chance(maker, 0.35)) lines.push(`# CONFIG_S${index} is not set`);
    else lines.push(`CONFIG_S${index}=${chance(maker, 0.4) ? 'm' : 'y'}`);
  }
  if (chance(maker, 0.7)) lines.unshift('CONFIG_MODULES=y');
  return `${lines.join('\n')}\n`;
}

/** `modules` is how the release says that a symbol switches modules on. */
export function randomTree(random: Random, modules: string): SmallTree {
  const maker: Maker = { random, lines: [], types: [], total: 16 };
  blocks(maker, 0, 11);
  while (maker.types.length < maker.total) config(maker);
  const head = ['mainmenu "Random"', '', 'config MODULES', '\tbool "Modules"', `\t${modules}`, ''];
  const configs = Array.from({ length: 4 }, () => randomConfig(maker));
  return { text: `${[...head, ...maker.lines].join('\n')}\n`, configs };
}
