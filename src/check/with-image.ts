// A config and the image that was built from it, looked at together.
import type { ImageFacts } from '../image/facts.js';
import { atLeast, parseVersion, type Version } from '../input/version.js';
import type { Profile } from '../profiles/rule-data.js';
import { evidenceText } from '../xen/check-table.js';
import type { ProfileId, XenData } from '../xen/data.js';
import { compressionOptions } from '../xen/kernel-options.js';
import { loaderConditionText, reasonText, seenText, wayOutText } from '../xen/sentences.js';
import type { LoaderVerdict } from '../xen/verdict.js';
import { usualVerdict } from './boot-paths.js';
import { imageKernel } from './image-kernel.js';
import type { ImageChecks, LoaderOutcome } from './check.js';
import type { Condition, ImageMismatch, Finding } from './finding.js';
import type { XenTarget } from './rule.js';
import type { ConfigView } from './view.js';

/** The checks that an image adds. `path` is what the user calls it. */
export function withImage(facts: ImageFacts, xen: XenData, path: string): ImageChecks {
  return {
    contradictions: view => contradictions(view, facts),
    loader: (profile, target) => loaderOutcome(facts, xen, profile, target, path),
  };
}

/** Said of the config as well, where it is a matter of the boot's later stages. */
const elsewhere: ReadonlySet<string> = new Set(['pvops-dom0-hypercalls']);
/** Libraries that distributions build the tools with: worth a note, not a doubt, as for a config alone. */
const usual: ReadonlySet<unknown> = new Set(['zlib', 'liblzma', 'libzstd', 'liblz4']);

function loaderOutcome(
  facts: ImageFacts,
  xen: XenData,
  profile: Profile,
  target: XenTarget,
  path: string,
): LoaderOutcome | null {
  const name = `${profile.role}-${profile.mode}`;
  if (!(name in xen.profiles)) return null;
  const { verdict } = usualVerdict(xen, facts, name as ProfileId, target.version.text);
  const accepted = verdict.accepted !== 'no';
  const conditions = verdict.conditions.filter(({ code }) => !elsewhere.has(code));
  if (accepted && conditions.length === 0) return { accepted, finding: null };
  const harmless = conditions.every(({ code, args }) => code === 'tools-library' && usual.has(args.library));
  return {
    accepted,
    finding: {
      code: 'loader',
      level: !accepted ? 'error' : harmless ? 'note' : 'warning',
      stage: 'load',
      profiles: [profile.name],
      line: null,
      xen: target.version.text,
      reason: verdict.reason && reasonText(xen, verdict.reason),
      seen: verdict.message === null ? null : seenText(xen, verdict.message),
      conditions: conditions.map((condition): Condition => ({
        kind: 'setup',
        rule: 'xen-loader',
        text: loaderConditionText(xen, condition).replace(/^only if |^if /, ''),
      })),
      ways: waysOf(xen, verdict, path),
      evidence: verdict.evidence.map(evidenceText),
    },
  };
}

function waysOf(xen: XenData, verdict: LoaderVerdict, path: string) {
  return verdict.wayOut.map(way => wayOutText(xen, way, path));
}

/** Every one is an error but where the two agree in an odd way: they cannot be of the same build. */
function contradictions(view: ConfigView, facts: ImageFacts): Finding[] {
  const found: Finding[] = [];
  const add = (
    about: ImageMismatch,
    option: string | null,
    inConfig: string,
    inImage: string,
    level: Finding['level'] = 'error',
    profiles: readonly string[] = [],
  ) => {
    const line = option === null ? null : view.line(option);
    const stage = about === 'pvh-note' ? ('start' as const) : null;
    found.push({ code: 'image', level, stage, profiles, line, about, option, inConfig, inImage });
  };
  const on = (option: string) => view.span(option).low === 2;
  const off = (option: string) => view.span(option).high === 0;
  const said = (option: string) => `CONFIG_${option}${on(option) ? '=y' : ' is not set'}`;
  const kernel = imageKernel(facts);
  const { version, arch } = view.config;

  if (version && facts.version && !sameRelease(version, facts))
    add('version', null, version.text, facts.version);
  if (arch !== null && kernel.arch !== null && arch !== kernel.arch) {
    add('arch', null, arch, kernel.arch);
    return found;
  }
  compression(view, facts, add);
  const release = version ?? (facts.version === null ? null : parseVersion(facts.version));
  if (!facts.notesRead || facts.arch !== 'x86' || !release) return found;

  const pvh = (facts.xen?.phys32Entry ?? null) !== null;
  if (atLeast(release, '4.11')) {
    const pvhOption = atLeast(release, '5.0');
    if (!pvh && on('XEN_PVH')) add('no-pvh-entry', 'XEN_PVH', said('XEN_PVH'), 'no PHYS32_ENTRY note');
    else if (pvh && off('XEN_PVH') && pvhOption && on('PVH'))
      add('pvh-note', 'XEN_PVH', said('XEN_PVH'), 'a PHYS32_ENTRY note', 'warning', ['dom0-pvh', 'domu-pvh']);
    else if (pvh && off('XEN_PVH') && (!pvhOption || off('PVH')))
      add('pvh-entry', 'XEN_PVH', said('XEN_PVH'), 'a PHYS32_ENTRY note');
  }
  // XEN_PV is an option since 4.12; what older kernels call XEN is PV.
  const pvOption = atLeast(release, '4.12') ? 'XEN_PV' : 'XEN';
  const entry = facts.xen?.entry ?? null;
  if (entry === null && on(pvOption)) add('no-pv-entry', pvOption, said(pvOption), 'no ENTRY note');
  if (entry !== null && off(pvOption) && view.kernel.flavour !== 'xenlinux')
    add('pv-entry', pvOption, said(pvOption), 'an ENTRY note');
  if (facts.xen?.supportedFeatures) {
    const dom0 = facts.xen.features.some(
      ({ name, from }) => name === 'dom0' && from === 'SUPPORTED_FEATURES',
    );
    // Linux 3.14 to 6.4 set the bit in every kernel with Xen support; from 6.5 on it follows the option.
    const follows = atLeast(release, '6.5');
    if (follows && dom0 && off('XEN_DOM0')) add('dom0-bit', 'XEN_DOM0', said('XEN_DOM0'), 'the dom0 bit');
    if (!dom0 && on('XEN_DOM0')) add('no-dom0-bit', 'XEN_DOM0', said('XEN_DOM0'), 'no dom0 bit');
  }
  return found;
}

type Add = (about: ImageMismatch, option: string | null, inConfig: string, inImage: string) => void;

function compression(view: ConfigView, facts: ImageFacts, add: Add): void {
  const packed = facts.payload?.compression;
  // Only a bzImage holds what KERNEL_* made; compression around a whole file was added later by another program.
  if (facts.format !== 'bzimage' || packed === undefined || packed === 'none') return;
  for (const [option, made] of Object.entries(compressionOptions)) {
    if (view.span(option).low === 2 && made !== packed)
      add('compression', option, `CONFIG_${option}=y`, `a ${packed} payload`);
  }
}

/**
 * Distributions name a release after the first of its series (6.1.0-50) and keep what it really is in the banner
 * (Debian 6.1.176-1), or nowhere; the series must agree, and so must the last number where both tell it.
 */
function sameRelease(version: Version, facts: ImageFacts): boolean {
  const image = parseVersion(facts.version!);
  if (!image) return true;
  const old = version.parts[0]! < 3;
  const series = (parts: readonly number[]) => parts.slice(0, old ? 3 : 2).join('.');
  if (series(version.parts) !== series(image.parts)) return false;
  const last = (parts: readonly number[]) => parts[old ? 3 : 2] ?? 0;
  const reported = `${facts.banner ?? ''} ${facts.setup?.versionText ?? ''}`;
  const named = version.parts.join('.').replace(/\./g, '\\.');
  return (
    last(version.parts) === last(image.parts) ||
    last(image.parts) === 0 ||
    new RegExp(`(^|[^\\d.])${named}([^\\d.]|$)`).test(reported)
  );
}
