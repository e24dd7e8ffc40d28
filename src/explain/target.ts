// Which boot is explained: by what the user says of it, else by what the inputs show.
import { imageKernel } from '../check/image-kernel.js';
import { requestedType } from '../domain/type.js';
import { parseVersion, type Version } from '../input/version.js';
import type { Mode, Role } from '../profiles/rule-data.js';
import { at, type Evidence } from './answer.js';
import { type GuestSystem, guestSystems } from './event.js';
import type { FailureData } from './failure.js';
import type { ImageFacts } from '../image/facts.js';
import { loaderOfImage } from './guest-loader.js';
import type { Flags, Inputs, Target } from './inputs.js';
import { splitLogs } from './reached.js';
import {
  hostValue,
  kernelOfFile,
  kernelOfMenu,
  modeOfRecords,
  roleOfRecords,
  xenOfHost,
  xenOfMenu,
} from './records.js';

export function targetOf(inputs: Inputs, failures: FailureData, flags: Flags = {}): Target {
  const { config, domain } = inputs;
  // A boot loader's image says nothing about the kernel that it loads.
  const image = inputs.image && !loaderOfImage(inputs.image) ? inputs.image : null;
  const logs = splitLogs(inputs, failures);
  // A domain file means that the boot is a guest's, whatever its host's logs say about dom0.
  const role: Role | null =
    flags.role ??
    (domain
      ? 'domu'
      : (logs.find(log => log.role !== null)?.role ?? roleOfRecords(inputs) ?? toolsRole(inputs)));
  const own = logs.filter(log => log.role === null || log.role === role);
  const arch =
    flags.arch ??
    config?.facts.kernel.arch ??
    (image ? imageKernel(image.facts).arch : null) ??
    archOfHost(inputs);
  const [xen, xenFrom] = xenOf(inputs);
  const version = flags.xen ?? xen;
  const arm = arch === 'arm64' || arch === 'arm';
  const mode: Mode | null =
    flags.mode ??
    (arm ? 'arm' : null) ??
    typeOf(inputs, version) ??
    own.find(log => log.mode !== null)?.mode ??
    modeOfRecords(inputs, role) ??
    (domain ? 'pv' : null);
  const flavour = config?.facts.kernel.flavour ?? (image ? imageKernel(image.facts).flavour : null);
  const [kernel, kernelFrom] = kernelOf(
    inputs,
    own.map(log => log.path),
  );
  return {
    xen: flags.xen ? { version: flags.xen, given: true } : xen && { version: xen, given: true },
    xenFrom: flags.xen ? null : xenFrom,
    kernel: flags.kernel ?? kernel,
    kernelFrom: flags.kernel ? null : kernelFrom,
    arch,
    role,
    mode: mode === 'pv' && flavour === 'xenlinux' ? 'xenlinux' : mode,
    system: config
      ? 'linux'
      : (systemOf(image?.facts) ?? own.find(log => log.system !== null)?.system ?? null),
  };
}

function systemOf(image: ImageFacts | undefined): GuestSystem | null {
  if (!image) return null;
  const { system } = image;
  return system === null ? null : (guestSystems.find(one => one === system) ?? 'other');
}

/** What the file asks for: which keys count depends on the Xen. */
function typeOf({ domain }: Inputs, xen: Version | null): Mode | null {
  if (!domain) return null;
  if (!xen) return domain.facts.type?.value ?? null;
  const requested = requestedType(domain.facts, xen);
  // Of two releases' defaults one is as good as the other: what the logs say comes before that.
  if (requested.key === null) return null;
  return requested.type === 'pvhv1' ? 'pvh' : requested.type;
}

/** Only guests are made by tools. */
function toolsRole({ logs }: Inputs): Role | null {
  const tools = ['xl', 'xc', 'xend', 'libvirt', 'pygrub'] as const;
  return logs.some(({ facts }) => tools.some(tool => (facts.speakers.get(tool) ?? 0) > 0)) ? 'domu' : null;
}

function xenOf(inputs: Inputs): [Version | null, Evidence | null] {
  const { logs, hypervisor } = inputs;
  for (const { path, facts } of logs) {
    const said = facts.xens.at(-1);
    const version = said ? parseVersion(said.version) : null;
    if (said && version) return [version, at(path, said.line, `Xen ${said.version}`)];
  }
  const told = xenOfHost(inputs);
  if (told) return told;
  const built = hypervisor?.facts.version ?? null;
  if (hypervisor && built) return [built, at(hypervisor.path, null, `Xen ${built.text}`)];
  return xenOfMenu(inputs) ?? [null, null];
}

/** The image is what boots; a log shows what did; a config says what it was made for. */
function kernelOf(inputs: Inputs, own: readonly string[]): [Version | null, Evidence | null] {
  const { image, config, logs } = inputs;
  const release = image?.facts.version ?? null;
  const inImage = release === null ? null : parseVersion(release);
  if (image && inImage) return [inImage, at(image.path, null, `Linux ${release}`)];
  for (const { path, facts } of logs) {
    const said = own.includes(path) ? facts.kernels.at(-1) : undefined;
    const version = said ? parseVersion(said.version) : null;
    if (said && version) return [version, at(path, said.line, `Linux ${said.version}`)];
  }
  const told = kernelOfFile(inputs);
  if (told) return told;
  const inConfig = config?.facts.kernel.version ?? null;
  if (config && inConfig) return [inConfig, at(config.path, null, `Linux ${inConfig.text}`)];
  return kernelOfMenu(inputs) ?? [null, null];
}

/** Arm's host and guests are alike; on x86 a guest of 32 bits may run on a machine of 64. */
function archOfHost(inputs: Inputs): string | null {
  return hostValue(inputs, 'machine')?.facts.value === 'aarch64' ? 'arm64' : null;
}
