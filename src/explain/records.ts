// What menus of boot loaders and output of programs tell of the boot that is explained.
import { linuxInName, xenInName } from '../records/menu.js';
import type { ListedDomain, MenuEntry, RecordFacts, RecordKind, Told } from '../records/record.js';
import { type Version, parseVersion } from '../input/version.js';
import type { Mode, Role } from '../profiles/rule-data.js';
import { at, type Evidence } from './answer.js';
import type { InputFile, Inputs } from './inputs.js';

export type RecordOf<Kind extends RecordKind> = Extract<RecordFacts, { readonly kind: Kind }>;

export function recordsOf<Kind extends RecordKind>(
  { records }: Inputs,
  kind: Kind,
): InputFile<RecordOf<Kind>>[] {
  return records.filter((one): one is InputFile<RecordOf<Kind>> => one.facts.kind === kind);
}

/** An entry of a menu that is likely to be the one that boots, with its file. */
export function usualEntry(inputs: Inputs): InputFile<MenuEntry> | null {
  const entries = recordsOf(inputs, 'boot-menu').flatMap(({ path, facts: { usual } }) =>
    usual ? [{ path, facts: usual }] : [],
  );
  return entries.find(({ facts }) => facts.xen) ?? entries[0] ?? null;
}

/** A value of `xl info`. */
export function hostValue(inputs: Inputs, key: string): InputFile<Told> | null {
  for (const { path, facts } of recordsOf(inputs, 'host')) {
    const found = facts.values.get(key);
    if (found) return { path, facts: found };
  }
  return null;
}

/** A value of `qvm-prefs`. */
function qubeValue(inputs: Inputs, key: string): InputFile<Told> | null {
  for (const { path, facts } of recordsOf(inputs, 'qube')) {
    const found = facts.values.get(key);
    if (found && found.value !== '' && found.value !== 'None') return { path, facts: found };
  }
  return null;
}

/** What the guest is called. */
export const guestName = (inputs: Inputs): string | null =>
  inputs.domain?.facts.name?.value ?? qubeValue(inputs, 'name')?.facts.value ?? null;

/** The guest in a list of domains: by its name, or, where nothing names it, the only one. */
export function listedGuest(inputs: Inputs): InputFile<ListedDomain> | null {
  const name = guestName(inputs);
  for (const { path, facts } of recordsOf(inputs, 'domains')) {
    const guests = facts.domains.filter(({ id }) => id !== 0);
    const found =
      name === null ? (guests.length === 1 ? guests[0] : undefined) : guests.find(one => one.name === name);
    if (found) return { path, facts: found };
  }
  return null;
}

export const isRunning = ({ states, time }: ListedDomain): boolean =>
  states.length === 1 && states[0] === 'running' && time >= 1;

/** Whose boot menus, qubes and device trees are about. */
export function roleOfRecords(inputs: Inputs): Role | null {
  if (recordsOf(inputs, 'qube').length) return 'domu';
  if (usualEntry(inputs)?.facts.xen) return 'dom0';
  return recordsOf(inputs, 'device-tree').some(({ facts }) => facts.hasDom0Kernel || facts.commandLine)
    ? 'dom0'
    : null;
}

const virtModes: readonly Mode[] = ['pv', 'pvh', 'hvm'];

export function modeOfRecords(inputs: Inputs, role: Role | null): Mode | null {
  if (role === 'domu') {
    const told = qubeValue(inputs, 'virt_mode')?.facts.value;
    return virtModes.find(mode => mode === told) ?? null;
  }
  if (role !== 'dom0') return null;
  const entry = usualEntry(inputs)?.facts;
  if (!entry?.xen) return null;
  if (entry.command === 'xen_hypervisor') return 'arm';
  return /(?:^|\s)dom0=(?:\S*,)?pvh\b/.test(entry.xen.commandLine) ? 'pvh' : 'pv';
}

/** The host's release of Xen as its tools tell it. */
export function xenOfHost(inputs: Inputs): [Version, Evidence] | null {
  const told = hostValue(inputs, 'xen_version');
  const version = told && parseVersion(told.facts.value);
  return told && version
    ? [version, at(told.path, told.facts.line, `xen_version : ${told.facts.value}`)]
    : null;
}

/** The release in the name of the Xen that a menu starts. */
export function xenOfMenu(inputs: Inputs): [Version, Evidence] | null {
  const entry = usualEntry(inputs);
  const xen = entry?.facts.xen;
  const release = xen ? xenInName(xen.path) : null;
  const version = release === null ? null : parseVersion(release);
  return entry && xen && version ? [version, at(entry.path, xen.line, xen.path)] : null;
}

/** The kernel's release, as `file` tells it. */
export function kernelOfFile(inputs: Inputs): [Version, Evidence] | null {
  for (const { path, facts } of recordsOf(inputs, 'file-output')) {
    const version = facts.release === null ? null : parseVersion(facts.release);
    if (version) return [version, at(path, facts.line, facts.text)];
  }
  return null;
}

/** The release in the name of the kernel that a menu starts. */
export function kernelOfMenu(inputs: Inputs): [Version, Evidence] | null {
  const entry = usualEntry(inputs);
  const kernel = entry?.facts.kernel;
  const release = kernel ? linuxInName(kernel.path) : null;
  const version = release === null ? null : parseVersion(release);
  return entry && kernel && version ? [version, at(entry.path, kernel.line, kernel.path)] : null;
}

/** The kernel's command line, as a menu, a qube or a device tree will give it. */
export function commandLineOfRecords(inputs: Inputs, role: Role | null): InputFile<Told> | null {
  if (role !== 'dom0') {
    const qube = qubeValue(inputs, 'kernelopts');
    if (qube) return qube;
  }
  const entry = usualEntry(inputs);
  // A menu with Xen is the host's.
  if (entry?.facts.kernel && (role === 'dom0') === (entry.facts.xen !== null)) {
    const { line, commandLine } = entry.facts.kernel;
    return { path: entry.path, facts: { line, value: commandLine } };
  }
  if (role !== 'dom0') return null;
  for (const { path, facts } of recordsOf(inputs, 'device-tree'))
    if (facts.commandLine) return { path, facts: facts.commandLine };
  return null;
}

/** Xen's own command line. */
export function xenCommandLineOfRecords(inputs: Inputs): InputFile<Told> | null {
  const told = hostValue(inputs, 'xen_commandline');
  if (told) return told;
  const entry = usualEntry(inputs);
  if (entry?.facts.xen) {
    const { line, commandLine } = entry.facts.xen;
    return { path: entry.path, facts: { line, value: commandLine } };
  }
  for (const { path, facts } of recordsOf(inputs, 'device-tree'))
    if (facts.xenCommandLine) return { path, facts: facts.xenCommandLine };
  return null;
}
