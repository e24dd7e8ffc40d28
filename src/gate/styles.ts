/** A style of kernel repository whose configs are made of several files. */
interface Style {
  readonly name: string;
  /** Its page below docs/repositories. */
  readonly page: string;
  /** What lies at its top, or in a folder on the way to its configs: one of them is enough. */
  readonly marks: readonly string[];
}

const styles: readonly Style[] = [
  {
    name: "Debian's kernel package",
    page: 'debian',
    marks: ['debian/config/kernelarch-x86', 'config/kernelarch-x86', 'kernelarch-x86/config'],
  },
  {
    name: "Fedora's kernel tree",
    page: 'fedora',
    marks: [
      'redhat/configs/priority.fedora',
      'redhat/configs/priority.rhel',
      'configs/priority.fedora',
      'priority.fedora',
      'priority.rhel',
    ],
  },
  {
    name: "Ubuntu's kernel",
    page: 'ubuntu',
    marks: ['debian.master/config/annotations', 'config/annotations', 'annotations'],
  },
  { name: "openSUSE's kernel-source", page: 'opensuse', marks: ['config/x86_64/default', 'x86_64/default'] },
  { name: 'OpenWrt', page: 'openwrt', marks: ['target/linux/generic'] },
  { name: "Qubes OS's kernel package", page: 'qubes', marks: ['config-qubes'] },
  { name: "Yocto's kernel metadata", page: 'yocto', marks: ['ktypes/standard/standard.scc'] },
];

/** The style that a folder has, where it needs a word on how its files make configs; `has` tells what lies in it. */
export function styleOf(has: (path: string) => boolean): Pick<Style, 'name' | 'page'> | null {
  return styles.find(({ marks }) => marks.some(has)) ?? null;
}
