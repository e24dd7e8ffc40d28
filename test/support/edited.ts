import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { root } from './paths.js';

/** The text of a config in fixtures/configs. */
export function fixture(name: string): string {
  const bytes = readFileSync(`${root}fixtures/configs/${name}`);
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
}

/** The config with options set to y, m, n or a text as a file holds it, in their place or at the end; null takes them out. */
export function edited(config: string, values: Readonly<Record<string, string | null>>): string {
  let text = config;
  for (const [option, value] of Object.entries(values)) {
    const line =
      value === null ? '' : value === 'n' ? `# CONFIG_${option} is not set\n` : `CONFIG_${option}=${value}\n`;
    const there = new RegExp(`^(CONFIG_${option}=.*|# CONFIG_${option} is not set)\n`, 'm');
    text = there.test(text) ? text.replace(there, () => line) : text + line;
  }
  return text;
}
