// What is odd about a domain file, in words. They hold text from the file: printers make it safe.
import type { DomainDetail, DomainProblem } from '../../domain/domain.js';

const other = ({ other: key }: DomainProblem) => key ?? 'another key';
const text = ({ text: words }: DomainProblem) => words ?? '';

const sentences: Readonly<Record<DomainDetail, (problem: DomainProblem) => string>> = {
  unknown: p => `${p.key} is no key that xl knows${p.other ? `; did you mean ${p.other}?` : ''}`,
  'xm-only': p => `${p.key} is a key of xm; xl does nothing with it`,
  'too-new': p => `${p.key} is known since Xen ${text(p)}${p.other ? `; before, ${p.other} does it` : ''}`,
  'too-old': p => `${p.key} is known up to Xen ${text(p)}${p.other ? `; now ${p.other} does it` : ''}`,
  'two-types': p => `${p.key} and ${other(p)} ask for different kinds of guest`,
  'kernel-and-firmware': p => `${p.key} and ${other(p)} exclude each other here`,
  'hvm-only': p => `${p.key} is for HVM guests; xl ignores it for others`,
  'pvh-only': p => `${p.key} is for PVH guests`,
  'not-for-pv': p => `${p.key} is not for PV guests`,
  'memory-over-maxmem': p => `memory is more than maxmem (${text(p)})`,
  'vcpus-over-maxvcpus': p => `vcpus is more than maxvcpus (${text(p)})`,
  'same-disk': p => `two disks are called ${text(p)}`,
  'hd-and-xvd': p => `${text(p)} and another disk are one and the same to an HVM guest`,
  again: p => `${p.key} is set again later, which counts`,
  'cmdline-wins': p => `${p.key} is ignored, since ${other(p)} is set`,
  'bootloader-wins': p => `${p.key} is ignored, since ${other(p)} is set`,
  'bootloader-unused': () => 'bootloader is ignored for HVM guests',
  hvmloader: p => `${p.key} = "hvmloader" is a way of xm; xl ignores it`,
  'needs-list': p => `${p.key} must be a list`,
  'needs-text': p => `${p.key} must be a text`,
  'needs-number': p => `${p.key} must be a number${p.text === null ? '' : `, not ${p.text}`}`,
  'unknown-choice': p => `${p.key} cannot be "${text(p)}"`,
  'firmware-choice': p => `firmware "${text(p)}" is for HVM guests`,
  disk: p => `this disk cannot be read: ${text(p)}`,
  'disk-name': p => `"${text(p)}" is no name of a disk in a guest`,
  interface: p => `this network interface cannot be read: ${text(p)}`,
  unit: p => `${p.key} has a unit that is not known: ${text(p)}`,
  'no-name': () => 'the guest has no name',
  'no-kernel': () => 'there is no kernel, no boot loader and no firmware: nothing to boot',
  'no-disk': p => `${other(p)} has no disk to look at`,
  value: p => `only running the file would tell what ${p.key} is`,
  statement: p => `only running the file would tell what this does: ${text(p)}`,
  'use-other': p => `${p.key} is outdated${p.other ? `; use ${p.other}` : ''}`,
  'byte-order-mark': () => 'the file starts with a byte order mark, which xl refuses',
  'line-ends': () => 'lines end as on Windows, which xl refuses',
  'bad-key': p => `${text(p)} is no key`,
  'no-assignment': p => `there is no "=" behind ${text(p)}`,
  'no-value': p => `${p.key} has no value`,
  unquoted: p => `a text must stand in quotes: ${text(p)}`,
  sign: p => `a number has no sign here: ${text(p)}`,
  'open-quote': p => `a quote is not closed: ${text(p)}`,
  'bad-escape': p => `an escape is not known: ${text(p)}`,
  'open-list': p => `the list of ${p.key} is not closed`,
  'missing-comma': p => `a comma is missing before ${text(p)}`,
  'empty-item': p => `there is nothing between two commas in ${p.key}`,
  'too-deep': p => `lists are nested too deeply in ${p.key}`,
  'left-over': p => `nothing may stand behind the value: ${text(p)}`,
  'mixed-addition': p => `${p.key} += adds a text to a list, or a list to a text`,
  'unended-comment': () => 'a comment is not closed',
  'bad-xml': p => `the XML is broken: ${text(p)}`,
  'too-many': () => 'there are more mistakes than are listed',
};

/** One problem in a sentence without an end. */
export function domainProblemText(problem: DomainProblem): string {
  return sentences[problem.detail](problem);
}
