/**
 * What nobody sees, or what moves what stands around it: controls, format characters (among them those that turn the
 * direction of text), all that fonts draw as nothing, ends of lines, narrow gaps and halves of surrogate pairs.
 */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u202f]/gu;

/** Nothing but printable ASCII, as nearly all text is: a test that costs little. */
const plain = /^[ -~]*$/;

/**
 * Text from an input, made safe to print on one line: nothing in it moves a cursor, changes a colour, starts a
 * line or reorders what stands around it. With `limit`, at most that many characters, the cut marked with "...".
 */
export function safeText(text: string, limit = Number.POSITIVE_INFINITY): string {
  const cut = text.length > limit ? `${text.slice(0, Math.max(0, limit - 3))}...` : text;
  return plain.test(cut) ? cut : cut.replace(unsafe, visible);
}

/** The same for finished JSON, whose strings keep their values. Its own ends of lines stay. */
export function safeJson(json: string): string {
  return json.replace(unsafe, character => (character === '\n' ? character : jsonEscape(character)));
}

function visible(character: string): string {
  if (character === '\t') return ' ';
  const code = character.codePointAt(0)!;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`;
}

/** One escape for each half of a surrogate pair. */
function jsonEscape(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');
}
