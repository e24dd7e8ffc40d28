import type { Level, Profile, ProfileDoc, Rule } from './rule-data.js';

/** A mistake in profile data: the file, where known the line, and what is wrong. */
export class ProfileError extends Error {
  override readonly name = 'ProfileError';
}

/**
 * The profile `name` with all that it inherits, in the order of `extends`; a rule comes once, from its first mention.
 * Throws ProfileError for an unknown base, a circle, a `drop` or `levels` entry that meets no rule, or a key that the
 * profile and its bases leave open.
 */
export function resolveProfile(docs: ReadonlyMap<string, ProfileDoc>, name: string): Profile {
  const merged = merge(docs, name, [], new Map());
  const { role, mode, flavour, applies, title } = merged.doc;
  if (!role || !mode || !flavour || !applies || !title) {
    const open = Object.entries({ title, role, mode, flavour, applies }).filter(
      ([, value]) => value === undefined,
    );
    throw new ProfileError(
      `profile ${name}: neither it nor its bases say ${open.map(([key]) => key).join(', ')}`,
    );
  }
  return {
    name,
    title,
    about: merged.doc.about ?? '',
    role,
    mode,
    flavour,
    applies,
    excludes: merged.doc.excludes ?? [],
    rules: [...merged.rules.values()],
  };
}

interface Merged {
  readonly doc: ProfileDoc;
  readonly rules: Map<string, Rule>;
}

/** `done` holds what was merged before, since many profiles can share a base. */
function merge(
  docs: ReadonlyMap<string, ProfileDoc>,
  name: string,
  above: readonly string[],
  done: Map<string, Merged>,
): Merged {
  const before = done.get(name);
  if (before) return before;
  if (above.includes(name))
    throw new ProfileError(`profile ${above[0]}: extends itself (${[...above, name].join(' > ')})`);
  const doc = docs.get(name);
  if (!doc) {
    const by = above.length ? `, which ${above.at(-1)} extends` : '';
    throw new ProfileError(`there is no profile ${name}${by}`);
  }
  const rules = new Map<string, Rule>();
  let inherited: Partial<ProfileDoc> = {};
  for (const base of doc.extends ?? []) {
    const merged = merge(docs, base, [...above, name], done);
    for (const [id, rule] of merged.rules) if (!rules.has(id)) rules.set(id, rule);
    const { title, role, mode, flavour, applies, excludes } = merged.doc;
    inherited = { title, role, mode, flavour, applies, excludes, ...drop(inherited) };
  }
  for (const rule of doc.rules ?? []) rules.set(rule.id, rule);
  for (const id of doc.drop ?? []) {
    if (!rules.delete(id))
      throw new ProfileError(`profile ${name}: drop names ${id}, which it does not inherit`);
  }
  for (const [id, level] of Object.entries(doc.levels ?? {})) {
    const rule = rules.get(id);
    if (!rule) throw new ProfileError(`profile ${name}: levels names ${id}, which it does not inherit`);
    rules.set(id, atLevel(rule, level));
  }
  const merged: Merged = { doc: { ...inherited, ...drop(doc) } as ProfileDoc, rules };
  done.set(name, merged);
  return merged;
}

/** The rule itself where nothing changes: profiles that share a rule share its finding. */
export function atLevel(rule: Rule, level: Level): Rule {
  const isThere = rule.level === level && (rule.cases ?? []).every(entry => (entry.level ?? level) === level);
  if (isThere) return rule;
  return { ...rule, level, ...(rule.cases && { cases: rule.cases.map(entry => ({ ...entry, level })) }) };
}

/** Without the keys that are undefined, so that they do not hide an inherited value. */
function drop<T extends object>(object: T): Partial<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Partial<T>;
}
