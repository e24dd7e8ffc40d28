/** Text of the data as Markdown: nothing in it is markup but code in backquotes. */
export function text(value: string): string {
  return value
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 ? part : part.replace(/[\\*_[\]<>#|]/g, '\\$&')))
    .join('');
}

export function code(value: string): string {
  return value === '' ? '' : `\`${value}\``;
}
