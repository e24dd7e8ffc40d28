// What an explanation of five inputs costs beside an empty node and the reading of the image alone.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { imageBytes } from '../unit/explain/support/image-recipe.js';
import { initramfsBytes } from '../unit/explain/support/initramfs-recipe.js';
import { kernelText } from '../support/kernel-config.js';
import { compare, row } from './measure.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const command = join(root, 'bin/xen-checkconfig.js');

/** Prints a line for the goal of explain. The image is small, so that its own cost is next to nothing. */
export function explainBench(): void {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const files = {
    'guest.cfg': `type = "pv"\nkernel = "/boot/vmlinuz"\nramdisk = "/boot/initrd.img"\ncmdline = "root=/dev/xvda1 console=hvc0"\ndisk = [ "phy:/dev/vg/guest,xvda,w" ]\n`,
    vmlinuz: imageBytes({ release: '6.1.192' }),
    'initrd.img': initramfsBytes({ release: '6.1.192', modules: ['ext4'], maker: 'dracut' }),
    config: kernelText({ changes: { XEN_BLKDEV_FRONTEND: 'm' } }),
    'console.txt':
      '[    0.000000] Linux version 6.1.192 (builder@host) #1 SMP\nGave up waiting for root device.\n',
  };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  const paths = Object.keys(files).map(name => join(folder, name));
  const { ratio } = compare([command, 'explain', '--xen', '4.17', ...paths], ['-e', '0']);
  console.log();
  row(
    'explain of five inputs against node -e 0',
    `${ratio.median.toFixed(2)}x (${ratio.least.toFixed(2)} to ${ratio.most.toFixed(2)})`,
    "goal: at most 2x beside the image's own cost",
  );
  rmSync(folder, { recursive: true, force: true });
}
