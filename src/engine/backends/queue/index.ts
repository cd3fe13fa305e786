/**
 * A fleet as a backend: samples go as jobs into a BullMQ queue on Redis or Valkey, verdicts come back
 * from whichever worker took them.
 *
 * Redis may forget what it was told last, events may be missed, workers and this process may die at
 * any moment. So nothing is trusted to have happened: every job under way is looked at again and
 * again, and the only end of a job is its verdicts read. What is gone is sent again; since a job is
 * named by its content, sending twice is the same as once.
 *
 * A job that its workers do not survive is sent again in parts, so that one sample costs itself alone.
 */

import type { Verdict } from '../../../../verifiers/contract.ts';
import { refusal } from '../../judge.ts';
import { idOf, toVerdict } from '../../prepare.ts';
import type { ScorerLog } from '../../scorer.ts';
import type { Backend } from '../contract.ts';
import { Berths } from './berths.ts';
import { Dispatch } from './dispatch.ts';
import { maxSamples, maxText, packJob, type Written, write } from './payload.ts';

export { queueAddress } from './address.ts';
export { openQueueWorker, type QueueWorker, type QueueWorkerOptions } from './worker.ts';

export interface QueueBackendOptions {
  /** `redis://[user:password@]host[:port][/db]`, `rediss:`, `valkey:` or `valkeys:`. */
  readonly url: string;
  /** Drivers and workers of one name work together. */
  readonly name: string;
  /** Samples of one job, 1 to 256. Default 128. */
  readonly batch?: number;
  /** Jobs in Redis at one time. Default 64. */
  readonly jobs?: number;
  /** Bytes of samples in Redis at one time, compressed. Default 128 MiB. */
  readonly bytes?: number;
  /** How long Redis may be away before the run is given up, milliseconds. Default 10 minutes. */
  readonly lostMs?: number;
  readonly log?: ScorerLog;
}

type Scoring = NonNullable<Parameters<Backend['score']>[1]>;

/** @throws AssayError `config_invalid`, `package_missing` or `queue_unavailable`. */
export async function openQueueBackend(options: QueueBackendOptions): Promise<Backend> {
  const { jobs = 64, bytes = 128 << 20 } = options;
  const batch = Math.min(maxSamples, Math.max(1, options.batch ?? 128));
  const dispatch = await Dispatch.open({ ...options, lostMs: options.lostMs ?? 600_000 });
  const berths = new Berths({ jobs, bytes });

  /** The verdicts of some samples, in their order; null for a sample that the fleet gave up. */
  const send = async (written: readonly Written[], signal?: AbortSignal): Promise<Answer[]> => {
    const job = await packJob(written);
    const size = job.data.text.length;
    await berths.take(size);
    let answer: Awaited<ReturnType<Dispatch['send']>>;
    try {
      answer = signal?.aborted ? cancelled : await dispatch.send(job, signal);
    } finally {
      berths.leave(size);
    }
    if (answer.status === 'judged') return [...answer.verdicts];
    if (answer.status === 'cancelled')
      return written.map(() => refusal('cancelled', 'The caller gave the batch up'));
    if (written.length === 1)
      return [refusal('internal', `The fleet gave the sample up: ${answer.reason}`)];
    const part = Math.ceil(written.length / 8);
    const parts: Promise<Answer[]>[] = [];
    for (let at = 0; at < written.length; at += part)
      parts.push(send(written.slice(at, at + part), signal));
    return (await Promise.all(parts)).flat();
  };

  return {
    batch,
    ahead: jobs,
    async score(samples, { signal, onVerdict }: Scoring = {}) {
      const found = new Array<Verdict>(samples.length);
      const settle = (index: number, answer: Answer) => {
        const id = idOf(samples[index], index);
        const verdict = 'id' in answer ? { ...answer, id } : toVerdict(id, answer, 0);
        found[index] = verdict;
        onVerdict?.(index, verdict);
      };
      const judge = async (shard: Shard) => {
        const answers = await send(shard.written, signal);
        for (const [i, index] of shard.indices.entries()) settle(index, answers[i] as Answer);
      };
      const under: Promise<void>[] = [];
      for (const shard of shards(samples, batch, settle)) under.push(judge(shard));
      await Promise.all(under);
      return found;
    },
    [Symbol.asyncDispose]: () => dispatch[Symbol.asyncDispose](),
  };
}

type Answer = Verdict | ReturnType<typeof refusal>;
const cancelled = { status: 'cancelled' } as const;

interface Shard {
  readonly indices: number[];
  readonly written: Written[];
}

/** Cuts samples into jobs by number and size; a sample that is no data is settled on the spot. */
function* shards(
  samples: readonly unknown[],
  most: number,
  settle: (index: number, answer: Answer) => void,
): Generator<Shard> {
  let shard: Shard = { indices: [], written: [] };
  let size = 0;
  for (const [index, sample] of samples.entries()) {
    let one: Written;
    try {
      one = write(sample);
    } catch {
      settle(index, refusal('invalid_sample', 'Expected plain data of bounded depth, got other'));
      continue;
    }
    if (shard.written.length === most || (size > 0 && size + one.text.length > maxText)) {
      yield shard;
      shard = { indices: [], written: [] };
      size = 0;
    }
    shard.indices.push(index);
    shard.written.push(one);
    size += one.text.length;
  }
  if (shard.written.length > 0) yield shard;
}
