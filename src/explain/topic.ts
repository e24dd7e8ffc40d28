// What an id or an option stands for: failure modes, rules, messages, profiles, options of the kernel.
import { type CheckId, checkIds } from '../check/rule-id.js';
import type { Lifetime, Lifetimes } from '../profiles/lifetimes.js';
import { optionsOf, parseNeed } from '../profiles/need.js';
import type { Profile, Rule } from '../profiles/rule-data.js';
import type { XenMessage } from '../xen/data.js';
import { usualCommands } from './commands.js';
import { patternsIn } from './condition.js';
import type { FailureData, FailureMode, LogPattern, SignCondition } from './failure.js';
import type { ExplainData } from './inputs.js';

/** A stretch of releases in which an option is the same, on that architecture ("x86": both of its widths). */
interface Life {
  readonly arch: string;
  readonly life: Lifetime;
}

export type Topic =
  | { readonly kind: 'failure'; readonly mode: FailureMode; readonly patterns: readonly LogPattern[] }
  | { readonly kind: 'rule'; readonly rule: Rule; readonly profiles: readonly string[] }
  /** A check that every file gets. */
  | { readonly kind: 'check'; readonly check: CheckId }
  | { readonly kind: 'message'; readonly message: XenMessage; readonly modes: readonly string[] }
  | { readonly kind: 'profile'; readonly profile: Profile }
  | {
      readonly kind: 'option';
      readonly option: string;
      readonly lives: readonly Life[];
      /** Set for a name that people write and no kernel has. */
      readonly never: { readonly means: string | null; readonly note: string } | null;
      readonly rules: readonly { readonly rule: Rule; readonly profiles: readonly string[] }[];
      readonly modes: readonly FailureMode[];
    };

type Source = Pick<ExplainData, 'failures' | 'xen' | 'profiles'> & { readonly lifetimes: () => Lifetimes };

/** Everything of that name; empty where nothing has it. An option may stand with or without CONFIG_. */
export function topicsOf(word: string, source: Source): Topic[] {
  const { xen, profiles } = source;
  const failures = withUsualCommands(source.failures);
  const topics: Topic[] = [];
  const mode = failures.modes.find(({ id }) => id === word);
  if (mode) topics.push({ kind: 'failure', mode, patterns: patternsOf(mode, source) });
  const rule = profiles.flatMap(profile => profile.rules).find(({ id }) => id === word);
  if (rule) topics.push({ kind: 'rule', rule, profiles: holders(rule, profiles) });
  const check = checkIds.find(id => id === word);
  if (check) topics.push({ kind: 'check', check });
  const message = xen.messages.find(({ id }) => id === word);
  if (message)
    topics.push({
      kind: 'message',
      message,
      modes: failures.modes
        .filter(one => conditionsOf(one).flatMap(patternsIn).includes(word))
        .map(({ id }) => id),
    });
  const profile = profiles.find(({ name }) => name === word);
  if (profile) topics.push({ kind: 'profile', profile });
  const option = /^(?:CONFIG_)?([A-Z0-9][A-Za-z0-9_]*)$/.exec(word)?.[1];
  if (option && topics.length === 0) {
    const found = optionTopic(option, { ...source, failures });
    if (found) topics.push(found);
  }
  return topics;
}

function withUsualCommands(failures: FailureData): FailureData {
  const usual = <T extends { readonly commands: readonly string[] }>(one: T): T => ({
    ...one,
    commands: usualCommands(one.commands, failures.commands),
  });
  return { ...failures, modes: failures.modes.map(mode => ({ ...mode, fix: mode.fix.map(usual) })) };
}

/** The ids that a mistyped word may stand for. */
export function topicNames({ failures, xen, profiles }: Source): string[] {
  return [
    ...failures.modes.map(({ id }) => id),
    ...new Set(profiles.flatMap(({ rules }) => rules.map(({ id }) => id))),
    ...checkIds,
    ...xen.messages.map(({ id }) => id),
    ...profiles.map(({ name }) => name),
  ];
}

const holders = (rule: Rule, profiles: readonly Profile[]) =>
  profiles.filter(({ rules }) => rules.some(({ id }) => id === rule.id)).map(({ name }) => name);

function conditionsOf(mode: FailureMode): readonly SignCondition[] {
  return [...mode.needs, ...mode.proves, ...mode.points, ...mode.hints, ...mode.against];
}

function patternsOf(mode: FailureMode, { failures, xen }: Source): LogPattern[] {
  const ids = new Set(conditionsOf(mode).flatMap(patternsIn));
  const messages = xen.messages.filter(({ id }) => ids.has(id));
  return [
    ...failures.patterns.filter(({ id }) => ids.has(id)),
    ...messages.map(({ id, pattern }): LogPattern => ({ id, regex: pattern, speakers: [] })),
  ];
}

function optionTopic(option: string, source: Source): Topic | null {
  const lifetimes = source.lifetimes();
  const lives = [lifetimes.symbols, lifetimes.xenlinux].flatMap((table, index) =>
    Object.entries((Object.hasOwn(table, option) ? table[option] : undefined) ?? {}).flatMap(
      ([arch, stretches]) =>
        stretches.map(life => ({ arch: index === 0 ? arch : `${arch}, xenlinux`, life })),
    ),
  );
  const never = Object.hasOwn(lifetimes.never, option) ? lifetimes.never[option]! : null;
  const rules = new Map<string, Rule>();
  for (const { rules: all } of source.profiles)
    for (const rule of all) if (ruleNames(rule).has(option)) rules.set(rule.id, rule);
  const modes = source.failures.modes.filter(mode => modeNames(mode).has(option));
  if (lives.length + rules.size + modes.length === 0 && !never) return null;
  return {
    kind: 'option',
    option,
    lives,
    never,
    rules: [...rules.values()].map(rule => ({ rule, profiles: holders(rule, source.profiles) })),
    modes,
  };
}

function ruleNames(rule: Rule): Set<string> {
  const names = new Set<string>(rule.spare ?? []);
  for (const entry of [rule, ...(rule.cases ?? [])]) {
    if (entry.option) names.add(entry.option);
    for (const text of [entry.need, ...(entry.otherwise ?? []).map(({ need }) => need)])
      if (text) for (const name of optionsOf(parseNeed(text))) names.add(name);
  }
  return names;
}

function modeNames(mode: FailureMode): Set<string> {
  const names = new Set<string>();
  const take = (condition: SignCondition): void => {
    if (condition.kind === 'not') return take(condition.of);
    if (condition.kind !== 'sign') return condition.of.forEach(take);
    if (condition.sign === 'driver') for (const name of condition.about) names.add(name);
    if (condition.sign === 'config')
      for (const text of condition.about) for (const name of optionsOf(parseNeed(text))) names.add(name);
  };
  conditionsOf(mode).forEach(take);
  for (const { lines } of mode.fix)
    for (const line of lines) {
      const name = /CONFIG_([A-Za-z0-9_]+)/.exec(line)?.[1];
      if (name) names.add(name);
    }
  return names;
}
