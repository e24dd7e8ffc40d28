// The library where there is no Node: the same questions, over bytes in memory and tables that the page fetched.
import './platform/web.js';
import type { Ports } from './api/ports.js';
import type { ReporterOptions } from './report/check/form.js';

export * from './questions.js';

/** What a question needs, from the page. `say` takes what belongs beside the result, a line each; without it nothing does. */
export function ports(given: Pick<Ports, 'files' | 'knowledge'> & Partial<Ports>): Ports {
  return { say: () => {}, now: () => new Date(), ...given };
}

/** How an answer looks as text: plain and 80 columns wide, but for what is given. `version` is this package's. */
export function form(options: Pick<ReporterOptions, 'version'> & Partial<ReporterOptions>): ReporterOptions {
  return { color: false, width: 80, verbose: false, quiet: false, page: () => null, ...options };
}
