/** Preloaded into a process: its wall clock jumps hours back and forth from call to call. */
const real = Date.now;
let calls = 0;
Date.now = () => real() + (calls++ % 2 === 0 ? 1 : -1) * 6 * 3_600_000;
