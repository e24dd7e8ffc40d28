// The log reader against GNU grep, wc and cut: the same patterns over the same lines, written plainly and as logs write them.
// Xen's messages are those of profiles/; the patterns of the collected facts are used where these are at hand.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import type { Pattern } from '../../src/log/log.js';
import { slowPatterns } from '../support/slow-patterns.js';
import { readLog } from '../support/read-log.js';
import { haveShared, shared, whyNot } from '../facts/shared.js';
import { seeded } from '../unit/log/seeded.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const table = parse(readFileSync(join(root, 'profiles/xen/messages.yaml'), 'utf8')) as {
  messages: { id: string; text: string; pattern?: string }[];
};
const patterns: Pattern[] = table.messages
  .filter(message => message.pattern !== undefined)
  .map(({ id, pattern }) => ({ id, regex: pattern!, speakers: [] }));
if (haveShared) {
  const { failures } = shared<{ failures: { id: string; logPatterns?: { regex: string }[] }[] }>(
    'facts/boot-failures.json',
  );
  for (const { id, logPatterns = [] } of failures)
    logPatterns.forEach(({ regex }, index) => patterns.push({ id: `${id}/${index}`, regex, speakers: [] }));
} else console.error(`without the collected patterns: ${whyNot}`);

const hasGrep = spawnSync('grep', ['-P', 'x', '/dev/null']).status === 1;

/** Lines made of the messages' texts and of the patterns' own characters, so that many match and many nearly do. */
function makeLines(count: number): string[] {
  const random = seeded(17);
  const below = (limit: number) => Math.floor(random() * limit);
  const filled = (text: string) =>
    text.replace(/%[-+ #0]*\d*(?:\.\d+)?(?:hh?|ll?|z)?([a-zA-Z]\w?)/g, (_, kind: string) =>
      /^[dux]/.test(kind) ? String(below(99)) : kind === 'pd' ? `d${below(9)}` : 'word',
    );
  const texts = [
    ...table.messages.map(({ text }) => filled(text)),
    // A regular expression read as text is near to what it matches.
    ...patterns.map(({ regex }) =>
      regex
        .replace(/\(\?:/g, '(')
        .replace(/\\d[+*]?/g, '7')
        .replace(/\\s[+*]?/g, ' ')
        .replace(/\\S[+*]/g, 'some')
        .replace(/\.\*\??/g, ' then ')
        .replace(/\(([^()|]*)(?:\|[^()]*)?\)\??/g, '$1')
        .replace(/\[([^\]])[^\]]*\]\+?/g, '$1')
        .replace(/\\(.)/g, '$1'),
    ),
  ];
  return Array.from({ length: count }, () => {
    const text = texts[below(texts.length)]!;
    const kind = below(6);
    if (kind === 0) return text.slice(0, below(text.length + 1));
    if (kind === 1) return `before ${text} after`;
    if (kind === 2) return `${text} ${texts[below(texts.length)]!}`;
    return text;
  }).map(line => `x: ${line.replace(/[\r\n]+/g, ' ')}`);
}

const dressings: Readonly<Record<string, (line: string, index: number) => string>> = {
  plain: line => `${line}\n`,
  'kernel stamps': (line, index) => `[${(index / 1000).toFixed(6).padStart(12)}] ${line}\n`,
  'syslog, CRLF': line => `Mar  1 10:00:00 host kernel: ${line}\r\n`,
  colours: line => `\u001b[0;31m${line.slice(0, 7)}\u001b[0m${line.slice(7)}\u001b[K\n`,
  dates: line => `2024-01-01 10:00:00.123+0000: ${line}\n`,
};

test('every pattern has a text to look for', () => {
  assert.equal(slowPatterns(patterns), []);
});

if (hasGrep) {
  const folder = mkdtempSync(join(tmpdir(), 'logs-'));
  const lines = makeLines(20_000);
  const path = join(folder, 'plain');
  writeFileSync(path, lines.map(line => `${line}\n`).join(''));
  const grep = (args: readonly string[]) =>
    spawnSync('grep', args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } }).stdout;
  const counts = new Map(patterns.map(({ id, regex }) => [id, Number(grep(['-cP', '-e', regex, path]))]));

  for (const [name, dress] of Object.entries(dressings)) {
    test(`as grep -P counts: ${name}`, async () => {
      const text = Buffer.from(lines.map(dress).join(''));
      const chunks = Array.from({ length: Math.ceil(text.length / 7777) }, (_, index) =>
        text.subarray(index * 7777, (index + 1) * 7777),
      );
      const facts = await readLog(chunks, patterns);
      const wc = spawnSync('wc', ['-l'], { input: text, encoding: 'utf8' });
      assert.is(facts.lines, Number(wc.stdout));
      let found = 0;
      for (const { id, regex } of patterns) {
        const hit = facts.hits.get(id);
        assert.is(hit?.count ?? 0, counts.get(id), `${id}: ${regex}`);
        if (hit) found++;
        if (hit && name === 'plain')
          assert.is(hit.line, Number(grep(['-nPm1', '-e', regex, path]).split(':', 1)[0]), id);
      }
      // The lines are made to meet nearly all.
      assert.ok(found > patterns.length * 0.8, `${found} of ${patterns.length} patterns found`);
    });
  }
  test('the folder goes', () => rmSync(folder, { recursive: true, force: true }));
} else test('skipped: no grep -P here', () => console.error('skipped: no grep -P here'));

test.run();
