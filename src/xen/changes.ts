// At which releases the answer to one question can change.

import type { Container, LoaderId, XenData } from './data.js';
import { loaderOf, type LoaderQuery } from './verdict.js';

export const loaderKey = (profile: string, loader: string) => `${profile} ${loader}`;
export const fileKey = (loader: LoaderId, container: Container) => `${loader} ${container}`;

/** The releases at which the answer to a question can be another than before. */
export function changesFor(xen: XenData, question: LoaderQuery): ReadonlySet<string> {
  const loader = loaderOf(xen, question);
  const of = (key: string) => xen.changesFor[key] ?? [];
  return new Set([
    ...of(loaderKey(question.profile, loader)),
    ...of(fileKey(loader, question.image.container)),
  ]);
}
