import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** The YAML files of a folder, parsed, by their names in order. */
export function yamlFiles(folder: string): Map<string, unknown> {
  return new Map(
    readdirSync(folder)
      .filter(name => name.endsWith('.yaml'))
      .sort()
      .map(name => [name, parse(readFileSync(join(folder, name), 'utf8'))]),
  );
}
