import { setFlagsFromString } from 'node:v8';

/** By the engine's major version, the number of calls or loops before a function is optimised. Others may not know it. */
const later: Readonly<Record<string, string>> = {
  11: '--interrupt-budget=1000000',
  12: '--invocation-count-for-turbofan=20000',
  13: '--invocation-count-for-turbofan=20000',
  14: '--invocation-count-for-turbofan=20000',
};

/**
 * Suits the engine to a process that does one thing and ends: functions are optimised later and by themselves, as most are
 * not called often enough to win that time back. Only what the engine looks up as it goes is safe to change while it runs:
 * switching its helper threads off ends the process where a collection is under way.
 */
export function tuneForOneRun(): void {
  const flag = later[process.versions.v8.split('.')[0]!];
  // An engine complains on standard error of a flag that it does not have.
  if (flag === undefined) return;
  setFlagsFromString(flag);
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=100');
}
