// What can be said of a rule or check apart from one finding of it.
import type { Finding } from '../check/finding.js';
import type { Level, Stage } from '../profiles/rule-data.js';
import { ruleOf } from './json.js';

export interface Descriptor {
  readonly id: string;
  readonly title: string;
  /** Why it is checked. */
  readonly about: string;
  /** What the user sees where it is missing; '' for checks of the file itself. */
  readonly symptom: string;
  readonly level: Level;
  readonly stage: Stage | null;
  readonly evidence: readonly string[];
}

export function descriptorOf(finding: Finding): Descriptor {
  const { level, stage } = finding;
  const id = ruleOf(finding);
  if ('rule' in finding) {
    const { title, reason, symptom, evidence, ...rule } = finding.rule;
    return { id, title, about: reason, symptom, level: rule.level, stage: rule.stage, evidence };
  }
  const [title, about] = ownChecks[id] ?? [id.replaceAll('-', ' '), ''];
  return { id, title, about: about || title, symptom: '', level, stage, evidence: [] };
}

const disagree = 'A config and an image of one build say the same of the kernel.';

/** The checks that belong to no profile: title, and what they are about. */
const ownChecks: Readonly<Record<string, readonly [string, string]>> = {
  'kernel-compression': [
    'Xen unpacks the kernel',
    'Xen and its tools unpack kernels themselves, and each release knows its own set of compressions.',
  ],
  'xen-mode': [
    'Xen has the mode',
    'Modes came with one Xen release and some went with another, with conditions of their own.',
  ],
  'image-loader': [
    "Xen's loader takes the image",
    'Each boot path has a loader that looks at the image itself.',
  ],
  'image-version': ['Config and image are of one release', disagree],
  'image-arch': ['Config and image are of one architecture', disagree],
  'image-compression': ['Config and image name the same compression', disagree],
  'image-no-pvh-entry': ['The image has the PVH entry of its config', disagree],
  'image-pvh-entry': ['The image has no PVH entry that its config lacks', disagree],
  'image-pvh-note': ['The PVH entry has code for Xen behind it', 'PVH=y alone puts the note into the image.'],
  'image-no-pv-entry': ['The image has the PV entry of its config', disagree],
  'image-pv-entry': ['The image has no PV entry that its config lacks', disagree],
  'image-no-dom0-bit': ['The image says that it can be dom0, as its config does', disagree],
  'image-dom0-bit': ['The image does not say that it can be dom0 where its config does not', disagree],
  'config-duplicate': [
    'Each option is set once',
    "Of two lines about one option the kernel's own reader takes the last.",
  ],
  'config-malformed': ['Each line can be read', "The kernel's own reader skips what it cannot read."],
  'config-misspelt-option': ['Options exist', 'An option that no kernel has does nothing.'],
  'config-foreign-option': [
    'Options exist in this kernel',
    "The kernel's own tools drop options that the release or architecture does not have.",
  ],
  'profile-not-applicable': [
    'The kernel can have the mode',
    'What a kernel can be under Xen depends on its release and architecture before any option.',
  ],
  'profile-unknown': [
    'The file tells enough for a verdict',
    'A fragment, a defconfig without its tree and a config without its version leave things open.',
  ],
};
