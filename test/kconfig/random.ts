/** Numbers from 0 up to 1 that a seed decides. */
export type Random = () => number;

/** A small generator of even quality (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function pick<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)]!;
}

const odd = [
  '',
  'y',
  'm',
  'n',
  '0',
  '-1',
  '007',
  '0x',
  '0xFFfff',
  'ff',
  '99999999999999999999',
  '"',
  '"a\\"b\\\\"',
  '"x',
  'yes',
  ' y',
];

/** A .config with some lines changed, dropped, repeated, moved or spoilt. */
export function mutateConfig(random: Random, text: string): string {
  const lines = text.split('\n');
  const changes = 1 + Math.floor(random() ** 3 * 400);
  for (let count = 0; count < changes; count++) {
    const at = Math.floor(random() * lines.length);
    const name = /CONFIG_(\w+)/.exec(lines[at]!)?.[1];
    const kind = random();
    if (!name || kind < 0.15) lines.splice(at, 1);
    else if (kind < 0.3) lines[at] = `CONFIG_${name}=y`;
    else if (kind < 0.4) lines[at] = `CONFIG_${name}=m`;
    else if (kind < 0.6) lines[at] = `# CONFIG_${name} is not set`;
    else if (kind < 0.7) lines[at] = `CONFIG_${name}=${Math.floor(random() * 5000)}`;
    else if (kind < 0.8) lines[at] = `CONFIG_${name}=${pick(random, odd)}`;
    else if (kind < 0.85) lines.splice(Math.floor(random() * lines.length), 0, lines[at]!);
    else if (kind < 0.9) lines[at] = `CONFIG_${name}_X=y`;
    else if (kind < 0.93) lines[at] = `${lines[at]}\r`;
    else if (kind < 0.96)
      lines[at] = pick(random, [
        'junk',
        'CONFIG_',
        '#CONFIG_X is not set',
        'CONFIG_A',
        `# CONFIG_${name} is not set `,
      ]);
    else lines[at] = `CONFIG_${name}="${pick(random, odd).replaceAll('"', '')}"`;
  }
  return lines.join('\n');
}
