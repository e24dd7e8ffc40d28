import type { Finding } from './finding.js';

/** The id of the rule, or of the check that every file gets. */
export function ruleOf(finding: Finding): string {
  if ('rule' in finding) return finding.rule.id;
  if (finding.code === 'xen') return finding.subject === 'compression' ? 'kernel-compression' : 'xen-mode';
  if (finding.code === 'loader') return 'image-loader';
  if (finding.code === 'image') return `image-${finding.about}`;
  if (finding.code === 'line') return `config-${finding.problem.code}`;
  if (finding.code === 'misspelt') return 'config-misspelt-option';
  if (finding.code === 'foreign') return 'config-foreign-option';
  if (finding.code === 'override') return 'merge-override';
  if (finding.code === 'waiver') return `waiver-${finding.about}`;
  return `profile-${finding.code}`;
}
