// Control characters, and the marks that turn the direction of text or hide it, as visible escapes.
const unsafe =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * Text from an input, made safe to print on one line: nothing in it moves a cursor, changes a colour, starts a
 * line or reorders what stands around it. With `limit`, at most that many characters, the cut marked with "...".
 */
export function safeText(text: string, limit = Number.POSITIVE_INFINITY): string {
  const cut = text.length > limit ? `${text.slice(0, Math.max(0, limit - 3))}...` : text;
  return cut.replace(unsafe, visible);
}

function visible(character: string): string {
  if (character === '\t') return ' ';
  const code = character.charCodeAt(0);
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}
