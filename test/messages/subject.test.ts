// What is read of a sample of errors, against what a person read.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { subjectOf } from '../../src/log/subject.js';
import { everything, linux, whyNoLinux, whyNoXen, xen } from './sources.js';
import { sample } from './subject-sample.js';

const test = suite('subjects of a sample');

if (xen && linux)
  test(`${sample.length} errors`, () => {
    const all = everything();
    const wrong: string[] = [];
    for (const [name, piece, subjects] of sample) {
      const found = all.find(({ component, logged }) => component.name === name && logged.includes(piece));
      assert.ok(found, `${name} does not print ${piece}`);
      const subject = subjectOf(found.logged, found.component.speaker);
      if (!subjects.some(one => one === subject))
        wrong.push(`${subject}, not ${subjects.join(' or ')}: ${found.logged}`);
    }
    console.log(`right of ${sample.length}: ${sample.length - wrong.length}`);
    assert.ok(wrong.length <= sample.length * 0.05, wrong.join('\n'));
  });
else test('skipped', () => console.error(xen ? whyNoLinux : whyNoXen));

test.run();
