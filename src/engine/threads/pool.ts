/**
 * A fixed number of worker threads that judge chunks of jobs.
 *
 * Theory of operation. A thread holds one chunk at a time. It writes the place of the task it works
 * on into memory that this side watches; a place that does not change for `wallMs` means the task
 * is stuck. A stuck, crashed or exhausted thread is replaced: its task in flight becomes unscorable
 * (`internal`), and the tasks of the chunk that had not come back are judged anew by another
 * thread. So a bad sample costs itself and nothing else. Verifiers bound their own work by counted
 * steps; the wall is the backstop.
 */
import { Worker } from 'node:worker_threads';
import { entryPoint } from '../../../sandbox/entry.ts';
import { stringifyJson } from '../../../verifiers/json.ts';
import { refusal } from '../judge.ts';
import { type Job, type Lane, Rotation, type Ticket } from '../lane.ts';
import { cells, type FromThread, type ThreadData, type ToThread } from './messages.ts';

export interface ThreadPoolOptions {
  /** URL of a module that exports `verifiers`. */
  readonly table: string;
  readonly threads: number;
  /** Hard wall of one task, milliseconds. */
  readonly wallMs: number;
  /** Heap of one thread, MiB. */
  readonly heapMb: number;
  readonly onReplaced?: (reason: string) => void;
}

/** What a thread makes is short-lived; more room for it is only memory, 48 MiB a thread by default. */
const youngMb = 24;

/** Most jobs and most text in one message. */
const chunkJobs = 48;
/** How long a chunk should take, milliseconds: another batch's turn comes no later. */
const chunkMs = 2;
const chunkUnits = 512 << 10;
/** A pool whose threads die this often before they are ready has a broken module, not bad luck. */
const maxFailedStarts = 3;

interface Chunk {
  readonly batch: Ticket;
  /** A place is emptied when its job is settled. */
  readonly jobs: (Job | null)[];
  dropped: boolean;
}

interface Thread {
  readonly worker: Worker;
  readonly state: Int32Array;
  ready: boolean;
  chunk: Chunk | null;
  watch: NodeJS.Timeout | undefined;
}

export class ThreadPool implements Lane {
  readonly #options: ThreadPoolOptions;
  readonly #threads = new Set<Thread>();
  readonly #waiting = new Rotation();
  readonly #opening = Promise.withResolvers<void>();
  /** What a job takes, milliseconds: a mean that forgets. */
  #jobMs = chunkMs / chunkJobs;
  #failedStarts = 0;
  #broken: string | null = null;
  #closed = false;

  constructor(options: ThreadPoolOptions) {
    this.#options = options;
    this.#opening.promise.catch(() => {}); // whoever awaits ready() hears of it
    for (let i = 0; i < options.threads; i++) this.#start();
  }

  /** Resolves when the threads have loaded. Rejects when they cannot. */
  ready(): Promise<void> {
    return this.#opening.promise;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  add(batch: Ticket, jobs: readonly Job[]): void {
    if (this.#broken !== null) {
      for (const job of jobs) job.settle(refusal('internal', this.#broken), 0);
      return;
    }
    this.#waiting.add(batch, jobs);
    this.#feedAll();
  }

  drop(batch: Ticket): void {
    this.#waiting.drop(batch);
    for (const { chunk, state } of this.#threads) {
      if (chunk?.batch !== batch) continue;
      chunk.dropped = true;
      Atomics.store(state, cells.skip, 1);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#waiting.clear();
    const threads = [...this.#threads];
    this.#threads.clear();
    for (const thread of threads) clearInterval(thread.watch);
    await Promise.all(threads.map((thread) => thread.worker.terminate()));
  }

  #start(): void {
    const shared = new SharedArrayBuffer(8);
    const data: ThreadData = { table: this.#options.table, shared };
    const worker = new Worker(entryPoint('./thread', import.meta.url), {
      workerData: data,
      execArgv: [], // flags such as --input-type are for the process's own entry
      resourceLimits: {
        maxOldGenerationSizeMb: this.#options.heapMb,
        maxYoungGenerationSizeMb: youngMb,
      },
    });
    const thread: Thread = {
      worker,
      state: new Int32Array(shared),
      ready: false,
      chunk: null,
      watch: undefined,
    };
    this.#threads.add(thread);
    worker.on('message', (message: FromThread) => this.#receive(thread, message));
    worker.on('error', (error) => this.#replace(thread, `stopped by ${nameOf(error)}`, error));
    worker.on('exit', () => this.#replace(thread, 'exited'));
  }

  #receive(thread: Thread, message: FromThread): void {
    if (!this.#threads.has(thread)) return; // replaced: its jobs are judged elsewhere
    if (message.kind === 'ready') {
      thread.ready = true;
      this.#failedStarts = 0;
      if ([...this.#threads].every(({ ready }) => ready)) this.#opening.resolve();
      this.#feed(thread);
      return;
    }
    const chunk = thread.chunk;
    if (!chunk) return;
    if (message.done) {
      clearInterval(thread.watch);
      thread.chunk = null;
      this.#feed(thread);
    }
    for (const { ms } of message.judged) this.#jobMs += (ms - this.#jobMs) / chunkJobs;
    if (chunk.dropped) return;
    for (const { position, outcome, ms } of message.judged) {
      const job = chunk.jobs[position];
      chunk.jobs[position] = null;
      job?.settle(outcome, ms);
    }
  }

  #feedAll(): void {
    for (const thread of this.#threads) {
      if (this.#waiting.size === 0) return;
      if (thread.ready && !thread.chunk) this.#feed(thread);
    }
  }

  #feed(thread: Thread): void {
    const inTime = Math.max(1, Math.ceil(chunkMs / this.#jobMs));
    // Half of an even share, so that threads finish a batch together.
    const share = (waiting: number) =>
      Math.min(chunkJobs, inTime, Math.ceil(waiting / (2 * this.#options.threads)));
    const taken = this.#waiting.take(share, chunkUnits);
    if (!taken) return;
    thread.chunk = { batch: taken.batch, jobs: taken.jobs, dropped: false };
    Atomics.store(thread.state, cells.position, 0);
    Atomics.store(thread.state, cells.skip, 0);
    this.#watch(thread);
    try {
      thread.worker.postMessage(toMessage(taken.jobs));
    } catch {
      // A library caller's proxy reads as plain data and cannot be copied; its text can.
      thread.worker.postMessage(toMessage(taken.jobs, true));
    }
  }

  /** Looks at the thread's place four times a wall; a place seen five times is stuck. */
  #watch(thread: Thread): void {
    let seen = 0;
    let times = 0;
    const { wallMs } = this.#options;
    thread.watch = setInterval(() => {
      const now = Atomics.load(thread.state, cells.position);
      times = now === seen ? times + 1 : 1;
      seen = now;
      if (times > 4) this.#replace(thread, `stopped after ${wallMs} ms in one sample`);
    }, wallMs / 4);
  }

  #replace(thread: Thread, reason: string, error?: unknown): void {
    if (!this.#threads.delete(thread)) return;
    clearInterval(thread.watch);
    void thread.worker.terminate();
    if (this.#closed) return;
    this.#options.onReplaced?.(reason);
    if (!thread.ready && ++this.#failedStarts >= maxFailedStarts) {
      this.#giveUp(error);
      return;
    }
    this.#start();
    const { chunk } = thread;
    if (!chunk || chunk.dropped) return;
    const stuck = Atomics.load(thread.state, cells.position);
    const culprit = chunk.jobs[stuck];
    chunk.jobs[stuck] = null;
    this.#waiting.add(
      chunk.batch,
      chunk.jobs.filter((job) => job !== null),
    );
    culprit?.settle(refusal('internal', `The verifier's thread was ${reason}`), 0);
    this.#feedAll();
  }

  #giveUp(error: unknown): void {
    this.#broken = `Expected worker threads to start, got ${maxFailedStarts} failures in a row`;
    this.#opening.reject(new Error(this.#broken, { cause: error }));
    for (const job of this.#waiting.clear()) job.settle(refusal('internal', this.#broken), 0);
  }
}

function toMessage(jobs: readonly Job[], asText = false): ToThread {
  return jobs.map(({ task, floats }) =>
    floats || asText ? stringifyJson(task, { nonFinite: true }) : task,
  );
}

/** An error's code or name: its message might quote a response. */
function nameOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  return String(code ?? name ?? 'an error');
}
