// The crash reports that syzkaller tests its own reader with: each fatal one is noticed, and the function of its title found.
// SYZKALLER names the folder pkg/report/testdata of a copy of github.com/google/syzkaller (Apache-2.0); nothing is fetched here.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { explain } from '../../src/api/explain.js';
import type { Explanation } from '../../src/explain/explain.js';
import { diskFiles } from '../../src/node/files.js';
import { knowledge } from '../../src/node/knowledge.js';

const test = suite('syzkaller');
const folder = process.env['SYZKALLER'] ?? '';
const goal = 0.97;

/** Titles of reports after which the kernel does not go on. Warnings of checkers (KASAN, UBSAN, lockdep) are none. */
const fatal =
  /^(?:kernel panic|PANIC|panic|BUG: unable to handle|kernel BUG|general protection fault|divide error|invalid opcode|[Uu]nhandled fault|Internal error|BUG: soft lockup|INFO: task hung|INFO: rcu detected stall|double fault|uvm_fault|Fatal trap|page fault|protection_fault|kernel oops|Oops|stack segment|BUG: stack guard page|trap|BUG: workqueue lockup|alignment|malloc: free list|pool: |kqueue: |assert |assert failed)/;

interface Report {
  readonly name: string;
  readonly title: string | null;
  /** Functions that the titles name. */
  readonly functions: readonly string[];
  readonly text: string;
}

/** A head of "KEY: value" lines, an empty line, the text, and mostly what of it syzkaller cuts out. */
function reportOf(name: string, file: string): Report | null {
  const head = /^(?:#.*\n|[A-Z][A-Z_]+(?:: .*|:)?\n)*/.exec(file)![0];
  const title = /^TITLE: (.*)$/m.exec(head)?.[1] ?? null;
  if (/^SUPPRESSED: Y/m.test(head) || (title !== null && !fatal.test(title))) return null;
  const text = (head === '' ? file : file.slice(head.length + 1)).replace(/\n\nREPORT:\n[^]*$/, '\n');
  const functions = [...head.matchAll(/^(?:TITLE|ALT): .* in ([A-Za-z_]\w*)$/gm)]
    .map(match => match[1]!)
    .filter(found => found !== 'corrupted');
  return { name, title, functions, text };
}

function readAll(): Report[] {
  return ['linux', 'freebsd', 'netbsd', 'openbsd'].flatMap(system =>
    readdirSync(join(folder, system, 'report')).flatMap(
      name =>
        reportOf(`${system}/${name}`, readFileSync(join(folder, system, 'report', name), 'latin1')) ?? [],
    ),
  );
}

if (folder === '' || !existsSync(join(folder, 'linux/report')))
  test('skipped: SYZKALLER names no copy of pkg/report/testdata', () =>
    console.error('skipped: SYZKALLER names no copy of pkg/report/testdata'));
else
  test('every fatal report is noticed, its function found, and other texts are quiet', async () => {
    const work = mkdtempSync(join(tmpdir(), 'syzkaller-'));
    const readStdin = () => {
      throw new Error('nothing stands there');
    };
    const ports = {
      files: diskFiles({ readStdin }),
      knowledge,
      say: () => undefined,
      now: () => new Date(0),
    };
    const explained = async (text: string): Promise<Explanation | null> => {
      const path = join(work, 'log');
      writeFileSync(path, text, 'latin1');
      const answer = await explain({ words: [path] }, ports);
      return answer.kind === 'boot' ? answer.report.explanation : null;
    };
    const missed: string[] = [];
    const unnamed: string[] = [];
    const loud: string[] = [];
    let count = 0;
    let named = 0;
    for (const { name, title, functions, text } of readAll()) {
      const outcome = (await explained(text))?.outcome;
      const isNoticed = outcome?.kind === 'fails';
      if (title === null) {
        if (isNoticed) loud.push(name);
        continue;
      }
      count++;
      if (!isNoticed) missed.push(`${name} ${title}`);
      if (functions.length === 0) continue;
      named++;
      const events = isNoticed ? [...(outcome.first ? [outcome.first] : []), ...outcome.chain] : [];
      const found = new Set(events.flatMap(({ oops }) => (oops ? [oops.func, ...oops.frames] : [])));
      if (!functions.some(one => found.has(one))) unnamed.push(`${name} ${title}`);
    }
    rmSync(work, { recursive: true, force: true });
    console.error(
      `${count - missed.length} of ${count} noticed, function found in ${named - unnamed.length} of ${named}`,
    );
    assert.ok(count > 300, `${count} reports`);
    assert.ok((count - missed.length) / count >= goal, missed.join('\n'));
    assert.ok((named - unnamed.length) / named >= goal, unnamed.join('\n'));
    assert.equal(loud, []);
  });

test.run();
