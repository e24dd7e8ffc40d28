import type { ReadImage } from '../../api/config-in-image.js';
import type { Input } from '../../api/input.js';
import { type InputResult, judgeOf, type Question } from '../../api/judge.js';
import { UsageError } from '../../input/values.js';
import type { Io } from '../../node/io.js';
import { diskPorts } from '../../node/ports.js';
import type { Watch } from './watch.js';

/** Work that takes longer than this shows its progress, in milliseconds. */
const patience = 500;

/** Workers have to start and to warm up first: from about this many files on they win that time back. */
const manyFiles = 500;

/** More workers than this only wait for the main thread. */
const mostJobs = 16;

/** What --jobs says. Throws UsageError. */
export function jobsOf(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new UsageError(`--jobs needs a number from 1, not ${text}`);
  return Number(text);
}

/** The outcome for every input, in their order whichever thread judges them; `wantedJobs` is the number of --jobs. */
export async function* judgeAll(
  inputs: readonly Input[],
  question: Question,
  image: ReadImage | null,
  wantedJobs: number | undefined,
  io: Io,
): AsyncGenerator<readonly [Input, InputResult]> {
  const jobs = await jobsFor(inputs, question, image, wantedJobs);
  if (jobs > 1) {
    const { judgeInWorkers } = await import('./fleet.js');
    yield* judgeInWorkers(inputs, question, jobs, io);
    return;
  }
  const start = performance.now();
  let watch: Watch | null = null;
  // Messages about an input must not be appended to the progress line.
  const behind: Io = Object.create(io, { stderr: { get: () => watch?.stderr ?? io.stderr } });
  const judge = judgeOf(question, image, diskPorts(behind));
  try {
    for (const [done, input] of inputs.entries()) {
      if (watch) await watch.tick(done);
      else if (done > 0 && performance.now() - start > patience)
        watch = (await import('./watch.js')).watchWork(inputs.length, io, 0);
      const judged = await judge(input);
      if (judged.problem) watch?.clear();
      yield [input, judged];
    }
  } finally {
    watch?.end();
  }
}

async function jobsFor(
  inputs: readonly Input[],
  question: Question,
  image: ReadImage | null,
  jobs: number | undefined,
): Promise<number> {
  // A tree prints messages while it is read, and an image is kept open for all inputs.
  if (question.effective.srctree !== undefined || image !== null || inputs.length < 2) return 1;
  if (jobs !== undefined) return Math.min(jobs, mostJobs, inputs.length);
  if (inputs.length < manyFiles) return 1;
  return Math.min((await import('node:os')).availableParallelism(), mostJobs);
}
