/** A distribution, in the form that `support` takes. */
interface Distribution {
  readonly name: string;
  /** null if the kernel's name does not show it. */
  readonly release: string | null;
}

// What kernels are called ("uname -r"), what their banner and their compiler say: specific before general.
const marks: readonly (readonly [RegExp, string])[] = [
  [/\.fc(\d+)\./, 'Fedora'],
  [/\.el(\d+)uek\b/, 'Oracle Linux'],
  [/\.el(\d+)[._]/, 'RHEL'],
  [/\.el(\d+)(?:$|\s)/, 'RHEL'],
  [/\bUbuntu\b/, 'Ubuntu'],
  [/\+deb(\d+)\b/, 'Debian'],
  // What follows the name in a compiler's text is the compiler's version.
  [/\bdebian-kernel@|\(Debian \d/, 'Debian'],
  [/-(?:rc\d+-)?\d+-(?:amd64|cloud-amd64|rt-amd64|arm64|armmp|armmp-lpae|686|686-pae)(?:$|\s)/, 'Debian'],
  [/\(SUSE Linux\)|\bgeeko@/, 'openSUSE'],
  [/\(Alpine \d/, 'Alpine Linux'],
  [/-\d+-(?:lts|virt)(?:$|\s)/, 'Alpine Linux'],
  [/-arch\d+(?:-|$|\s)/, 'Arch Linux'],
  [/\bmageia\b|\.mga(\d+)\b/, 'Mageia'],
];

/** Whose kernel it is, by texts of the kernel's own: its release, banner, or compiler; null if none tells. */
export function distributionOf(texts: readonly string[]): Distribution | null {
  for (const [pattern, name] of marks)
    for (const text of texts) {
      const match = pattern.exec(text);
      if (match) return { name, release: match[1] ?? null };
    }
  return null;
}
