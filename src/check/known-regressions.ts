// Releases that are known not to boot under Xen: is this kernel one of them, or the Xen that it will meet?
import { type Precision, precisionOf } from '../profiles/broken-in.js';
import type { Regression } from '../profiles/regression.js';
import { regressionsFor } from '../profiles/regressions-for.js';
import type { Profile } from '../profiles/rule-data.js';
import type { Finding } from './finding.js';
import type { XenTarget } from './rule.js';
import type { ConfigView } from './view.js';

/**
 * Warns only where the release is known to its last number, every such boot fails, and the config has what it takes.
 * A distribution's kernel gets notes at most, since it may have the mend; one that keeps the number of a line gets nothing.
 */
export function regressionFindings(
  view: ConfigView,
  profile: Profile,
  regressions: () => readonly Regression[],
  xen: XenTarget,
): Finding[] {
  const { version, arch, flavour } = view.kernel;
  if (view.config.kind !== 'config' || flavour !== 'pvops' || !version || profile.flavour !== 'pvops')
    return [];
  const kernel = precisionIn(view);
  const hypervisor = xen.given ? precisionOf(xen.version) : 'line';
  if (kernel === 'line' && hypervisor === 'line') return [];
  const facts = {
    kernel: version,
    xen: xen.version,
    role: profile.role,
    mode: profile.mode,
    ...(arch !== null && { arch }),
    config: (option: string) => view.span(option),
  };
  return regressionsFor(facts, regressions()).flatMap(({ regression, broken, open }) => {
    const precision = regression.component === 'linux' ? kernel : hypervisor;
    if (precision === 'line' || broken === 'maybe') return [];
    const sure = regression.fatal && precision === 'exact' && open.length === 0;
    return {
      code: 'regression',
      level: sure ? 'warning' : 'note',
      stage: regression.stage,
      profiles: [],
      line: null,
      regression,
      release: (regression.component === 'linux' ? version : xen.version).text,
      precision,
    } as const;
  });
}

/** The header of a distribution's config often has nothing but the numbers; other options tell whose it is. */
function precisionIn(view: ConfigView): Precision {
  const { version } = view.kernel;
  const precision = precisionOf(version!);
  if (precision !== 'exact') return precision;
  const text = (option: string) => view.setting(option)?.text ?? '';
  // Frozen lines: Ubuntu, SUSE and enterprise kernels keep their number and take in what they need.
  if (text('VERSION_SIGNATURE') !== '' || view.tri('SUSE_KERNEL') || view.tri('RHEL_DIFFERENCES'))
    return 'line';
  const others =
    text('BUILD_SALT') + text('LOCALVERSION') + text('SYSTEM_TRUSTED_KEYS').replace(/^certs\/.*/, '');
  return others === '' ? 'exact' : 'patched';
}
