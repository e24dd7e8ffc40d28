// Who may import whom in src/: the picture in ARCHITECTURE.md as data.

/** A floor's rooms: folders below src/, or a file that stands there by itself. */
export interface Floor {
  floor: number;
  rooms: string[];
}

/** Lowest first. A room imports lower floors and itself. */
export const floors: Floor[] = [
  { floor: 1, rooms: ['input', 'platform'] },
  { floor: 2, rooms: ['unpack', 'config', 'domain', 'log', 'xen', 'support', 'host'] },
  { floor: 3, rooms: ['image', 'initramfs', 'profiles', 'repository'] },
  { floor: 4, rooms: ['kconfig', 'records'] },
  { floor: 5, rooms: ['check'] },
  { floor: 6, rooms: ['explain', 'fix', 'gate'] },
  { floor: 7, rooms: ['boot'] },
  { floor: 8, rooms: ['api'] },
  { floor: 9, rooms: ['report', 'node'] },
  { floor: 10, rooms: ['questions.ts'] },
  { floor: 11, rooms: ['cli', 'index.ts', 'browser.ts'] },
];

/** Imports between rooms of one floor that are wanted: the importing room, then the imported one. */
export const neighbours: [string, string][] = [];

/** The one wanted circle: a symbol's value asks its choice, and the choice asks its members' values. */
export const wantedCircle = [
  'src/kconfig/values/choice-new.ts',
  'src/kconfig/values/choice-old.ts',
  'src/kconfig/values/evaluate.ts',
];

/** Where Node or a bundle starts; whatever these do not reach does not run for a user. */
export const entries = [
  'src/cli/main.ts',
  'src/cli/fleet/worker.ts',
  'src/index.ts',
  'src/questions.ts',
  'src/browser.ts',
];

/** The most files a folder below src/ may hold at one level. */
export const mostFiles = 30;
