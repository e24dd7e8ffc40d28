import pc from 'picocolors';
import { safeForCi } from '../input/guard.js';
import { safeText } from '../input/safe-text.js';
import { parseRange, rangeText } from '../input/version.js';
import type { Profile, Rule, RuleCase, Scope } from '../profiles/rule-data.js';
import { wrap } from './words/wrap.js';

/** Every profile with its role, mode and title, a line each. */
export function profileList(profiles: readonly Profile[], color: boolean): string {
  const colors = pc.createColors(color);
  const width = Math.max(...profiles.map(profile => profile.name.length));
  const lines = profiles.map(
    ({ name, title, rules }) => `${colors.bold(name.padEnd(width))}  ${title} (${rules.length} rules)`,
  );
  for (const role of ['dom0', 'domu']) {
    const members = profiles.filter(profile => profile.role === role).map(profile => profile.name);
    if (members.length)
      lines.push(`${colors.bold(role.padEnd(width))}  group: passes when one of ${members.join(', ')} boots`);
  }
  return `${lines.join('\n')}\n`;
}

/** One profile whole: each rule with what it asks for and where, its reason and its evidence. */
export function profileText(profile: Profile, width: number, color: boolean): string {
  const colors = pc.createColors(color);
  const lines = [
    colors.bold(safeText(`${profile.name}: ${profile.title}`)),
    ...wrap(safeText(profile.about), width),
    '',
  ];
  lines.push(`For ${profile.applies.map(scopeText).join('; ')}.`);
  for (const { because, ...scope } of profile.excludes)
    lines.push(...wrap(`Not for ${scopeText(scope)}: ${safeText(because)}.`, width));
  let stage = '';
  for (const rule of profile.rules) {
    if (rule.stage !== stage) {
      stage = rule.stage;
      lines.push('', colors.bold(stage));
    }
    lines.push(...ruleLines(rule, width, colors));
  }
  return safeForCi(`${lines.join('\n')}\n`);
}

/** One rule with what it asks for, its reason and its evidence. */
export function ruleLines(rule: Rule, width: number, colors: ReturnType<typeof pc.createColors>): string[] {
  const lines = [`  ${colors.bold(rule.id)}  ${rule.level}: ${safeText(rule.title)}`];
  const add = (label: string, text: string) => {
    for (const [index, line] of wrap(safeText(text), width - 14).entries()) {
      lines.push(`    ${colors.dim((index === 0 ? label : '').padEnd(10))}${line}`);
    }
  };
  if (rule.root) add('root', `--root ${rule.root.join(' or ')}`);
  for (const entry of rule.cases ?? [rule]) add('needs', needText(rule, entry));
  for (const entry of [rule, ...(rule.cases ?? [])]) {
    for (const other of entry.otherwise ?? [])
      add(
        'or',
        `${other.need === 'y' ? '' : `${other.need}, `}if ${other.condition}${other.root ? ` (--root ${other.root.join(' or ')})` : ''}`,
      );
  }
  if (rule.spare) add('spare', rule.spare.join(', '));
  add('why', rule.reason);
  add('without', rule.symptom);
  if (rule.fix) add('fix', rule.fix);
  for (const source of rule.evidence) add('evidence', source);
  lines.push('');
  return lines;
}

function needText(rule: Rule, entry: RuleCase): string {
  const merged = { ...rule, ...entry };
  const need = merged.need ?? merged.option ?? '';
  const where = scopeText({
    ...(merged.arch && { arch: merged.arch }),
    ...(merged.kernel && { kernel: merged.kernel }),
    ...(merged.xen && { xen: merged.xen }),
  });
  const how = entry.stage && entry.stage !== rule.stage ? ` (at ${entry.stage})` : '';
  return `${need}${how}${where === 'every kernel' ? '' : `: ${where}`}${merged.when ? `, where ${merged.when}` : ''}`;
}

function scopeText(scope: Scope): string {
  const parts: string[] = [];
  if (scope.kernel) parts.push(`Linux ${rangeText(parseRange(scope.kernel)!)}`);
  if (scope.arch) parts.push(`on ${scope.arch.join(', ')}`);
  if (scope.xen) parts.push(`Xen ${scope.xen}`);
  if (scope.when) parts.push(`with ${scope.when}`);
  return parts.join(' ') || 'every kernel';
}
