// What the man page says beside the table of commands.

/** Day on which the page last changed in what it says. */
export const revised = 'November 21, 2026';

export const intro: readonly string[] = [
  'xen-checkconfig reads what a person who builds or runs Xen kernels has at hand, and says for each way Xen can boot a kernel whether it will, what stops it first, why, and the smallest change that mends it. It needs neither Xen nor a kernel tree nor a compiler; with a kernel tree its answers are exact.',
  'A way to boot is a profile: dom0-pv, dom0-pvh, dom0-arm and dom0-xenlinux, domu-pv, domu-pvh, domu-hvm, domu-arm and domu-xenlinux. The groups dom0 and domu pass when one of their modes boots. A file of your own can extend them.',
  'Results go to standard output, everything else to standard error.',
];

/** Options that yargs brings. */
export const frequent: readonly (readonly [name: string, text: string])[] = [
  ['help', 'Show what the command takes.'],
  ['version', 'Show the version.'],
];

/** What stands for the value of an option, by the option's name. */
export const values: Readonly<Record<string, string>> = {
  profile: 'name',
  xen: 'version',
  kernel: 'version',
  arch: 'name',
  boot: 'number',
  image: 'file',
  initramfs: 'file',
  domain: 'file',
  root: 'place',
  require: 'rule',
  guest: 'name',
  collect: 'folder',
  jobs: 'number',
  srctree: 'folder',
  probes: 'file',
  'save-probes': 'file',
  flavour: 'name',
  waivers: 'file',
  'trusted-settings': 'settings',
  baseline: 'file',
  config: 'file',
  format: 'format',
  'fail-on': 'level',
  output: 'file',
  role: 'role',
  mode: 'mode',
};

export const environment: readonly (readonly [name: string, text: string])[] = [
  ['NO_COLOR', 'If it is set and not empty, no colour is used unless --color asks for it.'],
  [
    'FORCE_COLOR',
    'If it is set and not empty, colour is used also where the output is no terminal; with 0, never. NO_COLOR goes before it.',
  ],
  ['TERM', 'With dumb there is no colour.'],
  [
    'SHELL',
    'Tells completion which shell its script is for: zsh or fish if the name has that in it, else bash.',
  ],
  ['XEN_CHECKCONFIG_DEBUG', 'If it is set, an internal error is shown with its trace.'],
];

export const files: readonly (readonly [path: string, text: string])[] = [
  [
    '.xen-checkconfig.yaml',
    'What check takes in a repository: files, profiles, the Xen release, waivers with their reasons, a baseline. Looked for in the working folder and, in a git repository, in those above it up to its top.',
  ],
  ['/proc/config.gz', 'The config of the running kernel, which check reads where no file is named.'],
  ['/boot/config-*', 'The same, where the kernel does not show it. Places under /lib/modules follow.'],
];

export const examples: readonly (readonly [text: string, command: string])[] = [
  ['Does this kernel boot as a PVH guest on Xen 4.17?', 'xen-checkconfig -p domu-pvh --xen 4.17 .config'],
  [
    'A gate in CI, with a report for code scanning:',
    'xen-checkconfig --format sarif --output xen.sarif configs/*.config',
  ],
  ['What did the last commit do to the modes?', 'xen-checkconfig diff HEAD~1:config config'],
  ['Which Xen releases load this image?', 'xen-checkconfig image /boot/vmlinuz-6.12.0'],
  ['Why does the guest not come up?', 'xen-checkconfig explain guest.cfg vmlinuz guest.log'],
  [
    'The smallest change after which it does, by the kernel tree:',
    'xen-checkconfig fix .config -p domu-pvh --srctree linux > xen.fragment',
  ],
];

/** Pages and their chapters, in the order of mdoc: by chapter, then by name. */
export const seeAlso: readonly (readonly [page: string, chapter: number])[] = [
  ['git', 1],
  ['xl', 1],
  ['xl.cfg', 5],
];
