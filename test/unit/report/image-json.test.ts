// The JSON of `image` against the schema that ships.
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { judgeImage } from '../../../src/check/boot-paths.js';
import { imageKernel, isDamaged, isKernel } from '../../../src/check/image-kernel.js';
import { readImage } from '../../../src/image/read-image.js';
import { bytesSource } from '../../../src/input/source.js';
import { loadXen } from '../../support/knowledge.js';
import { imageJson } from '../../../src/report/image/json.js';
import type { ImageReport, ImageResult } from '../../../src/api/image-report.js';
import { imageText } from '../../../src/report/image/text.js';
import { faultText } from '../../../src/check/image-words.js';
import { kernel, plainImage, xzImage, zstdImage } from '../cli/kernels.js';
import { seededRandom } from '../image/build/bytes.js';
import { samples } from '../image/build/samples.js';
import { root } from '../../support/paths.js';

const test = suite('image reports');

const schema = JSON.parse(readFileSync(`${root}schema/report.json`, 'utf8')) as object;
const validate = new Ajv({
  allErrors: true,
  allowUnionTypes: true,
  strict: true,
  strictTypes: false,
  strictRequired: false,
}).compile(schema);

const xen = loadXen();

async function resultOf(path: string, bytes: Uint8Array, release: string): Promise<ImageResult> {
  const facts = await readImage(bytesSource(bytes), { want: { whole: true, ikconfig: true, banner: true } });
  const own = imageKernel(facts);
  const fault = faultText(facts, own, isKernel(facts), isDamaged(facts));
  const paths = fault === null ? judgeImage(xen, facts, release) : [];
  return { path, facts, kernel: own, paths, fault, searched: true };
}

const images: Readonly<Record<string, Uint8Array>> = {
  ...samples(),
  vmlinux: kernel(),
  zstdImage: zstdImage(),
  xzImage: xzImage({ dom0: false }),
  plainImage: plainImage({ pv: false }),
  noXen: zstdImage({ plain: true }),
  cut: zstdImage().subarray(0, 2500),
  nothing: new Uint8Array(0),
};

for (const release of ['4.22', '4.17.7', '4.14', '3.4']) {
  test(`every kind of image, Xen ${release}: JSON validates, text fits its width`, async () => {
    for (const [name, bytes] of Object.entries(images)) {
      const report: ImageReport = {
        tool: { name: 'xen-checkconfig' },
        xen,
        target: { xen: release, xenGiven: release !== '4.22', role: null, mode: null },
        results: [await resultOf(name, bytes, release)],
        errors: [],
        exitCode: 0,
      };
      const text = imageJson(report, '1.0.0');
      assert.ok(validate(JSON.parse(text)), `${name}: ${JSON.stringify(validate.errors?.slice(0, 3))}`);
      for (const verbose of [false, true]) {
        const lines = imageText(report, { color: false, width: 80, verbose, quiet: false }).split('\n');
        // Commands are for copying, and stay whole.
        const long = lines.filter(
          line => line.length > 80 && !/^ {18}/.test(line) && !line.includes('evidence'),
        );
        assert.equal(long, [], name);
        assert.not.match(lines.join('\n'), /undefined|\[object|NaN|\{\w+\}/, name);
      }
    }
  });
}

// More of them with MUTATIONS; the same damage in every run.
const count = Math.min(Number(process.env['MUTATIONS'] ?? 500), 20000);

test(`${count} damaged images: a report, whatever they say`, async () => {
  const random = seededRandom(20261121);
  const below = (limit: number) => Math.floor(random() * limit);
  const bases = Object.entries(images).filter(([, bytes]) => bytes.length > 16);
  for (let index = 0; index < count; index++) {
    const [name, base] = bases[index % bases.length]!;
    const bytes = Buffer.from(base);
    for (let change = below(6); change >= 0; change--) {
      const at = below(random() < 0.5 ? Math.min(bytes.length, 0x300) : bytes.length);
      bytes[at] = random() < 0.5 ? bytes[at]! ^ (1 << below(8)) : below(256);
    }
    const facts = await readImage(bytesSource(bytes));
    const own = imageKernel(facts);
    const fault = faultText(facts, own, isKernel(facts), isDamaged(facts));
    const release = ['4.22', '4.17.7', '4.4', '3.0'][index % 4]!;
    const result: ImageResult = {
      path: name,
      facts,
      kernel: own,
      paths: judgeImage(xen, facts, release, {}, 'release'),
      fault,
      searched: false,
    };
    const report: ImageReport = {
      tool: { name: 'xen-checkconfig' },
      xen,
      target: { xen: release, xenGiven: true, role: null, mode: null },
      results: [result],
      errors: [],
      exitCode: 0,
    };
    const where = `${name}, mutation ${index}`;
    assert.ok(
      validate(JSON.parse(imageJson(report, '1.0.0'))),
      `${where}: ${JSON.stringify(validate.errors?.slice(0, 2))}`,
    );
    const text = imageText(report, { color: false, width: 80, verbose: true, quiet: false });
    assert.not.match(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]|undefined|NaN/, where);
  }
});

test.run();
