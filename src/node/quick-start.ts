import { setFlagsFromString } from 'node:v8';

/**
 * The number of calls or loops before a function is optimised, by the engine's major version. Other versions may lack
 * the flag.
 */
const later: Readonly<Record<string, string>> = {
  11: '--interrupt-budget=1000000',
  12: '--invocation-count-for-turbofan=20000',
  13: '--invocation-count-for-turbofan=20000',
  14: '--invocation-count-for-turbofan=20000',
};

/**
 * Tunes the engine for a process that does one thing and ends: functions are optimised later and inlined less, as most
 * are not called often enough to win that time back. Only what the engine looks up as it goes is safe to change while it runs:
 * switching its helper threads off kills the process if a garbage collection is running.
 */
export function tuneForOneRun(): void {
  const flag = later[process.versions.v8.split('.')[0]!];
  // An engine complains on standard error about a flag that it does not have.
  if (flag === undefined) return;
  setFlagsFromString(flag);
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=100');
}
