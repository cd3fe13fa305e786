/** Two workers in one process: one whose sandbox does not open, then one whose sandbox does. */
import { SandboxError } from '../../sandbox/contract.ts';
import type { Backend } from '../../src/engine/backends/contract.ts';
import { openQueueWorker } from '../../src/engine/backends/queue/index.ts';
import { openScorer } from '../../src/engine/index.ts';
import { fakes, sample } from './fakes.ts';

export async function runBroken(url: string, backend: Backend) {
  let tried = () => {};
  const wasTried = new Promise<void>((resolve) => {
    tried = resolve;
  });
  await using broken = await openScorer({
    ...fakes,
    openSandbox: async () => {
      tried();
      throw new SandboxError('sandbox_unavailable', 'no walls here');
    },
  });
  const first = await openQueueWorker({ url, name: 'score', scorer: broken, concurrency: 1 });
  const scored = backend.score([sample('42', { verifier: 'code' })]);
  await wasTried;
  await using sound = await openScorer(fakes);
  const second = await openQueueWorker({ url, name: 'score', scorer: sound });
  await first.drain(1);
  const verdicts = await scored;
  await second.drain(1_000);
  return verdicts;
}
