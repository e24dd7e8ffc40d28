import type { DomainSyntax } from './domain.js';
import { xlKey, xmKey } from './keys.js';
import type { Assignments } from './syntax.js';
import { isList } from './syntax.js';
import { parseXl } from './xl.js';
import { parseXm } from './xm.js';

/** What a text is: a domain file and its syntax; something near that is named in words after "is"; or null. */
type RecognisedDomain =
  { readonly syntax: DomainSyntax } | { readonly syntax: null; readonly other: string } | null;

/** Keys that hardly any other file has with such values. */
const strong =
  /^(disk|vif|kernel|ramdisk|builder|type|bootloader|memory|maxmem|vcpus|firmware|vfb|root|extra|cmdline)$/;

/** A domain file is small; a larger text is something else. Characters. */
const sampleLimit = 1 << 20;

/**
 * Is this text a domain file? Judged by content alone, and strictly: kernel configs, logs, command lines, scripts and other
 * programs' XML are none.
 */
export function recogniseDomain(text: string): RecognisedDomain {
  if (text.length > sampleLimit) return null;
  const start = /^\ufeff?\s{0,1000}/.exec(text)![0].length;
  if (text[start] === '<') return recogniseXml(text, start);
  if (/^\(domain\b|^\(vm\b/.test(text.slice(start, start + 40)))
    return { syntax: null, other: "xend's own record of a domain, not a domain file" };
  if (text[start] === '{') {
    const json = /"(c_info|b_info)"\s{0,20}:/.test(text);
    return json ? { syntax: null, other: "xl's own record of a domain, not a domain file" } : null;
  }
  const xl = parseXl(text);
  // Section headings are other programs'.
  if (/^\[[\w. "-]+\]\s*$/m.test(text) && xl.faults.length) return null;
  if (xl.faults.length === 0) return isDomain(xl, text) ? { syntax: 'xl' } : null;
  const xm = parseXm(text);
  if (
    xm.python &&
    isDomain(
      xm,
      text,
      xm.programs.map(({ key }) => key),
    )
  )
    return { syntax: 'xm' };
  return isDomain(xl, text) ? { syntax: 'xl' } : null;
}

/** At least two keys of domain files, one of them a strong one with a fitting value, and not much else. */
function isDomain(found: Assignments, text: string, programmed: readonly string[] = []): boolean {
  let known = 0;
  let strongs = 0;
  let others = 0;
  for (const { key, value } of found.settings.values()) {
    if (!xlKey(key) && !xmKey(key)) {
      others++;
      continue;
    }
    known++;
    if (!strong.test(key)) continue;
    const list = isList(value);
    const fits =
      key === 'disk' || key === 'vif' || key === 'vfb'
        ? list
        : key === 'type'
          ? !list && /^(pv|pvh|hvm)$/.test(value.text)
          : !list;
    if (fits) strongs++;
  }
  for (const key of new Set(programmed)) {
    if (!xlKey(key)) continue;
    known++;
    if (strong.test(key)) strongs++;
  }
  if (known < 2 || strongs < 1 || others > known) return false;
  // A log or a script may have two such lines among a thousand.
  let lines = 0;
  for (const line of text.split('\n')) if (/^\s*[^#\s]/.test(line)) lines++;
  return found.faults.length <= 2 * known && lines <= 40 * known;
}

function recogniseXml(text: string, start: number): RecognisedDomain {
  let at = start;
  // Past declarations and comments to the first element; each step goes forward.
  while (text[at] === '<' && (text[at + 1] === '?' || text[at + 1] === '!')) {
    const comment = text.startsWith('<!--', at);
    const end = text.indexOf(comment ? '-->' : '>', at);
    if (end < 0) return null;
    at = end + (comment ? 3 : 1);
    while (/\s/.test(text[at] ?? '')) at++;
  }
  const tag = /^<([A-Za-z][\w:.-]{0,100})((?:[^<>"']|"[^"<]*"|'[^'<]*')*)>/.exec(text.slice(at, at + 4000));
  if (!tag) return null;
  if (tag[1] === 'domainsnapshot' || tag[1] === 'domstatus') {
    return /<domain\s[^>]*\btype=["']xen["']/.test(text.slice(at, at + 100_000))
      ? { syntax: 'libvirt' }
      : { syntax: null, other: "libvirt's own record of a domain, not for Xen" };
  }
  if (tag[1] !== 'domain') return null;
  const type = /(?:^|\s)type\s*=\s*["']([^"']{0,40})["']/.exec(tag[2]!)?.[1];
  if (type === 'xen') return { syntax: 'libvirt' };
  if (type === undefined || !/^[a-z]{1,20}$/.test(type)) return null;
  return { syntax: null, other: `a libvirt domain for ${type}, not Xen` };
}
