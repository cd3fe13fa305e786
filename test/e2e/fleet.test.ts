/**
 * `assay score --queue … --report …` while drivers, workers and Redis are killed: after --resume the
 * output is that of an undisturbed run of one process, but for the times. ASSAY_KILLS=20 kills oftener.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRng } from '../../verifiers/random.ts';
import { jobsIn, startWorker, until, type WorkerProcess } from '../engine/fleet.ts';
import { noRedis, openRedis, type TestRedis } from '../support/redis.ts';
import { assay, assayUntil } from '../support/run.ts';

const kills = Number(process.env.ASSAY_KILLS ?? 4);
const count = 600 * (kills + 2);

/** One in six runs a program and takes a while; some have several responses, some cannot be scored. */
function row(n: number): object {
  const id = `row-${n}`;
  if (n % 6 === 5) {
    const response = `\`\`\`javascript\nfunction f(x) { let s = 0; for (let i = 0; i < 1e7; i++) s += i & 1; return x + ${n}; }\n\`\`\``;
    const tests = {
      kind: 'function',
      fn_name: 'f',
      inputs: [[0]],
      outputs: [n - (n % 4 === 1 ? 1 : 0)],
    };
    return { id, verifier: 'code', response, reference: { language: 'javascript', tests } };
  }
  const reference = { answer: n % 97 === 0 ? '' : `${n + 0.5}` };
  const response = n % 7 ? `\\boxed{\\frac{${2 * n + 1}}{2}}` : `\\boxed{${n + 0.504}}`;
  if (n % 4) return { id, verifier: 'math', reference, response, data_source: `s${n % 3}` };
  return { id, verifier: 'math', reference, responses: [response, `\\boxed{${n}}`, response] };
}

const settled = (path: string) =>
  readFileSync(path, 'utf8').replaceAll(/"ms":[\d.e+-]+/g, '"ms":0');

describe('assay score by a fleet', { skip: noRedis }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-fleet-'));
  const at = (name: string) => join(folder, name);
  /** Line by line, so that a difference can be read. */
  const sameAsLocal = (name: string) => {
    const [found, expected] = [name, 'local.jsonl'].map((each) => settled(at(each)).split('\n'));
    for (const [i, line] of (expected ?? []).entries()) assert.equal(found?.[i], line);
    assert.equal(found?.length, expected?.length);
  };
  let redis: TestRedis;
  let workers: WorkerProcess[] = [];
  const command = (output: string, ...more: string[]) => [
    ...['score', 'in.jsonl', '--output', output, '--queue', redis.url, ...more],
  ];

  before(async () => {
    writeFileSync(
      at('in.jsonl'),
      Array.from({ length: count }, (_, n) => `${JSON.stringify(row(n))}\n`).join(''),
    );
    const local = assay(folder, [
      'score',
      'in.jsonl',
      '--output',
      'local.jsonl',
      '--report',
      'local.html',
      '--max-level',
      'isolate',
    ]);
    assert.equal(local.status, 0, local.stderr);
    redis = await openRedis();
    workers = [await startWorker(redis.url), await startWorker(redis.url)];
  });
  after(async () => {
    for (const worker of workers) await worker.end('SIGKILL');
    await redis?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  it('gives the output of one process, and a report', () => {
    const done = assay(folder, command('out.jsonl', '--report', 'out.html'));
    assert.equal(done.status, 0, done.stderr);
    sameAsLocal('out.jsonl');
    const page = readFileSync(at('out.html'), 'utf8');
    assert.match(page, /Likely false negatives/);
    assert.match(page, /A number within one part in a hundred/);
    assert.match(page, /pass@k/);
    for (const part of ['causes', 'By verifier', 's2', 'Unscorable rows', 'reference_invalid'])
      assert.ok(page.includes(part), part);
  });

  it(`gives it after ${kills} kills of drivers, workers and Redis`, {
    timeout: 900_000,
  }, async () => {
    const rng = createRng(7);
    let killed = 0;
    const next = () =>
      killed < kills ? ((['worker', 'redis', 'driver'] as const)[killed % 3] ?? null) : null;
    const figures = (name: string) =>
      /<dl class="tiles">.*?<\/dl>/s.exec(readFileSync(at(name), 'utf8'))?.[0];
    /** A run until it is done, the driver begun anew when it was killed. */
    const finish = async (name: string): Promise<void> => {
      const args = command(`${name}.jsonl`, '--resume', '--report', `${name}.html`);
      const bound = new AbortController();
      const run = assayUntil(folder, args, 'SIGKILL', 600_000, { signal: bound.signal });
      let over = false;
      void run.finally(() => {
        over = true;
      });
      for (let kind = next(); kind !== null; kind = next()) {
        await sleep(1_500 + 1_500 * rng.random());
        if (over) break;
        killed++;
        if (kind === 'worker') {
          const i = rng.below(2);
          await workers[i]?.end('SIGKILL');
          workers[i] = await startWorker(redis.url);
        } else if (kind === 'redis') {
          await redis.kill();
          await sleep(300);
          await redis.start();
        } else {
          bound.abort();
          break;
        }
      }
      const ended = await run;
      if (ended.status === 0) return;
      assert.equal(ended.status, null, ended.stderr);
      await finish(name);
    };
    // a quick fleet is done before it could be killed often enough
    for (let runs = 1; killed < kills; runs++) {
      await finish(`killed-${runs}`);
      sameAsLocal(`killed-${runs}.jsonl`);
      assert.equal(figures(`killed-${runs}.html`), figures('local.html'));
    }
    const left = readdirSync(folder).filter((name) => /\.(?:part|journal|new|tmp)$/.test(name));
    assert.deepEqual(left, []);
  });

  it('finds what workers did for a driver that died, and says when nobody works', async () => {
    const resume = command('found.jsonl', '--resume');
    const bound = new AbortController();
    const run = assayUntil(folder, resume, 'SIGKILL', 600_000, { signal: bound.signal });
    await until(async () => (await jobsIn(redis, 'active')) > 0);
    bound.abort();
    assert.equal((await run).status, null);
    const jobs = async () =>
      (await jobsIn(redis, 'wait')) +
      (await jobsIn(redis, 'active')) +
      (await jobsIn(redis, 'delayed'));
    const had = await jobs();
    await until(async () => (await jobs()) < Math.max(1, had));
    for (const worker of workers) await worker.end('SIGTERM');
    const idle = /no worker has taken a job for 15 s/;
    const more = await assayUntil(folder, resume, 'SIGKILL', 120_000, { said: idle });
    // nobody works: what has a verdict had it before; it may not be the first job, so no row need be out
    const rates = [...more.stderr.matchAll(/^\d+ rows +([\d.]+)\/s/gm)].map(([, rate]) =>
      Number(rate),
    );
    assert.ok((rates.at(-1) ?? 0) > 0, more.stderr);
    assert.match(more.stderr, idle);
    workers = [await startWorker(redis.url), await startWorker(redis.url)];
    const done = assay(folder, resume);
    assert.equal(done.status, 0, done.stderr);
    sameAsLocal('found.jsonl');
  });
});
