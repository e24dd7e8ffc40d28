import { imageKernel, isDamaged, isKernel } from '../../check/image-kernel.js';
import type { ImageFacts } from '../../image/facts.js';
import { readImage } from '../../image/read-image.js';
import { InputError } from '../../input/input-error.js';
import { safeText } from '../../input/safe-text.js';
import { parseVersion } from '../../input/version.js';
import { loadXen, loadXenTable } from '../../node/knowledge.js';
import { fareOf, type ImageReport, type ImageResult } from '../../api/image-report.js';
import { faultText } from '../../check/image-words.js';
import type { FileError } from '../../api/report.js';
import type { XenData } from '../../xen/data.js';
import { openFile, type OpenSource } from '../../node/file-source.js';
import { deliver, textForm } from '../deliver.js';
import { expand, imageNames } from '../../node/files.js';
import { exit, type Io } from '../../node/io.js';
import type { ImageArguments } from '../arguments/options.js';
import { tuneForOneRun } from '../../node/quick-start.js';

const name = 'xen-checkconfig';

/** `image`: says what every file is and which Xen boots it. Gives the exit code. */
export async function imageCommand(asked: ImageArguments, io: Io): Promise<number> {
  const complain = (message: string) => io.stderr.write(`${name}: ${safeText(message, 2000)}\n`);
  if (asked.xen !== undefined && !parseVersion(asked.xen)) {
    complain(`--xen needs a release such as 4.17 or 4.17.5, not ${asked.xen}`);
    return exit.usage;
  }
  if (asked.files.length === 0) {
    complain(`name a kernel image: ${name} image FILE (such as /boot/vmlinuz-*)`);
    return exit.usage;
  }
  if (!asked.quiet) tuneForOneRun();
  // What only names files needs none of the tables.
  const xen = asked.quiet ? null : loadXen();
  // JSON names a release, as other commands do; people read of a series.
  const target = asked.xen ?? (asked.format === 'json' ? loadXenTable().newest : (xen?.newest ?? ''));
  const results: ImageResult[] = [];
  const errors: FileError[] = [];
  const fail = (path: string, message: string) => {
    errors.push({ path, message });
    complain(`${path}: ${message}`);
  };
  for (const { path, problem } of await expand(
    asked.files,
    imageNames,
    'images (vmlinuz*, bzImage*, Image*)',
  )) {
    try {
      if (problem !== null) throw new InputError(problem);
      const result = await readOne(path, asked, xen, target, io);
      results.push(result);
      if (result.fault !== null) fail(path, result.fault);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      fail(path, error.message);
    }
  }
  const report: ImageReport = {
    tool: { name },
    xen,
    target: {
      xen: target,
      xenGiven: asked.xen !== undefined,
      role: asked.role ?? null,
      mode: asked.mode ?? null,
    },
    results,
    errors,
    exitCode: errors.length
      ? exit.input
      : results.some(result => fails(result, asked))
        ? exit.findings
        : exit.clean,
  };
  const written = await deliver(await render(report, asked, io), asked, io);
  if (written === null) return report.exitCode;
  complain(written);
  return exit.input;
}

async function readOne(
  path: string,
  asked: ImageArguments,
  xen: XenData | null,
  target: string,
  io: Io,
): Promise<ImageResult> {
  const source = await openFile(path, io);
  try {
    const { verbose } = asked;
    // Without --verbose only as much is read and unpacked as the loaders' answers rest on.
    const facts = asked.quiet
      ? await nameOf(source)
      : await readImage(source, { want: verbose ? { whole: true, banner: true, ikconfig: true } : {} });
    const kernel = imageKernel(facts);
    const kernelAtAll = isKernel(facts);
    const fault = faultText(facts, kernel, kernelAtAll, isDamaged(facts));
    const filter = { ...(asked.role && { role: asked.role }), ...(asked.mode && { mode: asked.mode }) };
    const depth = asked.format === 'json' ? 'all' : asked.xen === undefined ? 'ranges' : 'release';
    if (!xen || fault !== null) return { path, facts, kernel, paths: [], fault, searched: verbose };
    const { judgeImage } = await import('../../check/boot-paths.js');
    const paths = judgeImage(xen, facts, target, filter, depth);
    return { path, facts, kernel, paths, fault, searched: verbose };
  } finally {
    source.close();
  }
}

/** What the headers tell; more is read only of what they leave without a name. */
async function nameOf(source: OpenSource): Promise<ImageFacts> {
  const facts = await readImage(source, { want: { notes: false, banner: false } });
  const open = facts.system === null || facts.problems.some(({ code }) => code === 'protocol-too-old');
  return open ? readImage(source) : facts;
}

/** Refused on every path asked for is an error, taken under a condition only a warning, an oddity of the file a note. */
function fails(result: ImageResult, { failOn, quiet }: ImageArguments): boolean {
  if (failOn === 'never' || quiet) return false;
  const fare = fareOf(result);
  if (fare === 'refused') return true;
  if (failOn === 'error') return false;
  return fare === 'conditional' || (failOn === 'note' && result.facts.problems.length > 0);
}

async function render(report: ImageReport, asked: ImageArguments, io: Io): Promise<string> {
  if (asked.format === 'json') {
    const { imageJson } = await import('../../report/image/json.js');
    const { version } = await import('../../node/version.js');
    return imageJson(report, version());
  }
  const { imageText } = await import('../../report/image/text.js');
  return imageText(report, {
    ...textForm(asked, io),
    verbose: asked.verbose,
    quiet: asked.quiet,
  });
}
