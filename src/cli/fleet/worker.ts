// The part of a worker thread: judges batches of files until it is ended.
import '../../platform/node.js';
import { parentPort, workerData } from 'node:worker_threads';
import type { Input } from '../../api/input.js';
import type { Io, Output } from '../../node/io.js';
import { diskPorts } from '../../node/ports.js';
import { type InputResult, judgeOf, type Question } from '../../api/judge.js';
import { type PackedBatch, packing } from './packed.js';
import type { WorkerTask, Reply } from './workers.js';

// Messages to the user and standard input stay in the main thread.
const nobody: Output = { write: () => {}, isTTY: false, columns: 80 };
const io: Io = {
  stdout: nobody,
  stderr: nobody,
  readStdin: () => Promise.reject(new Error('a worker has no standard input')),
  now: () => new Date(),
  env: process.env,
};

const judge = judgeOf(workerData as Question, null, diskPorts(io));
const pack = packing();
// One batch after the other, as the rules in messages count on their order.
let before: Promise<void> = Promise.resolve();
parentPort!.on('message', (requested: WorkerTask<readonly Input[]>) => {
  before = before.then(async () => parentPort!.postMessage(await answer(requested)));
});

async function answer({ id, task }: WorkerTask<readonly Input[]>): Promise<Reply<PackedBatch>> {
  try {
    const judged: InputResult[] = [];
    for (const input of task) judged.push(await judge(input));
    return { id, message: pack(judged) };
  } catch (error) {
    const { message, stack = message } = error as Error;
    return { id, fault: { message, stack } };
  }
}
