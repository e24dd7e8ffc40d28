import type { Rule } from '../profiles/rule-data.js';
import type { Finding } from './finding.js';

/** The checks that every file gets, by the name that reports have for them. */
export const checkIds = [
  'kernel-compression',
  'xen-mode',
  'known-regression',
  'image-loader',
  'image-version',
  'image-arch',
  'image-compression',
  'image-no-pvh-entry',
  'image-pvh-entry',
  'image-pvh-note',
  'image-no-pv-entry',
  'image-pv-entry',
  'image-no-dom0-bit',
  'image-dom0-bit',
  'initramfs-compression',
  'initramfs-damaged',
  'config-duplicate',
  'config-malformed',
  'config-misspelt-option',
  'config-foreign-option',
  'profile-not-applicable',
  'profile-unknown',
  'merge-override',
  'settings-untrusted',
  'waiver-unused',
  'waiver-expired',
] as const;
export type CheckId = (typeof checkIds)[number];

/** The id of the rule, or of the check that every file gets. */
export function ruleOf(finding: Finding): string {
  return 'rule' in finding ? finding.rule.id : checkOf(finding);
}

/** The check that found it; its type holds the ids to what findings there are. */
export function checkOf(finding: Exclude<Finding, { readonly rule: Rule }>): CheckId {
  if (finding.code === 'xen') return finding.subject === 'compression' ? 'kernel-compression' : 'xen-mode';
  if (finding.code === 'regression') return 'known-regression';
  if (finding.code === 'loader') return 'image-loader';
  if (finding.code === 'image') return `image-${finding.about}`;
  if (finding.code === 'initramfs') return `initramfs-${finding.about}`;
  if (finding.code === 'line') return `config-${finding.problem.code}`;
  if (finding.code === 'misspelt') return 'config-misspelt-option';
  if (finding.code === 'foreign') return 'config-foreign-option';
  if (finding.code === 'override') return 'merge-override';
  if (finding.code === 'untrusted') return 'settings-untrusted';
  if (finding.code === 'waiver') return `waiver-${finding.about}`;
  return `profile-${finding.code}`;
}
