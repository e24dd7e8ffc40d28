import * as assert from 'uvu/assert';
import { parseConfig } from '../../src/config/parse.js';
import { InputError } from '../../src/input/input-error.js';

/** The message with which the config reader refuses an input; fails if it takes it, or throws anything else. */
export function refusal(input: Uint8Array | string): string {
  try {
    parseConfig(input);
  } catch (error) {
    assert.instance(error, InputError);
    return (error as InputError).message;
  }
  assert.unreachable('the input was taken');
  return '';
}
