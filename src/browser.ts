// The library where there is no Node: the same questions, over bytes in memory and tables that the page fetched.
import './platform/web.js';
import type { Ports } from './api/ports.js';

export * from './questions.js';

/** What a question needs, from the page. `say` takes what belongs beside the result, a line each; without it nothing does. */
export function ports(given: Pick<Ports, 'files' | 'knowledge'> & Partial<Ports>): Ports {
  return { say: () => {}, now: () => new Date(), ...given };
}

/** How an answer looks as text; `version` is this package's. */
export { plainForm as form } from './report/check/form.js';
