/**
 * Jobs sent and not yet answered. A job ends when its verdicts are read, when it is a dead letter, or
 * when its caller gives it up. Events of the queue only say where to look sooner; every job is also
 * looked at by the clock, because events are lost with a connection.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Queue, QueueEvents } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Verdict } from '../../../../verifiers/contract.ts';
import { AssayError } from '../../../errors.ts';
import type { ScorerLog } from '../../scorer.ts';
import { loadQueueing, type Queueing, said } from './connect.ts';
import { type Packed, unpackVerdicts } from './payload.ts';
import { attempts, keepCompleted, keepFailed, keyPrefix, resultKey } from './settings.ts';

export type JobEnd =
  | { readonly status: 'judged'; readonly verdicts: readonly Verdict[] }
  | { readonly status: 'dead'; readonly reason: string }
  | { readonly status: 'cancelled' };

export interface DispatchOptions {
  readonly url: string;
  readonly name: string;
  readonly lostMs: number;
  readonly log?: ScorerLog;
}

interface Flight {
  readonly job: Packed;
  readonly end: PromiseWithResolvers<JobEnd>;
  /** Those who wait for it: the same content sent twice at one time is one job. */
  waiting: number;
  /** It is known to be in the queue for this driver, so a failure is its own and no older one. */
  sent: boolean;
  looking: boolean;
  /** Something happened while it was looked at. */
  again: boolean;
}

const lookMs = 2_000;
const lonelyMs = 15_000;

export class Dispatch implements AsyncDisposable {
  readonly #queue: Queue;
  readonly #events: QueueEvents;
  readonly #redis: Redis;
  readonly #options: DispatchOptions;
  readonly #shown: string;
  readonly #letGo: () => void;
  readonly #flights = new Map<string, Flight>();
  readonly #clock: NodeJS.Timeout;
  /** Since when Redis is away or refuses writes. */
  #lostAt: number | null = null;
  #lostTo = '';
  #movedAt = performance.now();
  #closed = false;

  static async open(options: DispatchOptions): Promise<Dispatch> {
    const queueing = await loadQueueing(options.url);
    return new Dispatch(queueing, await queueing.connect(), options);
  }

  private constructor(
    { bull, address, connection, letGo }: Queueing,
    redis: Redis,
    options: DispatchOptions,
  ) {
    this.#options = options;
    this.#redis = redis;
    this.#shown = address.shown;
    this.#letGo = letGo;
    const shared = { connection, prefix: keyPrefix };
    this.#queue = new bull.Queue(options.name, {
      ...shared,
      streams: { events: { maxLen: 1_000 } }, // events are hints: few are kept
    });
    this.#events = new bull.QueueEvents(options.name, shared);
    const lost = (error: Error) => this.#lost(said(error));
    for (const each of [this.#queue, this.#events, redis] as {
      on(e: 'error', f: typeof lost): void;
    }[])
      each.on('error', lost);
    redis.on('close', () => this.#lost('the connection was closed'));
    redis.on('ready', () => {
      this.#lostAt = null;
      this.#lookAtAll();
    });
    const hint = ({ jobId }: { jobId: string }) => this.#hint(jobId);
    this.#events.on('completed', hint);
    this.#events.on('failed', hint);
    this.#events.on('active', () => {
      this.#movedAt = performance.now();
    });
    this.#clock = setInterval(() => this.#tick(), lookMs);
  }

  /** @throws AssayError `queue_unavailable` when Redis stays away. */
  async send(job: Packed, signal?: AbortSignal): Promise<JobEnd> {
    const flight = this.#flights.get(job.id) ?? this.#start(job);
    flight.waiting++;
    const gone = Promise.withResolvers<JobEnd>();
    const cancel = () => gone.resolve({ status: 'cancelled' });
    signal?.addEventListener('abort', cancel, { once: true });
    if (signal?.aborted) cancel();
    try {
      return await Promise.race([flight.end.promise, gone.promise]);
    } finally {
      signal?.removeEventListener('abort', cancel);
      if (--flight.waiting === 0 && this.#flights.get(job.id) === flight) {
        this.#flights.delete(job.id);
        void this.#remove(job.id);
      }
    }
  }

  #start(job: Packed): Flight {
    const end = Promise.withResolvers<JobEnd>();
    end.promise.catch(() => {}); // its senders hear of it
    const flight: Flight = { job, end, waiting: 0, sent: false, looking: false, again: false };
    if (this.#flights.size === 0) this.#movedAt = performance.now();
    this.#flights.set(job.id, flight);
    if (this.#closed) this.#finish(flight, new AssayError('draining', 'Expected an open queue'));
    else void this.#look(flight);
    return flight;
  }

  #hint(id: string): void {
    this.#movedAt = performance.now();
    const flight = this.#flights.get(id);
    if (flight) void this.#look(flight);
  }

  #lookAtAll(): void {
    for (const flight of this.#flights.values()) void this.#look(flight);
  }

  /** Finds out where the job is and does what is next. Never throws. */
  async #look(flight: Flight): Promise<void> {
    flight.again = flight.looking;
    if (flight.looking) return;
    flight.looking = true;
    try {
      await this.#advance(flight);
      this.#lostAt = null;
    } catch (error) {
      // a refused write (memory is full) is waited out like a lost connection
      if (error instanceof AssayError) this.#finish(flight, error);
      else this.#lost(said(error));
    }
    flight.looking = false;
    if (flight.again && this.#isUnderWay(flight)) void this.#look(flight);
  }

  async #advance(flight: Flight): Promise<void> {
    const { id } = flight.job;
    if (await this.#read(flight)) return;
    const state = await this.#queue.getJobState(id);
    if (!this.#isUnderWay(flight)) return;
    switch (state) {
      case 'failed': {
        if (!flight.sent) break; // a dead letter of an earlier run gets another try
        const reason = await this.#redis.hget(this.#queue.toKey(id), 'failedReason');
        this.#finish(flight, { status: 'dead', reason: reason?.slice(0, 200) ?? 'no reason' });
        return;
      }
      case 'completed':
        // its verdicts may have come between the two looks, or another driver has read them
        if (await this.#read(flight)) return;
        break;
      case 'unknown': // never sent, or Redis forgot it
        break;
      default:
        flight.sent = true;
        return;
    }
    if (state !== 'unknown') await this.#queue.remove(id);
    await this.#queue.add('score', flight.job.data, {
      jobId: id,
      attempts,
      backoff: { type: 'exponential', delay: 1_000, jitter: 0.5 },
      removeOnComplete: keepCompleted, // `true` would race with the readers of the job
      removeOnFail: keepFailed,
    });
    flight.sent = true;
  }

  /** Ends the flight when its verdicts are there. */
  async #read(flight: Flight): Promise<boolean> {
    const { id, data } = flight.job;
    const key = resultKey(this.#options.name, id);
    const packed = await this.#redis.getBuffer(key);
    if (packed === null) return false;
    const verdicts = await unpackVerdicts(packed, data.samples).catch(async (error) => {
      await this.#redis.del(key); // a run that goes on must not stumble over it again
      throw error;
    });
    this.#finish(flight, { status: 'judged', verdicts });
    return true;
  }

  #isUnderWay(flight: Flight): boolean {
    return this.#flights.get(flight.job.id) === flight;
  }

  #finish(flight: Flight, end: JobEnd | AssayError): void {
    if (!this.#isUnderWay(flight)) return;
    this.#flights.delete(flight.job.id);
    this.#movedAt = performance.now();
    if (end instanceof AssayError) {
      flight.end.reject(end);
      return;
    }
    flight.end.resolve(end);
    if (end.status === 'dead' && flight.job.data.samples === 1) return; // a dead letter is kept
    void this.#remove(flight.job.id);
  }

  /** What is done with is not left in Redis. Best effort: it would expire. */
  async #remove(id: string): Promise<void> {
    if (this.#closed || this.#lostAt !== null) return;
    try {
      await this.#redis.del(resultKey(this.#options.name, id));
      await this.#queue.remove(id);
    } catch {
      // a worker still holds it; its trace is trimmed later
    }
  }

  #lost(what: string): void {
    if (this.#closed) return;
    this.#lostTo = what;
    if (this.#lostAt !== null) return;
    this.#lostAt = performance.now();
    this.#options.log?.warn(
      { queue: this.#shown, reason: what },
      'the queue is away; waiting for it',
    );
  }

  #tick(): void {
    const now = performance.now();
    const { lostMs, log } = this.#options;
    if (this.#lostAt !== null && now - this.#lostAt > lostMs) {
      const message = `Expected Redis at ${this.#shown} back within ${lostMs} ms, got: ${this.#lostTo}`;
      for (const flight of this.#flights.values())
        this.#finish(flight, new AssayError('queue_unavailable', message));
      return;
    }
    if (this.#redis.status !== 'ready') return;
    this.#lookAtAll();
    if (this.#flights.size === 0 || now - this.#movedAt < lonelyMs) return;
    this.#movedAt = now;
    const jobs = this.#flights.size;
    log?.warn({ queue: this.#shown, jobs }, 'no worker has taken a job for 15 s: is one running?');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#clock);
    for (const flight of this.#flights.values())
      this.#finish(flight, new AssayError('draining', 'Expected an open queue, got a closed one'));
    this.#letGo();
    // a queue that is away cannot be told goodbye
    const goodbye = Promise.allSettled([this.#events.close(), this.#queue.close()]);
    await Promise.race([goodbye, sleep(2_000, undefined, { ref: false })]);
    this.#redis.disconnect();
  }
}
