// The files about failures, parsed.
import { join } from 'node:path';
import { yamlFiles } from './yaml-files.js';

/** Those of `profiles`/failures by their names, those of `profiles`/events as "events/NAME". */
export function failureFiles(profiles: string): Map<string, unknown> {
  const events = [...yamlFiles(join(profiles, 'events'))].map(
    ([name, file]) => [`events/${name}`, file] as const,
  );
  return new Map([...yamlFiles(join(profiles, 'failures')), ...events]);
}
