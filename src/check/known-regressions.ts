// Releases that are known not to boot under Xen: is this kernel one of them, or the Xen that it will meet?
import { brokenIn, type Precision, precisionOf } from '../profiles/broken-in.js';
import type { Regression } from '../profiles/regression.js';
import { regressionsFor } from '../profiles/regressions-for.js';
import type { Profile } from '../profiles/rule-data.js';
import type { Finding } from './finding.js';
import type { XenTarget } from './rule.js';
import type { ConfigView } from './view.js';

/** A regression that this kernel or this Xen has for sure, whatever the role and mode. */
interface Suspect {
  readonly regression: Regression;
  readonly release: string;
  readonly precision: Precision;
}

/**
 * Gives the regressions of the kernel's release, and of the Xen's where it was named to its last number. `regressions` is
 * asked only where one of the two is known well enough.
 */
export function regressionSuspects(
  view: ConfigView,
  regressions: () => readonly Regression[],
  xen: XenTarget,
): Suspect[] {
  const { version, flavour } = view.kernel;
  if (view.config.kind !== 'config' || flavour !== 'pvops' || !version) return [];
  const known = {
    linux: { version, precision: precisionIn(view) },
    xen: { version: xen.version, precision: xen.given ? precisionOf(xen.version) : 'line' },
  } as const;
  if (known.linux.precision === 'line' && known.xen.precision === 'line') return [];
  return regressions().flatMap(regression => {
    const { version, precision } = known[regression.component];
    if (regression.chance || precision === 'line' || brokenIn(version, regression) !== 'yes') return [];
    return { regression, release: version.text, precision };
  });
}

/**
 * Warns only where the release is known to its last number, every such boot fails, and the config has what it takes. A
 * distribution's kernel gets notes at most, since it may have the mend; one that keeps the number of a line gets nothing.
 */
export function regressionFindings(
  suspects: readonly Suspect[],
  view: ConfigView,
  profile: Profile,
  xen: XenTarget,
): Finding[] {
  if (suspects.length === 0 || profile.flavour !== 'pvops') return [];
  const { version, arch } = view.kernel;
  const facts = {
    kernel: version!,
    xen: xen.version,
    role: profile.role,
    mode: profile.mode,
    ...(arch !== null && { arch }),
    config: (option: string) => view.span(option),
  };
  const list = suspects.map(({ regression }) => regression);
  return regressionsFor(facts, list).map(({ regression, open }): Finding => {
    const { release, precision } = suspects.find(suspect => suspect.regression === regression)!;
    return {
      code: 'regression',
      level: regression.fatal && precision === 'exact' && open.length === 0 ? 'warning' : 'note',
      stage: regression.stage,
      profiles: [],
      line: null,
      regression,
      release,
      precision,
    };
  });
}

/** The header of a distribution's config often has nothing but the numbers; other options tell whose it is. */
function precisionIn(view: ConfigView): Precision {
  const precision = precisionOf(view.kernel.version!);
  if (precision !== 'exact') return precision;
  const text = (option: string) => view.setting(option)?.text ?? '';
  // Frozen lines: Ubuntu, SUSE and enterprise kernels keep their number and take in what they need.
  if (text('VERSION_SIGNATURE') !== '' || view.tri('SUSE_KERNEL') || view.tri('RHEL_DIFFERENCES'))
    return 'line';
  const keys = text('SYSTEM_TRUSTED_KEYS').replace(/^certs\/.*/, '');
  return text('BUILD_SALT') + text('LOCALVERSION') + keys === '' ? 'exact' : 'patched';
}
