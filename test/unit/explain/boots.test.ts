// fixtures/boots: how real boots went, and real reports of boots that failed.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { explain } from '../../../src/api/explain.js';
import type { Explanation } from '../../../src/explain/explain.js';
import { type Step, stageOf } from '../../../src/explain/steps.js';
import { knowledge } from '../../../src/node/knowledge.js';
import { diskFiles } from '../../../src/node/files.js';
import { explainText } from '../../../src/report/explain/text.js';
import { seeded } from '../log/seeded.js';
import { root } from '../../support/paths.js';

const folder = `${root}fixtures/boots/`;
const test = suite('boots');
const work = mkdtempSync(join(tmpdir(), 'boots-'));
const read = <T>(path: string) => parse(readFileSync(folder + path, 'utf8')) as T;

const readStdin = () => {
  throw new Error('nothing stands there');
};

async function reportOf(words: readonly string[]) {
  const ports = { files: diskFiles({ readStdin }), knowledge, say: () => undefined, now: () => new Date(0) };
  const answer = await explain({ words }, ports);
  if (answer.kind !== 'boot' || !answer.report.explanation) throw new Error('is no boot');
  return { report: answer.report, explanation: answer.report.explanation };
}

/** Writes a log where the command would find it, and explains it. */
function ofLog(name: string, text: string | Uint8Array) {
  const path = join(work, name);
  writeFileSync(path, text);
  return reportOf([path]);
}

const stepOf = ({ outcome }: Explanation): Step | null =>
  outcome.kind === 'fails' || outcome.kind === 'stops' ? outcome.step : null;

interface BootCase {
  readonly files: readonly string[];
  readonly outcome: string;
  readonly step?: string;
  readonly cause?: string;
}

for (const name of readdirSync(`${folder}cases`).sort())
  test(`case ${name}`, async () => {
    const found = read<BootCase>(`cases/${name}/case.yaml`);
    const { explanation, report } = await reportOf(found.files.map(file => `${folder}cases/${name}/${file}`));
    assert.is(explanation.outcome.kind, found.outcome);
    assert.is(report.exitCode, found.outcome === 'fails' ? 1 : 0);
    assert.is(stepOf(explanation), found.step ?? null);
    assert.is(explanation.causes[0]?.mode.id, found.cause);
    const lines = explainText(report, { color: false, width: 80, quiet: false, verbose: false }).split('\n');
    assert.ok(lines.length <= 36, `${lines.length} lines`);
    for (const line of lines) assert.ok(line.length <= 80 || !line.trim().includes(' '), line);
  });

const { endings } = read<{ endings: { lines: string[]; step: string[] }[] }>('endings.yaml');
for (const [index, { lines, step }] of endings.entries())
  test(`ending ${lines[0]}`, async () => {
    const { explanation, report } = await ofLog(`ending-${index}.txt`, `${lines.join('\n')}\n`);
    assert.is(explanation.outcome.kind, 'fails');
    assert.is(report.exitCode, 1);
    assert.ok(step.includes(stepOf(explanation)!), `${stepOf(explanation)}`);
  });

const { twins } = read<{ twins: { file: string; steps: string[] }[] }>('twins/index.yaml');
for (const { file, steps } of twins)
  test(`twin ${file}`, async () => {
    const { explanation } = await ofLog(file, gunzipSync(readFileSync(`${folder}twins/${file}`)));
    assert.ok(['fails', 'stops'].includes(explanation.outcome.kind), explanation.outcome.kind);
    const step = stepOf(explanation)!;
    assert.ok(steps.includes(step) || steps.includes(stageOf(step)), step);
  });

const { logs } = read<{ logs: { file: string }[] }>('logs/index.yaml');
for (const { file } of logs) {
  const bytes = gunzipSync(readFileSync(`${folder}logs/${file}`));
  test(`log ${file}`, async () => {
    const { explanation } = await ofLog(file, bytes);
    assert.ok(['comes-up', 'open'].includes(explanation.outcome.kind), explanation.outcome.kind);
    assert.is(explanation.causes.map(({ mode }) => mode.id).join(), '');
  });
  // A boot that is still under way has not failed, wherever its log ends.
  test(`log ${file}, cut`, async () => {
    const random = seeded(file.length);
    const lines = bytes.toString('latin1').split('\n');
    for (let round = 0; round < 4; round++) {
      const count = 1 + Math.floor(random() * lines.length);
      const { explanation } = await ofLog(file, Buffer.from(lines.slice(0, count).join('\n'), 'latin1'));
      assert.is.not(explanation.outcome.kind, 'fails', `the first ${count} lines`);
      assert.is(explanation.causes.length, 0, `the first ${count} lines`);
    }
  });
}

test('the folder goes', () => rmSync(work, { recursive: true, force: true }));

test.run();
