import { keyOf } from '../../check/compare.js';
import type { Finding } from '../../check/finding.js';
import { encodeUtf8, hex } from '../../input/bytes.js';
import { platform } from '../../platform/platform.js';

/**
 * What a finding keeps when lines move, one for each finding of a file and no two alike: 32 hexadecimal digits of the
 * path and of what the finding says.
 */
export function fingerprints(path: string, findings: readonly Finding[]): string[] {
  const seen = new Map<string, number>();
  return findings.map(finding => {
    const key = keyOf(finding);
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    return digest(path, key, before);
  });
}

export function digest(...parts: readonly (string | number)[]): string {
  const sum = platform().sha256();
  sum.update(encodeUtf8(JSON.stringify(parts)));
  return hex(sum.digest().subarray(0, 16));
}
