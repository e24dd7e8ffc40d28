// The page docs/regressions.md: releases that broke booting, for readers who look for their own.
import type { Regression } from '../../src/profiles/regression.js';
import { parseRanges, rangeText } from '../../src/input/version.js';
import { code, text } from './markdown.js';

export function regressionsPage(regressions: readonly Regression[]): string {
  const lines = [
    '<!-- Made from profiles/regressions by npm run pages. Change it there. -->',
    '',
    '# Releases that broke booting',
    '',
    'Releases of Linux and Xen that are known not to boot under Xen in some mode, or to lack something there. `check` warns of',
    'them ([known-regression](rules/known-regression.md)). A release of a line that is not named here may have been mended too.',
    '',
  ];
  for (const [component, title] of [
    ['linux', 'Linux'],
    ['xen', 'Xen'],
  ] as const) {
    const list = regressions.filter(one => one.component === component);
    lines.push(`## ${title}`, '', '| since | mended in | in | |', '| --- | --- | --- | --- |');
    for (const { id, since, mended, roles, modes, title: what } of list)
      lines.push(
        `| ${since.join(', ')} | ${mended.join(', ') || 'not yet'} | ${where(roles, modes)} | [${text(what)}](#${id}) |`,
      );
    lines.push('');
    for (const one of list) lines.push(...section(one));
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function where(roles: readonly string[] | null, modes: readonly string[] | null): string {
  return [roles?.join(', '), modes?.join(', ')].filter(Boolean).join(' ') || 'all';
}

function section(one: Regression): string[] {
  const rows: [string, string | null][] = [
    ['first broken', one.since.join(', ')],
    ['first mended', one.mended.join(', ') || 'not yet'],
    ['broken by', one.brokenBy.map(code).join(', ')],
    ['mended by', one.mendedBy.map(code).join(', ')],
    ['in', where(one.roles, one.modes)],
    ['architectures', one.arch && one.arch.join(', ')],
    ['Xen', one.xen && ranges(one.xen)],
    ['Linux', one.kernel && ranges(one.kernel)],
    ['config', one.config && code(one.config)],
    ['domain file', one.domain && code(one.domain)],
    ['CPU', one.cpu && { amd: 'AMD', intel: 'Intel' }[one.cpu]],
    ['functions', one.functions.map(code).join(', ')],
    ['stage', one.fatal ? one.stage : `${one.stage}; it comes up`],
  ];
  return [
    `### ${one.id}`,
    '',
    `**${text(one.title)}**`,
    '',
    ...(one.only === null ? [] : [`Only ${text(one.only)}.`]),
    text(one.symptom),
    '',
    '| | |',
    '| --- | --- |',
    ...rows.flatMap(([name, value]) => (value ? [`| ${name} | ${value.replace(/\|/g, '\\|')} |`] : [])),
    '',
    ...(one.workarounds.length
      ? ['Without another release:', '', ...one.workarounds.map(way => `- ${text(way)}`), '']
      : []),
    'Sources:',
    '',
    ...one.sources.map(source => `- ${text(source)}`),
    '',
  ];
}

function ranges(list: string): string {
  return parseRanges(list)!.map(rangeText).join(', ');
}
