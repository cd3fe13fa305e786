/** A helping thread: runs tasks of the kernels until it is told to stop. */
import { parentPort, workerData } from 'node:worker_threads';
import { control } from './control.ts';

export interface ThreadStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly thread: number;
}

const { module, memory, thread } = workerData as ThreadStart;
const words = new Int32Array(memory.buffer, 0, 1024);
try {
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  parentPort?.postMessage('ready');
  (instance.exports.help as (thread: number) => void)(thread);
} catch (error) {
  // The caller may be asleep until the tasks are done.
  Atomics.store(words, control.fault, 1);
  Atomics.notify(words, control.done);
  throw error;
}
