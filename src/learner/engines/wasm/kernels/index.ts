/**
 * The kernels' table and how threads share an operation's tasks.
 *
 * Theory of operation. JavaScript writes the operation and its arguments, and calls `dispatch`. All
 * threads, the caller among them, take task numbers from one counter until none is left. The
 * counter counts down, so one atomic step tells whether there is a task and which: a thread that
 * wakes late, between two pieces of work, takes nothing and never sees half-written arguments. A
 * task's result does not depend on who runs it.
 */
import { attention, attentionBackward, attentionDecode } from './attention';
import { DONE, EPOCH, FAULT, NEXT, OPERATION, SCRATCH, STOP, STRIDE, TASKS } from './control';
import { adamw, add, clip, sumOfSquares, swiglu, swigluBackward } from './elements';
import { gemmScratch } from './gemm';
import { logprobs, logprobsBackward, sample } from './head';
import { columnSums, product, spread } from './products';
import { gather, rmsnorm, rmsnormInput, rmsnormWeight, rope, scatter, scatterAdd } from './rows';

/** Tries before a thread goes to sleep: a few microseconds, as long as the caller needs between two operations. */
const SPINS: i32 = 4000;

export function productScratch(): i32 {
  return gemmScratch;
}

function run(operation: i32, task: i32, thread: i32): void {
  const scratch = <usize>load<u32>(SCRATCH) + <usize>thread * <usize>load<u32>(STRIDE);
  switch (operation) {
    case 0: return product(task, scratch);
    case 1: return columnSums(task);
    case 2: return spread(task);
    case 3: return gather(task);
    case 4: return scatter(task);
    case 5: return scatterAdd(task);
    case 6: return rmsnorm(task);
    case 7: return rmsnormInput(task);
    case 8: return rmsnormWeight(task);
    case 9: return rope(task);
    case 10: return attention(task, scratch);
    case 11: return attentionBackward(task, scratch);
    case 12: return attentionDecode(task, scratch);
    case 13: return add(task);
    case 14: return swiglu(task);
    case 15: return swigluBackward(task);
    case 16: return adamw(task);
    case 17: return sumOfSquares(task);
    case 18: return clip(task);
    case 19: return logprobs(task);
    case 20: return logprobsBackward(task);
    case 21: return sample(task, scratch);
    default: unreachable();
  }
}

function drain(thread: i32): void {
  for (;;) {
    const left = atomic.sub<i32>(NEXT, 1);
    if (left <= 0) return;
    run(load<i32>(OPERATION), left - 1, thread);
    if (atomic.add<i32>(DONE, 1) == load<i32>(TASKS) - 1) atomic.notify(DONE, 1);
  }
}

/** The caller's side; false when a thread died. */
export function dispatch(tasks: i32, share: bool): bool {
  if (!share || tasks == 1) {
    const operation = load<i32>(OPERATION);
    for (let task = tasks - 1; task >= 0; task--) run(operation, task, 0);
    return true;
  }
  store<i32>(TASKS, tasks);
  atomic.store<i32>(DONE, 0);
  atomic.store<i32>(NEXT, tasks);
  atomic.add<i32>(EPOCH, 1);
  atomic.notify(EPOCH, -1);
  drain(0);
  let spins = 0;
  let done = atomic.load<i32>(DONE);
  while (done != tasks) {
    if (atomic.load<i32>(FAULT)) return false;
    if (spins++ > SPINS) atomic.wait<i32>(DONE, done, 100_000_000); // ns
    done = atomic.load<i32>(DONE);
  }
  return true;
}

/** A helping thread's life: returns when told to stop. */
export function help(thread: i32): void {
  let seen = 0;
  for (;;) {
    let epoch = atomic.load<i32>(EPOCH);
    for (let spins = 0; epoch == seen; spins++) {
      if (spins > SPINS) atomic.wait<i32>(EPOCH, seen, -1);
      epoch = atomic.load<i32>(EPOCH);
    }
    seen = epoch;
    if (atomic.load<i32>(STOP)) return;
    drain(thread);
  }
}
