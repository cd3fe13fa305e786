/** A worker that a sample can kill: its verifier ends the process on the response `die`. */
import { openQueueWorker } from '../../src/engine/backends/queue/index.ts';
import { openScorer } from '../../src/engine/index.ts';
import { fakes, type verifiers as known } from './fakes.ts';

const scorer = await openScorer({ ...fakes, threads: 1 });
Object.assign(scorer.verifiers.code as object, {
  score: async (task: Parameters<typeof known.code.score>[0]) => {
    if (task.response === 'die') process.kill(process.pid, 'SIGKILL');
    return { status: 'scored', reward: 1, cause: 'equal' };
  },
});
await openQueueWorker({ url: process.env.QUEUE_URL ?? '', name: 'score', scorer, leaseMs: 600 });
