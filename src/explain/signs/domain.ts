// What the domain file asks for.
import type { Located, Disk, DomainFacts, DomainValue } from '../../domain/domain.js';
import type { ImageFacts } from '../../image/facts.js';
import { type Answer, at, type Evidence, no, unknown, answerIf, yes } from '../answer.js';
import { guestLoaderOf } from '../guest-loader.js';
import type { InputFile, SignContext } from '../inputs.js';
import { matches, regexFault, type Sign, type Signs } from './sign.js';

type Domain = InputFile<DomainFacts>;

/** A question that only a domain file can answer. */
const of = (about: string, ask: (domain: Domain, context: SignContext) => Answer): Sign => ({
  about,
  takes: null,
  ask: context => (context.inputs.domain ? ask(context.inputs.domain, context) : unknown),
});

const ofText = (
  about: string,
  takes: string,
  ask: (domain: Domain, about: string) => Answer,
  fault?: Sign['fault'],
): Sign => ({
  about,
  takes,
  ...(fault && { fault }),
  ask: ({ inputs: { domain } }, what) => (domain ? ask(domain, what) : unknown),
});

/** A key as the file has it, in one line. */
function keyEvidence({ path }: Domain, key: string, { value, line }: Located<DomainValue>): Evidence {
  return at(path, line, `${key} = ${JSON.stringify(value)}`);
}

function optional(domain: Domain, key: string, value: Located<string | number> | null): Answer {
  return value === null ? no(at(domain.path, null, `no ${key}=`)) : yes(keyEvidence(domain, key, value));
}

const diskEvidence = ({ path }: Domain, disk: Disk) => at(path, disk.line, disk.text);

function disks(domain: Domain, fits: (disk: Disk) => boolean): Answer {
  const found = domain.facts.disks.filter(fits);
  return found.length ? yes(...found.map(disk => diskEvidence(domain, disk))) : no();
}

const mebibyte = 1 << 20;

/** Bytes from the lowest to the highest address that the kernel is loaded to; null if that is not known. */
function sizeInMemory({ elf, setup, payload }: ImageFacts): number | null {
  if (elf?.load) return Number(elf.load.to - elf.load.from);
  return setup?.initSize ?? payload?.unpackedSize ?? null;
}

function ofMemory(
  about: string,
  keys: readonly ('memory' | 'maxmem')[],
  fits: (memory: number, limit: number) => boolean,
): Sign {
  return {
    about,
    takes: 'a number of MiB',
    fault: text => (/^\d+$/.test(text) ? null : 'is no number'),
    ask({ inputs: { domain } }, limit) {
      if (!domain) return unknown;
      const found = keys.filter(key => domain.facts[key] !== null);
      if (found.length === 0) return unknown;
      const fitting = found.filter(key => fits(domain.facts[key]!.value, Number(limit)));
      return fitting.length ? yes(...fitting.map(key => keyEvidence(domain, key, domain.facts[key]!))) : no();
    },
  };
}

/** Splits "KEY PATTERN" at its first blank. */
function keyAndPattern(about: string): [string, string] {
  const blank = about.indexOf(' ');
  return blank < 0 ? [about, ''] : [about.slice(0, blank), about.slice(blank + 1)];
}

export const domainSigns: Signs = {
  domain: of('a domain file is given', () => yes()),
  key: ofText('the domain file sets key X', "a key in xl's words", (domain, key) => {
    const found = domain.facts.settings.get(key);
    return found ? yes(keyEvidence(domain, key, found)) : no(at(domain.path, null, `no ${key}=`));
  }),
  setting: ofText(
    'the domain file sets a key, and its value (as JSON where it is a list) fits a pattern: X is "KEY PATTERN"',
    'a key, a blank and a regular expression: "bootloader ^/"',
    (domain, about) => {
      const [key, pattern] = keyAndPattern(about);
      const found = domain.facts.settings.get(key);
      if (!found) return no();
      const text = typeof found.value === 'object' ? JSON.stringify(found.value) : String(found.value);
      return answerIf(matches(pattern, text), keyEvidence(domain, key, found));
    },
    about => regexFault(keyAndPattern(about)[1]),
  ),
  kernel: of('the domain file names a kernel', domain => optional(domain, 'kernel', domain.facts.kernel)),
  ramdisk: of('the domain file names a ramdisk', domain => optional(domain, 'ramdisk', domain.facts.ramdisk)),
  bootloader: of('the domain file names a boot loader', domain =>
    optional(domain, 'bootloader', domain.facts.bootloader),
  ),
  'guest-loader': {
    about: 'what the guest starts from is pv-grub or GRUB, which chooses the kernel inside the guest',
    takes: null,
    ask({ inputs }) {
      const loader = guestLoaderOf(inputs);
      if (loader) return yes(loader.evidence);
      return inputs.domain ? no() : unknown;
    },
  },
  firmware: of('the domain file names a firmware', domain =>
    optional(domain, 'firmware', domain.facts.firmware),
  ),
  'type-unset': of('the domain file leaves the type to the default', ({ path, facts }) =>
    facts.type === null ? yes(at(path, null, 'no type=')) : no(),
  ),
  'no-disk': of('the domain file has no disk', ({ path, facts }) =>
    facts.disks.length === 0 ? yes(at(path, null, 'no disk=')) : no(),
  ),
  'disk-device': ofText(
    'a disk (no CD-ROM) whose name in the guest fits pattern X',
    'a regular expression for "xvda", "sda1"',
    (domain, about) => disks(domain, disk => !disk.cdrom && matches(about, disk.device ?? '')),
    regexFault,
  ),
  'first-disk': ofText(
    'the name in the guest of the first disk (no CD-ROM) fits pattern X',
    'a regular expression',
    (domain, about) => {
      const first = domain.facts.disks.find(disk => !disk.cdrom);
      return first ? answerIf(matches(about, first.device ?? ''), diskEvidence(domain, first)) : no();
    },
    regexFault,
  ),
  'all-disks': ofText(
    'there are disks, and the names in the guest of all of them (no CD-ROMs) fit pattern X',
    'a regular expression',
    (domain, about) => {
      const found = domain.facts.disks.filter(disk => !disk.cdrom);
      if (found.length === 0) return no();
      return answerIf(
        found.every(disk => matches(about, disk.device ?? '')),
        ...found.map(disk => diskEvidence(domain, disk)),
      );
    },
    regexFault,
  ),
  'same-disk-twice': of(
    'two disks have one name in the guest, or hda and xvda stand for one disk',
    domain => {
      const first = new Map<string, Disk>();
      for (const disk of domain.facts.disks) {
        if (disk.device === null) continue;
        const same = disk.device.replace(/^(sd|hd)(?=[a-d])/, 'xvd');
        const other = first.get(same);
        if (other) return yes(diskEvidence(domain, other), diskEvidence(domain, disk));
        first.set(same, disk);
      }
      return no();
    },
  ),
  'disk-text': ofText(
    'a disk whose words in the file fit pattern X',
    'a regular expression',
    (domain, about) => disks(domain, disk => matches(about, disk.text)),
    regexFault,
  ),
  'disk-backend': ofText(
    'a disk is made available by X',
    'phy, file, tap, qdisk or standalone',
    (domain, about) => disks(domain, disk => disk.backend === about),
  ),
  cdrom: of('a CD-ROM drive', domain => disks(domain, disk => disk.cdrom)),
  'vif-text': ofText(
    'a network interface whose words in the file fit pattern X',
    'a regular expression',
    (domain, about) => {
      const found = domain.facts.interfaces.filter(vif => matches(about, vif.text));
      return found.length ? yes(...found.map(vif => at(domain.path, vif.line, vif.text))) : no();
    },
    regexFault,
  ),
  pci: of('a PCI device is passed through', domain => {
    const { pci } = domain.facts;
    return pci.length ? yes(...pci.map(({ line, value }) => at(domain.path, line, value))) : no();
  }),
  vif: of('a network interface', ({ path, facts: { interfaces } }) =>
    interfaces.length ? yes(...interfaces.map(vif => at(path, vif.line, vif.text))) : no(),
  ),
  'memory-below': ofMemory(
    'the guest starts with less than X MiB',
    ['memory'],
    (memory, limit) => memory < limit,
  ),
  'memory-above': ofMemory(
    'the guest has, or may get, more than X MiB',
    ['memory', 'maxmem'],
    (memory, limit) => memory > limit,
  ),
  'image-above-memory': {
    about: 'kernel and initramfs do not fit into the memory that the guest starts with',
    takes: null,
    ask({ inputs: { domain, image, initramfs } }) {
      const memory = domain?.facts.memory;
      const kernel = image && sizeInMemory(image.facts);
      if (!domain || !memory || (!kernel && !initramfs)) return unknown;
      // The builder puts the initramfs there as it is; the kernel unpacks it later.
      const packed = initramfs?.facts.size ?? 0;
      const needed = (kernel ?? 0) + packed;
      const text = (path: string, bytes: number) =>
        at(path, null, `needs ${Math.ceil(bytes / mebibyte)} MiB`);
      if (needed <= memory.value * mebibyte) return kernel && initramfs ? no() : unknown;
      return yes(
        keyEvidence(domain, 'memory', memory),
        ...(image && kernel ? [text(image.path, kernel)] : []),
        ...(initramfs ? [text(initramfs.path, packed)] : []),
      );
    },
  },
  'maxmem-above-memory': of('maxmem is larger than memory', domain => {
    const { maxmem, memory } = domain.facts;
    if (!maxmem || !memory) return no();
    return answerIf(
      maxmem.value > memory.value,
      keyEvidence(domain, 'memory', memory),
      keyEvidence(domain, 'maxmem', maxmem),
    );
  }),
  'domain-problem': ofText(
    'the domain file has a problem that all words of X fit: its code, its detail, its key or the other key',
    'a code or detail of src/domain/domain.ts, and a key where it matters: "contradiction", "cmdline-wins root"',
    (domain, about) => {
      const words = about.split(' ');
      const found = domain.facts.problems.filter(({ code, detail, key, other }) =>
        words.every(word => [code, detail, key, other].includes(word)),
      );
      return found.length
        ? yes(
            ...found.map(({ line, key, text }) => {
              const setting = domain.facts.settings.get(key);
              return setting?.line === line
                ? keyEvidence(domain, key, setting)
                : at(domain.path, line, text ?? key);
            }),
          )
        : no();
    },
  ),
};
