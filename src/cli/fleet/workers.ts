// Worker threads that answer tasks; what the tasks are is others' to know.
import { Worker } from 'node:worker_threads';

interface Workers<Task, Answer> {
  /** What a worker answers. Rejects if the task ends in a defect of ours, or the worker with it. */
  ask(task: Task): Promise<Answer>;
  end(): void;
}

/** What goes to a worker, and what comes back. */
export interface WorkerTask<Task> {
  readonly id: number;
  readonly task: Task;
}
export type Reply<Message> =
  | { readonly id: number; readonly message: Message }
  | { readonly id: number; readonly fault: { readonly message: string; readonly stack: string } };

interface Pending<Answer> {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/** Starts `count` workers that run `script` and know `data`; `reading` makes what reads the messages of one worker. */
export function startWorkers<Task, Message, Answer>(
  script: URL,
  count: number,
  data: unknown,
  reading: () => (message: Message) => Answer,
): Workers<Task, Answer> {
  const members = Array.from({ length: count }, () => start<Task, Message, Answer>(script, data, reading()));
  let last = 0;
  return {
    ask(task) {
      const member = members.reduce((least, one) => (one.waiting() < least.waiting() ? one : least));
      const answer = member.ask({ id: ++last, task });
      // Who asked sees a failure once its turn comes; until then it is no unhandled one.
      answer.catch(() => {});
      return answer;
    },
    end() {
      for (const member of members) member.end();
    },
  };
}

function start<Task, Message, Answer>(script: URL, data: unknown, read: (message: Message) => Answer) {
  // Most of what reading a file makes is garbage at once: more room for it costs memory and wins no time.
  const worker = new Worker(script, { workerData: data, resourceLimits: { maxYoungGenerationSizeMb: 8 } });
  const pending = new Map<number, Pending<Answer>>();
  let gone: Error | null = null;
  const fail = (error: Error) => {
    gone ??= error;
    for (const { reject } of pending.values()) reject(gone);
    pending.clear();
  };
  worker.on('error', fail);
  worker.on('exit', code => fail(new Error(`a worker ended with ${code} before its work was done`)));
  worker.on('message', (reply: Reply<Message>) => {
    const waiting = pending.get(reply.id);
    if (!waiting) return;
    pending.delete(reply.id);
    if ('message' in reply) waiting.resolve(read(reply.message));
    else waiting.reject(Object.assign(new Error(reply.fault.message), { stack: reply.fault.stack }));
  });
  return {
    waiting: () => pending.size,
    ask: (requested: WorkerTask<Task>) =>
      new Promise<Answer>((resolve, reject) => {
        if (gone) return reject(gone);
        pending.set(requested.id, { resolve, reject });
        worker.postMessage(requested);
      }),
    end: () => void worker.terminate(),
  };
}
