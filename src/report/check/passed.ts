// The line about what a check found and did not judge.
import { plural, type Report } from '../../api/report.js';
import { safeText } from '../../input/safe-text.js';
import type { Passed } from '../../repository/passed.js';
import { wrap } from '../words/wrap.js';

/** One line; with --verbose one more a file. Nothing where all that was found was judged. */
export function passedLines(
  { passed }: Report,
  { verbose, width }: { verbose: boolean; width: number },
): string[] {
  const text = passed && textOf(passed);
  if (!text) return [];
  const hint =
    passed.foreign.length + passed.otherArch.length > 0 && !verbose ? ' (--verbose lists them)' : '';
  const files = verbose ? [...passed.otherArch, ...passed.foreign] : [];
  return [
    ...wrap(`Not judged: ${text}${hint}`, width),
    ...files.map(({ path, why }) => `  ${safeText(path, 300)} ${safeText(why, 300)}`),
  ];
}

/** Dot folders alone are not worth a line: every repository has some. */
function textOf({ foreign, otherArch, parts, ignored, closed }: Passed): string | null {
  if (foreign.length + otherArch.length + parts + ignored === 0) return null;
  return [
    ...(otherArch.length ? [`${plural(otherArch.length, 'config')} for other architectures`] : []),
    ...(foreign.length ? [`${plural(foreign.length, 'file')} of other programs`] : []),
    ...(parts ? [`${plural(parts, 'file')} with one option each`] : []),
    ...(ignored ? [`${ignored} that .gitignore names`] : []),
    ...(closed ? [`${plural(closed, 'folder')} not entered`] : []),
  ].join(', ');
}
