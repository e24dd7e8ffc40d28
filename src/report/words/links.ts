/**
 * The page about a rule: in the repository where one is known (an https address without ".git"), else the path of the
 * page in the sources.
 */
export function rulePage(rule: string, repository: string | null): string {
  const path = `docs/rules/${encodeURIComponent(rule)}.md`;
  return repository === null ? path : `${repository}/blob/main/${path}`;
}

/** Can it be followed from anywhere? */
export const isAbsolute = (page: string | null): page is string => page?.startsWith('https://') === true;
