import { checkKeys } from './check-keys.js';
import { findContradictions } from './contradictions.js';
import { readDisk } from './disk.js';
import type { Located, Disk, DomainFacts, DomainValue, Interface } from './domain.js';
import { xlKey, xmKey } from './keys.js';
import { newProblems, type Problems } from './problem.js';
import { type Assignments, isList, type Node } from './syntax.js';
import { isHvmLoader, statedType } from './type.js';
import { readDiskName, toInteger } from './vdev.js';
import { readInterface } from './vif.js';
import type { XmAssignments } from './xm.js';

/** What the assignments of a file in xl's or xm's syntax ask for. */
export function domainFactsOf(assignments: Assignments | XmAssignments, syntax: 'xl' | 'xm'): DomainFacts {
  const problems = newProblems();
  for (const { code, line, column, text, key } of assignments.faults)
    problems.add('syntax', code, line, key, { text, column });
  for (const { key, line, by } of assignments.replaced)
    problems.add('overridden', 'again', line, key, { other: key, text: `${by}` });
  let read: ReadonlySet<string> = new Set();
  const unknown = new Set<string>();
  if ('programs' in assignments) {
    for (const { key, line } of assignments.programs) {
      // What a helping variable holds matters only where a key takes it.
      if (key === '') problems.add('needs-program', 'statement', line, key);
      else if (xlKey(key) ?? xmKey(key)) {
        problems.add('needs-program', 'value', line, key);
        unknown.add(key);
      }
    }
    ({ read } = assignments);
  }
  checkKeys(assignments.settings, syntax, read, problems);

  const nodes = assignments.settings;
  const text = (key: string): Located<string> | null => {
    const setting = nodes.get(key);
    if (!setting || isList(setting.value)) return null;
    return { value: setting.value.text, line: setting.line };
  };
  const number = (key: string): Located<number> | null => {
    const found = text(key);
    const value = found && toInteger(found.value);
    return found && value !== null && !nodes.get(key)!.added ? { value, line: found.line } : null;
  };
  const texts = (key: string): Located<string>[] => {
    const value = nodes.get(key)?.value;
    if (!value) return [];
    const items = isList(value) ? value.items : [value];
    return items.flatMap(item => (isList(item) ? [] : [{ value: item.text, line: item.line }]));
  };

  const settings = new Map<string, Located<DomainValue>>();
  for (const { key, value, line } of nodes.values()) settings.set(key, { value: plainValue(value), line });
  const root = text('root');
  const extra = text('extra');
  const facts: DomainFacts = {
    syntax,
    name: text('name'),
    type: statedType(settings, syntax),
    kernel: filled(text('kernel')),
    ramdisk: filled(text('ramdisk')),
    // Half a command line would tell of words that are missing.
    commandLine: ['cmdline', 'root', 'extra'].some(key => unknown.has(key))
      ? null
      : (text('cmdline') ?? joined(root, extra)),
    root,
    extra,
    bootloader: filled(text('bootloader')),
    bootloaderArgs: bootloaderArgs(nodes.get('bootloader_args')?.value),
    firmware: filled(text('firmware') ?? text('bios')),
    boot: text('boot'),
    memory: number('memory'),
    maxmem: number('maxmem'),
    vcpus: number('vcpus'),
    maxvcpus: number('maxvcpus'),
    disks: readDisks(texts('disk'), problems),
    interfaces: readInterfaces(texts('vif'), problems),
    pci: texts('pci'),
    serial: texts('serial'),
    deviceModel: filled(text('device_model_override') ?? text('device_model')),
    settings,
    problems: problems.list,
  };
  return finishFacts(facts, problems);
}

/** The facts with what follows from them together, problems in the order of their lines. */
export function finishFacts(facts: DomainFacts, problems: Problems): DomainFacts {
  findContradictions(facts, problems);
  const sorted = [...problems.list].sort((left, right) => left.line - right.line);
  // xl takes hvmloader as a kernel for a leftover of xm's days and loads none.
  const loader = facts.type?.value === 'hvm' && isHvmLoader(facts.kernel);
  return { ...facts, kernel: loader ? null : facts.kernel, problems: sorted };
}

const filled = (value: Located<string> | null): Located<string> | null => (value?.value ? value : null);

function joined(root: Located<string> | null, extra: Located<string> | null): Located<string> | null {
  if (!root) return extra;
  return { value: extra ? `root=${root.value} ${extra.value}` : `root=${root.value}`, line: root.line };
}

function plainValue(node: Node): DomainValue {
  if (isList(node)) return node.items.map(plainValue);
  const number = node.quoted ? null : toInteger(node.text);
  return number ?? node.text;
}

function bootloaderArgs(value: Node | undefined): Located<string>[] {
  if (!value) return [];
  if (isList(value))
    return value.items.flatMap(item => (isList(item) ? [] : [{ value: item.text, line: item.line }]));
  const words = value.text.split(/[ \t\n]+/).filter(Boolean);
  return words.map(word => ({ value: word, line: value.line }));
}

function readDisks(specs: readonly Located<string>[], problems: Problems): Disk[] {
  return specs.map(({ value, line }) => {
    const { disk, refused } = readDisk(value, line);
    if (refused !== null) problems.add('bad-value', 'disk', line, 'disk', { text: refused || value });
    else if (disk.device !== null && !readDiskName(disk.device))
      problems.add('bad-value', 'disk-name', line, 'disk', { text: disk.device });
    return disk;
  });
}

function readInterfaces(specs: readonly Located<string>[], problems: Problems): Interface[] {
  return specs.map(({ value, line }) => {
    const { interface: found, refused } = readInterface(value, line);
    if (refused !== null) problems.add('bad-value', 'interface', line, 'vif', { text: refused });
    return found;
  });
}
