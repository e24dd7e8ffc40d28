// What a file was taken for, in a few words.
import { imageKernel } from '../../check/image-kernel.js';
import { imageSentence } from '../../check/image-words.js';
import type { RecordFacts } from '../../records/record.js';
import type { ExplainFile } from '../explain-report.js';
import type { RecognisedFile } from './recognise-file.js';

/** Gives a report's entry for the file. */
export function describe(path: string, read: RecognisedFile): ExplainFile {
  switch (read.kind) {
    case 'config': {
      const { kernel, config } = read.facts;
      const version = kernel.version?.text ?? null;
      const about = `.config${version ? ` of Linux ${version}` : ''}${kernel.arch ? ` for ${kernel.arch}` : ''}`;
      return { path, kind: config.kind, about, version, arch: kernel.arch };
    }
    case 'hypervisor': {
      const { version, arch } = read.facts;
      const about = `.config of Xen${version ? ` ${version.text}` : ''}`;
      return { path, kind: 'hypervisor', about, version: version?.text ?? null, arch };
    }
    case 'image': {
      const kernel = imageKernel(read.facts);
      const about = imageSentence(read.facts, kernel);
      return { path, kind: 'image', about, version: kernel.version, arch: kernel.arch };
    }
    case 'initramfs': {
      const { modules, releases, maker, archives } = read.facts;
      const of = releases.length ? ` for ${releases.slice(0, 3).join(', ')}` : '';
      const what = archives.length ? 'initramfs' : "list of an initramfs' files";
      const about = `${what}${maker ? ` by ${maker}` : ''}: ${modules.length} modules${of}`;
      return { path, kind: 'initramfs', about, version: releases[0] ?? null, arch: null };
    }
    case 'domain':
      return {
        path,
        kind: 'domain',
        about: `domain file, ${read.facts.syntax} syntax`,
        version: null,
        arch: null,
      };
    case 'log':
      return {
        path,
        kind: 'log',
        about: `log of ${read.facts.whole.lines} lines`,
        version: null,
        arch: null,
      };
    case 'record':
      return {
        path,
        kind: read.facts.kind,
        about: read.name + recordText(read.facts),
        version: null,
        arch: null,
      };
    case 'unknown':
      return {
        path,
        kind: 'unknown',
        about: 'none of the kinds that explain knows',
        version: null,
        arch: null,
      };
  }
}

function recordText(facts: RecordFacts): string {
  const count = (number: number, what: string) => `: ${number} ${what}${number === 1 ? '' : 's'}`;
  switch (facts.kind) {
    case 'boot-menu':
      return facts.entries.length === 1
        ? ''
        : `: ${facts.entries.length} entries, ${facts.entries.filter(({ xen }) => xen).length} with Xen`;
    case 'host': {
      const xen = facts.values.get('xen_version')?.value;
      return xen === undefined ? '' : `: Xen ${xen}`;
    }
    case 'domains':
      return count(facts.domains.length, 'domain');
    case 'xenstore':
      return count(facts.devices.length, 'device');
    case 'loaded-modules':
      return count(facts.modules.size, 'module');
    case 'elf-notes':
      return count(facts.notes.length, 'Xen note');
    case 'device-tree':
      return `${facts.model === null ? '' : ` of ${facts.model}`}${facts.domains.length ? count(facts.domains.length, 'domain') : ''}`;
    default:
      return '';
  }
}
