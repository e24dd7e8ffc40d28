// Judging many files in worker threads; loaded only then.
import type { Input } from '../../api/input.js';
import { type InputResult, judgeOf, type Question } from '../../api/judge.js';
import type { Io } from '../../node/io.js';
import { diskPorts } from '../../node/ports.js';
import { type BatchResult, type PackedBatch, unpacking } from './packed.js';
import { startWorkers } from './workers.js';
import { watchWork } from './watch.js';

/** Files per message: some tens of milliseconds of work, so that messages cost little and no worker waits. */
const batchSize = 16;
/** Most batches in work per worker: results that are early wait for those before them, and must not pile up. */
const ahead = 4;

/** Delay before progress is shown, in milliseconds. */
const patience = 500;

/** A worker's code: dist/ as bin/ starts it, also where compiled tests run from build/. */
const here = new URL('.', import.meta.url);
const script = new URL(
  here.pathname.endsWith('/dist/') ? '../bin/worker.js' : '../../../bin/worker.js',
  here,
);

/** The outcome for every input, in their order. */
export async function* judgeInWorkers(
  inputs: readonly Input[],
  question: Question,
  jobs: number,
  io: Io,
): AsyncGenerator<readonly [Input, InputResult]> {
  const batches = batchesOf(inputs);
  const count = Math.min(jobs, batches.filter(isForWorkers).length);
  const workers = startWorkers<readonly Input[], PackedBatch, BatchResult>(
    script,
    count,
    question,
    unpacking,
  );
  const watch = watchWork(inputs.length, io, patience);
  const judge = judgeOf(question, null, diskPorts(io));
  const open: { readonly batch: readonly Input[]; readonly answer: Promise<BatchResult> | null }[] = [];
  let next = 0;
  let done = 0;
  try {
    for (;;) {
      while (next < batches.length && open.length < jobs * ahead) {
        const batch = batches[next++]!;
        open.push({ batch, answer: isForWorkers(batch) ? workers.ask(batch) : null });
      }
      const first = open.shift();
      if (!first) return;
      const answer = first.answer && (await first.answer);
      for (const [place, input] of first.batch.entries()) {
        const judged = answer?.[place] ?? (await judge(input));
        if (judged.problem) watch.clear();
        yield [input, judged];
        await watch.tick(++done);
      }
    }
  } finally {
    watch.end();
    workers.end();
  }
}

/** Standard input, merges and missing files go to the main thread; all other inputs go to workers, in batches. */
function isForWorkers([input]: readonly Input[]): boolean {
  return input!.path !== '-' && input!.parts === undefined && input!.problem === null;
}

function batchesOf(inputs: readonly Input[]): (readonly Input[])[] {
  const batches: Input[][] = [];
  for (const input of inputs) {
    const last = batches.at(-1);
    const joins = last && last.length < batchSize && isForWorkers(last) && isForWorkers([input]);
    if (joins) last.push(input);
    else batches.push([input]);
  }
  return batches;
}
