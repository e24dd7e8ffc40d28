import type { Disk, DiskBackend } from './domain.js';

/** A disk, and what xl would refuse of it: words of the text, or null. */
interface ReadDisk {
  readonly disk: Disk;
  readonly refused: string | null;
}

interface Draft {
  target: string | null;
  format: string | null;
  device: string | null;
  access: 'r' | 'w' | null;
  backend: DiskBackend | null;
  cdrom: boolean;
  script: string | null;
  prefixed: boolean;
  /** The access came by its place. */
  placed: boolean;
  /** The `backendtype`, beside what a prefix says. */
  backendType: string | null;
  /** Values of parameters that nothing else is made of. */
  others: Map<string, string>;
}

/** Longer than any real one; keeps the work on one disk bounded. */
const textLimit = 4096;

/** A rule eats `pattern`'s first group, or all of it; the longest match wins, of equal ones the first. */
interface Rule {
  readonly pattern: RegExp;
  /** Gives what xl refuses, or null. */
  readonly act: (draft: Draft, text: string) => string | null;
}

const value = (text: string) => text.slice(text.indexOf('=') + 1);
const flag = (pattern: RegExp): Rule => ({ pattern, act: () => null });
const cdrom = (draft: Draft, is: boolean) => {
  draft.cdrom = is;
  return null;
};

// The rules of libxlu_disk_l.l of Xen 4.22 in its order; trusted and grant_usage came after 4.17.
const rules: readonly Rule[] = [
  flag(/([ \t\n]+)(?:[^ \t\n].*)?/y),
  { pattern: /format=[^,]*,?/y, act: (draft, text) => setFormat(draft, value(text)) },
  { pattern: /cdrom,?/y, act: draft => cdrom(draft, true) },
  { pattern: /devtype=cdrom,?/y, act: draft => cdrom(draft, true) },
  { pattern: /devtype=disk,?/y, act: draft => cdrom(draft, false) },
  { pattern: /devtype=[^,]*,?/y, act: (_, text) => text },
  { pattern: /access=[^,]*,?/y, act: (draft, text) => setAccess(draft, value(text)) },
  { pattern: /backend=[^,]*,?/y, act: setOther },
  { pattern: /backendtype=[^,]*,?/y, act: (draft, text) => setBackend(draft, value(text)) },
  { pattern: /specification=[^,]*,?/y, act: (_, text) => (/=(xen|virtio)$/.test(text) ? null : text) },
  { pattern: /vdev=[^,]*,?/y, act: (draft, text) => setOnce(draft, 'device', value(text)) },
  { pattern: /script=[^,]*,?/y, act: (draft, text) => setOnce(draft, 'script', value(text)) },
  flag(/(?:direct-io-safe|no-discard|discard|no-colo|colo|untrusted|trusted|grant_usage=[01]),?/y),
  { pattern: /(?:colo-host|colo-export|active-disk|hidden-disk)=[^,]*,?/y, act: setOther },
  { pattern: /colo-port=[^,]*,?/y, act: (_, text) => (/=\s*[-+]?0*[1-9]/.test(text) ? null : text) },
  { pattern: /target=.*/y, act: (draft, text) => setOnce(draft, 'target', value(text)) },
  { pattern: /[a-z][-a-z0-9]*=[^,],?/y, act: (_, text) => text },
  { pattern: /((?:raw|qcow2?|vhd):).*/y, act: (draft, text) => prefix(draft, text, 'format') },
  { pattern: /((?:iscsi|e?nbd|drbd):).*/y, act: (draft, text) => prefix(draft, text, 'script') },
  { pattern: /((?:tapdisk|tap2?|aio):).*/y, act: (draft, text) => prefix(draft, text, 'tap') },
  { pattern: /(ioemu:).*/y, act: (draft, text) => prefix(draft, text, null) },
  { pattern: /(file:).*/y, act: (draft, text) => prefix(draft, text, 'file') },
  { pattern: /(phy:).*/y, act: (draft, text) => prefix(draft, text, 'phy') },
  { pattern: /([a-z][a-z0-9]*:)(?:[^a-z0-9\n].*)?/y, act: (_, text) => text },
  { pattern: /[^=,]*,|[^=,]+,?/y, act: positional },
];

/**
 * Reads one disk specification, in xl's syntax or xm's: positions, `key=value`, prefixes. What xl refuses stands in
 * the problems; what could be read is given all the same. Verified against xlu_disk_parse of Xen 4.17.
 */
export function readDisk(whole: string, line: number): ReadDisk {
  const text = whole.slice(0, textLimit);
  const draft: Draft = {
    target: null,
    format: null,
    device: null,
    access: null,
    backend: null,
    cdrom: false,
    script: null,
    prefixed: false,
    placed: false,
    backendType: null,
    others: new Map(),
  };
  let refused: string | null = whole.length > textLimit ? '' : null;
  for (let at = 0; at < text.length;) {
    let best: Rule | null = null;
    let longest = 0;
    let eats = 0;
    for (const rule of rules) {
      rule.pattern.lastIndex = at;
      const match = rule.pattern.exec(text);
      if (!match || match[0].length <= longest) continue;
      best = rule;
      longest = match[0].length;
      eats = (match[1] ?? match[0]).length;
    }
    if (!best) {
      // A lone "=" at the very end is passed over in silence.
      if (at < text.length - 1) refused ??= text.slice(at);
      break;
    }
    const fault = best.act(draft, text.slice(at, at + eats).replace(/,$/, ''));
    if (fault !== null) refused ??= fault;
    at += eats;
  }
  if (draft.cdrom) draft.access = 'r';
  if (draft.device === null) refused ??= text;
  if (draft.target === null && !draft.cdrom) refused ??= text;
  const { prefixed: _prefixed, placed: _placed, backendType: _type, others: _others, ...fields } = draft;
  return {
    disk: { line, text: whole, ...fields, target: draft.target || null, access: draft.access ?? 'w' },
    refused,
  };
}

function setFormat(draft: Draft, text: string): string | null {
  const format = text || 'raw';
  if (!/^(raw|qcow2?|vhd|empty|qed)$/.test(format)) return text;
  if (draft.format !== null && draft.format !== format) return text;
  draft.format = format;
  return null;
}

function setAccess(draft: Draft, text: string): string | null {
  if (!/^(r|ro|rw|w|)$/.test(text)) return text;
  draft.access = text === 'r' || text === 'ro' ? 'r' : 'w';
  return null;
}

function setBackend(draft: Draft, text: string): string | null {
  if (text !== 'phy' && text !== 'tap' && text !== 'qdisk' && text !== 'standalone') return text;
  if (draft.backendType !== null && draft.backendType !== text) return text;
  draft.backendType = text;
  draft.backend = text;
  return null;
}

function setOnce(draft: Draft, field: 'target' | 'device' | 'script', text: string): string | null {
  if (draft[field]) return text;
  draft[field] = text;
  return null;
}

/** A parameter may not come twice, unless it was empty. */
function setOther(draft: Draft, text: string): string | null {
  const name = text.slice(0, text.indexOf('='));
  if (draft.others.get(name)) return text;
  draft.others.set(name, value(text));
  return null;
}

function prefix(
  draft: Draft,
  text: string,
  means: 'format' | 'script' | 'tap' | 'file' | 'phy' | null,
): string | null {
  const word = text.slice(0, -1);
  draft.prefixed = true;
  if (means === 'format') return setFormat(draft, word);
  if (means === 'script') return setOnce(draft, 'script', `block-${word}`);
  if (means) draft.backend ??= means;
  return null;
}

function positional(draft: Draft, text: string): string | null {
  if (draft.target === null) {
    draft.target = text;
    return null;
  }
  if (!draft.prefixed && draft.format === null) {
    if (draft.target !== '' || !text.includes(':')) return setFormat(draft, text);
    draft.format = 'empty';
    return setDevice(draft, text);
  }
  if (draft.device === null) return setDevice(draft, text);
  if (draft.placed) return text;
  draft.placed = true;
  return setAccess(draft, text);
}

/** "hdc" or, the old way, "hdc:cdrom". */
function setDevice(draft: Draft, text: string): string | null {
  const colon = text.lastIndexOf(':');
  if (colon < 0) return setOnce(draft, 'device', text);
  const refused = setOnce(draft, 'device', text.slice(0, colon));
  const type = text.slice(colon + 1);
  if (type === 'cdrom') draft.cdrom = true;
  else if (type === 'disk') draft.cdrom = false;
  else return type;
  return refused;
}
