/**
 * The kernels, the memory they share and the threads that run them. `run` is synchronous: the
 * calling thread takes part and comes back when all tasks are done.
 */
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { entryPoint } from '../../../../sandbox/entry.ts';
import { AssayError } from '../../../errors.ts';
import { control, type Operation, operations } from './control.ts';
import { Heap } from './heap.ts';
import type { ThreadStart } from './thread.ts';

/** An argument of a kernel: an address or a whole number, or a float. */
export type Argument = number | { readonly float: number };

/** Below about this many multiplications, waking a thread costs more than it saves. */
const worthSharing = 400_000;

interface Kernels {
  dispatch(tasks: number, share: number): number;
  productScratch(): number;
}

export class Machine implements AsyncDisposable {
  readonly heap = new Heap();
  readonly threads: number;
  readonly #kernels: Kernels;
  readonly #workers: Worker[];
  readonly #words: Int32Array;
  readonly #floats: Float32Array;
  #broken: Operation | null = null;
  #scratch = 0;
  #stride = 0;

  static async open(threads: number): Promise<Machine> {
    const module = new WebAssembly.Module(readFileSync(new URL('./kernels.wasm', import.meta.url)));
    const machine = new Machine(module, threads);
    await Promise.all(machine.#workers.map(ready));
    for (const worker of machine.#workers) worker.unref();
    return machine;
  }

  private constructor(module: WebAssembly.Module, threads: number) {
    this.threads = threads;
    const { memory } = this.heap;
    // A grown memory has another buffer object; views of the old one stay valid over its part.
    this.#words = new Int32Array(memory.buffer, 0, 1024);
    this.#floats = new Float32Array(memory.buffer, 0, 1024);
    const instance = new WebAssembly.Instance(module, { env: { memory } });
    this.#kernels = instance.exports as unknown as Kernels;
    this.reserve(0);
    this.#workers = Array.from({ length: threads - 1 }, (_, i) => {
      const start: ThreadStart = { module, memory, thread: i + 1 };
      return new Worker(entryPoint('./thread', import.meta.url), { workerData: start });
    });
  }

  /** Each thread's scratch holds what a product needs, and `floats` more. */
  reserve(floats: number): void {
    const stride = 4 * (this.#kernels.productScratch() + floats) + 256;
    if (stride <= this.#stride) return;
    if (this.#scratch > 0) this.heap.give(this.#scratch);
    this.#stride = Math.ceil((stride * 1.25) / 64) * 64;
    this.#scratch = this.heap.take(this.#stride * this.threads);
    this.#words[control.scratch] = this.#scratch;
    this.#words[control.stride] = this.#stride;
  }

  /** Runs `tasks` tasks; `work` is roughly how many multiplications they are together. */
  run(operation: Operation, tasks: number, work: number, values: readonly Argument[]): void {
    if (this.#broken !== null) {
      throw new AssayError('internal', `the wasm engine broke down earlier, in ${this.#broken}`);
    }
    if (tasks === 0) return;
    let at: number = control.arguments;
    for (const value of values) {
      if (typeof value === 'number') this.#words[at++] = value;
      else this.#floats[at++] = value.float;
    }
    this.#words[control.operation] = operations[operation];
    const share = this.threads > 1 && work > worthSharing ? 1 : 0;
    let cause: unknown = 'another thread ended';
    try {
      if (this.#kernels.dispatch(tasks, share) !== 0) return;
    } catch (error) {
      cause = error;
    }
    // Threads may still be at work on what was shared out: nothing can be trusted from here on.
    this.#broken = operation;
    throw new AssayError('internal', `the wasm engine broke down in ${operation}`, { cause });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // A thread that has ended, by a fault or an earlier dispose, has the id -1.
    const living = this.#workers.filter(({ threadId }) => threadId !== -1);
    const exits = living.map(
      (worker) => new Promise<void>((resolve) => worker.once('exit', () => resolve())),
    );
    for (const worker of living) worker.ref();
    Atomics.store(this.#words, control.stop, 1);
    Atomics.add(this.#words, control.epoch, 1);
    Atomics.notify(this.#words, control.epoch);
    await Promise.all(exits);
  }
}

function ready(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('message', () => resolve());
    worker.once('error', (cause) =>
      reject(new AssayError('engine_unavailable', 'a thread of the wasm engine', { cause })),
    );
  });
}
