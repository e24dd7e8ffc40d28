// The ways in which Xen could boot an image, and what each release says to them.
import type { ImageFacts } from '../image/facts.js';
import type { Flavour } from '../profiles/rule-data.js';
import { type AnswerRange, loaderRanges, loaderVerdict } from '../xen/answer.js';
import type { LoaderId, ProfileId, XenData, XenImage } from '../xen/data.js';
import { xenImage } from '../xen/from-image.js';
import type { LoaderVerdict } from '../xen/verdict.js';
import { imageKernel } from './image-kernel.js';

/** One way to boot. Where two loaders take turns over the releases, both. */
export interface BootPath {
  readonly profile: ProfileId;
  readonly loaders: readonly LoaderId[];
}

export interface PathOutcome extends BootPath {
  /** Of each loader, in the order of `loaders`: every release from 3.0 on. */
  readonly ranges: readonly (readonly AnswerRange[])[];
  /** The best answer of the release asked for, or of the newest; `loader` gave it. */
  readonly verdict: LoaderVerdict;
  readonly loader: LoaderId;
}

type Depth = 'release' | 'ranges' | 'all';

interface PathFilter {
  readonly role?: 'dom0' | 'domu';
  readonly mode?: 'pv' | 'pvh' | 'hvm' | 'arm';
}

const main = (profile: ProfileId, ...loaders: LoaderId[]): BootPath => ({ profile, loaders });

const guestPv = (profile: 'domu-pv' | 'domu-xenlinux'): BootPath[] => [
  main(profile, 'pygrub'),
  main(profile, 'pvgrub'),
  main(profile, 'grub2-pv'),
];

/** The paths of a kernel for this machine, the plain ones first. Empty for machines that Xen never ran on. */
function bootPaths(arch: ImageFacts['arch'], flavour: Flavour | null): BootPath[] {
  if (arch === 'arm' || arch === 'arm64')
    return [
      main('dom0-arm', 'hypervisor-arm'),
      main('domu-arm', 'tools-arm'),
      main('domu-arm', 'hypervisor-arm'),
    ];
  if (arch !== 'x86') return [];
  if (flavour === 'xenlinux')
    return [
      main('dom0-xenlinux', 'hypervisor-x86'),
      main('domu-xenlinux', 'tools-x86'),
      ...guestPv('domu-xenlinux'),
    ];
  return [
    main('dom0-pv', 'hypervisor-x86'),
    main('dom0-pvh', 'hypervisor-x86'),
    main('domu-pv', 'tools-x86'),
    main('domu-pvh', 'tools-x86'),
    main('domu-hvm', 'hvm-direct', 'hvm-direct-xend'),
    main('domu-pv', 'pygrub'),
    main('domu-pvh', 'pygrub'),
    ...guestPv('domu-pv').slice(1),
    main('domu-pvh', 'grub2-pvh'),
    main('domu-hvm', 'hvm-disk'),
  ];
}

const rank = { no: 0, conditional: 1, yes: 2 } as const;

/**
 * Judges an image on every path that the filter leaves. `version` is the Xen release; verdicts are for it, ranges for all.
 * `depth`: "release" leaves the ranges empty, "ranges" leaves the ways out in them untried, "all" does all.
 */
export function judgeImage(
  xen: XenData,
  facts: ImageFacts,
  version: string,
  filter: PathFilter = {},
  depth: Depth = 'all',
): PathOutcome[] {
  const image = xenImage(facts);
  return bootPaths(facts.arch, imageKernel(facts).flavour)
    .filter(({ profile }) => {
      const { role, mode } = xen.profiles[profile];
      return (!filter.role || filter.role === role) && (!filter.mode || filter.mode === mode);
    })
    .map(path => outcome(xen, path, image, version, depth));
}

function outcome(xen: XenData, path: BootPath, image: XenImage, version: string, depth: Depth): PathOutcome {
  const { profile, loaders } = path;
  const questions = loaders.map(loader => ({ profile, loader, image }));
  const verdicts = questions.map(question => ({
    loader: question.loader,
    verdict: loaderVerdict(xen, question, version),
  }));
  const best = verdicts.reduce((one, next) =>
    rank[next.verdict.accepted] > rank[one.verdict.accepted] ? next : one,
  );
  const ranges =
    depth === 'release' ? [] : questions.map(question => loaderRanges(xen, question, depth === 'all'));
  return { ...path, ranges, ...best };
}

/** The loader that an ordinary setup of a profile uses; HVM guests boot from their disk. */
export function usualVerdict(
  xen: XenData,
  facts: ImageFacts,
  profile: ProfileId,
  version: string,
): { readonly loader: LoaderId; readonly verdict: LoaderVerdict } {
  const { mode, loaders } = xen.profiles[profile];
  const loader = mode === 'hvm' ? 'hvm-disk' : loaders[0]!;
  return { loader, verdict: loaderVerdict(xen, { profile, loader, image: xenImage(facts) }, version) };
}
