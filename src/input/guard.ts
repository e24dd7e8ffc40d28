// Finished text, made safe for the log of a CI system: no line of it is taken for a command, whatever names and values it
// holds. GitHub obeys a line that starts with "::" (after any space), and "##[" anywhere; Azure obeys "##vso[".

const command = /##(?=\[|vso\[)/g;

/** Plain text: what a log would obey stands as a visible escape. */
export function safeForCi(text: string): string {
  return text.replace(/^([^\S\n]*):(?=:)/gm, '$1\\x3a').replace(command, '\\x23#');
}

/** JSON, which is the same to every reader of JSON; "::" cannot start a line of it. */
export function guardedJson(json: string): string {
  return json.replace(command, '\\u0023#');
}

/** Text of an XML or HTML document, or what may stand at the start of a line there; the same to every reader of it. */
export function guardedMarkup(markup: string): string {
  return markup.replace(/^([^\S\n]*):(?=:)/gm, '$1&#58;').replace(command, '&#35;#');
}
