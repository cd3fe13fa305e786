/**
 * The service under load on loopback, in a process of its own: what HTTP costs, what a small request
 * waits for behind a large batch, and what becomes of ten times the load it can take.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { openScorer } from '../src/engine/index.ts';
import type { Bench, Figure } from './report.ts';
import { type ServerProcess, startServer } from './service/process.ts';
import { bodyOf, post, rows } from './service/rows.ts';

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

async function send(url: string, body: Buffer) {
  const start = performance.now();
  const answer = await post(url, body);
  const told = JSON.parse(answer.text) as { verdicts?: readonly { reward: number | null }[] };
  const scored = told.verdicts?.filter(({ reward }) => reward !== null).length ?? 0;
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
  for (let i = 0; i < 10; i++) await send(server.url, bodyOf(batch()));
  const before = server.cpuMs();
  for (let i = 0; i < batches; i++) await send(server.url, bodyOf(batch()));
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
  for (let i = 0; i < 20; i++) await send(server.url, bodyOf(rows(1)));
  const idle: number[] = [];
  for (let i = 0; i < 50; i++) idle.push((await send(server.url, bodyOf(rows(1)))).ms);
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
      busy.push((await send(server.url, bodyOf(rows(1)))).ms);
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

/**
 * Clients that send again at once, first as many as the service can take, then ten times as many.
 * What they send is made before, and they come within a second: making it would take the time of
 * the service on the same cores.
 */
async function overload(seconds: number): Promise<Figure[]> {
  const deadlineMs = 5_000;
  await using server = await startServer({ ASSAY_THREADS: '2', ASSAY_MAX_QUEUED: '4096' });
  for (let i = 0; i < 10; i++) await send(server.url, bodyOf(rows(256)));
  const before = await load(server, 8, seconds / 4, deadlineMs);
  const memoryBefore = server.memoryMb();
  const over = await load(server, 80, seconds, deadlineMs);
  const memory = server.memoryMb();
  const after = await load(server, 8, seconds / 4, deadlineMs);
  const workload = `batches of 256 by 80 clients for ${seconds} s, room for 16 batches, deadline ${deadlineMs} ms`;
  return [
    {
      ...figure('throughput under overload', over.rate, 'samples/s', workload),
      baseline: 'with 8 clients, before and after',
      ratio: (2 * over.rate) / (before.rate + after.rate),
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

/** The clients come within this time, which is not counted, milliseconds. */
const rampMs = 1_000;

async function load(server: ServerProcess, clients: number, seconds: number, deadlineMs: number) {
  const bodies = Array.from({ length: clients }, () => bodyOf(rows(256), deadlineMs));
  const from = performance.now() + rampMs;
  const until = from + 1_000 * seconds;
  const accepted: number[] = [];
  const refused: number[] = [];
  let [scored, lost] = [0, 0];
  const client = async (body: Buffer) => {
    await sleep(rampMs * Math.random());
    while (performance.now() < until) {
      const answer = await send(server.url, body);
      if (answer.status === 503) {
        refused.push(answer.ms);
        await sleep(1_000 * Math.random()); // as Retry-After asks
        continue;
      }
      if (answer.status !== 200) throw new Error(`Expected 200 or 503, got ${answer.status}`);
      accepted.push(answer.ms);
      if (performance.now() < from) continue;
      scored += answer.scored;
      lost += 256 - answer.scored;
    }
  };
  await Promise.all(bodies.map(client));
  const rate = (1_000 * scored) / (performance.now() - from);
  return { rate, accepted: percentile(accepted, 0.99), refused: percentile(refused, 0.99), lost };
}

const median = (values: readonly number[]) => percentile(values, 0.5);

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
