import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { bytesSource } from '../../../src/input/source.js';

const test = suite('source');

test('read gives fewer bytes only at the end', () => {
  const source = bytesSource(Uint8Array.of(1, 2, 3));
  assert.equal([...source.read(1, 10)], [2, 3]);
  assert.equal(source.read(5, 1).length, 0);
});

test.run();
