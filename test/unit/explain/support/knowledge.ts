// The shipped failure modes, read from profiles/ as the build reads them.
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { assembleFailures } from '../../../../scripts/compile/failures.js';
import { assembleMessages } from '../../../../scripts/compile/messages.js';
import type { ExplainData } from '../../../../src/explain/inputs.js';
import { loadFacts, loadProfiles } from '../../../support/knowledge.js';
import { root } from '../../../support/paths.js';
import { xen } from '../../xen/tables.js';

const folder = `${root}profiles/failures/`;

/** The parsed files by name; a copy to be changed at will. */
export const failureFiles = () => yamlBelow(folder);

function yamlBelow(path: string): Map<string, unknown> {
  return new Map(
    readdirSync(path)
      .filter(name => name.endsWith('.yaml'))
      .sort()
      .map(name => [name, parse(readFileSync(path + name, 'utf8'))]),
  );
}

export const messageIds = new Set(xen.messages.map(({ id }) => id));
export const { data: failures, faults } = assembleFailures(failureFiles(), messageIds);
export const { data: messages, faults: messageFaults } = assembleMessages(
  yamlBelow(`${root}profiles/messages/`),
  new Set([...messageIds, ...failures.patterns.map(({ id }) => id)]),
);
export const knowledge: ExplainData = {
  failures,
  xen,
  messages,
  profiles: loadProfiles(),
  facts: loadFacts(),
};
