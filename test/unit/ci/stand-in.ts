// A folder as CI has it: configs with hostile names in it, and on PATH an npm that installs a package which runs this
// checkout, and notes what it was asked for.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import { command, root } from '../../support/paths.js';

/** Names that a shell would make something of; each would leave a file called "ran". */
export const hostile = '$(touch ran) `touch ran`; touch ran && "touch ran" \'|touch ran';
export const good = `good ${hostile}.config.gz`;
export const bad = `bad ${hostile}\n.config.gz`;

export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** What npm was asked to install, and where it ran; null if it was not. */
  readonly installed: { readonly spec: string; readonly in: string } | null;
  /** What the command was called with; null if it was not. */
  readonly called: readonly string[] | null;
}

export interface Place {
  readonly folder: string;
  /** First on PATH. */
  readonly tools: string;
  /** A script that is the command, but that it notes its arguments. */
  readonly start: string;
  /** The text of a file in it; '' if there is none. */
  read(name: string): string;
  /** Runs a script by a shell, with these variables beside PATH. */
  run(shell: readonly string[], script: string, env: Readonly<Record<string, string>>): Outcome;
}

const made: string[] = [];
process.on('exit', () => {
  for (const path of made) rmSync(path, { recursive: true, force: true });
});

export function place(): Place {
  const top = mkdtempSync(join(tmpdir(), 'xen-checkconfig-ci-'));
  made.push(top);
  const folder = join(top, 'repository');
  const tools = join(top, 'tools');
  for (const path of [folder, join(folder, 'sub'), tools]) mkdirSync(path);
  copyFileSync(`${root}fixtures/configs/x86_64-6.12-xen.config.gz`, join(folder, good));
  copyFileSync(`${root}fixtures/configs/x86_64-6.1-without-xen.config.gz`, join(folder, bad));
  copyFileSync(
    `${root}fixtures/configs/x86_64-6.1-without-xen.config.gz`,
    join(folder, 'sub/inner.config.gz'),
  );
  const called = join(top, 'called');
  const installed = join(top, 'installed');
  // What the real package starts with, but that it notes its arguments.
  writeFileSync(
    join(top, 'start.js'),
    `require('node:fs').writeFileSync(${JSON.stringify(called)}, process.argv.slice(2).map(word => word + '\\0').join(''));
require(${JSON.stringify(command)});
`,
  );
  writeFileSync(
    join(tools, 'npm'),
    `#!/bin/sh
for word; do last=$word; done
printf '%s\\n%s\\n' "$last" "$PWD" > '${installed}'
[ "$1 $2" = "install --prefix" ] && [ "$3" = "$PWD" ] || exit 9
mkdir -p "$3/node_modules/xen-checkconfig/bin"
cp '${join(top, 'start.js')}' "$3/node_modules/xen-checkconfig/bin/xen-checkconfig.js"
`,
  );
  chmodSync(join(tools, 'npm'), 0o755);
  // Nothing calls it, or a test fails.
  writeFileSync(join(tools, 'npx'), `#!/bin/sh\ntouch '${join(folder, 'ran')}'\n`, { mode: 0o755 });
  const read = (path: string) => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return '';
    }
  };
  return {
    folder,
    tools,
    start: join(top, 'start.js'),
    read: name => read(join(folder, name)),
    run([shell, ...flags], script, env) {
      for (const path of [called, installed]) rmSync(path, { force: true });
      writeFileSync(join(top, 'script'), script);
      const child = spawnSync(shell!, [...flags, join(top, 'script')], {
        cwd: folder,
        encoding: 'utf8',
        env: { PATH: `${tools}${delimiter}${process.env['PATH']}`, TMPDIR: top, NO_COLOR: '1', ...env },
      });
      const words = read(called);
      const [spec = '', where = ''] = read(installed).split('\n');
      return {
        code: child.status,
        out: child.stdout,
        err: child.stderr,
        installed: spec === '' ? null : { spec, in: where },
        called: words === '' ? null : words.split('\0').slice(0, -1),
      };
    },
  };
}

/** A file of the repository, read as YAML. */
export function yamlOf(path: string): unknown {
  return parse(readFileSync(`${root}${path}`, 'utf8'));
}

/** Whether there is a shell of this name. */
export function has(...shell: readonly [string, ...string[]]): boolean {
  return spawnSync(shell[0], [...shell.slice(1), '-c', ':'], { stdio: 'ignore' }).status === 0;
}
