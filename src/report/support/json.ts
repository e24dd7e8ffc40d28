import type { SupportResult } from '../../support/find-systems.js';
import type { Claim } from '../../xen/data.js';
import type { Systems } from '../../support/systems.js';
import { printed } from '../check/json.js';

/** The entries found, with the documents and claims that they name. */
export function supportJson(
  data: Systems,
  { systems, statements, contradictions, otherReleases }: SupportResult,
  claims: readonly Claim[],
  requested: { readonly query: string; readonly role: string | null },
  tool: { readonly name: string; readonly version: string },
): string {
  const named = new Set([...systems, ...statements].map(({ from }) => from));
  const tested = new Set(statements.flatMap(({ claim }) => claim ?? []));
  const report = {
    schemaVersion: 1,
    tool,
    support: {
      query: requested.query,
      role: requested.role,
      otherReleases,
      systems,
      statements,
      contradictions,
      claims: claims.filter(({ id }) => tested.has(id)).map(({ id, status, tree }) => ({ id, status, tree })),
      documents: Object.fromEntries(Object.entries(data.documents).filter(([key]) => named.has(key))),
    },
  };
  return printed(report);
}
