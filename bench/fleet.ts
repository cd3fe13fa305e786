/**
 * The fleet against one process: what the queue costs at 128 samples a job, and what a second worker
 * brings. Worker processes of one thread each, Redis with its log on, all on this machine; the ways
 * take turns, so that a busy moment hits all of them.
 */
import type { Backend } from '../src/engine/backends/contract.ts';
import { openQueueBackend } from '../src/engine/backends/queue/index.ts';
import { openScorer } from '../src/engine/index.ts';
import { noRedis, openRedis } from '../test/support/redis.ts';
import type { Verdict } from '../verifiers/contract.ts';
import { startWorker } from './fleet/process.ts';
import type { Bench, Figure } from './report.ts';
import { codeSample, mathSample } from './samples.ts';

const batch = 128;

interface Workload {
  readonly name: string;
  readonly text: string;
  /** Jobs of one turn. */
  readonly jobs: number;
  row(i: number): object;
}

const workloads: readonly Workload[] = [
  {
    name: 'code',
    text: 'JavaScript functions, 5 tests each, jobs of 128',
    jobs: 12,
    row: codeSample,
  },
  {
    name: 'math',
    text: 'fractions after 900 characters of text, jobs of 128',
    jobs: 16,
    row: (i) => mathSample(i, 12),
  },
];

const bench: Bench = async function* ({ quick }) {
  if (noRedis) {
    console.error(`bench: fleet is left out: ${noRedis}`);
    return;
  }
  await using redis = await openRedis();
  await using scorer = await openScorer({
    threads: 1,
    sandboxPolicy: { maxLevel: 'isolate', concurrency: 1 },
  });
  await using _one = await startWorker(redis.url, 'one');
  await using _first = await startWorker(redis.url, 'two');
  await using _second = await startWorker(redis.url, 'two');
  await using one = await openQueueBackend({ url: redis.url, name: 'one', batch });
  await using two = await openQueueBackend({ url: redis.url, name: 'two', batch });
  const local: Pick<Backend, 'score'> = {
    score: async (samples) => (await scorer.scoreAll(samples)).verdicts,
  };
  for (const workload of workloads) {
    let next = 0;
    const ways = [local, one, two].map((backend) => ({ backend, samples: 0, ms: 0 }));
    const until = performance.now() + (quick ? 8_000 : 40_000);
    for (let round = 0; round < 2 || performance.now() < until; round++) {
      for (const way of ways) {
        const rows = Array.from({ length: batch * workload.jobs }, () => workload.row(next++));
        const start = performance.now();
        check(await way.backend.score(rows), workload);
        if (round === 0) continue; // threads, sandboxes and connections are warm after it
        way.ms += performance.now() - start;
        way.samples += rows.length;
      }
    }
    const [alone = 0, withOne = 0, withTwo = 0] = ways.map((way) => (1000 * way.samples) / way.ms);
    const figure = (name: string, value: number, baseline?: [string, number]): Figure => ({
      bench: 'fleet',
      figure: `${workload.name}, ${name}`,
      value,
      unit: 'samples/s',
      workload: workload.text,
      ...(baseline && { baseline: baseline[0], ratio: value / baseline[1] }),
    });
    yield figure('in process, one thread', alone);
    yield figure('one worker', withOne, ['in process', alone]);
    yield figure('two workers', withTwo, ['one worker', withOne]);
  }
};

export default bench;

/** A figure of wrong verdicts is worth nothing. */
function check(verdicts: readonly Verdict[], { name }: Workload): void {
  const wrong = verdicts.find((verdict) => !verdict.correct);
  if (wrong) throw new Error(`Expected full marks from ${name}, got ${JSON.stringify(wrong)}`);
}
