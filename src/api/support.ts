// The question `support`: what documents say about a system or subject.
import { UsageError } from '../input/values.js';
import { parseVersion } from '../input/version.js';
import { type SupportResult, findSystems } from '../support/find-systems.js';
import type { Systems } from '../support/systems.js';
import type { XenData } from '../xen/data.js';
import type { Knowledge } from './knowledge.js';

/** The request. Plain data. */
export interface SupportRequest {
  /** A system and release ("debian 12"), or a subject ("bzimage", "CONFIG_XEN"); nothing for all. */
  readonly query: string;
  readonly role?: 'dom0' | 'domu';
  /** Where documents disagree, only the statement for these releases. */
  readonly xen?: string;
  readonly kernel?: string;
}

export interface SupportReport {
  readonly request: SupportRequest;
  /** Everything the documents say, and the part that was requested. */
  readonly data: Systems;
  readonly found: SupportResult;
  /** What Xen's sources say about the same subjects. */
  readonly claims: XenData['claims'];
}

/**
 * Takes a system or subject; gives the documents' entries about it.
 * Throws UsageError if there are none, or if a release is not a version.
 */
export function support(request: SupportRequest, knowledge: Knowledge): SupportReport {
  for (const key of ['xen', 'kernel'] as const) {
    const value = request[key];
    if (value !== undefined && !parseVersion(value))
      throw new UsageError(`--${key} needs a release such as 4.17, not ${value}`);
  }
  const data = knowledge.systems();
  const found = findSystems(data, request.query, request.role ?? null);
  if (found.systems.length + found.statements.length === 0) {
    const names = [...new Set(data.systems.map(({ name }) => name))].sort();
    throw new UsageError(`the documents say nothing of ${request.query}; they name ${names.join(', ')}`);
  }
  return { request, data, found, claims: knowledge.xen().claims };
}
