import { setFlagsFromString } from 'node:v8';

/**
 * Suits the engine to a process that does one thing and ends: functions are optimised later, as most are not called often
 * enough to win that time back. Only a number that the engine looks up as it goes is safe to change while it runs:
 * switching its helper threads off ends the process where a collection is under way.
 */
export function tuneForOneRun(): void {
  setFlagsFromString('--interrupt-budget=400000');
}
