// The question `image`: what kernel images are, and which Xen releases boot them on which path.
import { imageKernel, isDamaged, isKernel } from '../check/image-kernel.js';
import type { FailOn } from '../check/verdict.js';
import type { ImageFacts } from '../image/facts.js';
import { readImage } from '../image/read-image.js';
import type { Files } from '../input/files.js';
import { InputError } from '../input/input-error.js';
import type { Source } from '../input/source.js';
import { UsageError } from '../input/values.js';
import { parseVersion } from '../input/version.js';
import { faultText } from '../check/image-words.js';
import type { XenData } from '../xen/data.js';
import { acceptanceOf, type ImageReport, type ImageResult } from './image-report.js';
import { imageSearch } from './names.js';
import type { Ports } from './ports.js';
import { exitCodes, type FileError, tool } from './report.js';

/** The request. Plain data. */
export interface ImageRequest {
  /** Images, folders, globs, "-". */
  readonly files: readonly string[];
  /** Limit the answer to one Xen release, role or mode. */
  readonly xen?: string;
  readonly role?: 'dom0' | 'domu';
  readonly mode?: 'pv' | 'pvh' | 'hvm' | 'arm';
  /**
   * `error` (default): fails if every path refuses the image; `warning`: also if taken only under a condition; `note`:
   * also for any oddity.
   */
  readonly failOn?: FailOn;
  /** How much to read: enough to name the image, the parts that loaders look at (default), or all of it. */
  readonly read?: 'name' | 'headers' | 'whole';
  /** Gives every path's answer for each Xen release, with its evidence. */
  readonly evidence?: boolean;
}

/**
 * Reads every image and gives the report. Problems with a file go to `say`, and into the report's errors. Throws
 * UsageError.
 */
export async function image(request: ImageRequest, ports: Ports): Promise<ImageReport> {
  const { files, knowledge } = ports;
  if (request.xen !== undefined && !parseVersion(request.xen))
    throw new UsageError(`--xen needs a release such as 4.17 or 4.17.5, not ${request.xen}`);
  if (request.files.length === 0)
    throw new UsageError(`name a kernel image: ${tool.name} image FILE (such as /boot/vmlinuz-*)`);
  // Naming files needs none of the tables.
  const xen = request.read === 'name' ? null : knowledge.xen();
  // Evidence belongs to one release; people read about a series.
  const target = request.xen ?? (request.evidence ? knowledge.xenTable().newest : (xen?.newest ?? ''));
  const results: ImageResult[] = [];
  const errors: FileError[] = [];
  const fail = (path: string, message: string) => {
    errors.push({ path, message });
    ports.say(`${path}: ${message}`);
  };
  for (const { path, problem } of await files.expand(request.files, imageSearch)) {
    try {
      if (problem !== null) throw new InputError(problem);
      const result = await readOne(path, request, xen, target, files);
      results.push(result);
      if (result.fault !== null) fail(path, result.fault);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      fail(path, error.message);
    }
  }
  const { role = null, mode = null } = request;
  return {
    tool,
    xen,
    target: { xen: target, xenGiven: request.xen !== undefined, role, mode },
    results,
    errors,
    exitCode: errors.length
      ? exitCodes.input
      : results.some(result => fails(result, request))
        ? exitCodes.findings
        : exitCodes.clean,
  };
}

async function readOne(
  path: string,
  request: ImageRequest,
  xen: XenData | null,
  target: string,
  files: Files,
): Promise<ImageResult> {
  const source = await files.open(path);
  try {
    const searched = request.read === 'whole';
    // By default only the parts that the loaders' answers depend on are read and unpacked.
    const facts =
      request.read === 'name'
        ? await nameOf(source)
        : await readImage(source, { want: searched ? { whole: true, banner: true, ikconfig: true } : {} });
    const kernel = imageKernel(facts);
    const kernelAtAll = isKernel(facts);
    const fault = faultText(facts, kernel, kernelAtAll, isDamaged(facts));
    const { role, mode } = request;
    const filter = { ...(role && { role }), ...(mode && { mode }) };
    const depth = request.evidence ? 'all' : request.xen === undefined ? 'ranges' : 'release';
    if (!xen || fault !== null) return { path, facts, kernel, paths: [], fault, searched };
    const { judgeImage } = await import('../check/boot-paths.js');
    const paths = judgeImage(xen, facts, target, filter, depth);
    return { path, facts, kernel, paths, fault, searched };
  } finally {
    source.close();
  }
}

/** What the headers say; more is read only if they do not name the file. */
async function nameOf(source: Source): Promise<ImageFacts> {
  const facts = await readImage(source, { want: { notes: false, banner: false } });
  const open = facts.system === null || facts.problems.some(({ code }) => code === 'protocol-too-old');
  return open ? readImage(source) : facts;
}

/**
 * An image refused on every requested path is an error, one taken only under a condition a warning, an oddity of the
 * file a note.
 */
function fails(result: ImageResult, { failOn = 'error', read }: ImageRequest): boolean {
  if (failOn === 'never' || read === 'name') return false;
  const acceptance = acceptanceOf(result);
  if (acceptance === 'refused') return true;
  if (failOn === 'error') return false;
  return acceptance === 'conditional' || (failOn === 'note' && result.facts.problems.length > 0);
}
