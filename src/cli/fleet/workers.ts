// Worker threads that answer tasks; callers define the tasks.
import { Worker } from 'node:worker_threads';

interface Workers<Task, Answer> {
  /** A worker's answer. Rejects if a defect of this program ends the task or the worker. */
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
      // The caller sees a failure when it awaits it; until then it must not count as unhandled.
      answer.catch(() => {});
      return answer;
    },
    end() {
      for (const member of members) member.end();
    },
  };
}

function start<Task, Message, Answer>(script: URL, data: unknown, read: (message: Message) => Answer) {
  // Most objects made while reading are garbage at once: more room for them costs memory and saves no time.
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
