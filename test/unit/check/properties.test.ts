// What holds for every config whatever it says: no throw, and verdicts that their findings bear out.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { stages } from '../../../src/profiles/rule-data.js';
import { judge, kernelText, type Value, xenlinux } from '../../support/kernel-config.js';
import { type Random, seeded } from '../../support/random.js';
import { asJson, asText, reportOf } from '../../support/report-of.js';

const test = suite('check properties');

const options = [...kernelText().matchAll(/CONFIG_(\w+)/g)].map(match => match[1]!);
const versions = [
  '2.6.18.8',
  '2.6.26.1',
  '2.6.32.63',
  '2.6.37',
  '3.2.1',
  '3.14.1',
  '4.4.1',
  '4.11.1',
  '4.19.1',
  '5.8.1',
  '5.15.1',
  '6.1.192',
  '6.12.1',
  '7.3-rc7',
];
const releases = [undefined, '3.2', '3.4', '4.1', '4.4', '4.8', '4.10', '4.14', '4.18.4', '4.20', '4.22'];

function randomText(random: Random): string {
  const changes: Record<string, Value> = random.below(8) === 0 ? { ...xenlinux } : {};
  for (let count = random.below(12); count > 0; count--)
    changes[random.of(options)] = random.of(['y', 'm', 'n', null]);
  const text = kernelText({
    version: random.of(versions),
    arch: random.of(['x86_64', 'x86_64', 'i386', 'arm64', 'arm', 'ia64'] as const),
    changes,
  });
  // Now and then only a part of it: a fragment, with or without the header.
  const lines = text.split('\n');
  if (random.below(6) === 0)
    return `${lines
      .slice(random.below(4))
      .filter(() => random.below(3) === 0)
      .join('\n')}\nCONFIG_NET=y\n`;
  return text;
}

const random = (seed: number) => {
  const source = seeded(seed);
  const xen = source.of(releases);
  return { text: randomText(source), target: xen === undefined ? {} : { xen } };
};

test('verdicts are borne out by findings', () => {
  for (let seed = 1; seed <= 600; seed++) {
    const { text, target } = random(seed);
    const { verdicts, findings } = judge(text, target);
    for (const { profile, verdict, stage, conditions } of verdicts) {
      const where = `seed ${seed}: ${profile} ${verdict}`;
      const own = findings.filter(finding => finding.profiles.includes(profile));
      const failed = new Set(own.filter(finding => finding.level === 'error').map(finding => finding.stage!));
      const first = stages.find(one => failed.has(one) && one !== 'console');
      if (verdict === 'fails') assert.is(stage, first, where);
      else assert.is(first, undefined, where);
      if (verdict === 'silent') assert.ok(failed.has('console'), where);
      if (verdict === 'boots' || verdict === 'conditional') assert.is(failed.size, 0, where);
      assert.is(
        verdict === 'conditional' ? conditions.length > 0 : verdict === 'silent' || conditions.length === 0,
        true,
        where,
      );
      if (verdict === 'not-applicable') assert.equal(own, [], where);
    }
  }
});

test('the same input gives the same result', () => {
  for (let seed = 1; seed <= 50; seed++) {
    const { text, target } = random(seed);
    assert.equal(judge(text, target), judge(text, target), `seed ${seed}`);
  }
});

test('an option that a finding names by line stands there', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const { text, target } = random(seed);
    const lines = text.split('\n');
    for (const finding of judge(text, target).findings)
      if (finding.line !== null && 'option' in finding && finding.option !== null)
        assert.match(lines[finding.line - 1]!, new RegExp(`CONFIG_${finding.option}\\b`), `seed ${seed}`);
  }
});

test('following the fixes of a mode that fails mends what they are about', () => {
  let mended = 0;
  for (let seed = 1; seed <= 300; seed++) {
    const { text, target } = random(seed);
    for (const finding of judge(text, target).findings) {
      if (
        finding.code !== 'need' ||
        finding.level !== 'error' ||
        finding.blockers.length ||
        finding.hidden ||
        finding.rule.set ||
        finding.rule.fix
      )
        continue;
      const after = judge(`${text}\nCONFIG_${finding.option}=${finding.expected}\n`, target);
      const still = after.findings.some(
        other =>
          other.code === 'need' && other.rule.id === finding.rule.id && other.option === finding.option,
      );
      assert.not.ok(still, `seed ${seed}: ${finding.rule.id} ${finding.option}=${finding.expected}`);
      mended++;
    }
  }
  assert.ok(mended > 50, String(mended));
});

test('every result can be printed', () => {
  for (let seed = 1; seed <= 150; seed++) {
    const { text, target } = random(seed);
    const report = reportOf({ 'a.config': text }, target);
    assert.not.match(asText(report), /undefined|\[object|NaN/, `seed ${seed}`);
    assert.ok(JSON.parse(asJson(report)), `seed ${seed}`);
  }
});

test.run();
