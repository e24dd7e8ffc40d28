// The pages of docs/rules: one a rule and one a check, and their index. Markdown; the texts are the project's own.
import { type CheckId, checkIds } from '../../src/check/rule-id.js';
import { parseRange, rangeText } from '../../src/input/version.js';
import type { Profile, Rule, RuleCase } from '../../src/profiles/rule-data.js';
import { checkTexts } from '../../src/report/check/checks.js';
import { code, text } from './markdown.js';

/** Page name, "root-disk.md", to text. */
export function rulePages(profiles: readonly Profile[]): Map<string, string> {
  const rules = byId(profiles);
  const pages = new Map<string, string>();
  for (const [id, variants] of rules) pages.set(`${id}.md`, rulePage(id, variants));
  for (const id of checkIds) {
    if (rules.has(id)) throw new Error(`${id} is a rule and a check`);
    pages.set(`${id}.md`, checkPage(id));
  }
  pages.set('README.md', indexPage(rules));
  return pages;
}

interface Variant {
  readonly rule: Rule;
  readonly profiles: string[];
}

/** A rule can differ between profiles; each form is there once. */
function byId(profiles: readonly Profile[]): Map<string, Variant[]> {
  const rules = new Map<string, Variant[]>();
  for (const profile of profiles)
    for (const rule of profile.rules) {
      const variants = rules.get(rule.id) ?? [];
      const same = variants.find(variant => JSON.stringify(variant.rule) === JSON.stringify(rule));
      if (same) same.profiles.push(profile.name);
      else variants.push({ rule, profiles: [profile.name] });
      rules.set(rule.id, variants);
    }
  return new Map([...rules].sort(([left], [right]) => (left < right ? -1 : 1)));
}

const made = '<!-- Made from profiles/ by npm run pages. Change it there. -->';

function rulePage(id: string, variants: readonly Variant[]): string {
  const first = variants[0]!.rule;
  const lines = [made, '', `# ${id}`, '', `**${text(first.title)}**`, ''];
  for (const { rule, profiles } of variants) {
    if (variants.length > 1) lines.push(`## In ${profiles.join(', ')}`, '');
    lines.push(...ruleSections(rule, profiles, variants.length > 1 ? '###' : '##'));
  }
  lines.push(...waiverSection(id));
  return `${lines.join('\n').trimEnd()}\n`;
}

function ruleSections(rule: Rule, profiles: readonly string[], mark: string): string[] {
  const cases = rule.cases ?? [{}];
  const lines = [
    '| | |',
    '| --- | --- |',
    `| level | ${rule.level} |`,
    `| stage | ${rule.stage} |`,
    `| profiles | ${profiles.join(', ')} |`,
    ...(rule.root ? [`| root file system (\`--root\`) | ${rule.root.join(', ')} |`] : []),
    '',
    `${mark} Why`,
    '',
    text(rule.reason),
    '',
    `${mark} What you see without it`,
    '',
    text(rule.symptom),
    '',
    `${mark} What it asks for`,
    '',
  ];
  if (rule.spare) lines.push(`These may be off: ${rule.spare.map(code).join(', ')}.`, '');
  else {
    lines.push('| kernel | architectures | Xen | need | differs |', '| --- | --- | --- | --- | --- |');
    for (const one of cases) lines.push(caseRow(rule, one));
    lines.push('');
  }
  const others = [rule, ...cases].flatMap(one => one.otherwise ?? []);
  if (others.length) {
    lines.push('Or, where the config cannot tell whether it holds:', '');
    for (const { need, condition, xen, root } of others) {
      const where = [...(xen ? [`Xen ${xen}`] : []), ...(root ? [`\`--root\` ${root.join(' or ')}`] : [])];
      const limits = where.length ? ` (${where.join(', ')})` : '';
      lines.push(`- ${need === 'y' ? '' : `${code(need)}, `}if ${text(condition)}${limits}`);
    }
    lines.push('');
  }
  lines.push(`${mark} Fix`, '', rule.fix ? text(rule.fix) : setText(rule), '');
  lines.push(`${mark} Evidence`, '', ...rule.evidence.map(source => `- ${text(source)}`), '');
  return lines;
}

function caseRow(rule: Rule, one: RuleCase): string {
  const merged = { ...rule, ...one };
  const differs: string[] = [];
  if (one.level && one.level !== rule.level) differs.push(`level ${one.level}`);
  if (one.stage && one.stage !== rule.stage) differs.push(`stage ${one.stage}`);
  if (one.reason) differs.push(text(one.reason));
  if (one.symptom) differs.push(`without it: ${text(one.symptom)}`);
  if (merged.when) differs.push(`where ${code(merged.when)}`);
  const range = (value: string | undefined, any: string) =>
    value === undefined
      ? any
      : value
          .split(/\s*,\s*/)
          .map(part => rangeText(parseRange(part)!))
          .join(', ');
  const need = merged.need ?? (merged.option === undefined ? '' : `${merged.option}`);
  const cells = [
    range(merged.kernel, 'every'),
    merged.arch?.join(', ') ?? 'all',
    range(merged.xen, 'every'),
    code(need),
    differs.join('; '),
  ];
  return `| ${cells.map(cell => cell.replace(/\|/g, '\\|')).join(' | ')} |`;
}

function setText(rule: Rule): string {
  const set =
    rule.set ??
    [...new Set([rule, ...(rule.cases ?? [])].flatMap(({ option }) => option ?? []))].map(
      option => `CONFIG_${option}=y`,
    );
  if (set.length === 1) return `Set \`${set[0]}\`. \`xen-checkconfig fix\` finds what it needs in turn.`;
  return `Set the one that the kernel has: ${set.map(code).join(', ')}. \`xen-checkconfig fix\` finds what it needs in turn.`;
}

function checkPage(id: CheckId): string {
  const { title, levels, stage, about, fix } = checkTexts[id];
  const lines = [
    made,
    '',
    `# ${id}`,
    '',
    `**${title}**`,
    '',
    '| | |',
    '| --- | --- |',
    `| level | ${levels.join(', ')} |`,
    `| stage | ${stage ?? 'of the file itself'} |`,
    '| profiles | every file gets this check |',
    '',
    '## Why',
    '',
    text(about),
    '',
    '## Fix',
    '',
    text(fix),
    '',
    ...waiverSection(id),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function waiverSection(id: string): string[] {
  return [
    '## Waive it',
    '',
    '```yaml',
    '# .xen-checkconfig.yaml',
    'waivers:',
    `  - rule: ${id}`,
    '    reason: why it does not matter here',
    '```',
    '',
  ];
}

function indexPage(rules: ReadonlyMap<string, readonly Variant[]>): string {
  const lines = [
    made,
    '',
    '# Rules',
    '',
    'What the built-in profiles ask for. `xen-checkconfig profiles NAME` shows the same for one profile.',
    '',
    '| rule | about | stage | level |',
    '| --- | --- | --- | --- |',
  ];
  for (const [id, [{ rule }]] of rules as ReadonlyMap<string, readonly [Variant]>)
    lines.push(`| [${id}](${id}.md) | ${text(rule.title)} | ${rule.stage} | ${rule.level} |`);
  lines.push('', '## Checks that every file gets', '', '| check | about | level |', '| --- | --- | --- |');
  for (const [id, { title, levels }] of Object.entries(checkTexts))
    lines.push(`| [${id}](${id}.md) | ${text(title)} | ${levels.join(', ')} |`);
  return `${lines.join('\n')}\n`;
}
