// The shipped failure modes, read from profiles/ as the build reads them.
import { failureFiles as filesOf } from '../../../../scripts/compile/failure-files.js';
import { assembleFailures } from '../../../../scripts/compile/failures.js';
import { assembleMessages } from '../../../../scripts/compile/messages.js';
import { yamlFiles } from '../../../../scripts/compile/yaml-files.js';
import type { ExplainData } from '../../../../src/explain/inputs.js';
import { loadFacts, loadProfiles, loadRegressions } from '../../../support/knowledge.js';
import { root } from '../../../support/paths.js';
import { xen } from '../../xen/tables.js';

/** The parsed files by name; a copy to be changed at will. */
export const failureFiles = () => filesOf(`${root}profiles/`);

export const messageIds = new Set(xen.messages.map(({ id }) => id));
export const { data: failures, faults } = assembleFailures(failureFiles(), messageIds);
export const { data: messages, faults: messageFaults } = assembleMessages(
  yamlFiles(`${root}profiles/messages/`),
  new Set([...messageIds, ...failures.patterns.map(({ id }) => id)]),
);
export const knowledge: ExplainData = {
  failures,
  xen,
  messages,
  profiles: loadProfiles(),
  regressions: loadRegressions(),
  facts: loadFacts(),
};
