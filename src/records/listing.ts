// What lsinitramfs, lsinitrd, cpio -t or find print of an initramfs: the names in it.
import type { InitramfsMaker, InitramfsModule } from '../initramfs/initramfs.js';
import { linesOf } from './lines.js';
import type { ListingFacts } from './record.js';

const module =
  /(?:^|[\s/])((?:(?:usr\/)?lib\/modules\/([^/\s]{1,100})\/)?(?:[\w.+-]{1,100}\/){0,16}([\w-]{1,80})\.ko(\.(?:gz|xz|zst))?)$/;
const known =
  /(?:^|\s|\/)(?:usr\/)?lib\/modules\/|(?:^|\s|\/)(?:init|conf\/initramfs\.conf|usr\/lib\/dracut\S*|scripts\/init-premount)$/m;

/** A path, alone or at the end of a line as "ls -l" writes it. */
const entry = /^(?:[-dlcbps][-rwxsStT]{9}[.+]?\s.*\s)?(?:\.?\/)?[\w@.+:~-][^\s]{0,4000}(?: -> \S+)?$/;

/** Mostly paths, among them those of modules or of an initramfs' own files. */
export function isListing(text: string): boolean {
  const lines = linesOf(text.slice(0, 1 << 16))
    .slice(0, 400)
    .map(({ text: one }) => one.trim());
  const said = lines.filter(line => line !== '');
  const paths = said.filter(line => entry.test(line) && line.includes('/')).length;
  return (
    said.length > 0 &&
    paths >= said.length * 0.6 &&
    known.test(text) &&
    /\.ko\b|\/dracut|initramfs/.test(text)
  );
}

const packed = { '.gz': 'gzip', '.xz': 'xz', '.zst': 'zstd' } as const;
const tools = ['cryptsetup', 'lvm', 'mdadm', 'multipath', 'btrfs', 'zpool', 'kpartx'];

export function readListing(text: string): ListingFacts {
  const modules: InitramfsModule[] = [];
  const programs = new Set<string>();
  let init: string | null = null;
  let maker: InitramfsMaker | null = null;
  for (const { text: whole } of linesOf(text)) {
    const path = whole.trim().replace(/ -> .*$/, '');
    const found = module.exec(path);
    if (found)
      modules.push({
        name: found[3]!.replaceAll('-', '_'),
        path: found[1]!,
        compression: found[4] ? packed[found[4] as keyof typeof packed] : 'none',
        release: found[2] ?? null,
      });
    const name = /(?:^|[\s/])(?:usr\/)?s?bin\/([\w.-]+)$/.exec(path)?.[1];
    if (name !== undefined && tools.includes(name)) programs.add(name);
    if (/(?:^|\s)(?:\.?\/)?init$/.test(path)) init = 'init';
    if (/\/dracut/.test(path)) maker = 'dracut';
    else if (/conf\/initramfs\.conf$|scripts\/init-premount/.test(path)) maker ??= 'initramfs-tools';
  }
  return {
    kind: 'initramfs-list',
    facts: {
      size: 0,
      archives: [],
      maker,
      releases: [...new Set(modules.flatMap(({ release }) => (release === null ? [] : [release])))],
      modules,
      builtin: null,
      listed: null,
      init,
      program: null,
      settings: new Map(),
      tools: [...programs],
      unpackedSize: 0,
      problems: [],
    },
  };
}
