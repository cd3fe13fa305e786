/**
 * A worker of a fleet: takes jobs, has them scored, leaves their verdicts for the driver.
 *
 * A job is done when its verdicts lie in Redis; the job's own end only tells so. A worker that
 * vanishes loses its lease, and another takes the job from the start. Two workers may then judge the
 * same job: the same samples have the same verdicts, and the driver reads them once.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Verdict } from '../../../../verifiers/contract.ts';
import { maxTimerMs } from '../../../config.ts';
import type { Scorer, ScorerLog } from '../../scorer.ts';
import { type Bull, loadQueueing, said } from './connect.ts';
import { type JobData, packVerdicts, unpackJob } from './payload.ts';
import { attempts, keyPrefix, maxVanished, resultKey, resultTtlS } from './settings.ts';

export interface QueueWorkerOptions {
  readonly url: string;
  readonly name: string;
  readonly scorer: Scorer;
  /** Jobs under way at one time; 2 keeps the scorer busy while results travel. Default 2. */
  readonly concurrency?: number;
  /** A worker that is silent for so long loses its jobs to others, milliseconds. Default 30 000. */
  readonly leaseMs?: number;
  readonly log?: ScorerLog;
  readonly onJob?: (done: { readonly samples: number; readonly ms: number }) => void;
}

export interface QueueWorker {
  /** `redis://host:6379`, without secrets. */
  readonly queue: string;
  /** Age of the oldest job that waits, and how many do. Null while Redis is away. */
  backlog(): Promise<{ readonly jobs: number; readonly oldestS: number } | null>;
  /** Takes no more jobs and finishes those it has; what is not done by then goes back to the queue. */
  drain(withinMs: number): Promise<void>;
}

/** Faults of this machine: another worker, or the same a little later, may do better. */
const curable: readonly string[] = ['sandbox_unavailable', 'overloaded'];

const restMs = 5_000;
/** A finished job may keep its samples until its driver removes it, if they are small. */
const keptText = 32 << 10;

/** @throws AssayError `config_invalid`, `package_missing` or `queue_unavailable`. */
export async function openQueueWorker(options: QueueWorkerOptions): Promise<QueueWorker> {
  const { name, concurrency = 2, leaseMs = 30_000, log } = options;
  const { bull, address, connection, connect, letGo } = await loadQueueing(options.url);
  const redis = await connect();
  const stop = new AbortController();
  const work = processor(bull, redis, { ...options, signal: stop.signal });
  const worker: Worker<JobData> = new bull.Worker(name, work, {
    connection,
    prefix: keyPrefix,
    concurrency,
    lockDuration: leaseMs,
    stalledInterval: leaseMs,
    maxStalledCount: maxVanished,
    drainDelay: 2,
    runRetryDelay: 1_000, // Redis comes back: do not let jobs wait for 15 s
  });
  // BullMQ repeats an error for every command that waits
  let lastSaid = '';
  const warn = (error: Error) => {
    const reason = said(error);
    if (reason === lastSaid) return;
    lastSaid = reason;
    log?.warn({ queue: address.shown, reason }, 'the queue is away or refuses; trying again');
  };
  worker.on('error', warn);
  redis.on('error', warn);
  redis.on('ready', () => {
    lastSaid = '';
  });
  worker.on('failed', (job, error) => {
    log?.warn({ job: job?.id, attempt: job?.attemptsMade, reason: said(error) }, 'a job failed');
  });
  worker.on('stalled', (job) => log?.warn({ job }, 'a job is taken over: its worker went silent'));

  return {
    queue: address.shown,
    async backlog() {
      if (redis.status !== 'ready') return null;
      const wait = `${keyPrefix}:${name}:wait`;
      const [jobs, oldest] = await Promise.all([redis.llen(wait), redis.lindex(wait, -1)]);
      const since = oldest && (await redis.hget(`${keyPrefix}:${name}:${oldest}`, 'timestamp'));
      const oldestS = since ? Math.max(0, (Date.now() - Number(since)) / 1000) : 0;
      return { jobs, oldestS };
    },
    async drain(withinMs) {
      letGo();
      const timer = setTimeout(() => stop.abort(), withinMs);
      await worker.close(redis.status !== 'ready');
      clearTimeout(timer);
      redis.disconnect();
    },
  };
}

interface Work extends QueueWorkerOptions {
  readonly signal: AbortSignal;
}

function processor(bull: Bull, redis: Redis, work: Work) {
  const { UnrecoverableError, WaitingError, DelayedError } = bull;
  const { scorer, name, signal, onJob } = work;
  const alone = new Alone();

  const perform = async (job: Job<JobData>, token?: string): Promise<null> => {
    const { id = '' } = job;
    const key = resultKey(name, id);
    // taken over from a worker that had left its verdicts
    const second = job.stalledCounter > 0 || job.attemptsMade > 0;
    if (job.data.text === '' || (second && (await redis.exists(key)) === 1)) return null;
    const samples = await unpackJob(job.data).catch((error) => {
      throw new UnrecoverableError(said(error));
    });
    const start = performance.now();
    const verdicts = await judge(scorer, samples, signal);
    if (signal.aborted) {
      await job.moveToWait(token);
      throw new WaitingError();
    }
    const fault = verdicts.find(({ cause }) => curable.includes(cause));
    if (fault && job.attemptsMade + 1 < attempts) {
      // a broken worker is quick: without a rest it would take the jobs of all the others
      await sleep(restMs, undefined, { signal }).catch(() => {});
      throw new Error(`${fault.cause}: ${fault.message ?? ''}`.slice(0, 200));
    }
    await redis.set(key, await packVerdicts(verdicts), 'EX', resultTtlS);
    // the samples need no memory any more
    if (job.data.text.length > keptText) await job.updateData({ ...job.data, text: '' });
    onJob?.({ samples: samples.length, ms: performance.now() - start });
    return null;
  };

  return async (job: Job<JobData>, token?: string): Promise<null> => {
    if (!alone.enter(job.stalledCounter > 0)) {
      await job.moveToDelayed(Date.now() + putOffMs, token);
      throw new DelayedError();
    }
    try {
      return await perform(job, token);
    } finally {
      alone.leave();
    }
  };
}

const putOffMs = 500;

/**
 * A job that has lost a worker may be what ended it. It is worked on alone, so that it takes no
 * innocent job with it; what comes meanwhile is put off.
 */
class Alone {
  #inside = 0;
  #suspect = false;

  enter(suspect: boolean): boolean {
    if (this.#suspect || (suspect && this.#inside > 0)) return false;
    this.#suspect = suspect;
    this.#inside++;
    return true;
  }

  leave(): void {
    this.#inside--;
    this.#suspect = false;
  }
}

/** Each sample has its own wall; the job has none. */
async function judge(
  scorer: Scorer,
  samples: readonly unknown[],
  signal: AbortSignal,
): Promise<readonly Verdict[]> {
  const { verdicts } = await scorer.scoreAll(samples, { signal, deadlineMs: maxTimerMs });
  return verdicts;
}
