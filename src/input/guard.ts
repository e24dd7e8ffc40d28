/**
 * Finished text, made safe for the log of a CI system: no line of it is taken for a command, whatever names and values
 * it holds. GitHub obeys a line that starts with "::" (after any space), and "##[" anywhere; Azure obeys "##vso[".
 */
export function safeForCi(text: string): string {
  return text.replace(/^([^\S\n]*):(?=:)/gm, '$1\\x3a').replace(/##(?=\[|vso\[)/g, '\\x23#');
}
