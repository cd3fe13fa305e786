/**
 * The service under load on loopback, in a process of its own: what HTTP costs, what a small request
 * waits for behind a large batch, and what becomes of ten times the load it can take.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { openScorer } from '../src/engine/index.ts';
import type { Bench, Figure } from './report.ts';
import { type ServerProcess, startServer } from './service/process.ts';
import { post, rows } from './service/rows.ts';

const bench: Bench = async function* ({ quick }) {
  yield await httpCost(quick ? 40 : 400);
  yield* await behindALargeBatch(quick ? 3 : 20);
  yield* await overload(quick ? 10 : 60);
};
export default bench;

const figure = (name: string, value: number, unit: string, workload: string): Figure => ({
  bench: 'service',
  figure: name,
  value,
  unit,
  workload,
});

async function send(url: string, samples: readonly object[], deadlineMs?: number) {
  const start = performance.now();
  const answer = await post(url, samples, deadlineMs);
  const body = (await answer.json()) as { verdicts?: readonly { reward: number | null }[] };
  const scored = body.verdicts?.filter(({ reward }) => reward !== null).length ?? 0;
  return { status: answer.status, scored, ms: performance.now() - start };
}

/** CPU of the server a batch of 256, against that of the same batches scored in this process. */
async function httpCost(batches: number): Promise<Figure> {
  const batch = () => rows(256);
  let inProcess: number;
  {
    await using scorer = await openScorer({ threads: 2 });
    for (let i = 0; i < 10; i++) await scorer.scoreAll(batch());
    const made = Array.from({ length: batches }, batch);
    const before = process.cpuUsage();
    for (const samples of made) await scorer.scoreAll(samples);
    const { user, system } = process.cpuUsage(before);
    inProcess = (user + system) / 1_000 / batches;
  }
  await using server = await startServer({ ASSAY_THREADS: '2' });
  for (let i = 0; i < 10; i++) await send(server.url, batch());
  const before = server.cpuMs();
  for (let i = 0; i < batches; i++) await send(server.url, batch());
  const overHttp = (server.cpuMs() - before) / batches;
  return {
    ...figure(
      '256 math samples over HTTP',
      overHttp,
      'ms CPU',
      `${batches} batches, one at a time`,
    ),
    baseline: 'the same batches in process',
    ratio: inProcess / overHttp,
  };
}

async function behindALargeBatch(times: number): Promise<Figure[]> {
  await using server = await startServer({ ASSAY_THREADS: '2' });
  for (let i = 0; i < 20; i++) await send(server.url, rows(1));
  const idle: number[] = [];
  for (let i = 0; i < 50; i++) idle.push((await send(server.url, rows(1))).ms);
  const busy: number[] = [];
  for (let i = 0; i < times; i++) {
    const workerData = { url: server.url, count: 10_000 };
    const large = new Worker(new URL('./service/large.ts', import.meta.url), { workerData });
    let isUnderWay = true;
    large.once('exit', () => {
      isUnderWay = false;
    });
    await sleep(250);
    while (isUnderWay) {
      busy.push((await send(server.url, rows(1))).ms);
      await sleep(20);
    }
  }
  const workload = `single samples, one after another, during ${times} batches of 10,000`;
  return [
    {
      ...figure('a small request beside a large batch', median(busy), 'ms', workload),
      baseline: 'the same alone',
      ratio: median(idle) / median(busy),
    },
  ];
}

/** Clients that send again at once, first as many as the service can take, then ten times as many. */
async function overload(seconds: number): Promise<Figure[]> {
  const deadlineMs = 5_000;
  await using server = await startServer({ ASSAY_THREADS: '2', ASSAY_MAX_QUEUED: '4096' });
  for (let i = 0; i < 10; i++) await send(server.url, rows(256));
  const most = await load(server, 8, seconds / 3, deadlineMs);
  const memoryBefore = server.memoryMb();
  const over = await load(server, 80, seconds, deadlineMs);
  const memory = server.memoryMb();
  const workload = `batches of 256 by 80 clients for ${seconds} s, room for 16 batches, deadline ${deadlineMs} ms`;
  return [
    {
      ...figure('throughput under overload', over.rate, 'samples/s', workload),
      baseline: 'with 8 clients',
      ratio: over.rate / most.rate,
    },
    figure('accepted batches, p99', over.accepted, 'ms', workload),
    figure('refused batches, p99', over.refused, 'ms', workload),
    figure('verdicts without a reward in accepted batches', over.lost, 'samples', workload),
    {
      ...figure('memory after overload', memory, 'MiB', workload),
      baseline: 'before it',
      ratio: memoryBefore / memory,
    },
  ];
}

async function load(server: ServerProcess, clients: number, seconds: number, deadlineMs: number) {
  const until = performance.now() + 1_000 * seconds;
  const accepted: number[] = [];
  const refused: number[] = [];
  let [scored, lost] = [0, 0];
  const client = async () => {
    while (performance.now() < until) {
      const samples = rows(256);
      const answer = await send(server.url, samples, deadlineMs);
      if (answer.status === 503) {
        refused.push(answer.ms);
        await sleep(1_000 * Math.random()); // as Retry-After asks
        continue;
      }
      if (answer.status !== 200) throw new Error(`Expected 200 or 503, got ${answer.status}`);
      accepted.push(answer.ms);
      scored += answer.scored;
      lost += samples.length - answer.scored;
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: clients }, client));
  const rate = (1_000 * scored) / (performance.now() - start);
  return { rate, accepted: percentile(accepted, 0.99), refused: percentile(refused, 0.99), lost };
}

const median = (values: readonly number[]) => percentile(values, 0.5);

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
