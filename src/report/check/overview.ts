// Which files stand in which table: each architecture has modes of its own.
import type { UnknownCause } from '../../check/finding.js';
import { unknownCause } from '../../check/check.js';
import type { VerdictName } from '../../check/verdict.js';
import { type FileResult, judged, type Report } from '../../api/report.js';

/** The files of related architectures, and the modes that say something about one of them. */
export interface Family {
  readonly name: string;
  readonly modes: Report['profiles'];
  readonly results: readonly FileResult[];
}

interface Overview {
  readonly families: readonly Family[];
  /** Files of which no verdict is known, by why. */
  readonly unknown: readonly { readonly because: UnknownCause; readonly results: readonly FileResult[] }[];
  /** Files whose kernel can have no mode. */
  readonly none: readonly FileResult[];
}

const families: Readonly<Record<string, string>> = { x86_64: 'x86', i386: 'x86', arm64: 'Arm', arm: 'Arm' };

/** Files in their order, in tables by architecture; those of which there is nothing to say but why stand apart. */
export function overviewOf(report: Report): Overview {
  const members = new Map<string, FileResult[]>();
  const unknown = new Map<UnknownCause, FileResult[]>();
  const none: FileResult[] = [];
  for (const result of judged(report)) {
    const words = new Set(result.verdicts.map(({ verdict }) => verdict));
    words.delete('not-applicable');
    if (words.size === 0) none.push(result);
    else if (words.size === 1 && words.has('unknown')) push(unknown, whyUnknown(result), result);
    else push(members, familyOf(result), result);
  }
  return {
    families: [...members].map(([name, results]) => ({ name, results, modes: modesOf(report, results) })),
    unknown: [...unknown].map(([because, results]) => ({ because, results })),
    none,
  };
}

function push<K, V>(groups: Map<K, V[]>, key: K, value: V): void {
  const group = groups.get(key);
  if (group) group.push(value);
  else groups.set(key, [value]);
}

function familyOf({ kernel: { arch, flavour } }: FileResult): string {
  // The old port's modes are no other kernel's.
  if (flavour === 'xenlinux') return flavour;
  return arch === null ? 'architecture not known' : (families[arch] ?? arch);
}

/** Why a verdict of that file is unknown. */
export function whyUnknown({ kind, kernel, findings }: FileResult): UnknownCause {
  const said = findings.find(finding => finding.code === 'unknown');
  if (said) return said.because;
  return (kind === 'repository' ? null : unknownCause(kind, kernel)) ?? 'fragment';
}

/** The modes whose verdict is known of one of the files; else those that one of them can have. */
function modesOf({ profiles }: Report, results: readonly FileResult[]): Report['profiles'] {
  const met = new Map<string, Set<VerdictName>>(profiles.map(({ name }) => [name, new Set()]));
  for (const { verdicts } of results)
    for (const { profile, verdict } of verdicts) met.get(profile)?.add(verdict);
  const other = (names: readonly VerdictName[]) =>
    profiles.filter(({ name }) => [...met.get(name)!].some(word => !names.includes(word)));
  const definite = other(['not-applicable', 'unknown']);
  return definite.length ? definite : other(['not-applicable']);
}
