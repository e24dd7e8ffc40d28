// Commands that have not run yet: a text holds a place for what each will print, to be filled once that is known.

/** Stands on both sides of a command's number. No text of a tree has it: there a character is a byte. */
const mark = '\uffff';
const places = /\uffff(\d+)\uffff/g;

/** The place for what command `number` will print. */
export function placeFor(number: number): string {
  return mark + number + mark;
}

export function hasPlace(text: string): boolean {
  return text.includes(mark);
}

/** The numbers of the commands that the text has places for. */
export function placesIn(text: string): number[] {
  return Array.from(text.matchAll(places), found => Number(found[1]));
}

/** The text with its places filled; null if it would be longer than `limit`. */
export function fillPlaces(text: string, filling: readonly string[], limit: number): string | null {
  let left = limit - text.length;
  for (const number of placesIn(text)) left -= filling[number]!.length;
  return left < 0 ? null : text.replace(places, (_, number: string) => filling[Number(number)]!);
}
