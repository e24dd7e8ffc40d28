/** The same text on its own: a slice of a large text would keep all of that in memory. */
export function ownText(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}
