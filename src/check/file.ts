import { atMost } from '../input/version.js';
import {
  type Lifetime,
  type Lifetimes,
  lifetimeOf,
  type NeverOptions,
  stretchesOf,
} from '../profiles/lifetimes.js';
import type { Finding } from './finding.js';
import type { ConfigView } from './view.js';

/** What can be said of the file without any profile: odd lines, names that no kernel has, options of other releases. */
export function fileFindings(
  view: ConfigView,
  facts: { never: NeverOptions; allLifetimes: () => Lifetimes },
): Finding[] {
  const findings: Finding[] = [];
  const { config } = view;
  const about = (line: number) => ({ stage: null, profiles: [], line }) as const;
  for (const problem of config.problems) {
    const level = problem.code === 'duplicate' && problem.same ? 'note' : 'warning';
    findings.push({ code: 'line', level, ...about(problem.line), problem });
  }
  for (const [option, { means, note }] of Object.entries(facts.never)) {
    const setting = config.settings.get(option);
    if (setting)
      findings.push({ code: 'misspelt', level: 'warning', ...about(setting.line), option, means, note });
  }
  // The kernel's tools wrote a whole config, so its options exist there; what people write may be of another release.
  if (config.kind !== 'config') findings.push(...foreign(view, facts.allLifetimes()));
  return findings;
}

function foreign(view: ConfigView, lifetimes: Lifetimes): Finding[] {
  const { version, arch } = view.kernel;
  const findings: Finding[] = [];
  if (!version || !arch) return findings;
  for (const [option, setting] of view.config.settings) {
    if (setting.tri === 0 || !(option in lifetimes.symbols)) continue;
    if (lifetimeOf(lifetimes, option, version, arch, 'pvops') !== 'gone') continue;
    const stretches = stretchesOf(lifetimes, option, arch);
    const before = stretches.filter((life: Lifetime) => life.to !== null && !atMost(version, life.to)).at(-1);
    const after = stretches.find((life: Lifetime) => before === undefined && life.from);
    findings.push({
      code: 'foreign',
      level: 'note',
      stage: null,
      profiles: [],
      line: setting.line,
      option,
      last: before?.to ?? null,
      first: before ? null : (after?.from ?? null),
    });
  }
  return findings;
}
