import type { DomainKey, KeyKind } from './key-data.js';
import { nearestKey, xlKey, xmKey } from './keys.js';
import type { Problems } from './problem.js';
import { isList, type Node, type DomainSetting } from './syntax.js';
import { toInteger } from './vdev.js';

const actions = new Set([
  'destroy',
  'restart',
  'rename-restart',
  'preserve',
  'coredump-destroy',
  'coredump-restart',
  'soft-reset',
]);

/** Unknown keys, and values of the wrong kind. `variables` are names that an xm file reads itself. */
export function checkKeys(
  settings: ReadonlyMap<string, DomainSetting>,
  syntax: 'xl' | 'xm',
  variables: ReadonlySet<string>,
  problems: Problems,
): void {
  for (const { key, value, line, added } of settings.values()) {
    if (problems.full()) return;
    const known = xlKey(key) ?? xmKey(key);
    if (!known) {
      const other = nearestKey(key);
      // Any name is a fine variable in an xm file.
      if (syntax === 'xl' || (other !== null && !variables.has(key)))
        problems.add('unknown-key', 'unknown', line, key, { other });
      continue;
    }
    if (syntax === 'xl' && !xlKey(key)) problems.add('unknown-key', 'xm-only', line, key);
    const detail = wrong(known, value, added);
    if (detail) problems.add('bad-value', detail, line, key, { text: isList(value) ? null : value.text });
  }
}

type Wrong = 'needs-list' | 'needs-text' | 'needs-number' | 'unknown-choice';

function wrong(key: DomainKey, value: Node, added: boolean): Wrong | null {
  if (isList(value))
    return takesList(key.kind) ? null : key.kind === 'number' ? 'needs-number' : 'needs-text';
  const { text } = value;
  switch (key.kind) {
    case 'list':
      return 'needs-list';
    case 'number':
    case 'switch':
    case 'switch-or-list':
      return added || toInteger(text) === null ? 'needs-number' : null;
    case 'choice':
      // xl compares these two by their first letters; type.ts does.
      if (key.name === 'type' || key.name === 'builder') return null;
      return key.values!.includes(text) ? null : 'unknown-choice';
    case 'action':
      return actions.has(text) ? null : 'unknown-choice';
    default:
      return null;
  }
}

const takesList = (kind: KeyKind) => kind === 'list' || kind === 'text-or-list' || kind === 'switch-or-list';
