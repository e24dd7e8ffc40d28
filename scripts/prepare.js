// npm runs this in a checkout after an install, before packing, and where the package is installed from git.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

function npm(...words) {
  // What npm pack prints is the name of its file; all else goes beside that.
  const child = spawnSync('npm', words, { stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (child.status !== 0) process.exit(child.status ?? 1);
}

const ready = () => existsSync('node_modules/typescript');

// A global install from git, as pre-commit makes it, hands its --global on to the install of what the build needs.
if (!ready() && process.env.npm_config_global === 'true')
  npm('ci', '--global=false', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund');
if (ready()) npm('run', '--silent', 'build');
else console.error('not built, since the development dependencies are not installed');
