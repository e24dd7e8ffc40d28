import { atLeast, inRange, parseRange, parseVersion } from '../input/version.js';
import type { Contradiction, Statement, SystemEntry, Systems } from './systems.js';

export interface SupportResult {
  readonly systems: readonly SystemEntry[];
  readonly statements: readonly Statement[];
  /** Those that an entry found takes part in. */
  readonly contradictions: readonly Contradiction[];
  /** The release asked for is in no row of that system, whose other rows stand here. */
  readonly otherReleases: boolean;
}

// Other names that people use, by the word in the table.
const otherNames: Readonly<Record<string, string>> = {
  RHEL: 'red hat enterprise linux redhat el',
  'Red Hat Enterprise Linux': 'rhel redhat el',
  'CentOS and other RHEL clones': 'rhel scientific linux alma rocky',
  SLES: 'suse linux enterprise server sle',
  'SUSE Linux Enterprise': 'sles sle',
  openSUSE: 'suse leap tumbleweed',
  'Oracle Linux': 'oel',
  'Oracle VM for x86 (OVS)': 'ovm',
  XenServer: 'citrix xcp xcp-ng',
  OpenEmbedded: 'yocto',
  Illumos: 'opensolaris',
};

/**
 * What the documents say of what the words ask for: a system, perhaps with its release ("fedora 16"), else a subject
 * ("bzimage", "hvc0", "CONFIG_XEN"). Without words all of it.
 */
export function findSystems(data: Systems, query: string, role: 'dom0' | 'domu' | null): SupportResult {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const systems = data.systems.filter(entry => role === null || entry.role === role);
  const statements = data.statements.filter(
    entry => role === null || entry.role === role || entry.role === 'any',
  );
  if (words.length === 0) return found(data, systems, statements, false);
  const named = (entry: SystemEntry) => {
    const name = entry.name.toLowerCase().split(/[\s()]+/);
    const others = (otherNames[entry.name] ?? '').split(' ');
    return words.filter(word =>
      [...name, ...others].some(one => one === word || (word.length > 2 && one.startsWith(word))),
    );
  };
  const ofSystem = systems.filter(entry => named(entry).length > 0);
  if (ofSystem.length > 0) {
    // "windows 7" names both more fully than "windows" alone does another row.
    const best = Math.max(...ofSystem.map(entry => named(entry).length));
    const rows = ofSystem.filter(entry => named(entry).length === best);
    const rest = words.filter(word => !named(rows[0]!).includes(word));
    // A row without a release names none, so it is no match for the one asked for.
    const fitting = rows.filter(
      ({ version }) => version !== null && rest.every(word => hasRelease(version, word)),
    );
    const exact =
      rest.length === 0 ? rows : rows.filter(row => row.version === null || fitting.includes(row));
    const about = statements.filter(statement => mentions(statement, words));
    const missing = rest.length > 0 && fitting.length === 0;
    return found(data, missing ? rows : exact, about, missing);
  }
  const text = words.map(word => word.replace(/^config_/, ''));
  return found(
    data,
    systems.filter(entry => mentions(entry, text)),
    statements.filter(entry => mentions(entry, text)),
    false,
  );
}

function found(
  data: Systems,
  systems: readonly SystemEntry[],
  statements: readonly Statement[],
  otherReleases: boolean,
): SupportResult {
  const ids = new Set([...systems, ...statements].map(({ id }) => id));
  return {
    systems,
    statements,
    contradictions: data.contradictions.filter(({ entries }) => entries.some(id => ids.has(id))),
    otherReleases,
  };
}

/** Is "16" the release, or within it: "5.0 (Lenny)", "16 and newer", "since 1.3", "4 and 5", "5.x only", "all"? */
function hasRelease(version: string, word: string): boolean {
  if (version === 'all') return true;
  const text = version.toLowerCase();
  const first = /\d[\d.]*\d|\d/.exec(text)?.[0];
  if (first !== undefined && /and newer|since/.test(text)) {
    const requested = parseVersion(/^\d+$/.test(word) ? `${word}.0` : word);
    return requested !== null && atLeast(requested, first.includes('.') ? first : `${first}.0`);
  }
  return text
    .split(/[\s(),]+/)
    .some(one => one === word || one.startsWith(`${word}.`) || one === `${word}.x`);
}

function mentions(entry: SystemEntry | Statement, words: readonly string[]): boolean {
  const parts =
    'text' in entry
      ? [entry.id, entry.topic, entry.text, ...entry.options, ...entry.keys, entry.later?.text ?? '']
      : [entry.id, entry.name, entry.version ?? '', ...entry.notes, entry.later?.text ?? ''];
  const text = parts.join(' ').toLowerCase();
  return words.every(word => text.includes(word));
}

/** Which side of a contradiction holds for a Xen and a kernel; null where that cannot be said without the other version. */
export function rulingFor(
  { rulings }: Contradiction,
  versions: { readonly kernel?: string; readonly xen?: string },
): Contradiction['rulings'][number] | null {
  const holds = (range: string | null, version: string | undefined) => {
    if (range === null) return true;
    const parsed = version === undefined ? null : parseVersion(version);
    return parsed !== null && inRange(parsed, parseRange(range)!);
  };
  return (
    rulings.find(({ kernel, xen }) => holds(kernel, versions.kernel) && holds(xen, versions.xen)) ?? null
  );
}
