// The checks that belong to no profile: every file gets them. Their findings' words are in message.ts; these say what each
// check is about, for pages, help texts and formats that describe a rule apart from its findings.
import type { CheckId } from '../../check/rule-id.js';
import type { Level, Stage } from '../../profiles/rule-data.js';

interface CheckText {
  readonly title: string;
  readonly levels: readonly Level[];
  readonly stage: Stage | null;
  /** What it looks at and why it matters. */
  readonly about: string;
  readonly fix: string;
}

/** By the rule name that reports have for them. */
export const checkTexts: Readonly<Record<CheckId, CheckText>> = {
  'kernel-compression': {
    title: 'A compression that the Xen can unpack',
    levels: ['error', 'warning', 'note'],
    stage: 'load',
    about:
      'Xen and its tools unpack the kernel themselves, each with its own set of decoders, and each release has other ones. A kernel packed in a way that the Xen does not know is refused before its first instruction. For guests some decoders are libraries that the tools may have been built without; then it is a condition.',
    fix: 'Choose a compression that the Xen knows (CONFIG_KERNEL_GZIP works since Xen 3.4), or hand Xen the vmlinux. `xen-checkconfig image FILE` shows every release for a built image.',
  },
  'xen-mode': {
    title: 'A Xen that has the mode',
    levels: ['error', 'warning'],
    stage: 'load',
    about:
      'Modes came and went with Xen releases: PVH guests since 4.10, 32-bit PV guests only where the hypervisor was built for them, a mainline PV dom0 since 4.0.',
    fix: 'Use a Xen that has the mode, or another mode of this kernel.',
  },
  'known-regression': {
    title: 'A release that is known not to boot',
    levels: ['warning', 'note'],
    stage: null,
    about:
      "Some releases of Linux or Xen broke booting under Xen until a later one mended it; docs/regressions.md lists them. It warns where the release is known to its last number, the config has what it takes, and every such boot fails. What needs some hardware besides, or does not stop the boot, is a note; so is all of a distribution's kernel, which may have the mend as a backport. A kernel that keeps the number of a line (6.1.0-50-amd64, 3.10.0-1160.el7) gets none.",
    fix: 'Use a release that has the mend, which the finding names, or what it names as a way around.',
  },
  'image-loader': {
    title: 'What the loader says to the image itself',
    levels: ['error', 'warning', 'note'],
    stage: 'load',
    about:
      'With --image the built kernel is judged in the place of what its config lets one expect: its format, its compression, its ELF notes, against what the loader of that Xen asks for.',
    fix: 'The finding names the ways out, such as recompressing or choosing another KERNEL_ option.',
  },
  'image-version': {
    title: 'Config and image of the same kernel version',
    levels: ['error'],
    stage: null,
    about:
      'With --image the version in the config and the one in the image differ, so the image was not built from this config.',
    fix: 'Check the config that belongs to the image, or build it again.',
  },
  'image-arch': {
    title: 'Config and image of the same architecture',
    levels: ['error'],
    stage: null,
    about: 'With --image the config is for another architecture than the image.',
    fix: 'Check the config that belongs to the image.',
  },
  'image-compression': {
    title: 'The compression that the config asks for',
    levels: ['error'],
    stage: null,
    about: 'With --image the image is packed in another way than KERNEL_GZIP, KERNEL_ZSTD and so on ask for.',
    fix: 'Check the config that belongs to the image, or build it again.',
  },
  'image-no-pvh-entry': {
    title: 'PVH in the config, no PVH entry in the image',
    levels: ['error'],
    stage: null,
    about:
      'The config has XEN_PVH (or PVH), but the image lacks the note that Xen enters a PVH kernel by: another config, or a build that lost the note.',
    fix: 'Build the image again; with old binutils see that the notes survive strip and objcopy.',
  },
  'image-pvh-entry': {
    title: 'A PVH entry that the config does not ask for',
    levels: ['error'],
    stage: null,
    about:
      'The image has the PVH note, the config has neither XEN_PVH nor PVH, so the image was not built from this config.',
    fix: 'Check the config that belongs to the image.',
  },
  'image-pvh-note': {
    title: 'A PVH note without code for Xen behind it',
    levels: ['warning'],
    stage: 'start',
    about:
      'CONFIG_PVH puts the note there for other hypervisors, so Xen loads the image as PVH; without CONFIG_XEN_PVH it then crashes at once. Enterprise Linux 9 and 10 ship their kernels so.',
    fix: 'Set CONFIG_XEN_PVH=y and build again, or boot it in another mode.',
  },
  'image-no-pv-entry': {
    title: 'PV in the config, no PV entry in the image',
    levels: ['error'],
    stage: null,
    about: 'The config has XEN_PV, but the image lacks the notes that a PV kernel is entered by.',
    fix: 'Build the image again, and see that strip and objcopy keep the notes.',
  },
  'image-pv-entry': {
    title: 'A PV entry that the config does not ask for',
    levels: ['error'],
    stage: null,
    about:
      'The image has the entry of a PV kernel, the config has XEN_PV off, so the image was not built from this config.',
    fix: 'Check the config that belongs to the image.',
  },
  'image-no-dom0-bit': {
    title: 'XEN_DOM0 in the config, no dom0 bit in the image',
    levels: ['error'],
    stage: null,
    about: 'The config has XEN_DOM0, but the notes of the image do not say that the kernel can be dom0.',
    fix: 'Build the image again.',
  },
  'image-dom0-bit': {
    title: 'A dom0 bit that the config does not ask for',
    levels: ['error'],
    stage: null,
    about:
      'The notes of the image say that it can be dom0, while XEN_DOM0 is off. From Linux 6.5 on the bit follows the option, so the image was not built from this config; older kernels with Xen support always say so, and are left alone.',
    fix: 'Check the config that belongs to the image.',
  },
  'initramfs-compression': {
    title: 'An initramfs that the kernel unpacks',
    levels: ['error'],
    stage: 'root',
    about:
      'With --initramfs its compression needs a decoder in the kernel: RD_GZIP, RD_XZ, RD_ZSTD and so on. Without it the kernel says "Initramfs unpacking failed" and goes on as if there were none.',
    fix: 'Set the RD_ option that the finding names, or pack the initramfs in another way.',
  },
  'initramfs-damaged': {
    title: 'A whole initramfs',
    levels: ['error'],
    stage: 'root',
    about: 'With --initramfs the file ends early or does not unpack.',
    fix: 'Make it again.',
  },
  'config-duplicate': {
    title: 'An option that is set twice',
    levels: ['warning', 'note'],
    stage: null,
    about:
      "The last line counts, as in the kernel's own reader. Two lines with different values are often left over from a merge.",
    fix: 'Keep one of the two lines.',
  },
  'config-malformed': {
    title: 'A line that is none of a config',
    levels: ['warning'],
    stage: null,
    about: "The kernel's own reader skips such a line with a warning, so what it was to say is lost.",
    fix: 'Correct or remove the line.',
  },
  'config-misspelt-option': {
    title: 'An option whose name no kernel has',
    levels: ['warning'],
    stage: null,
    about:
      'The name is known from documents or old how-tos, but no kernel ever had it; mostly another one is meant.',
    fix: 'Write the option that is meant, which the finding names.',
  },
  'config-foreign-option': {
    title: 'A Xen option that this kernel does not have',
    levels: ['note'],
    stage: null,
    about:
      "Kernels of this version and architecture do not have the option; the kernel's own tools drop the line without a word.",
    fix: 'Remove the line.',
  },
  'profile-not-applicable': {
    title: 'A mode that this kernel cannot have',
    levels: ['error'],
    stage: null,
    about:
      'A profile was asked for by name, and a kernel of this version, architecture or port cannot have its mode whatever its config says.',
    fix: 'Ask for another profile, or use another kernel.',
  },
  'profile-unknown': {
    title: 'A verdict that the input leaves open',
    levels: ['error', 'warning', 'note'],
    stage: null,
    about:
      'A fragment or defconfig does not name every option, or the file tells neither version nor architecture. What was asked for and cannot be judged does not pass: an error, or a note where --allow-unknown accepts it. Where nothing was asked for it is a warning.',
    fix: 'Check the whole .config, name the tree with --srctree, or say --kernel and --arch.',
  },
  'merge-override': {
    title: 'An option that a later file of a merge sets otherwise',
    levels: ['note'],
    stage: null,
    about:
      "With --merge the last file wins, as with the kernel's merge_config.sh. Overriding is what fragments are for; it is listed because it is also how an option gets lost without anybody noticing.",
    fix: 'Nothing, where it is meant. Otherwise take the line out of the later file, or change the order.',
  },
  'settings-untrusted': {
    title: 'A setting that is not in force',
    levels: ['warning'],
    stage: null,
    about:
      'With --trusted-settings the settings come from elsewhere, such as the branch that a pull request is for. What the .xen-checkconfig.yaml of the working tree says otherwise, and what it changes of the profiles and the baseline that settings name, is told and does not count.',
    fix: 'Nothing, where the change is meant: it holds once it is merged. Somebody should look at it before that.',
  },
  'waiver-unused': {
    title: 'A waiver that matches nothing',
    levels: ['warning'],
    stage: null,
    about:
      'A waiver in .xen-checkconfig.yaml matches no finding of the files that it covers. It would hide the same finding later, unseen. It is only judged where the run covered what it is about.',
    fix: 'Remove it, or correct its rule, option or files.',
  },
  'waiver-expired': {
    title: 'A waiver whose day is over',
    levels: ['error'],
    stage: null,
    about: 'The last day of a waiver has passed, so that what it held counts again.',
    fix: 'Fix what it waived, or give it a later day with a reason that still holds.',
  },
};
