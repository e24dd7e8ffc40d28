// What menus of boot loaders and output of programs show.
import { noteTypes } from '../../image/xen-tables.js';
import type { StoreDevice, Told } from '../../records/record.js';
import { answerIf, at, no, unknown, yes } from '../answer.js';
import type { InputFile, SignContext } from '../inputs.js';
import { hostValue, listedGuest, recordsOf, usualEntry } from '../records.js';
import { matches, regexFault, type Signs } from './sign.js';

const said = (key: string, { path, facts }: InputFile<Told>) =>
  at(path, facts.line, `${key} : ${facts.value}`);

/** MiB that Xen has left, as `xl info` tells. */
function freeMemory({ inputs }: SignContext) {
  const told = hostValue(inputs, 'free_memory');
  return told && /^\d{1,9}$/.test(told.facts.value)
    ? { free: Number(told.facts.value), evidence: said('free_memory', told) }
    : null;
}

/** XenbusState of both ends. */
const stateNames: Readonly<Record<string, string>> = {
  '1': 'initialising',
  '2': 'waiting for the other end',
  '3': 'initialised',
  '4': 'connected',
  '5': 'closing',
  '6': 'closed',
};

/** The back end never came to the end of its own start, or its script failed; the guest is there and waits. */
const waits = ({ back, front, hotplugStatus }: StoreDevice): boolean =>
  back !== null &&
  /^[12]$/.test(back.value) &&
  hotplugStatus?.value !== 'connected' &&
  (front === null || /^[123]$/.test(front.value));

const devices = ({ inputs }: SignContext) =>
  recordsOf(inputs, 'xenstore').flatMap(({ path, facts }) => facts.devices.map(device => ({ path, device })));

const commands = 'multiboot, multiboot2, linux, kernel (of GRUB legacy), xen_hypervisor, chainloader or efi';

export const recordSigns: Signs = {
  'menu-with-xen': {
    about: "an entry of a boot loader's menu starts Xen",
    takes: null,
    ask({ inputs }) {
      const menus = recordsOf(inputs, 'boot-menu');
      if (menus.length === 0) return unknown;
      const found = menus.flatMap(({ path, facts }) =>
        facts.entries.flatMap(({ xen }) => (xen ? [at(path, xen.line, xen.path)] : [])),
      );
      return found.length
        ? yes(found[0]!)
        : no(...menus.map(({ path }) => at(path, null, 'no entry with Xen')));
    },
  },
  'boot-entry': {
    about: 'the entry of the menu that boots starts Xen, or a kernel, by command X',
    takes: commands,
    fault: about =>
      /^(multiboot2?|linux|kernel|xen_hypervisor|chainloader|efi)$/.test(about) ? null : 'is no such command',
    ask({ inputs }, about) {
      const entry = usualEntry(inputs);
      if (!entry) return unknown;
      const { command, xen, kernel, line } = entry.facts;
      const file = xen ?? kernel;
      return answerIf(
        command === about,
        at(entry.path, file?.line ?? line, `${command} ${file?.path ?? ''}`.trim()),
      );
    },
  },
  'host-info': {
    about: 'xl info tells a value that fits a pattern: X is "KEY PATTERN"',
    takes: 'a key, a blank and a regular expression: "virt_caps \\bhvm\\b"',
    fault: about => (/^\w+ ./.test(about) ? regexFault(about.replace(/^\w+ /, '')) : 'is not "KEY PATTERN"'),
    ask({ inputs }, about) {
      const [key] = about.split(' ', 1) as [string];
      const told = hostValue(inputs, key);
      return told
        ? answerIf(matches(about.slice(key.length + 1), told.facts.value), said(key, told))
        : unknown;
    },
  },
  'memory-above-free': {
    about: 'the guest asks for more memory than Xen has left, as xl info tells',
    takes: null,
    ask(context) {
      const found = freeMemory(context);
      const { domain } = context.inputs;
      const memory = domain?.facts.memory;
      if (!found || !domain || !memory) return unknown;
      return answerIf(
        memory.value > found.free,
        at(domain.path, memory.line, `memory = ${memory.value}`),
        found.evidence,
      );
    },
  },
  'guest-state': {
    about: 'xl list has the guest in state X',
    takes: 'running, paused, shutdown, crashed or dying',
    fault: about => (/^(running|paused|shutdown|crashed|dying)$/.test(about) ? null : 'is no state'),
    ask({ inputs }, about) {
      const found = listedGuest(inputs);
      return found
        ? answerIf(
            found.facts.states.some(state => state === about),
            at(found.path, found.facts.line, found.facts.text),
          )
        : unknown;
    },
  },
  'backend-waits': {
    about: 'xenstore has a device of kind X whose back end did not get ready',
    takes: 'vbd, vif, console, pci, 9pfs, ...',
    ask(context, about) {
      const found = devices(context).filter(({ device }) => device.type === about);
      if (found.length === 0) return unknown;
      const waiting = found.filter(({ device }) => waits(device));
      return waiting.length
        ? yes(
            ...waiting
              .slice(0, 4)
              .map(({ path, device: { back, type, domain, device } }) =>
                at(
                  path,
                  back!.line,
                  `backend/${type}/${domain}/${device}: state ${back!.value}, ${stateNames[back!.value]}`,
                ),
              ),
          )
        : no();
    },
  },
  'hotplug-error': {
    about: 'xenstore has an error of a hotplug script that fits pattern X',
    takes: 'a regular expression',
    fault: regexFault,
    ask(context, about) {
      const all = devices(context);
      if (all.length === 0) return unknown;
      const found = all.filter(
        ({ device }) => device.hotplugError && matches(about, device.hotplugError.value),
      );
      return found.length
        ? yes(
            ...found.map(({ path, device: { hotplugError } }) =>
              at(path, hotplugError!.line, hotplugError!.value),
            ),
          )
        : no();
    },
  },
  loaded: {
    about: 'lsmod has module X',
    takes: 'the name of a module: xen-blkback',
    ask({ inputs }, about) {
      const [list] = recordsOf(inputs, 'loaded-modules');
      if (!list) return unknown;
      const line = list.facts.modules.get(about.replaceAll('-', '_'));
      return line === undefined
        ? no(at(list.path, null, `no ${about} among ${list.facts.modules.size} modules`))
        : yes(at(list.path, line, about));
    },
  },
};

/** Xen's notes as readelf prints them, for signs that ask an image. */
export function printedNote({ inputs }: SignContext, name: string) {
  const [list] = recordsOf(inputs, 'elf-notes');
  if (!list || !noteTypes.some(type => type.name === name)) return unknown;
  const found = list.facts.notes.find(({ note }) => note.name === name);
  return found ? yes(at(list.path, found.line, `${name} note`)) : no(at(list.path, null, `no ${name} note`));
}

/** Are there Xen notes at all? */
export function printedNotes({ inputs }: SignContext) {
  const [list] = recordsOf(inputs, 'elf-notes');
  if (!list) return unknown;
  const [first] = list.facts.notes;
  return first ? yes(at(list.path, first.line, 'Xen notes')) : no(at(list.path, null, 'no Xen notes'));
}
