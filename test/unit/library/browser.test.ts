// What is bundled for browsers answers where there is neither process nor Buffer: run in a Node that has lost them.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { root } from '../../support/paths.js';

const test = suite('library in browsers');

const script = `
  import { readFileSync } from 'node:fs';
  const tables = new Map();
  for (const name of ['profiles', 'profile-docs', 'xen-check', 'xen', 'lifetimes-rules', 'builds', 'lifetimes', 'graph', 'failures', 'messages', 'regressions', 'log-patterns'])
    tables.set(name + '.json', JSON.parse(readFileSync('dist/' + name + '.json', 'utf8')));
  const config = readFileSync('fixtures/configs/x86_64-6.12-pvh-without-xen_pvh.config.gz');
  const log = new TextEncoder().encode('Linux version 6.12.117\\nKernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)\\n');
  const write = process.stdout.write.bind(process.stdout);
  delete globalThis.process;
  delete globalThis.Buffer;
  const { check, explain, form, knowledgeFrom, namedBytes, ports, renderCheck } = await import(${JSON.stringify(pathToFileURL(join(root, 'dist/browser.js')).href)});
  const given = ports({ files: namedBytes([['a.config.gz', new Uint8Array(config)], ['log.txt', log]]), knowledge: knowledgeFrom(path => tables.get(path)) });
  const report = await check({ files: ['a.config.gz'], profile: ['domu-pvh'] }, given);
  const answer = await explain({ words: ['log.txt'] }, given);
  write(JSON.stringify({
    text: await renderCheck(report, 'text', form({ version: '0' })),
    verdicts: report.results[0].verdicts.map(({ verdict, stage }) => verdict + ' ' + stage),
    exitCode: answer.report.exitCode,
    causes: answer.report.explanation.causes.length,
  }));
`;

test('a config is judged and a log explained without process and Buffer', () => {
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    encoding: 'utf8',
  });
  assert.is(child.status, 0, child.stderr.slice(-500));
  const { text, verdicts, exitCode, causes } = JSON.parse(child.stdout) as {
    text: string;
    verdicts: string[];
    exitCode: number;
    causes: number;
  };
  assert.equal(verdicts, ['fails start']);
  assert.match(text, 'CONFIG_XEN_PVH is not set (y is needed)');
  assert.is(exitCode, 1);
  assert.ok(causes > 0);
});

test.run();
