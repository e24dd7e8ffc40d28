// A fix in words: lines to put into a config, and why there is none.
import type { Finding } from '../../check/finding.js';
import type { Verdict } from '../../check/verdict.js';
import { safeForCi } from '../../input/guard.js';
import { safeText } from '../../input/safe-text.js';
import type { Conflict } from '../../fix/conflict.js';
import type { GroupChoice } from '../../fix/fix-profiles.js';
import type { Loss } from '../../fix/losses.js';
import { utf8 } from '../../kconfig/config/lost-lines.js';
import { messageOf, verdictText } from '../words/message.js';
import { reasonLines } from './why.js';
import { wrap } from '../words/wrap.js';

interface Shown {
  readonly name: string;
  readonly from: 'y' | 'm' | 'n';
  readonly to: 'y' | 'm' | 'n';
  readonly for: string;
  /** Null where it only keeps what the user asked for. */
  readonly because: Finding | null;
}

/** The lines that change, each with a comment on why; `line` gives the line of a change with its end. */
export function fragmentText<Each extends Shown>(
  changes: readonly Each[],
  requested: readonly RequestedProfile[],
  line: (change: Each) => string,
): string {
  const names = requested
    .map(({ word, modes }) => `-p ${word}${modes.length > 0 ? ` (as ${modes.join(' and ')})` : ''}`)
    .join(' ');
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
  if (!change.because) return `Keeps ${wanted}, which would go otherwise.`;
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
  return wrap(safeForCi(safeText(text, 400)), 76)
    .map((line, index) => (index || line.startsWith('CONFIG_') ? `#   ${line}\n` : `# ${line}\n`))
    .join('');
}

/** Options that go only because others do, and that are named. */
const mostFollowers = 12;

/** What the user asked for and loses, each with the reason; one line each. */
export function lossText(losses: readonly Loss[], changes: readonly Shown[]): string[] {
  const follows = ({ because }: Loss) => because.kind === 'needs' || because.kind === 'unknown';
  const followers = losses.filter(follows);
  const lines = [...losses.filter(loss => !follows(loss)), ...followers.slice(0, mostFollowers)].map(loss => {
    const change = changes.find(({ name }) => name === loss.name);
    return `CONFIG_${loss.name} goes from ${loss.from} to ${loss.to}${whyLost(loss.because, change)}`;
  });
  const more = followers.length - mostFollowers;
  return more > 0 ? [...lines, `and ${more} more that need one of these`] : lines;
}

function whyLost(because: Loss['because'], change: Shown | undefined): string {
  switch (because.kind) {
    case 'against':
      return because.via === null
        ? `: CONFIG_${because.by} cannot be had with it${place(because.at)}`
        : `: it selects CONFIG_${because.via}, with which CONFIG_${because.by} cannot be had${place(because.at)}`;
    case 'choice':
      return `: of its choice ${because.on.map(name => `CONFIG_${name}`).join(', ')} is on then`;
    case 'needs':
      return because.above
        ? `: it cannot be had with CONFIG_${because.symbol}=${because.value}${place(because.at)}`
        : `: it needs CONFIG_${because.symbol}=${because.needed}, which is ${because.value} then${place(because.at)}`;
    case 'wanted':
      return change?.because ? `: ${reasonText(change.because)}` : '';
    case 'unknown':
      return '';
  }
}

function place(at: { readonly file: string; readonly line: number } | null): string {
  return at ? ` (${utf8(at.file)}:${at.line})` : '';
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

/** Options of warnings that are named. */
const mostWarnings = 8;

/** Which warnings a fix of the errors leaves, and how to be rid of them; nothing if none. */
export function remainingText(findings: readonly Finding[]): string[] {
  const left = findings.filter(
    ({ level, code, profiles }) => level === 'warning' && code === 'need' && profiles.length > 0,
  );
  if (left.length === 0) return [];
  const names = [
    ...new Set(left.flatMap(finding => ('option' in finding ? [`CONFIG_${finding.option}`] : []))),
  ];
  const more = names.length > mostWarnings ? ` and ${names.length - mostWarnings} more` : '';
  const count = left.length === 1 ? '1 warning remains' : `${left.length} warnings remain`;
  return [
    `${count}: ${names.slice(0, mostWarnings).join(', ')}${more} (--fail-on warning looks for a change that does away with them)`,
  ];
}

/** What `fix` was asked for: the word of each -p, and where that is a group the modes that its answer is for. */
interface RequestedProfile {
  readonly word: string;
  readonly modes: readonly string[];
}

/** What other modes would take, where a group left the choice; nothing if there are none. */
export function othersText(others: readonly GroupChoice[], requested: readonly RequestedProfile[]): string[] {
  const names = requested.flatMap(({ modes }) => modes);
  const ways = others.flatMap(({ profiles, changes }) => {
    if (changes === null) return [];
    const modes = profiles
      .map(({ name }) => name)
      .filter(name => requested.every(({ word }) => word !== name));
    return [`${modes.join(' and ')}: ${changes}`];
  });
  return ways.length > 0
    ? [
        `the fewest changes are those for ${names.join(' and ')}; others take more or as many (${ways.join('; ')})`,
      ]
    : [];
}

/** Columns of the chains. */
const width = 100;

/** Why there is no fix; lines that begin with a space belong to the one before. */
export function noFixText(
  { conflicts, open }: { conflicts: readonly Conflict[]; open: readonly Finding[] },
  requested: readonly RequestedProfile[],
): string[] {
  const heads = requested
    .filter(({ modes }) => modes.length > 0)
    .map(({ word, modes }) => `no mode of ${word} can be had; what stands against ${modes.join(' and ')}:`);
  const reported = new Set(
    conflicts.flatMap(conflict =>
      [conflict.wanted, ...(conflict.kind === 'exclude' ? [...conflict.with, ...conflict.also] : [])].map(
        ({ want }) => want.name,
      ),
    ),
  );
  const rest = open.filter(
    finding => !('option' in finding && finding.option !== null && reported.has(finding.option)),
  );
  return [
    ...heads,
    ...conflicts.flatMap(conflictText),
    ...(conflicts.length > 0 ? rest.filter(notNeed) : rest).map(openText),
  ];
}

function notNeed({ code }: Finding): boolean {
  return code !== 'need' && code !== 'condition';
}

function conflictText(conflict: Conflict): string[] {
  const { want, because } = conflict.wanted;
  const head = `no fix for ${because.profiles.join(', ')}:`;
  switch (conflict.kind) {
    case 'missing':
      return [`${head} CONFIG_${want.name}=${want.value} is needed, but the tree has no such option`];
    case 'type':
      return [`${head} CONFIG_${want.name} is of type ${conflict.type}: its value is yours to choose`];
    case 'exclude': {
      const chain = reasonLines(conflict.chain, width - 2).map(line => `  ${line}`);
      const others = conflict.with.map(wantText).join(' and ');
      const what = others
        ? `${wantText(conflict.wanted)} cannot be had with ${others}`
        : `${wantText(conflict.wanted)} cannot be had`;
      const also = conflict.also.map(({ want: other }) => `CONFIG_${other.name}`).join(', ');
      return [`${head} ${what}${also && `; nor can ${also}`}`, ...chain];
    }
  }
}

function wantText({ want, because }: Conflict['wanted']): string {
  const line = want.value === 'n' ? `CONFIG_${want.name} off` : `CONFIG_${want.name}=${want.value}`;
  return `${line} (${because.profiles.join(', ')})`;
}

function openText(finding: Finding): string {
  const { message, fix } = messageOf(finding);
  const tail = fix && finding.code === 'need' ? ` ${fix}` : '';
  return `no fix for ${finding.profiles.join(', ')}: ${message}.${tail}`;
}
