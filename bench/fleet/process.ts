/** A worker of a fleet in a process of its own, of one thread. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export async function startWorker(url: string, queue: string): Promise<AsyncDisposable> {
  const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
  const args = ['worker', '--queue-name', queue, '--workers', '1', '--max-level', 'isolate'];
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env.PATH, ASSAY_QUEUE: url, ASSAY_SANDBOX: 'lazy' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const lines = createInterface(child.stderr);
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`Expected a worker, it ended with ${code}`)));
    lines.on('line', (line) => {
      if (line.includes('taking jobs')) resolve();
    });
  });
  return {
    async [Symbol.asyncDispose]() {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}
