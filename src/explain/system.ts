// What the machine runs that commands are for: its toolstack and its distribution, as far as the inputs show them.
import { parseVersion, atMost } from '../input/version.js';
import { distributionOf } from '../support/distribution.js';
import type { Inputs, Target } from './inputs.js';
import { hostValue, recordsOf } from './records.js';
import type { SystemName } from './system-names.js';

/** On the host, and where the kernel that boots is from: in dom0's own boot the same. */
interface Systems {
  readonly host: ReadonlySet<SystemName>;
  readonly own: ReadonlySet<SystemName>;
}

const families: Readonly<Record<string, SystemName>> = {
  Debian: 'debian',
  Ubuntu: 'debian',
  Fedora: 'fedora',
  RHEL: 'fedora',
  'Oracle Linux': 'fedora',
  openSUSE: 'suse',
  'Alpine Linux': 'alpine',
  'Arch Linux': 'arch',
};

// What others call their kernels: Qubes OS, XenServer and XCP-ng, Amazon Linux.
const releases: readonly (readonly [RegExp, SystemName])[] = [
  [/\.qubes\b/, 'qubes'],
  [/\.el\d+\.xs\b|^4\.(?:4|19)\.0\+\d+$|\bxcpng\b|\bxen-?server\b/i, 'xcp-ng'],
  [/\.amzn\d*\b/, 'fedora'],
  [/\.(?:fc|el)\d+/, 'fedora'],
  [/-(?:default|xen)$/, 'suse'],
];

function familyOf(texts: readonly string[]): SystemName | null {
  for (const [pattern, system] of releases.slice(0, 3))
    if (texts.some(text => pattern.test(text))) return system;
  const known = distributionOf(texts);
  const family = known && Object.hasOwn(families, known.name) ? families[known.name]! : null;
  return family ?? releases.find(([pattern]) => texts.some(text => pattern.test(text)))?.[1] ?? null;
}

function toolOf(inputs: Inputs, target: Target): SystemName | null {
  const speaks = (...names: readonly string[]) =>
    inputs.logs.some(({ facts }) => [...facts.speakers.keys()].some(speaker => names.includes(speaker)));
  if (speaks('libvirt') || inputs.domain?.facts.syntax === 'libvirt') return 'virsh';
  // libxl's lines are named like xl's, whoever calls it; xend's are its own.
  if (speaks('xl')) return null;
  if (speaks('xend') || inputs.domain?.facts.syntax === 'xm') return 'xm';
  // xl came with 4.1.
  return target.xen && atMost(target.xen.version, '4.0') ? 'xm' : null;
}

export function systemsOf(inputs: Inputs, target: Target): Systems {
  const { image, config, logs } = inputs;
  const setting = (option: string) => config?.facts.config.settings.get(option)?.text ?? '';
  const ofKernel = familyOf([
    image?.facts.version ?? '',
    image?.facts.banner ?? image?.facts.setup?.versionText ?? '',
    ...recordsOf(inputs, 'file-output').map(({ facts }) => facts.text),
    ...(image ? [] : (inputs.initramfs?.facts.releases ?? [])),
    ...logs.flatMap(({ facts }) => facts.kernels.map(({ release }) => release)),
    setting('VERSION_SIGNATURE'),
    setting('BUILD_SALT'),
    setting('CC_VERSION_TEXT'),
  ]);
  const told = (key: string) => hostValue(inputs, key)?.facts.value ?? '';
  const ofHost = recordsOf(inputs, 'qube').length
    ? 'qubes'
    : familyOf([told('release'), told('cc_compile_by'), told('cc_compile_domain'), told('xen_extra')]);
  const isCloud = logs.some(({ facts }) => facts.xens.some(({ version }) => version.includes('.amazon')));
  const host = new Set<SystemName>();
  const first = isCloud ? 'ec2' : ofHost;
  const tool = toolOf(inputs, target);
  for (const one of [first, tool, target.role === 'dom0' ? ofKernel : null]) if (one) host.add(one);
  const own = new Set<SystemName>();
  for (const one of [ofKernel, target.role === 'dom0' ? ofHost : null]) if (one) own.add(one);
  return { host, own };
}

/** The release of the kernel that boots, whole: "6.1.0-50-amd64". Null where nothing names it, or two are named. */
export function kernelRelease(inputs: Inputs): string | null {
  const { image, logs } = inputs;
  if (image?.facts.version) return image.facts.version;
  const said = new Set(logs.flatMap(({ facts }) => facts.kernels.map(({ release }) => release)));
  if (said.size > 0) return said.size === 1 ? [...said][0]! : null;
  const found = inputs.initramfs?.facts.releases ?? [];
  const release = found.length === 1 ? found[0]! : null;
  return release !== null && parseVersion(release) ? release : null;
}
