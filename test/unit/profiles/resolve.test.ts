// Profiles that extend others: add, drop, change level; and what goes wrong between them.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadProfiles, profileSchema } from '../../../src/node/knowledge.js';
import { ProfileError, resolveProfile } from '../../../src/profiles/resolve.js';
import type { ProfileDoc, Rule } from '../../../src/profiles/rule-data.js';
import { parseProfile } from '../../../src/profiles/validate.js';
import { profileText } from '../../support/profile-text.js';

const test = suite('resolve');

const rule = (id: string, more: Partial<Rule> = {}): Rule => ({
  id,
  title: id,
  stage: 'root',
  level: 'error',
  option: id.toUpperCase(),
  reason: 'r',
  symptom: 's',
  evidence: ['e'],
  ...more,
});
const whole: ProfileDoc = {
  name: 'whole',
  title: 'Whole',
  role: 'domu',
  mode: 'pv',
  flavour: 'pvops',
  applies: [{}],
  rules: [rule('a'), rule('b')],
};
const resolve = (name: string, ...docs: ProfileDoc[]) =>
  resolveProfile(new Map([whole, ...docs].map(doc => [doc.name, doc])), name);
const ids = (profile: { rules: readonly Rule[] }) => profile.rules.map(({ id, level }) => `${id} ${level}`);

function mistake(name: string, ...docs: ProfileDoc[]): string {
  try {
    resolve(name, ...docs);
  } catch (error) {
    assert.instance(error, ProfileError);
    return (error as Error).message;
  }
  return '';
}

test('add, replace, drop, change level', () => {
  const doc: ProfileDoc = {
    name: 'mine',
    extends: ['whole'],
    rules: [rule('c'), rule('b', { level: 'note' })],
    drop: ['a'],
    levels: { c: 'warning' },
  };
  assert.equal(ids(resolve('mine', doc)), ['b note', 'c warning']);
  assert.is(resolve('mine', doc).title, 'Whole');
  assert.is(resolve('mine', { ...doc, title: 'Mine' }).title, 'Mine');
});

test('a changed level counts in every case of the rule', () => {
  const cases = [{ kernel: '..5.0' }, { kernel: '5.1..', level: 'warning' as const }];
  const base: ProfileDoc = { ...whole, name: 'base', rules: [rule('a', { cases })] };
  const found = resolve('mine', base, { name: 'mine', extends: ['base'], levels: { a: 'note' } }).rules[0]!;
  assert.is(found.level, 'note');
  assert.equal(
    found.cases?.map(entry => entry.level),
    ['note', 'note'],
  );
});

test('the bases stay as they were', () => {
  resolve('mine', { name: 'mine', extends: ['whole'], drop: ['a'], levels: { b: 'note' } });
  assert.equal(ids(resolve('whole')), ['a error', 'b error']);
});

test('of two bases a rule comes once, where it is met first', () => {
  const left: ProfileDoc = { name: 'left', extends: ['whole'], rules: [rule('l')] };
  const right: ProfileDoc = { name: 'right', extends: ['whole'], rules: [rule('r')] };
  assert.equal(ids(resolve('mine', left, right, { name: 'mine', extends: ['left', 'right'] })), [
    'a error',
    'b error',
    'l error',
    'r error',
  ]);
});

test('circles, unknown bases, names that nothing meets, keys left open', () => {
  const loop: ProfileDoc = { name: 'one', extends: ['two'] };
  assert.is(
    mistake('one', loop, { name: 'two', extends: ['one'] }),
    'profile one: extends itself (one > two > one)',
  );
  assert.is(
    mistake('self', { name: 'self', extends: ['self'] }),
    'profile self: extends itself (self > self)',
  );
  assert.is(
    mistake('mine', { name: 'mine', extends: ['whoel'] }),
    'there is no profile whoel, which mine extends',
  );
  assert.is(mistake('none'), 'there is no profile none');
  assert.is(
    mistake('mine', { name: 'mine', extends: ['whole'], drop: ['z'] }),
    'profile mine: drop names z, which it does not inherit',
  );
  assert.is(
    mistake('mine', { name: 'mine', extends: ['whole'], levels: { z: 'note' } }),
    'profile mine: levels names z, which it does not inherit',
  );
  assert.is(
    mistake('mine', { name: 'mine' }),
    'profile mine: neither it nor its bases say title, role, mode, flavour, applies',
  );
});

test('many levels and many paths to one base end in time', () => {
  // Each profile extends the one before it twice: two to the thirtieth paths, if each were walked.
  const docs: ProfileDoc[] = Array.from({ length: 30 }, (_, index) => ({
    name: `p${index}`,
    extends: index === 0 ? ['whole'] : [`p${index - 1}`, `p${index - 1}`],
  }));
  assert.equal(ids(resolve('p29', ...docs)), ['a error', 'b error']);
});

test("a user's profile on a built-in one", () => {
  const doc = parseProfile(
    `${profileText}drop: [balloon]\nlevels: { xen-network: error }\n`,
    'mine.yaml',
    profileSchema(),
  );
  const [mine] = loadProfiles(['mine'], [doc]);
  const [base] = loadProfiles(['domu-pvh']);
  assert.is(mine!.mode, 'pvh');
  assert.is(mine!.rules.length, base!.rules.length);
  assert.is(mine!.rules.at(-1)!.id, 'my-rule');
  assert.not.ok(mine!.rules.some(({ id }) => id === 'balloon'));
  assert.is(mine!.rules.find(({ id }) => id === 'xen-network')!.level, 'error');
});

test.run();
