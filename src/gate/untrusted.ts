// What a repository's own file says otherwise than the settings that hold.
import type { Finding } from '../check/finding.js';
import type { Repository, Waiver } from './repository.js';

type Untrusted = Extract<Finding, { code: 'untrusted' }>;

/**
 * Gives the settings and waivers of the repository's own file that are not in force, and those that it lacks; each on its
 * line in `text`. `from` is what the settings in force are called. A waiver that is gone loosens nothing, and is left out.
 */
export function untrustedSettings(
  own: Repository,
  text: string,
  trusted: Repository,
  from: string,
): Untrusted[] {
  const [mine, theirs] = [settingsOf(own), settingsOf(trusted)];
  const keys = [...new Set([...mine.keys(), ...theirs.keys()])];
  const held = new Set(trusted.waivers.map(waiverKey));
  return [
    ...keys.flatMap(setting => {
      const [value, wanted] = [mine.get(setting) ?? null, theirs.get(setting) ?? null];
      return value === wanted
        ? []
        : [untrusted({ setting, own: value, trusted: wanted, from }, lineOf(text, setting))];
    }),
    ...own.waivers
      .filter(waiver => !held.has(waiverKey(waiver)))
      .map(({ rule, option, line }) => {
        const what = [rule, option && `CONFIG_${option}`].filter(Boolean).join(' of ');
        return untrusted({ setting: 'waivers', own: `the waiver of ${what}`, trusted: null, from }, line);
      }),
  ];
}

/** One such setting, or a file that settings name, on its line. */
export function untrusted(
  about: Pick<Untrusted, 'setting' | 'own' | 'trusted' | 'from'>,
  line: number | null,
): Untrusted {
  return { code: 'untrusted', level: 'warning', stage: null, profiles: [], line, ...about };
}

/** Every setting but the waivers, by the name that it has in the file. */
function settingsOf(file: Repository): Map<string, string> {
  return new Map(
    Object.entries(file)
      .filter(([key]) => key !== '$schema' && key !== 'waivers')
      .map(([key, value]) => [key.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`), valueText(value)]),
  );
}

function valueText(value: unknown): string {
  const plain = Array.isArray(value) && value.every(one => typeof one === 'string');
  return plain ? value.join(', ') : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** All but its place. */
function waiverKey(waiver: Waiver): string {
  const said = Object.entries(waiver).filter(([key]) => key !== 'line');
  return JSON.stringify(said.sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** The line of a key that starts one; null where it is written otherwise, or not at all. */
function lineOf(text: string, key: string): number | null {
  const index = text
    .split(/\r\n?|\n/)
    .findIndex(line => new RegExp(`^\\ufeff?["']?${key}["']?\\s*:`).test(line));
  return index < 0 ? null : index + 1;
}
