import type { Located, Disk, DiskBackend, DomainFacts, DomainValue, GuestType, Interface } from './domain.js';
import { finishFacts } from './facts.js';
import { newProblems, type Problems } from './problem.js';
import { readDiskName } from './vdev.js';
import { child, children, type Element, readXml } from './xml.js';

/** Bytes; libvirt's names of units, "KiB" without one. */
const units: Record<string, number> = {
  b: 1,
  bytes: 1,
  kb: 1e3,
  k: 1024,
  kib: 1024,
  mb: 1e6,
  m: 1024 ** 2,
  mib: 1024 ** 2,
  gb: 1e9,
  g: 1024 ** 3,
  gib: 1024 ** 3,
  tb: 1e12,
  t: 1024 ** 4,
  tib: 1024 ** 4,
};

/** What libvirt's `<os><type>` calls a Xen guest. */
const types: Record<string, GuestType> = { hvm: 'hvm', linux: 'pv', xen: 'pv', xenpvh: 'pvh' };

const bootLetters: Record<string, string> = { hd: 'c', cdrom: 'd', network: 'n', fd: 'a' };

const text = (element: Element | null): Located<string> | null =>
  element?.text ? { value: element.text, line: element.line } : null;

const attribute = (element: Element | null, name: string): Located<string> | null => {
  const value = element?.attributes[name];
  return value ? { value, line: element.line } : null;
};

/** What libvirt's XML of a guest asks for, in the words of xl. Never throws. */
export function libvirtFacts(xml: string): DomainFacts {
  const problems = newProblems();
  const { root, fault } = readXml(xml);
  if (fault) problems.add('syntax', 'bad-xml', fault.line, '', { text: fault.message, column: fault.column });
  const domain = root?.name === 'domain' ? root : child(root, 'domain');
  const kind = domain?.attributes['type'];
  if (domain && kind !== 'xen')
    problems.add('not-for-xen', 'unknown-choice', domain.line, 'type', { text: kind ?? '' });
  const os = child(domain, 'os');
  const devices = child(domain, 'devices');

  const osType = text(child(os, 'type'));
  const guest = osType && types[osType.value];
  if (osType && !guest)
    problems.add('bad-value', 'unknown-choice', osType.line, 'type', { text: osType.value });
  const largest = mebibytes(child(domain, 'memory'), problems);
  const current = mebibytes(child(domain, 'currentMemory'), problems);
  const cpus = child(domain, 'vcpu');
  const most = count(text(cpus));
  const loader = text(child(os, 'loader'));
  const boots = children(os, 'boot').map(item => bootLetters[item.attributes['dev'] ?? ''] ?? '');

  const draft = {
    name: text(child(domain, 'name')),
    type: osType && guest ? { value: guest, line: osType.line } : null,
    kernel: text(child(os, 'kernel')),
    ramdisk: text(child(os, 'initrd')),
    commandLine: text(child(os, 'cmdline')),
    bootloader: text(child(domain, 'bootloader')),
    firmware: firmware(os, loader),
    boot: boots.length ? { value: boots.join(''), line: children(os, 'boot')[0]!.line } : null,
    memory: current ?? largest,
    maxmem: largest,
    vcpus: count(attribute(cpus, 'current')) ?? most,
    maxvcpus: most,
    deviceModel: text(child(devices, 'emulator')),
  };
  const settings = new Map<string, Located<DomainValue>>();
  for (const [key, value] of [
    ['name', draft.name],
    ['type', draft.type],
    ['kernel', draft.kernel],
    ['ramdisk', draft.ramdisk],
    ['cmdline', draft.commandLine],
    ['bootloader', draft.bootloader],
    ['firmware', draft.firmware],
    ['boot', draft.boot],
    ['memory', draft.memory],
    ['maxmem', draft.maxmem],
    ['vcpus', draft.vcpus],
    ['maxvcpus', draft.maxvcpus],
    ['device_model_override', draft.deviceModel],
    ['uuid', text(child(domain, 'uuid'))],
  ] as const)
    if (value) settings.set(key, value);
  const args = text(child(domain, 'bootloader_args'));
  const facts: DomainFacts = {
    syntax: 'libvirt',
    ...draft,
    root: null,
    extra: null,
    bootloaderArgs: args ? args.value.split(/\s+/).map(value => ({ value, line: args.line })) : [],
    disks: children(devices, 'disk').map(item => disk(item, xml, problems)),
    interfaces: children(devices, 'interface').map(item => network(item, xml)),
    pci: children(devices, 'hostdev').filter(isPci).map(pciAddress),
    serial: ['serial', 'console'].flatMap(name =>
      children(devices, name).map(item => ({
        value: `${name}:${item.attributes['type'] ?? ''}`,
        line: item.line,
      })),
    ),
    settings,
    problems: problems.list,
  };
  return finishFacts(facts, problems);
}

/** "uefi" or a path: what libvirt hands to an HVM guest in place of the default; hvmloader is that default. */
function firmware(os: Element | null, loader: Located<string> | null): Located<string> | null {
  const named = attribute(os, 'firmware');
  if (named) return { value: named.value === 'efi' ? 'uefi' : named.value, line: named.line };
  if (!loader || /(^|\/)hvmloader$/.test(loader.value)) return null;
  return loader;
}

function count(value: Located<string> | null): Located<number> | null {
  return value && /^\d{1,6}$/.test(value.value) ? { value: Number(value.value), line: value.line } : null;
}

/** In MiB, rounded up as libvirt hands it on. */
function mebibytes(element: Element | null, problems: Problems): Located<number> | null {
  if (!element) return null;
  const unit = units[(element.attributes['unit'] ?? 'KiB').toLowerCase()];
  if (!unit || !/^\d{1,15}$/.test(element.text)) {
    const key = element.name === 'memory' ? 'maxmem' : 'memory';
    problems.add('bad-value', 'unit', element.line, key, { text: element.text });
    return null;
  }
  return { value: Math.ceil((Number(element.text) * unit) / 1024 ** 2), line: element.line };
}

const backends: Record<string, DiskBackend> = {
  phy: 'phy',
  file: 'file',
  tap: 'tap',
  tap2: 'tap',
  qemu: 'qdisk',
};

/** The element's own words on one line. */
const words = (element: Element, xml: string) =>
  xml
    .slice(element.start, Math.min(element.end, element.start + 2000))
    .replace(/\s+/g, ' ')
    .slice(0, 500);

function disk(element: Element, xml: string, problems: Problems): Disk {
  const driver = child(element, 'driver');
  const source = child(element, 'source');
  const device = child(element, 'target')?.attributes['dev'] ?? null;
  if (device !== null && !readDiskName(device))
    problems.add('bad-value', 'disk-name', element.line, 'disk', { text: device });
  const { file, dev, name, volume } = source?.attributes ?? {};
  const backend = driver?.attributes['name'];
  const cdrom = element.attributes['device'] === 'cdrom';
  const type = driver?.attributes['type'] ?? null;
  return {
    line: element.line,
    text: words(element, xml),
    target: file || dev || name || volume || null,
    // tap:aio was a raw file in tapdisk's words.
    format: type === 'aio' ? 'raw' : type,
    device,
    access: cdrom || child(element, 'readonly') ? 'r' : 'w',
    backend: backend === undefined ? null : (backends[backend] ?? 'other'),
    cdrom,
    script: child(element, 'script')?.attributes['path'] ?? null,
  };
}

function network(element: Element, xml: string): Interface {
  const source = child(element, 'source')?.attributes;
  return {
    line: element.line,
    text: words(element, xml),
    bridge: source?.['bridge'] ?? source?.['network'] ?? null,
    mac: child(element, 'mac')?.attributes['address'] ?? null,
    model: child(element, 'model')?.attributes['type'] ?? null,
    type: null,
    script: child(element, 'script')?.attributes['path'] ?? null,
  };
}

const isPci = (element: Element) => element.attributes['type'] === 'pci';

/** "0000:03:00.0", as xl writes it. */
function pciAddress(element: Element): Located<string> {
  const address = child(child(element, 'source'), 'address')?.attributes ?? {};
  const part = (name: string, width: number) =>
    (address[name] ?? '0').replace(/^0x/i, '').padStart(width, '0');
  const value = `${part('domain', 4)}:${part('bus', 2)}:${part('slot', 2)}.${part('function', 1)}`;
  return { value: value.slice(0, 100), line: element.line };
}
