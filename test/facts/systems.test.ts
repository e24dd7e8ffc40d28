// Every entry taken from the documents is there, with the values that the facts have.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { loadSystems } from '../support/knowledge.js';
import { haveShared, shared, whyNot } from './shared.js';

interface Entry {
  readonly id: string;
  readonly source: string;
  readonly name: string;
  readonly kind: string;
  readonly version?: string | null;
  readonly pvGuest?: string;
  readonly pvhvm?: string;
  readonly hvm?: string;
  readonly dom0?: string;
  readonly requiresXen?: string | null;
  readonly footnotes?: readonly string[];
}

const documents: Readonly<Record<string, string>> = {
  '000': 'domu-support',
  '001': 'dom0-kernels',
  '002': 'overview',
  '003': 'linux-on-xen',
  '004': 'debian-wiki',
};

if (!haveShared) {
  console.log(`skipped: ${whyNot}`);
  test('skipped, the facts are not here', () => {});
} else {
  const { entries, knownContradictions } = shared<{
    entries: Entry[];
    knownContradictions: { entries: string[] }[];
  }>('facts/seed-systems.json');
  const data = loadSystems();
  const systems = new Map(data.systems.map(entry => [entry.id, entry]));
  const statements = new Map(data.statements.map(entry => [entry.id, entry]));

  test('every entry is there, and no other', () => {
    assert.equal([...systems.keys(), ...statements.keys()].sort(), entries.map(({ id }) => id).sort());
  });

  for (const entry of entries)
    test(entry.id, () => {
      const mine = systems.get(entry.id) ?? statements.get(entry.id)!;
      assert.is(mine.from, documents[entry.source.slice(0, 3)]);
      const system = systems.get(entry.id);
      if (!system) return assert.ok(entry.pvGuest === undefined && entry.dom0 === undefined);
      // "yes (backports)" and the like are said in other words.
      const same = (theirs: string | undefined, ours: string | null) => {
        if (theirs !== undefined && /^(yes|no|unknown|not stated|incomplete)$/.test(theirs))
          assert.is(ours, theirs);
      };
      same(entry.pvGuest, system.pv);
      same(entry.pvhvm, system.pvhvm);
      same(entry.hvm, system.hvm);
      same(entry.dom0, system.dom0);
      assert.is(system.xen, entry.requiresXen ? `${entry.requiresXen.slice(2)}..` : null);
      if (entry.footnotes?.length) assert.ok(system.notes.length > 0, 'the footnote is lost');
    });

  test('every contradiction has its ruling', () => {
    for (const { entries: both } of knownContradictions)
      assert.ok(
        data.contradictions.some(
          mine => both.every(id => mine.entries.includes(id)) && mine.rulings.length > 0,
        ),
        both.join(', '),
      );
  });
}

test.run();
