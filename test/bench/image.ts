// What reading images costs, against the usual way by hand, the kernel's scripts/extract-vmlinux and readelf: see
// extract-notes.sh. Real kernels from the folder that XEN_IMAGES names (test/images/fetch.sh), else images as large made
// here with the native tools; the script from one of the trees that KCONFIG_TREES names (test/kconfig/prepare.ts).
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kernel } from '../unit/cli/kernels.js';
import { bzImage } from '../unit/image/build/boot.js';
import { withSizeWord } from '../unit/image/build/pack.js';
import { compare, row, run } from './measure.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const command = join(root, 'bin/xen-checkconfig.js');
const script = join(root, 'test/bench/extract-notes.sh');

const packers = {
  xz: { real: '6.1-amd64', goal: 1.5, pack: ['xz', '-c', '--check=crc32', '--x86', '--lzma2=dict=32MiB'] },
  zstd: { real: '6.12-amd64', goal: 2, pack: ['zstd', '-cq', '-19', '--long=27'] },
  lz4: { real: '6.1-cloud-amd64', goal: 2, pack: ['lz4', '-lcq9'] },
} as const;
type Packer = keyof typeof packers;

/** Native machine code of a kernel's size, the notes behind it, packed as the kernel build does. */
function make(packer: Packer, folder: string): string | null {
  const bytes = Buffer.alloc(32 << 20);
  const file = openSync(process.execPath, 'r');
  readSync(file, bytes, 0, bytes.length, 16 << 20);
  closeSync(file);
  const inside = kernel({ more: bytes });
  const [tool, ...args] = packers[packer].pack;
  const { stdout, status } = spawnSync(tool, args, { input: inside, maxBuffer: 1 << 28 });
  if (status !== 0) return null;
  const path = join(folder, packer);
  writeFileSync(path, bzImage({ payload: withSizeWord(stdout, inside) }));
  return path;
}

function imageOf(packer: Packer, folder: string): string | null {
  const real = process.env.XEN_IMAGES && join(process.env.XEN_IMAGES, 'images', packers[packer].real);
  return real && existsSync(real) ? real : make(packer, folder);
}

/** The kernel's own script, or null where no tree is named. */
function kernelScript(): string | null {
  const trees = process.env.KCONFIG_TREES && join(process.env.KCONFIG_TREES, 'trees');
  if (!trees || !existsSync(trees)) return null;
  const scripts = readdirSync(trees)
    .sort()
    .map(tree => join(trees, tree, 'scripts/extract-vmlinux'));
  return scripts.findLast(path => existsSync(path)) ?? null;
}

/** CPU time of the way by hand in milliseconds; null where its tools are missing. */
function byHand(image: string, extract: string | null): number | null {
  const child = spawnSync('bash', [script, image, ...(extract ? [extract] : [])], { encoding: 'utf8' });
  const times = /^([\d.]+) ([\d.]+)$/m.exec(child.stderr ?? '');
  return times ? (Number(times[1]) + Number(times[2])) * 1000 : null;
}

const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;

/** Prints a line for each goal of reading images. */
export function imageBench(): void {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const extract = kernelScript();
  console.log();
  let any: string | null = null;
  for (const packer of Object.keys(packers) as Packer[]) {
    const image = imageOf(packer, folder);
    if (image === null) {
      console.log(`${packer}: no ${packers[packer].pack[0]} here to make an image with`);
      continue;
    }
    any ??= image;
    const args = [command, 'image', image];
    run(args);
    const ratios: number[] = [];
    let peak = 0;
    for (let round = 0; round < 9; round++) {
      const ours = run(args);
      const theirs = byHand(image, extract);
      if (theirs === null) break;
      ratios.push(theirs / ours.cpu);
      peak = Math.max(peak, ours.peak);
    }
    if (ratios.length === 0) {
      console.log(`${packer}: the tools to compare with are not here (bash, grep, readelf, ${packer})`);
      continue;
    }
    const sorted = ratios.toSorted((a, b) => a - b);
    const text = `${middle(ratios).toFixed(2)}x (${sorted[0]!.toFixed(2)} to ${sorted.at(-1)!.toFixed(2)})`;
    row(
      `image, ${packer}: ${extract ? 'extract-vmlinux' : 'unpacking by hand'} and readelf -n`,
      text,
      `goal: at least ${packers[packer].goal}x`,
    );
    row(`image, ${packer}: peak memory`, `${peak.toFixed(0)} MiB`, 'goal: below 200 MB');
  }
  if (any) {
    const { ratio } = compare([command, 'image', '-q', any], ['-e', '0']);
    const text = `${ratio.median.toFixed(2)}x (${ratio.least.toFixed(2)} to ${ratio.most.toFixed(2)})`;
    row('image -q (what the file is) against node -e 0', text, 'goal: at most 1.5x');
  }
  rmSync(folder, { recursive: true, force: true });
}
