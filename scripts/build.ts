// Turns the compiled sources and profiles/ into dist/: one bundle a purpose, the data as JSON, the public types.
import '../src/platform/node.js';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import commonjs from '@rollup/plugin-commonjs';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { type Plugin, rollup } from '@rollup/wasm-node';
import { parse } from 'yaml';
import { failureFiles } from './compile/failure-files.js';
import { assembleFailures } from './compile/failures.js';
import { assembleMessages } from './compile/messages.js';
import { logPatterns } from './compile/log-patterns.js';
import { demandOf } from '../src/log/literals.js';
import { buildData } from './compile/builds.js';
import { assemble } from './compile/profiles.js';
import { cutLifetimes } from './compile/cut-lifetimes.js';
import type { GraphData } from '../src/profiles/graph-data.js';
import type { Lifetimes } from '../src/profiles/lifetimes.js';
import { yamlFiles } from './compile/yaml-files.js';
import { assembleXenData, type XenFile, xenFiles } from './compile/xen.js';
import { assembleRegressions } from './compile/regressions.js';
import { checkTable } from './compile/check-table.js';
import { assembleSystems, type SystemFile, systemFiles } from './compile/systems.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const dist = join(root, 'dist');
const compiled = join(root, 'build/src');

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);

const folder = join(root, 'profiles');
const files = new Map(
  readdirSync(folder)
    .filter(name => name.endsWith('.yaml'))
    .sort()
    .map(name => [name, readFileSync(join(folder, name), 'utf8')]),
);
const profileSchema = JSON.parse(readFileSync(join(root, 'schema/profile.json'), 'utf8')) as object;
const lifetimes = JSON.parse(readFileSync(join(folder, 'lifetimes.json'), 'utf8')) as Lifetimes;
const tables = Object.fromEntries(
  xenFiles.map(name => [name, parse(readFileSync(join(folder, 'xen', `${name}.yaml`), 'utf8'))]),
) as Record<XenFile, unknown>;
const { data: xen, faults } = assembleXenData(tables);
if (faults.length) throw new Error(faults.join('\n'));
const { data: systems, faults: systemFaults } = assembleSystems(
  Object.fromEntries(
    systemFiles.map(name => [name, parse(readFileSync(join(folder, 'systems', `${name}.yaml`), 'utf8'))]),
  ) as Record<SystemFile, unknown>,
  new Set(xen.claims.map(({ id }) => id)),
);
if (systemFaults.length) throw new Error(systemFaults.join('\n'));
const failures = assembleFailures(failureFiles(folder), new Set(xen.messages.map(({ id }) => id)));
if (failures.faults.length) throw new Error(failures.faults.join('\n'));
const regressions = assembleRegressions(yamlFiles(join(folder, 'regressions')));
if (regressions.faults.length) throw new Error(regressions.faults.join('\n'));
const messages = assembleMessages(
  yamlFiles(join(folder, 'messages')),
  new Set([...xen.messages.map(({ id }) => id), ...failures.data.patterns.map(({ id }) => id)]),
);
if (messages.faults.length) throw new Error(messages.faults.join('\n'));
const { docs, ...builtIn } = assemble(files, lifetimes, profileSchema);
writeFileSync(join(dist, 'profiles.json'), JSON.stringify(builtIn));
writeFileSync(join(dist, 'profile-docs.json'), JSON.stringify(docs));
writeFileSync(join(dist, 'xen-check.json'), JSON.stringify(checkTable(xen)));
writeFileSync(join(dist, 'regressions.json'), JSON.stringify(regressions.data));
writeFileSync(join(dist, 'messages.json'), JSON.stringify(messages.data));
writeFileSync(join(dist, 'failures.json'), JSON.stringify(failures.data));
const patterns = logPatterns({ failures: failures.data, xen, messages: messages.data }).map(pattern => ({
  ...pattern,
  demand: pattern.demand ?? demandOf(pattern.regex),
}));
writeFileSync(join(dist, 'log-patterns.json'), JSON.stringify(patterns));
writeFileSync(join(dist, 'xen.json'), JSON.stringify(xen));
cpSync(join(folder, 'graph.json'), join(dist, 'graph.json'));
const graph = JSON.parse(readFileSync(join(folder, 'graph.json'), 'utf8')) as GraphData;
writeFileSync(join(dist, 'builds.json'), JSON.stringify(buildData(lifetimes, builtIn.rules, graph)));
writeFileSync(join(dist, 'systems.json'), JSON.stringify(systems));
writeFileSync(join(dist, 'lifetimes.json'), JSON.stringify(lifetimes));
writeFileSync(join(dist, 'lifetimes-rules.json'), JSON.stringify(cutLifetimes(lifetimes, builtIn.rules)));

const isEvaluation = (file: string) => /\/kconfig\/values\/(evaluate|choice-new|choice-old)\.js$/.test(file);

// The command's first file holds all that a plain check runs, since every further file costs a millisecond at start; the
// parser and the colours go inside for the same reason. Help, other commands and formats stay apart and load late.
for (const [name, entry] of [
  ['main', 'cli/main.js'],
  ['index', 'index.js'],
  ['browser', 'browser.js'],
] as const) {
  const bundle = await rollup({
    input: { [name]: join(compiled, entry) },
    // The library exports what its source names, and nothing that only its own chunks need.
    preserveEntrySignatures: name === 'main' ? 'allow-extension' : 'exports-only',
    plugins: [
      // Packages with a form of their own for browsers are taken in that.
      nodeResolve({ browser: name === 'browser', resolveOnly: ['yargs-parser', 'picocolors'] }),
      (commonjs as unknown as () => Plugin)(),
      // Names of functions stay, so that a stack trace can be read.
      (terser as unknown as (options: object) => Plugin)({ compress: false, keep_fnames: true }),
    ],
    onLog(level, log) {
      // Evaluating a symbol and settling its choice call each other; both files hold nothing but functions.
      const evaluation = log.code === 'CIRCULAR_DEPENDENCY' && log.ids?.every(isEvaluation);
      if (level === 'warn' && log.code !== 'UNRESOLVED_IMPORT' && !evaluation) throw new Error(log.message);
    },
  });
  // The command as CommonJS: Node's loader for it is ready at start, the one for modules costs eight milliseconds more.
  const [format, end] = name === 'main' ? (['cjs', 'cjs'] as const) : (['esm', 'js'] as const);
  await bundle.write({
    dir: dist,
    format,
    entryFileNames: `[name].${end}`,
    chunkFileNames: `${name}-[name]-[hash].${end}`,
  });
  await bundle.close();
}

for (const file of readdirSync(compiled, { recursive: true, encoding: 'utf8' })) {
  if (!file.endsWith('.d.ts')) continue;
  mkdirSync(dirname(join(dist, 'types', file)), { recursive: true });
  cpSync(join(compiled, file), join(dist, 'types', file));
}
