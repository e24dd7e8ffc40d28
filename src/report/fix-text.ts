// A fix in words: lines to put into a config, and why there is none.
import type { Finding } from '../check/finding.js';
import type { Verdict } from '../check/verdict.js';
import { safeText } from '../input/safe-text.js';
import { messageOf, verdictText } from './message.js';
import { wrap } from './wrap.js';

interface Shown {
  readonly name: string;
  readonly from: 'y' | 'm' | 'n';
  readonly to: 'y' | 'm' | 'n';
  readonly for: string;
  readonly because: Finding;
}

/** The lines that change, each with a comment on why; `line` gives the line of a change with its end. */
export function fragmentText<Each extends Shown>(
  changes: readonly Each[],
  profiles: readonly string[],
  line: (change: Each) => string,
): string {
  const names = profiles.map(name => `-p ${name}`).join(' ');
  if (changes.length === 0) return comment(`Nothing to change: it passes ${names}.`);
  const count = `${changes.length} ${changes.length === 1 ? 'change' : 'changes'}`;
  let text = comment(`xen-checkconfig fix ${names}: ${count}`);
  const explained = new Set<string>();
  for (const change of changes) {
    text += `\n${comment(whyText(change, changes, explained))}${line(change)}`;
  }
  return text;
}

function whyText(change: Shown, changes: readonly Shown[], explained: Set<string>): string {
  const wanted = change.for;
  const down = lowered(change) ? `Was ${change.from}. ` : '';
  const reason = reasonText(change.because);
  if (change.name === wanted) return `${down}${reason}`;
  if (down) return `${down}Stands against ${wanted}.`;
  // Nobody can set the one wanted where none of the lines does: its reason then stands with the first.
  const named = changes.some(other => other.name === wanted) || explained.has(wanted);
  explained.add(wanted);
  return named ? `${wanted} needs it.` : `For ${wanted}: ${reason}`;
}

const order = ['n', 'm', 'y'];

function lowered({ from, to }: Shown): boolean {
  return order.indexOf(to) < order.indexOf(from);
}

/** The first sentence of why. */
function reasonText(finding: Finding): string {
  const { why } = messageOf(finding);
  const reason = 'rule' in finding ? finding.rule.reason : why;
  const first = /^.*?[.;](?= |$)/.exec(reason)?.[0] ?? reason;
  return first.replace(/;$/, '.');
}

/** As a comment that no reader of configs takes for a setting: those begin right behind "# ". */
function comment(text: string): string {
  return wrap(safeText(text, 400), 76)
    .map((line, index) => (index || line.startsWith('CONFIG_') ? `#   ${line}\n` : `# ${line}\n`))
    .join('');
}

/** What was on and no longer is; one line each. */
export function loweredText(changes: readonly Shown[]): string[] {
  return changes
    .filter(lowered)
    .map(change =>
      change.name === change.for
        ? `CONFIG_${change.name} goes from ${change.from} to ${change.to}: ${reasonText(change.because)}`
        : `CONFIG_${change.name} goes from ${change.from} to ${change.to}: it stands against CONFIG_${change.for}`,
    );
}

/** What profiles that pass hang on besides, where a config could do away with it; one line each. */
export function conditionalText(verdicts: readonly Verdict[]): string[] {
  return verdicts
    .filter(({ conditions }) => conditions.some(({ kind }) => kind === 'setup'))
    .map(
      verdict =>
        `${verdict.profile} then ${verdictText(verdict)} (--fail-on warning looks for a way around that)`,
    );
}

/** Why there is no fix: a line for each error that remains. */
export function openText(open: readonly Finding[]): string[] {
  return open.map(finding => {
    const { message, fix } = messageOf(finding);
    const tail = fix && finding.code === 'need' ? ` ${fix}` : '';
    return `no fix for ${finding.profiles.join(', ')}: ${message}.${tail}`;
  });
}
