/**
 * The words by which the threads share work. Each lies in a cache line of its own. JavaScript
 * writes the arguments and the operation, then calls `dispatch` (threads.ts).
 */
export const EPOCH: usize = 1024; // grows by one for each piece of work shared out
export const NEXT: usize = 1088; // the next task to take
export const TASKS: usize = 1152;
export const DONE: usize = 1216; // tasks finished
export const STOP: usize = 1280;
export const FAULT: usize = 1344; // a thread has died
export const OPERATION: usize = 1408;
export const SCRATCH: usize = 1472; // address of the first thread's scratch
export const STRIDE: usize = 1536; // bytes of scratch a thread
const ARGUMENTS: usize = 2048;

// @ts-ignore: decorator
@inline
export function int(i: i32): i32 {
  return load<i32>(ARGUMENTS + (<usize>i << 2));
}

// @ts-ignore: decorator
@inline
export function pointer(i: i32): usize {
  return <usize>load<u32>(ARGUMENTS + (<usize>i << 2));
}

// @ts-ignore: decorator
@inline
export function float(i: i32): f32 {
  return load<f32>(ARGUMENTS + (<usize>i << 2));
}

/** The bytes of n numbers. */
// @ts-ignore: decorator
@inline
export function bytes(n: i32): usize {
  return <usize>n << 2;
}
