/** Loaded before the command line: writes the CPU seconds of the whole process, its threads included, at its end. */
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const file = process.env.LEARNING_CPU_FILE;
// worker threads load this too; the main thread's figure covers them
if (isMainThread && file !== undefined) {
  process.on('exit', () => {
    const { user, system } = process.cpuUsage();
    writeFileSync(file, `${JSON.stringify((user + system) / 1e6)}\n`);
  });
}
