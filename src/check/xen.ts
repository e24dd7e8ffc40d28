import { atLeast, inRange, parseVersion, type Version } from '../input/version.js';
import type { Profile } from '../profiles/rule-data.js';
import type { TableMode, TableRange, XenCheckTable } from '../xen/check-table.js';
import { compressionOptions } from '../xen/kernel-options.js';
import type { Condition, Finding } from './finding.js';
import type { XenTarget } from './rule.js';
import type { ConfigView } from './view.js';

/** What the Xen release has to say of a kernel of this kind: whether it runs the mode, and unpacks the image. */
export function xenFindings(
  view: ConfigView,
  profile: Profile,
  table: XenCheckTable,
  xen: XenTarget,
): Finding[] {
  const { arch } = view.kernel;
  const bits = arch === 'x86_64' || arch === 'arm64' ? '64' : arch === 'i386' || arch === 'arm' ? '32' : null;
  // A profile of the user's own is judged as the built-in one of its role and mode; ia64 was never in these tables.
  const name = `${profile.role}-${profile.mode}`;
  if (bits === null || view.config.kind !== 'config' || !view.kernel.version) return [];
  const findings: Finding[] = [];
  const modes = table.modes[name]?.[bits].filter(mode => fits(mode, view));
  if (modes)
    findings.push(...judge({ profile, xen, table, subject: 'mode', option: null, line: null }, modes));
  const built = compressionOf(view);
  const ranges = built && table.compressions[name]?.[built.key];
  if (ranges) {
    const about = {
      profile,
      xen,
      table,
      subject: 'compression',
      option: built.option,
      line: view.line(built.option),
    } as const;
    findings.push(...judge(about, ranges));
  }
  return findings;
}

/** Linux 3.14 to 4.10 knew the first form of PVH only, later ones the second; a form never settled does not count. */
function fits(mode: TableMode, { kernel }: ConfigView): boolean {
  if (mode.status === 'development' || !kernel.version) return false;
  if (mode.form === 'pvhv1') return !atLeast(kernel.version, '4.11');
  return mode.form !== 'pvhv2' || atLeast(kernel.version, '4.11');
}

function compressionOf(view: ConfigView): { option: string; key: string } | null {
  for (const option of Object.keys(compressionOptions)) {
    if (view.tri(option) !== 2) continue;
    const large = option === 'KERNEL_XZ' && atLeast(view.kernel.version!, '6.12');
    return { option, key: large ? `${option} 6.12` : option };
  }
  return null;
}

interface About {
  readonly profile: Profile;
  readonly xen: XenTarget;
  readonly table: XenCheckTable;
  readonly subject: 'mode' | 'compression';
  readonly option: string | null;
  readonly line: number | null;
}

/** Libraries that distributions build the tools with: worth a note, not a doubt. Debian leaves out bzip2 and lzo. */
const usual = new Set(['zlib', 'liblzma', 'libzstd', 'liblz4']);

function judge(about: About, ranges: readonly TableRange[]): Finding[] {
  const { xen, profile, subject, option, line } = about;
  // Old releases load a mainline PV dom0 all the same; it then lacks the hypercalls for its interrupts.
  const hypercalls = subject === 'mode' && profile.role === 'dom0' && profile.mode === 'pv';
  const finding = (
    level: Finding['level'],
    conditions: readonly Condition[],
    evidence: readonly string[],
  ): Finding => ({
    code: 'xen',
    level,
    stage: hypercalls && level === 'error' ? 'root' : 'load',
    profiles: [profile.name],
    line,
    subject: hypercalls && level === 'error' ? 'hypercalls' : subject,
    option,
    xen: xen.version.text,
    ranges: ranges.map(({ from, to }) => ({ from, to })),
    conditions,
    evidence,
  });
  const rule = subject === 'mode' ? 'xen-mode' : 'kernel-compression';
  // A series without a point release stands for all of its releases: the first and the newest decide.
  const [first, last] = releases(xen.version, about.table).map(version =>
    ranges.find(range => inRange(version, range)),
  );
  const found = last ?? first;
  if (!found) return [finding('error', [], ranges[0]?.evidence ?? [])];
  if (!first || !last) {
    const text = last ? `Xen is ${last.from} or newer` : `Xen is ${first!.to} or older`;
    return [finding('warning', [{ kind: 'setup', rule, text }], found.evidence)];
  }
  if (found.conditions.length === 0) return [];
  const conditions = found.conditions.map(({ text }): Condition => ({ kind: 'setup', rule, text }));
  const harmless = found.conditions.every(
    ({ code, text }) => code === 'tools-library' && [...usual].some(library => text.endsWith(library)),
  );
  return [finding(harmless ? 'note' : 'warning', conditions, found.evidence)];
}

function releases(version: Version, table: XenCheckTable): [Version, Version] {
  const newest = version.parts.length === 2 ? table.series[version.parts.join('.')] : undefined;
  return [version, newest === undefined ? version : parseVersion(newest)!];
}
