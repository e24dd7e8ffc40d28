import { utf16 } from '../input/bytes.js';
import { InputError } from '../input/input-error.js';
import { recognise } from '../input/recognise.js';
import type { Source } from '../input/source.js';
import { platform } from '../platform/platform.js';
import type { DomainFacts } from './domain.js';
import { domainFactsOf } from './facts.js';
import { xlKey } from './keys.js';
import { libvirtFacts } from './libvirt.js';
import { recogniseDomain } from './recognise.js';
import { parseXl } from './xl.js';
import { parseXm } from './xm.js';

/** No domain file has a length near this. Bytes. */
const domainLimit = 1 << 20;

/**
 * Reads a domain file: xl's or xm's syntax, or libvirt's XML. What is odd in it is in `problems`.
 * With `named`, a person said that it is one, and then any text with one key of such files will do.
 * Throws InputError if it is empty, too large, not text, or no domain file.
 */
export function readDomain(source: Source, named = false): DomainFacts {
  if (source.size === 0) throw new InputError('is empty');
  if (source.size > domainLimit)
    throw new InputError(`is larger than any domain file (limit ${domainLimit >> 20} MiB)`);
  const bytes = source.read(0, source.size);
  return readDomainText(decodeDomain(bytes), named);
}

/** The same for text. Throws InputError if it is no domain file. */
export function readDomainText(text: string, named = false): DomainFacts {
  const found = recogniseDomain(text);
  if (found?.syntax === null) throw new InputError(`is ${found.other}`);
  if (found?.syntax === 'libvirt') return libvirtFacts(text);
  if (found?.syntax === 'xm') return domainFactsOf(parseXm(text), 'xm');
  const assignments = found || named ? parseXl(text) : null;
  const fits = found || (assignments && [...assignments.settings.keys()].some(key => xlKey(key)));
  if (!assignments || !fits) throw new InputError('is not a domain file');
  return domainFactsOf(assignments, 'xl');
}

/** The text of a domain file, a byte order mark kept for the parser to tell. Throws InputError if it is binary. */
function decodeDomain(bytes: Uint8Array): string {
  // libvirt and people with odd editors write UTF-16; xl reads none.
  const text = bytes[0] === 0xff && bytes[1] === 0xfe ? utf16(bytes, 'little') : platform().utf8(bytes);
  if (text.includes('\0')) {
    const kind = recognise(bytes);
    throw new InputError(
      kind ? `is not a domain file: it looks like ${kind}` : 'is not a domain file: it holds binary data',
    );
  }
  return text;
}
