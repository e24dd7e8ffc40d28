import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { InputError } from '../../../src/input/input-error.js';
import { bytesSource, readExact } from '../../../src/input/source.js';

const test = suite('source');

test('read gives fewer bytes only at the end', () => {
  const source = bytesSource(Uint8Array.of(1, 2, 3));
  assert.equal([...source.read(1, 10)], [2, 3]);
  assert.equal(source.read(5, 1).length, 0);
});

test('readExact names what was cut and where', () => {
  const source = bytesSource(new Uint8Array(8));
  assert.is(readExact(source, 4, 4, 'header').length, 4);
  for (const [offset, length] of [
    [4, 5],
    [-1, 1],
    [0, -1],
  ]) {
    try {
      readExact(source, offset!, length!, 'header');
      assert.unreachable();
    } catch (error) {
      assert.instance(error, InputError);
      assert.match((error as InputError).message, /^header: needs/);
      assert.is((error as InputError).offset, offset);
    }
  }
});

test.run();
