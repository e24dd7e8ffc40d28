import type { DomainDetail, DomainProblem } from './domain.js';

/** Problems beyond these tell nothing new. */
const limit = 300;

export interface Problems {
  readonly list: DomainProblem[];
  /** No more are taken. */
  full(): boolean;
  add(
    code: DomainProblem['code'],
    detail: DomainDetail,
    line: number,
    key: string,
    more?: { other?: string | null; text?: string | null; column?: number },
  ): void;
}

export function newProblems(): Problems {
  const list: DomainProblem[] = [];
  return {
    list,
    full: () => list.length >= limit,
    add(code, detail, line, key, more = {}) {
      if (list.length >= limit) return;
      list.push({
        code,
        line,
        column: more.column ?? null,
        key,
        other: more.other ?? null,
        detail,
        text: more.text?.slice(0, 200) ?? null,
      });
    },
  };
}
