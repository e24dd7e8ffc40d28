// `qvm-prefs NAME` of Qubes OS: name, whether it is the default ("D") or its own ("-"), value.
import { linesOf } from './lines.js';
import type { QubeFacts, Told } from './record.js';

const row = /^(\w{2,40})\s+(?:[-DU])\s+(.*)$/;
/** xenstore and Qubes 3's form: "name : value". */
const older = /^(\w{2,40})\s*: (.*)$/;

export const isQvmPrefs = (text: string): boolean => {
  const keys = keysOf(text.slice(0, 1 << 14));
  return keys.has('kernel') && keys.has('memory') && (keys.has('virt_mode') || keys.has('kernelopts'));
};

function keysOf(text: string): Map<string, Told> {
  const values = new Map<string, Told>();
  for (const { line, text: whole } of linesOf(text)) {
    const found = row.exec(whole) ?? older.exec(whole);
    if (found && !values.has(found[1]!)) values.set(found[1]!, { value: found[2]!.trim(), line });
  }
  return values;
}

export const readQvmPrefs = (text: string): QubeFacts => ({ kind: 'qube', values: keysOf(text) });
