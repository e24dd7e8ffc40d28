import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isList, type Node } from '../../src/domain/syntax.js';
import { toInteger } from '../../src/domain/vdev.js';
import { parseXl } from '../../src/domain/xl.js';
import { askConfigs, folder, skipReason } from './oracle.js';
import { seeded } from '../support/random.js';

const test = suite("xl's syntax against libxlutil");

const shown = (node: Node): string =>
  isList(node) ? `[${node.items.map(shown).join(',')}]` : `s${Buffer.from(node.text).toString('hex')}`;

// Pieces that the grammar cares about, and some that it refuses.
const pieces =
  `a|b|name|a|b|=|=|=|+=|,|,|[|[|]|]|;|\\n|\\n|\\n| |\t|"x"|'y'|"x\\\\"y"|'|"|1|0x1F|010|12z|#c|#c\\n|"\\\\n"|"\\\\12"
|"\\\\x41"|A|-|-1|\\r\\n|(|)|:|"é"|a="1"\\n|b=["x", 'y']\\n|a+="z"\\n|b += [1]\\n|a = [ [1], ]\\n|_|.|a.b|"\\\\q"|"a
b"`
    .split('|')
    .map(piece =>
      piece
        .replaceAll('\\r', '\r')
        .replaceAll('\\\\', '\u0001')
        .replaceAll('\\n', '\n')
        .replaceAll('\u0001', '\\'),
    );

if (!folder) {
  test(skipReason, () => console.error(skipReason));
} else {
  test('40,000 seeded texts: the same are refused, and the others have the same values', () => {
    const { below: random } = seeded(5);
    const texts: string[] = [];
    for (let index = 0; index < 40_000; index++) {
      let text = '';
      if (index % 2) {
        // Mostly right: whole statements with a fault now and then.
        for (let count = random(5); count >= 0; count--) {
          text += ['a', 'b', 'name'][random(3)]! + [' = ', '=', ' += '][random(3)]!;
          text += random(2)
            ? value(0)
            : `[${Array.from({ length: random(4) }, () => value(0)).join(random(8) ? ', ' : '\n')}]`;
          text += ['\n', '\n', ';', '\n\n', ' # c\n', ''][random(6)]!;
          if (random(6) === 0) text += pieces[random(pieces.length)]!;
        }
      } else {
        for (let count = random(12); count >= 0; count--) text += pieces[random(pieces.length)]!;
      }
      texts.push(text);
    }
    function value(depth: number): string {
      if (depth < 3 && random(8) === 0) return `[${value(depth + 1)},\n${value(depth + 1)}]`;
      return ['"x"', "'y z'", '12', '0x2a', '"q\\"r"', '"\\101t"', "''", '017'][random(8)]!;
    }
    const names = ['a', 'b', 'name', 'a.b'];
    const answers = askConfigs(texts.map(text => ({ text, names })));
    let fine = 0;
    for (const [index, text] of texts.entries()) {
      const answer = answers[index]!;
      const mine = parseXl(text);
      assert.is(mine.faults.length === 0, answer.fine, JSON.stringify({ text, faults: mine.faults }));
      if (!answer.fine) continue;
      fine++;
      for (const name of names) {
        const setting = mine.settings.get(name);
        let expected = answer.values.get(name)!;
        let actual = setting ? shown(setting.value) : '-';
        const number = /\/(-?\d+)$/.exec(expected);
        if (setting && !isList(setting.value) && !setting.added) {
          const integer = toInteger(setting.value.text);
          if (number || integer !== null) actual += `/${integer}`;
        }
        if (setting?.added) expected = expected.replace(/\/.*/, '');
        assert.is(actual, expected, JSON.stringify({ text, name }));
      }
    }
    console.log(`${texts.length} texts, ${fine} of them taken by both`);
    assert.ok(fine > 5000);
  });
}

test.run();
