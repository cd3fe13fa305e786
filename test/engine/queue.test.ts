/** The fleet: every sample gets one verdict, the same as from one process, whoever dies meanwhile. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Backend } from '../../src/engine/backends/contract.ts';
import { openQueueBackend, queueAddress } from '../../src/engine/backends/queue/index.ts';
import { openScorer, type Scorer } from '../../src/engine/index.ts';
import { AssayError } from '../../src/errors.ts';
import type { Verdict } from '../../verifiers/contract.ts';
import { parseJson } from '../../verifiers/json.ts';
import { noRedis, openRedis, type TestRedis } from '../support/redis.ts';
import { jobsIn, rows, startWorker, timeless, until } from './fleet.ts';

const name = 'score';
const coded = (code: string) => (error: unknown) =>
  error instanceof AssayError && error.code === code;

describe('a fleet', { skip: noRedis }, () => {
  let redis: TestRedis;
  let local: Scorer;
  before(async () => {
    redis = await openRedis();
    local = await openScorer({
      threads: 1,
      sandboxPolicy: { maxLevel: 'isolate', concurrency: 1 },
    });
  });
  after(async () => {
    await local?.[Symbol.asyncDispose]();
    await redis?.[Symbol.asyncDispose]();
  });
  const open = (more: object = {}) =>
    openQueueBackend({ url: redis.url, name, batch: 16, ...more });

  /** Scores, counts the verdicts of each index, and compares with those of one process. */
  async function equalsLocal(
    backend: Backend,
    samples: readonly unknown[],
    meanwhile = async () => {},
  ) {
    const counts = new Array<number>(samples.length).fill(0);
    const onVerdict = (index: number) => {
      counts[index] = (counts[index] ?? 0) + 1;
    };
    const [verdicts] = await Promise.all([backend.score(samples, { onVerdict }), meanwhile()]);
    assert.deepEqual(
      counts,
      counts.map(() => 1),
    );
    const { verdicts: expected } = await local.scoreAll(samples);
    assert.deepEqual(verdicts.map(timeless), expected.map(timeless));
  }

  it('gives the verdicts of one process, without loss on the way', async () => {
    await using _worker = await startWorker(redis.url);
    await using backend = await open();
    const samples = [
      ...rows(40, 'plain'),
      parseJson('{"verifier":"math","response":"\\\\boxed{1}","reference":{"answer":"1","w":1.0}}'),
      parseJson(
        '{"id":12345678901234567890,"verifier":"math","response":"1","reference":{"answer":"1"}}',
      ),
      { verifier: 'math', response: 'no reference' },
      { verifier: 'stem', response: '\\boxed{1500 m}', reference: { answer: '1.5', unit: 'km' } },
      null,
      'text',
      {
        verifier: 'math',
        response: '\uD800 \u2028 \\boxed{2}',
        reference: { answer: '2', bad: Number.NaN },
      },
      ...rows(3, 'plain'), // duplicates, ids included
    ];
    await equalsLocal(backend, samples);
    let deep: unknown = 1;
    for (let i = 0; i < 1_000; i++) deep = [deep];
    const [verdict] = await backend.score([{ verifier: 'math', response: '1', reference: deep }]);
    assert.equal(verdict?.cause, 'invalid_sample');
    assert.deepEqual(await backend.score([]), []);
  });

  it('survives the death of a worker amid its job', async () => {
    await using first = await startWorker(redis.url, ['--concurrency', '1']);
    await using _second = await startWorker(redis.url, ['--concurrency', '1']);
    await using backend = await open();
    await equalsLocal(backend, rows(160, 'worker'), async () => {
      await until(async () => (await jobsIn(redis, 'active')) === 2);
      await first.end('SIGKILL');
      assert.ok((await jobsIn(redis, 'active')) >= 1);
    });
  });

  it('survives the death of Redis, with what Redis forgot', async () => {
    await using _first = await startWorker(redis.url);
    await using _second = await startWorker(redis.url);
    const said: string[] = [];
    const log = {
      warn: (fields: object, text: string) => said.push(`${text} ${JSON.stringify(fields)}`),
    };
    await using backend = await open({ log });
    await equalsLocal(backend, rows(240, 'redis'), async () => {
      for (let times = 0; times < 2; times++) {
        await until(async () => (await jobsIn(redis, 'active')) > 0);
        await redis.kill();
        await sleep(700);
        await redis.start();
      }
      // and all that it ever knew
      await until(async () => (await jobsIn(redis, 'active')) > 0);
      await redis.ask('FLUSHALL');
    });
    assert.ok(
      said.some((line) => line.startsWith('the queue is away')),
      said.join('\n'),
    );
  });

  it('has the verdicts of a driver that died ready for the next one', async () => {
    const samples = rows(64, 'driver');
    {
      await using _worker = await startWorker(redis.url);
      const driver = spawn(process.execPath, [join(import.meta.dirname, 'queue-driver.ts')], {
        env: { ...process.env, QUEUE_URL: redis.url, QUEUE_ROWS: JSON.stringify(samples) },
        stdio: 'ignore',
      });
      await until(async () => (await jobsIn(redis, 'active')) > 0);
      driver.kill('SIGKILL');
      await once(driver, 'exit');
      await until(
        async () => (await jobsIn(redis, 'active')) + (await jobsIn(redis, 'wait')) === 0,
      );
    }
    await using backend = await open(); // nobody is there to work
    await equalsLocal(backend, samples);
  });

  it('gives a job back when its worker is told to stop', async () => {
    const worker = await startWorker(redis.url, ['--concurrency', '1'], { ASSAY_DRAIN_MS: '1' });
    await using backend = await open();
    await equalsLocal(backend, rows(48, 'drain'), async () => {
      await until(async () => (await jobsIn(redis, 'active')) > 0);
      assert.equal(await worker.end('SIGTERM'), 0, worker.said());
      assert.equal(await jobsIn(redis, 'active'), 0);
      await using _other = await startWorker(redis.url);
      await until(
        async () => (await jobsIn(redis, 'active')) + (await jobsIn(redis, 'wait')) === 0,
      );
      await sleep(500);
    });
    assert.match(worker.said(), /draining[\s\S]*closed/);
  });

  it('keeps no more in Redis than it is allowed, and nothing afterwards', async () => {
    await redis.ask('FLUSHALL'); // of other tests: results of jobs that were done twice, until they expire
    await using backend = await open({ jobs: 3 });
    const samples = rows(160, 'room').filter(
      (row) => (row as { verifier: string }).verifier === 'math',
    );
    await equalsLocal(backend, samples, async () => {
      await until(async () => (await jobsIn(redis, 'wait')) === 3);
      await sleep(500);
      assert.equal(await jobsIn(redis, 'wait'), 3);
      await using _worker = await startWorker(redis.url);
      await until(
        async () => (await jobsIn(redis, 'active')) + (await jobsIn(redis, 'wait')) === 0,
      );
      await sleep(500);
    });
    await until(
      async () => !(await redis.ask('KEYS', 'assay:score:verdicts:*')).includes('verdicts'),
    );
  });

  it('waits while Redis has no memory', async () => {
    await using _worker = await startWorker(redis.url);
    await using backend = await open();
    await redis.ask('CONFIG', 'SET', 'maxmemory', '1');
    await equalsLocal(backend, rows(16, 'memory'), async () => {
      await sleep(500);
      assert.equal(await jobsIn(redis, 'wait'), 0);
      await redis.ask('CONFIG', 'SET', 'maxmemory', '0');
    });
  });

  it('gives up what its caller gives up, and takes it out of the queue', async () => {
    await using backend = await open();
    const stop = new AbortController();
    const scored = backend.score(rows(20, 'abort'), { signal: stop.signal });
    await until(async () => (await jobsIn(redis, 'wait')) === 2);
    stop.abort();
    assert.deepEqual(
      (await scored).map(({ cause }) => cause),
      Array(20).fill('cancelled'),
    );
    await until(async () => (await jobsIn(redis, 'wait')) === 0);
  });

  it('costs a sample that kills its workers that sample alone', async () => {
    let ends = 0;
    let done = false;
    const supervisor = async () => {
      while (!done) {
        const script = join(import.meta.dirname, 'queue-mortal.ts');
        const child = spawn(process.execPath, [script], {
          env: { ...process.env, QUEUE_URL: redis.url },
          stdio: 'inherit',
        });
        const stopped = setInterval(() => done && child.kill('SIGKILL'), 50);
        await once(child, 'exit');
        clearInterval(stopped);
        if (!done) ends++;
      }
    };
    const supervised = supervisor();
    await using backend = await open();
    const samples = Array.from({ length: 8 }, (_, id) => ({
      id,
      verifier: 'code',
      response: id === 5 ? 'die' : '42',
      reference: { answer: '42' },
      prompt: `${id}`,
    }));
    const verdicts = await backend.score(samples);
    done = true;
    await supervised;
    assert.deepEqual(
      verdicts.map(({ cause }) => cause),
      samples.map(({ id }) => (id === 5 ? 'internal' : 'equal')),
    );
    assert.match(verdicts[5]?.message ?? '', /stalled/);
    assert.ok(ends >= 2 && ends <= 10, `${ends}`);
    assert.match(await redis.ask('ZCARD', 'assay:score:failed'), /:1/); // one dead letter, to look at
  });

  it('tries again what failed for the fault of a machine', async () => {
    const { runBroken } = await import('./queue-broken.ts');
    await using backend = await open();
    const verdicts = await runBroken(redis.url, backend);
    assert.deepEqual(
      verdicts.map(({ cause }: Verdict) => cause),
      ['equal'],
    );
  });

  it('answers probes', async () => {
    const worker = await startWorker(redis.url, ['--metrics-port', '0', '--log-level', 'info']);
    await using _held = worker;
    const port = /"probes":(\d+)/.exec(worker.said())?.[1];
    const get = async (path: string) => {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`);
      return `${answer.status} ${await answer.text()}`;
    };
    assert.equal(await get('/healthz'), '200 ok\n');
    assert.equal(await get('/readyz'), '200 ready\n');
    assert.equal(await get('/x'), '404 not found\n');
    assert.match(await get('/metrics'), /assay_fleet_oldest_job_seconds 0/);
    await using backend = await open();
    await backend.score(rows(2, 'probes'));
    assert.match(await get('/metrics'), /assay_verdicts_total\{verifier="math"[^}]*\} [12]/);
  });

  it('gives up on a Redis that stays away', async () => {
    await using gone = await openRedis();
    await using backend = await openQueueBackend({ url: gone.url, name, lostMs: 500 });
    const scored = backend.score(rows(4, 'gone'));
    const refused = assert.rejects(scored, coded('queue_unavailable'));
    await gone.kill();
    await refused;
  });
});

describe('the door of a queue', { skip: noRedis }, () => {
  it('asks for the password, and tells nobody', async () => {
    const secret = 'open:sesame/%';
    await using redis = await openRedis(['--requirepass', secret]);
    const at = (password: string) =>
      redis.url.replace('redis://', `redis://:${encodeURIComponent(password)}@`);
    const refused = await openQueueBackend({ url: at('guess-0451'), name }).catch((error) => error);
    assert.ok(coded('queue_unavailable')(refused), refused);
    assert.match(refused.message, /WRONGPASS/);
    await assert.rejects(openQueueBackend({ url: redis.url, name }), coded('queue_unavailable'));
    await using worker = await startWorker(at(secret), ['--log-level', 'debug']);
    await using backend = await openQueueBackend({ url: at(secret), name });
    const [verdict] = await backend.score(rows(1, 'secret'));
    assert.equal(verdict?.status, 'scored');
    await redis.kill();
    await until(() => worker.said().includes('the queue is away'));
    await redis.start();
    await worker.end('SIGTERM');
    for (const text of [refused.stack, JSON.stringify(refused), worker.said()])
      assert.doesNotMatch(text, /sesame|guess-0451/);
  });

  it('is told when nobody is there', async () => {
    await assert.rejects(
      openQueueBackend({ url: 'redis://127.0.0.1:1', name }),
      /Expected Redis at redis:\/\/127\.0\.0\.1:1, got: .*ECONNREFUSED/,
    );
  });
});

describe('the address of a queue', () => {
  it('is read, and shown without its secrets', () => {
    assert.deepEqual(queueAddress('rediss://me:p%40ss@h.example:7000/3?x=y'), {
      host: 'h.example',
      port: 7000,
      db: 3,
      username: 'me',
      password: 'p@ss',
      tls: true,
      shown: 'rediss://h.example:7000/3',
    });
    assert.equal(queueAddress('valkey://[::1]').host, '::1');
    assert.equal(queueAddress('redis://h').port, 6379);
  });

  for (const url of [
    '',
    'localhost:6379',
    'http://:secret@h',
    'redis://',
    'redis://h/secret',
    'redis://u:%ZZsecret@h',
  ]) {
    it(`is refused: ${url}`, () => {
      assert.throws(
        () => queueAddress(url),
        (error) => coded('config_invalid')(error) && !/secret/.test((error as Error).message),
      );
    });
  }
});

it('a package that is not there is told with the line that installs it', async () => {
  const hook = `import { registerHooks } from 'node:module';
    registerHooks({ resolve(name, context, next) {
      if (name === 'bullmq') throw Object.assign(new Error('absent'), { code: 'ERR_MODULE_NOT_FOUND' });
      return next(name, context);
    } });`;
  const args = [
    '--import',
    `data:text/javascript,${encodeURIComponent(hook)}`,
    join(import.meta.dirname, '../../bin/assay.js'),
    'worker',
    '--queue',
    'redis://127.0.0.1:1',
  ];
  const child = spawn(process.execPath, args, { env: { ...process.env, ASSAY_SANDBOX: 'lazy' } });
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  const [code] = await once(child, 'close');
  assert.equal(code, 1);
  assert.match(
    said,
    /Expected the package bullmq for the queue, got none; install it with: npm install bullmq ioredis/,
  );
});
