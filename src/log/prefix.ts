/** What stands before a line's message. */
export interface Prefix {
  /** Where the message begins. */
  readonly at: number;
  /** Whose console it came from, as the hypervisor writes it: "(XEN) ", "(d1) ", or "". */
  readonly mark: string;
  /** There is a time stamp as only the kernel writes it. */
  readonly isKernel: boolean;
  /** Program that the system log names. */
  readonly program: string | null;
}

const mostParts = 12;
const months = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';
const days = 'Mon|Tue|Wed|Thu|Fri|Sat|Sun';

// Each is tried where its first character fits, at one place only.
const kernelStamp = /\[ {0,12}\d{1,10}\.\d{1,9}(?:[@,]\d+)?\]:? ?/y;
// "dmesg -T" writes the whole date.
const kernelDate = new RegExp(`\\[(?:${days}) (?:${months}) [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\d{4}\\] ?`, 'y');
const otherBrackets =
  /\[(?: {0,8}[TC]\d{1,8}|\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[^\]]{0,40}|(?:\d\d\/){2}\d{2,4} \d\d:\d\d:\d\d[^\]]{0,12}|\d\d:\d\d:\d\d(?:[.,]\d{1,9})?)\] ?/y;
const level = /<\d{1,3}>(?:\d (?=\d{4}-))?/y;
const quoted = /(?:> ?)+/y;
const dateTime =
  /\d{4}[-/]\d\d[-/]\d\d([ T])\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|UTC|GMT|[A-Z]{3,4}|[+-]\d\d:?\d\d)(?![\w.]))?:? ?/y;
const time = /\d\d:\d\d:\d\d(?:[.,]\d{1,9})?:? /y;
const syslog = new RegExp(
  `(?:${months}) [ \\d]\\d(?: \\d{4})? \\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?(?: \\d{4})? `,
  'y',
);
const console = /\((XEN|d\d{1,5}(?:v\d{1,4})?)\) ?/y;
const facility =
  /(?:kern|user|daemon|auth|authpriv|syslog|local\d) {0,3}:(?:emerg|alert|crit|err|warn|notice|info|debug) {0,3}: /y;
const facilities = [...'kudasl'].map(char => char.charCodeAt(0));
const guest = /d\d{1,5}(?:v\d{1,4})?: (?=\[)/y;
const hostAndProgram = /[\w.:-]{1,64} ([\w.@/()-]{1,64}?)(?:\[\d{1,10}\])?: /y;
const hostAndNumbered = /[\w.-]{1,64} (?:kernel|[\w.@-]{1,64}\[\d{1,10}\]): /y;

/** Reads what stands before the message of the line that `text` holds from `start` to `end`. */
export function prefixOf(text: string, start: number, end: number): Prefix {
  let at = start;
  let mark = '';
  let isKernel = false;
  let program: string | null = null;
  /** A date came last, behind which the system log names the machine and the program. */
  let isDated = false;
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    if (!pattern.test(text) || pattern.lastIndex > end) return false;
    at = pattern.lastIndex;
    return true;
  };
  // What stands once may be followed by another, as one program passes on the lines of the next.
  for (let part = 0; part < mostParts && at < end; part++) {
    const code = text.charCodeAt(at);
    const from = at;
    if (code === 0x20 || code === 0x09) {
      at++;
      part--;
    } else if (code === 0x5b) {
      if (skip(kernelStamp)) {
        isKernel = true;
        isDated = true;
      } else if (skip(kernelDate)) isKernel = true;
      else skip(otherBrackets);
    } else if (isKernel) {
      // Behind a kernel's stamp nothing else stands.
    } else if (code >= 0x30 && code <= 0x39) {
      if (skip(dateTime)) isDated = text.charCodeAt(from + 10) === 0x54;
      else skip(time);
    } else if (code === 0x28) {
      if (mark === '' && skip(console)) mark = `${text.slice(from, text.indexOf(')', from))}) `;
    } else if (code === 0x3c) skip(level);
    else if (code === 0x3e) skip(quoted);
    else if (code === 0x64 && skip(guest)) {
      // "d1: [" of a console that several guests share
    } else if (code > 0x60) {
      if (facilities.includes(code) && skip(facility)) isKernel = true;
    } else if (code > 0x40 && skip(syslog)) isDated = true;
    if (at !== from) continue;
    // The hypervisor's own lines pass no system log: "d1 kernel: broken ELF" is its message.
    if (!isDated || mark !== '') break;
    isDated = false;
    program = programAt(text, at, end, isKernel);
    if (program === null) break;
    if (program !== 'kernel') {
      at = text.indexOf(' ', from) + 1;
      break;
    }
    isKernel = true;
    at = hostAndProgram.lastIndex;
  }
  return { at, mark, isKernel, program };
}

/** The program that "HOST PROGRAM[123]: " at `at` names. */
function programAt(text: string, at: number, end: number, isKernel: boolean): string | null {
  // Behind a kernel's stamp two words and a colon may be anything; a number in brackets makes them the journal's.
  if (isKernel) {
    hostAndNumbered.lastIndex = at;
    if (!hostAndNumbered.test(text)) return null;
  }
  hostAndProgram.lastIndex = at;
  const match = hostAndProgram.exec(text);
  return match === null || hostAndProgram.lastIndex > end ? null : match[1]!;
}
