/**
 * All that the learner knows of judging: samples go in, one verdict each comes out. While the
 * backend is out the learner waits; a reward is never made up and never missing. What is unscorable
 * for a passing reason is tried again a few times, and then stays null.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { UnscorableCause, Verdict } from '../../verifiers/contract.ts';
import type { Backend } from '../engine/backends/contract.ts';
import { AssayError, type ErrorCode, errorTable } from '../errors.ts';
import { limiter } from './limiter.ts';

export interface RewardOracle extends AsyncDisposable {
  /** One verdict a sample, in their order. May be called again before it has answered. */
  score(samples: readonly unknown[], options?: ScoreOptions): Promise<readonly Verdict[]>;
}

export interface ScoreOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface Outage {
  /** Tries of this batch that have failed. */
  readonly failed: number;
  readonly waitMs: number;
  readonly error: AssayError;
}

export interface OracleOptions {
  /** The first wait; each further one is twice as long, up to `maxRetryMs`. */
  readonly retryMs: number;
  readonly maxRetryMs: number;
  /** Waiting after which the outage is thrown; null: never. */
  readonly giveUpMs: number | null;
  /** Tries of a sample that is unscorable for a passing reason. */
  readonly sampleTries: number;
  readonly onOutage?: (outage: Outage) => void;
  readonly wait?: (ms: number, signal: AbortSignal | undefined) => Promise<unknown>;
}

export const oracleDefaults: OracleOptions = {
  retryMs: 1000,
  maxRetryMs: 60_000,
  giveUpMs: null,
  sampleTries: 3,
};

/** Owns the backend and closes it. */
export function createOracle(backend: Backend, options: Partial<OracleOptions> = {}): RewardOracle {
  const settings = { ...oracleDefaults, ...options };
  const limited = limiter(Math.max(1, backend.ahead));
  const size = Math.max(1, backend.batch);
  return {
    async score(samples, { signal } = {}) {
      const batches: Promise<readonly Verdict[]>[] = [];
      for (let from = 0; from < samples.length; from += size) {
        const batch = samples.slice(from, from + size);
        batches.push(limited(() => scoreBatch(backend, batch, settings, signal)));
      }
      return (await Promise.all(batches)).flat();
    },
    [Symbol.asyncDispose]: () => backend[Symbol.asyncDispose](),
  };
}

/** Causes that another try may cure; the rest lie with the sample. */
const passing: readonly UnscorableCause[] = ['sandbox_unavailable', 'overloaded', 'deadline'];

async function scoreBatch(
  backend: Backend,
  samples: readonly unknown[],
  options: OracleOptions,
  signal: AbortSignal | undefined,
): Promise<readonly Verdict[]> {
  const verdicts = [...(await untilBack(backend, samples, options, signal))];
  for (let tries = 1; tries < options.sampleTries; tries++) {
    const again = verdicts.flatMap(({ cause }, i) =>
      passing.some((name) => name === cause) ? [i] : [],
    );
    if (again.length === 0) break;
    await pause(waitAfter(tries, options), options, signal);
    const retried = again.map((i) => samples[i]);
    const found = await untilBack(backend, retried, options, signal);
    for (const [k, i] of again.entries()) verdicts[i] = found[k] as Verdict;
  }
  return verdicts;
}

async function untilBack(
  backend: Backend,
  samples: readonly unknown[],
  options: OracleOptions,
  signal: AbortSignal | undefined,
): Promise<readonly Verdict[]> {
  let waited = 0;
  for (let failed = 1; ; failed++) {
    signal?.throwIfAborted();
    try {
      return complete(await backend.score(samples, { signal }), samples.length);
    } catch (error) {
      if (!(error instanceof AssayError) || !mayPass(error.code) || signal?.aborted) throw error;
      const waitMs = Math.max(waitAfter(failed, options), (error.retryAfterS ?? 0) * 1000);
      if (options.giveUpMs !== null && waited + waitMs > options.giveUpMs) throw error;
      options.onOutage?.({ failed, waitMs, error });
      await pause(waitMs, options, signal);
      waited += waitMs;
    }
  }
}

/** A refusal of what was asked will be the same next time; anything else is an outage. */
function mayPass(code: ErrorCode): boolean {
  if (code === 'config_invalid' || code === 'checkpoint_invalid') return false;
  return errorTable[code].status >= 500 || code === 'request_timeout';
}

function waitAfter(failed: number, { retryMs, maxRetryMs }: OracleOptions): number {
  return Math.min(maxRetryMs, retryMs * 2 ** Math.min(failed - 1, 30));
}

async function pause(ms: number, options: OracleOptions, signal: AbortSignal | undefined) {
  if (options.wait) await options.wait(ms, signal);
  else await sleep(ms, undefined, signal ? { signal } : {});
}

/** A backend that answers for too few, or with what is no reward, is broken: that is not an outage. */
function complete(verdicts: readonly Verdict[], count: number): readonly Verdict[] {
  if (verdicts.length !== count) {
    throw new TypeError(`Expected ${count} verdicts of the backend, got ${verdicts.length}`);
  }
  for (const verdict of verdicts) {
    const { status, reward } = verdict ?? {};
    const right =
      status === 'scored'
        ? typeof reward === 'number' && reward >= 0 && reward <= 1
        : status === 'unscorable' && reward === null;
    if (right) continue;
    throw new TypeError(`Expected a reward from 0 to 1, or null, got ${status} with ${reward}`);
  }
  return verdicts;
}
