// Broken inputs: whatever the bytes, an explanation comes or an InputError, and the same bytes give the same answer.
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { configViewOf } from '../../../src/check/view.js';
import { parseConfig } from '../../../src/config/parse.js';
import { readDomain } from '../../../src/domain/read-domain.js';
import { explainBoot } from '../../../src/explain/explain.js';
import type { Inputs } from '../../../src/explain/inputs.js';
import { logPatterns } from '../../../scripts/compile/log-patterns.js';
import { readImage } from '../../../src/image/read-image.js';
import { readInitramfs } from '../../../src/initramfs/read-initramfs.js';
import { InputError } from '../../../src/input/input-error.js';
import { bytesSource } from '../../../src/input/source.js';
import { parseVersion } from '../../../src/input/version.js';
import { readLog } from '../../support/read-log.js';
import { explainJson } from '../../../src/report/explain/json.js';
import { explainText } from '../../../src/report/explain/text.js';
import type { ExplainReport } from '../../../src/api/explain-report.js';
import { kernelText } from '../../support/kernel-config.js';
import { root } from '../../support/paths.js';
import { seeded } from '../../support/random.js';
import { imageBytes } from './support/image-recipe.js';
import { initramfsBytes } from './support/initramfs-recipe.js';
import { knowledge } from './support/knowledge.js';

const test = suite('mutation');
const patterns = logPatterns(knowledge);
const { endings } = parse(readFileSync(`${root}fixtures/boots/endings.yaml`, 'utf8')) as {
  endings: { lines: string[] }[];
};
const fault = readFileSync(`${root}fixtures/boots/cases/coreos-ec2-osxsave-xor-avx/console.txt`, 'utf8');

const parts = {
  domain: Buffer.from(
    'name = "g"\ntype = "pvh"\nkernel = "/boot/vmlinuz"\nramdisk = "/i"\nroot = "/dev/sda1"\nextra = "console=tty0"\nmemory = 64\nmaxmem = 128\ndisk = [ "phy:/dev/vg/g,xvda,w", "tap:aio:/x.iso,hdc:cdrom,r" ]\nvif = [ "bridge=b,model=e1000" ]\npci = [ "01:00.0" ]\n',
  ),
  config: Buffer.from(kernelText({ changes: { XEN_PVH: 'n', XEN_BLKDEV_FRONTEND: 'm' } })),
  image: Buffer.from(imageBytes({ release: '6.1.192' })),
  initramfs: Buffer.from(initramfsBytes({ release: '6.1.0', modules: ['ext4'] })),
  log: Buffer.from(
    '(XEN) Xen version 4.14.2 (x)\n[    0.000000] Linux version 6.1.0 (b) #1\n[    0.1] Kernel command line: root=/dev/sda1 quiet\nVFS: Unable to mount root fs on unknown-block(0,0)\nxc: error: panic: x.c:1: f: unknown compression format: Invalid kernel\n' +
      fault +
      endings.flatMap(({ lines }) => lines).join('\n'),
  ),
};
type Part = keyof typeof parts;

const { below: random } = seeded(20260101);

function mutated(bytes: Buffer): Buffer {
  let copy = Buffer.from(bytes);
  for (let count = random(6); count > 0; count--) {
    const place = random(copy.length);
    switch (random(4)) {
      case 0:
        copy[place] = random(256);
        break;
      case 1:
        copy = copy.subarray(0, place + 1);
        break;
      case 2:
        copy = Buffer.concat([copy.subarray(0, place), copy.subarray(random(copy.length))]);
        break;
      default:
        copy = Buffer.concat([
          copy.subarray(0, place),
          Buffer.from(['"', '\n', '[', '=', '\0', '-1'][random(6)]!),
          copy.subarray(place),
        ]);
    }
    if (copy.length === 0) return Buffer.from('x');
  }
  return copy;
}

async function read(part: Part, bytes: Buffer): Promise<Partial<Inputs>> {
  const given = <T>(facts: T) => ({ path: part, facts });
  switch (part) {
    case 'domain':
      return { domain: given(readDomain(bytesSource(bytes))) };
    case 'config':
      return { config: given(configViewOf(parseConfig(bytes), knowledge.facts.suse)) };
    case 'image':
      return { image: given(await readImage(bytesSource(bytes))) };
    case 'initramfs':
      return { initramfs: given(await readInitramfs(bytesSource(bytes))) };
    case 'log':
      return { logs: [given(await readLog([bytes], patterns))] };
  }
}

const releases = [null, '3.2', '4.4', '4.9', '4.14', '4.17', '4.20'] as const;

test('six hundred broken sets of inputs', async () => {
  for (let round = 0; round < 600; round++) {
    let inputs: Inputs = {
      config: null,
      image: null,
      initramfs: null,
      domain: null,
      logs: [],
      hypervisor: null,
      records: [],
    };
    for (const part of Object.keys(parts) as Part[]) {
      if (random(3) === 0) continue;
      try {
        inputs = { ...inputs, ...(await read(part, mutated(parts[part]))) };
      } catch (error) {
        assert.instance(error, InputError, `round ${round}, ${part}: ${(error as Error).stack}`);
      }
    }
    const release = releases[random(releases.length)]!;
    const flags = release === null ? {} : { xen: parseVersion(release)! };
    const explanation = explainBoot(inputs, knowledge, flags);
    const report: ExplainReport = {
      tool: { name: 'x' },
      files: [],
      explanation,
      boots: [],
      tail: null,
      hints: [],
      errors: [],
      exitCode: 0,
    };
    const text = explainText(report, { color: false, width: 80, quiet: false, verbose: true });
    assert.not.match(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/, `round ${round}`);
    if (round % 20 === 0) {
      assert.is(
        explainJson(report, '1.0.0'),
        explainJson({ ...report, explanation: explainBoot(inputs, knowledge, flags) }, '1.0.0'),
      );
    }
    for (const { confidence, evidence } of explanation.causes) {
      assert.ok(confidence > 0 && confidence <= 1);
      assert.ok(evidence.length > 0, `round ${round}: a cause without evidence`);
    }
  }
});

test.run();
