/** Judging through a backend that is sometimes out: the learner waits, and every reward is a real one. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Backend } from '../../src/engine/backends/contract.ts';
import { AssayError, type ErrorCode } from '../../src/errors.ts';
import { createOracle, type OracleOptions } from '../../src/learner/oracle.ts';
import type { Verdict } from '../../verifiers/contract.ts';

const scored = (reward: number): Verdict => ({
  ...{ id: 0, status: 'scored', reward, correct: reward === 1, cause: 'equal', ms: 0 },
});
const unscorable = (cause: Verdict['cause']): Verdict => ({
  ...{ id: 0, status: 'unscorable', reward: null, correct: null, cause, ms: 0 },
});

type Answer = (sample: unknown, call: number) => Verdict;

/** A backend that fails the calls that `fails` names; what it was asked is written down. */
function fake(options: {
  readonly fails?: (call: number) => Error | null;
  readonly answer?: Answer;
  readonly batch?: number;
  readonly ahead?: number;
}) {
  const { fails = () => null, answer = (sample) => scored(sample as number) } = options;
  const seen = { calls: 0, running: 0, most: 0, largest: 0, closed: false, waits: [] as number[] };
  const backend: Backend = {
    batch: options.batch ?? 4,
    ahead: options.ahead ?? 2,
    async score(samples) {
      const call = seen.calls++;
      seen.largest = Math.max(seen.largest, samples.length);
      seen.most = Math.max(seen.most, ++seen.running);
      await Promise.resolve();
      seen.running--;
      const error = fails(call);
      if (error) throw error;
      return samples.map((sample) => answer(sample, call));
    },
    async [Symbol.asyncDispose]() {
      seen.closed = true;
    },
  };
  const wait: NonNullable<OracleOptions['wait']> = async (ms, signal) => {
    seen.waits.push(ms);
    signal?.throwIfAborted();
  };
  return { backend, seen, wait };
}

const rewards = (verdicts: readonly Verdict[]) => verdicts.map(({ reward }) => reward);
const out = (code: ErrorCode = 'internal') => new AssayError(code, 'gone');

describe('the oracle', () => {
  it('answers in the order of the samples, in batches, so many at a time', async () => {
    const { backend, seen, wait } = fake({});
    await using oracle = createOracle(backend, { wait });
    const samples = Array.from({ length: 19 }, (_, i) => i / 20);
    assert.deepEqual(rewards(await oracle.score(samples)), samples);
    assert.deepEqual(await oracle.score([]), []);
    assert.deepEqual([seen.calls, seen.largest, seen.most], [5, 4, 2]);
  });

  it('holds to the limit over all calls together, and closes the backend', async () => {
    const { backend, seen, wait } = fake({ batch: 1, ahead: 3 });
    const oracle = createOracle(backend, { wait });
    const calls = Array.from({ length: 8 }, () => oracle.score([0, 1, 0.5]));
    for (const call of calls) assert.deepEqual(rewards(await call), [0, 1, 0.5]);
    assert.equal(seen.most, 3);
    await oracle[Symbol.asyncDispose]();
    assert.equal(seen.closed, true);
  });

  it('waits while the backend is out, twice as long each time', async () => {
    const { backend, seen, wait } = fake({ fails: (call) => (call < 6 ? out() : null) });
    const told: number[] = [];
    const oracle = createOracle(backend, {
      ...{ wait, retryMs: 10, maxRetryMs: 100 },
      onOutage: ({ failed }) => told.push(failed),
    });
    assert.deepEqual(rewards(await oracle.score([1, 0])), [1, 0]);
    assert.deepEqual(seen.waits, [10, 20, 40, 80, 100, 100]);
    assert.deepEqual(told, [1, 2, 3, 4, 5, 6]);
  });

  it('waits as long as the backend asks', async () => {
    const busy = new AssayError('overloaded', 'busy', { retryAfterS: 7 });
    const { backend, seen, wait } = fake({ fails: (call) => (call === 0 ? busy : null) });
    await createOracle(backend, { wait, retryMs: 10 }).score([1]);
    assert.deepEqual(seen.waits, [7000]);
  });

  it('never makes up a reward, whatever fails and when', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 }),
        fc.array(fc.boolean(), { maxLength: 40 }),
        async (samples, failing) => {
          const fails = (call: number) => (failing[call] ? out('draining') : null);
          const { backend, wait } = fake({ fails });
          assert.deepEqual(rewards(await createOracle(backend, { wait }).score(samples)), samples);
        },
      ),
    );
  });

  it('gives up only where it is told to, with the outage itself', async () => {
    const { backend, wait } = fake({ fails: () => out('sandbox_unavailable') });
    const oracle = createOracle(backend, { wait, retryMs: 10, maxRetryMs: 10, giveUpMs: 3500 });
    await assert.rejects(oracle.score([1]), { code: 'sandbox_unavailable' });
  });

  it('does not wait for what will be refused again, nor for a fault of its own', async () => {
    for (const error of [out('unauthorized'), out('invalid_request'), new TypeError('a bug')]) {
      const { backend, seen, wait } = fake({ fails: () => error });
      await assert.rejects(createOracle(backend, { wait }).score([1]), error);
      assert.deepEqual(seen.waits, []);
    }
  });

  it('stops waiting when the run is stopped', async () => {
    const { backend } = fake({ fails: () => out() });
    const stop = new AbortController();
    const scoring = createOracle(backend, { retryMs: 60_000 }).score([1], { signal: stop.signal });
    setImmediate(() => stop.abort());
    await assert.rejects(scoring, { name: 'AbortError' });
  });
});

describe('what is unscorable', () => {
  it('for a passing reason is tried again, the rest is not', async () => {
    const answer: Answer = (sample, call) =>
      sample === 'busy' && call < 2
        ? unscorable('overloaded')
        : sample === 'bad'
          ? unscorable('reference_invalid')
          : scored(1);
    const { backend, seen, wait } = fake({ answer });
    const verdicts = await createOracle(backend, { wait }).score(['busy', 'bad', 'fine']);
    assert.deepEqual(rewards(verdicts), [1, null, 1]);
    assert.equal(seen.calls, 3);
  });

  it('stays null after so many tries', async () => {
    const { backend, seen, wait } = fake({ answer: () => unscorable('deadline') });
    const verdicts = await createOracle(backend, { wait, sampleTries: 4 }).score([1, 1]);
    assert.deepEqual(rewards(verdicts), [null, null]);
    assert.equal(seen.calls, 4);
  });
});

describe('a broken backend', () => {
  it('is an error, not a reward', async () => {
    const answers: Answer[] = [
      () => ({ ...scored(1), reward: null }),
      () => ({ ...scored(1), reward: 2 }),
      () => ({ ...scored(1), reward: Number.NaN }),
      () => ({ ...unscorable('internal'), reward: 0 }),
      () => undefined as unknown as Verdict,
    ];
    for (const answer of answers) {
      await assert.rejects(createOracle(fake({ answer }).backend).score([1]), /Expected a reward/);
    }
    const { backend } = fake({});
    const short: Backend = { ...backend, score: async () => [] };
    await assert.rejects(createOracle(short).score([1]), /Expected 1 verdicts .* got 0/);
  });
});
