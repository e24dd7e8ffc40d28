import { textUntilNul, byteViewOf } from './bytes.js';
import type { Endian, XenFacts, XenFeature, XenNote } from './facts.js';
import type { RawNote } from './notes.js';
import type { ProblemReporter } from './report.js';
import { featureBits, noteTypes } from './xen-tables.js';

/** More names than any FEATURES text has. */
const mostFeatures = 64;

/** Gives one note of owner "Xen" its name and value. A number that is not 4 or 8 bytes long counts as 0 in Xen. */
export function decodeNote(note: RawNote, endian: Endian, report: ProblemReporter): XenNote {
  const known = noteTypes[note.type];
  const { type, raw, offset } = note;
  if (!known) {
    report('note-unknown', offset, { type });
    return { type, name: null, value: null, raw, offset };
  }
  return { type, name: known.name, value: decodeValue(), raw, offset };

  function decodeValue(): XenNote['value'] {
    const view = byteViewOf(raw, endian);
    const wrong = () => report('note-size', offset, { type, name: known!.name, size: raw.length });
    if (known!.kind === 'string') return textUntilNul(raw, 4096);
    if (known!.kind === 'number') {
      if (raw.length === 8) return view.u64(0);
      if (raw.length === 4) return BigInt(view.u32(0));
      wrong();
      return 0n;
    }
    const wide = known!.kind === 'pairs' && raw.length % 16 === 0;
    const step = wide ? 8 : 4;
    const most = known!.kind === 'words' ? 12 : 256;
    if (raw.length % step !== 0 || raw.length > most) wrong();
    const words: bigint[] = [];
    for (let at = 0; at + step <= Math.min(raw.length, most); at += step) {
      words.push(wide ? view.u64(at) : BigInt(view.u32(at)));
    }
    return words;
  }
}

/** The features named in a FEATURES text: names joined by "|", "!" for required. */
function featuresOfText(text: string, offset: number | null, report: ProblemReporter): XenFeature[] {
  const features: XenFeature[] = [];
  for (const word of text.split('|', mostFeatures)) {
    if (word === '') continue;
    const required = word.startsWith('!');
    const name = required ? word.slice(1) : word;
    const known = featureBits.find(feature => feature.inString && feature.name === name);
    if (known) features.push({ name, bit: known.bit, required, from: 'FEATURES' });
    else report('feature-unknown', offset, { feature: name.slice(0, 64), required });
  }
  return features;
}

/** The features set in a SUPPORTED_FEATURES bit map. */
function featuresOfBits(bits: bigint, offset: number | null, report: ProblemReporter): XenFeature[] {
  const features: XenFeature[] = [];
  for (let bit = 0; bit < 64; bit++) {
    if (((bits >> BigInt(bit)) & 1n) === 0n) continue;
    const known = featureBits.find(feature => feature.bit === bit);
    if (known) features.push({ name: known.name, bit, required: false, from: 'SUPPORTED_FEATURES' });
    else report('feature-bit-unknown', offset, { bit });
  }
  return features;
}

/** Puts Xen notes together. A later note of a type wins, as in Xen, and its being there twice is reported. */
export function xenFactsOfNotes(
  notes: readonly XenNote[],
  source: 'pt-note' | 'sht-note',
  report: ProblemReporter,
): XenFacts {
  const last = new Map<string, XenNote>();
  for (const note of notes) {
    if (note.name === null) continue;
    if (last.has(note.name)) report('note-repeated', note.offset, { type: note.type, name: note.name });
    last.set(note.name, note);
  }
  const text = (name: string) => (last.get(name)?.value ?? null) as string | null;
  const number = (name: string) => (last.get(name)?.value ?? null) as bigint | null;
  const features: XenFeature[] = [];
  for (const note of notes) {
    if (note.name === 'FEATURES') features.push(...featuresOfText(note.value as string, note.offset, report));
    if (note.name === 'SUPPORTED_FEATURES') {
      features.push(...featuresOfBits(note.value as bigint, note.offset, report));
    }
  }
  const reloc = last.get('PHYS32_RELOC')?.value as readonly bigint[] | undefined;
  const phys32 = number('PHYS32_ENTRY');
  return {
    source,
    legacy: null,
    guestOs: text('GUEST_OS'),
    guestVersion: text('GUEST_VERSION'),
    xenVersion: text('XEN_VERSION'),
    loader: text('LOADER'),
    pae: paeOf(text('PAE_MODE')),
    entry: number('ENTRY'),
    hypercallPage: number('HYPERCALL_PAGE'),
    virtBase: number('VIRT_BASE'),
    paddrOffset: number('PADDR_OFFSET'),
    hvStartLow: number('HV_START_LOW'),
    initP2m: number('INIT_P2M'),
    bsdSymtab: text('BSD_SYMTAB') === 'yes',
    suspendCancel: (number('SUSPEND_CANCEL') ?? 0n) !== 0n,
    modStartPfn: (number('MOD_START_PFN') ?? 0n) !== 0n,
    phys32Entry: phys32 === null ? null : phys32 & 0xffff_ffffn,
    phys32Reloc: reloc
      ? {
          align: reloc[0] === undefined ? null : Number(reloc[0]),
          min: Number(reloc[1] ?? 0n),
          max: Number(reloc[2] ?? 0xffff_ffffn),
        }
      : null,
    features,
    supportedFeatures: last.has('SUPPORTED_FEATURES'),
  };
}

/** "yes" alone means PAE with cr3 above 4 GiB, anything with "bimodal" leaves the choice to Xen. */
function paeOf(text: string | null): XenFacts['pae'] {
  if (text === null) return 'no';
  if (text.includes('bimodal')) return 'bimodal';
  return text === 'yes' ? 'extended-cr3' : 'no';
}

/** Reads a `__xen_guest` text: KEY=VALUE pairs joined by commas, ended by NUL. The hypercall page is a page number there. */
export function xenFactsOfLegacy(bytes: Uint8Array, offset: number, report: ProblemReporter): XenFacts {
  const legacy = textUntilNul(bytes, 8192);
  const values = new Map<string, string>();
  for (const pair of legacy.split(',')) {
    const at = pair.indexOf('=');
    values.set(at < 0 ? pair : pair.slice(0, at), at < 0 ? '' : pair.slice(at + 1));
  }
  const text = (key: string) => values.get(key) ?? null;
  const number = (key: string): bigint | null => {
    const value = values.get(key);
    if (value === undefined) return null;
    const match = /^\s*(0[xX][0-9a-fA-F]{1,16}|[1-9]\d{0,19}|0[0-7]{0,22})/.exec(value)?.[1];
    if (match === undefined) {
      report('note-malformed', offset, { what: `${key} without a number` });
      return 0n;
    }
    return BigInt.asUintN(64, BigInt(/^0[0-7]+$/.test(match) ? `0o${match.slice(1)}` : match));
  };
  const virtBase = number('VIRT_BASE');
  const page = number('HYPERCALL_PAGE');
  const pae = text('PAE');
  return {
    source: 'legacy-section',
    legacy,
    guestOs: text('GUEST_OS'),
    guestVersion: text('GUEST_VER'),
    xenVersion: text('XEN_VER'),
    loader: text('LOADER'),
    pae: pae === 'yes[extended-cr3]' ? 'extended-cr3' : pae?.startsWith('yes') ? 'yes' : 'no',
    entry: number('VIRT_ENTRY'),
    hypercallPage: page === null ? null : BigInt.asUintN(64, (page << 12n) + (virtBase ?? 0n)),
    virtBase,
    paddrOffset: number('ELF_PADDR_OFFSET'),
    hvStartLow: null,
    initP2m: null,
    bsdSymtab: values.has('BSD_SYMTAB'),
    suspendCancel: false,
    modStartPfn: false,
    phys32Entry: null,
    phys32Reloc: null,
    features: featuresOfText(text('FEATURES') ?? '', offset, report),
    supportedFeatures: false,
  };
}
