// From the parsed files of profiles/messages to the one list, with every fault named by file, row and key.

import type { Message } from '../../src/explain/message.js';
import { steps } from '../../src/explain/steps.js';
import { parseRange } from '../../src/input/version.js';
import { type Demand, demandOf } from '../../src/log/literals.js';
import type { Subject } from '../../src/log/subject.js';
import { components } from '../messages/components.js';
import { markedPattern } from '../messages/held.js';
import { type Fields, Reader } from './fields.js';

const subjects = Object.keys({
  kernel: 0,
  ramdisk: 0,
  'command-line': 0,
  disk: 0,
  root: 0,
  network: 0,
  console: 0,
  display: 0,
  memory: 0,
  cpu: 0,
  scheduler: 0,
  interrupts: 0,
  timer: 0,
  bootloader: 0,
  'device-model': 0,
  firmware: 0,
  acpi: 0,
  pci: 0,
  iommu: 0,
  usb: 0,
  tpm: 0,
  sound: 0,
  'file-share': 0,
  device: 0,
  'device-tree': 0,
  xenstore: 0,
  grants: 0,
  events: 0,
  init: 0,
  'security-label': 0,
  config: 0,
  toolstack: 0,
  domain: 0,
  hypervisor: 0,
  migration: 0,
  power: 0,
} satisfies Record<Subject, 0>) as Subject[];

const keys = [
  'id',
  'component',
  'functions',
  'pattern',
  'releases',
  'subject',
  'step',
  'error',
  'meaning',
  'advice',
];

/**
 * The messages from the parsed files, by file name; `taken` are ids that other tables use. `faults` is empty where all is well; each
 * reads "libxl.yaml, messages[3].subject: is not one of ...".
 */
export function assembleMessages(
  files: ReadonlyMap<string, unknown>,
  taken: ReadonlySet<string>,
): { data: Message[]; faults: string[] } {
  const faults: string[] = [];
  const ids = new Set(taken);
  const data = [...files].flatMap(([name, value]) => {
    const file = new Reader(name, faults).root(value);
    const component = file.text('component');
    const step = file.oneOf('step', steps);
    return file.rows('messages').map(row => {
      for (const key of row.keys()) if (!keys.includes(key)) row.fault(key, 'is not known here');
      const message = messageOf(row, component, step);
      if (ids.has(message.id)) row.fault('id', `${message.id} stands twice`);
      ids.add(message.id);
      return message;
    });
  });
  return { data, faults };
}

/** A row; the file's component and step hold where it names none of its own. */
function messageOf(row: Fields, fileComponent: string, step: Message['step']): Message {
  const component = row.has('component') ? row.text('component') : fileComponent;
  const known = components.find(({ name }) => name === component);
  if (!known) row.fault('component', `is not one of scripts/messages/components.ts: ${component}`);
  const isError = row.has('error') ? row.flag('error') : true;
  const words = row.text('pattern');
  const pattern = isError ? markedPattern(known, words) : words;
  let demand: Demand = { literals: null, reach: 0 };
  try {
    // The mark stands in lines of many messages: the words alone tell when to try the pattern.
    demand = { literals: demandOf(words).literals, reach: demandOf(pattern).reach };
    if (demand.literals === null)
      row.fault('pattern', 'holds no text of five characters that each match has');
  } catch (error) {
    row.fault('pattern', (error as Error).message);
  }
  const releases = row.texts('releases').flatMap(text => {
    const range = parseRange(text);
    if (!range) row.fault('releases', `is not a range of releases: ${text}`);
    return range ? [range] : [];
  });
  return {
    id: row.text('id'),
    component,
    functions: row.texts('functions'),
    pattern,
    demand,
    speakers: known?.heardFrom ?? [],
    xen: known?.tree === 'linux' ? null : releases,
    linux: known?.tree === 'linux' ? releases : null,
    subject: row.oneOf('subject', subjects),
    step: row.has('step') ? row.oneOf('step', steps) : step,
    isError,
    meaning: row.text('meaning'),
    advice: row.optional('advice', key => row.text(key)),
  };
}
