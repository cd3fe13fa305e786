/** Rollouts on their way to the oracle: at once, together while it is busy, and each with its own verdict. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { RewardOracle } from '../../../src/learner/oracle.ts';
import { startScoring } from '../../../src/learner/rollout/scoring.ts';
import { scored } from '../train/tiny.ts';

/** Answers a call when it is let go. */
function held() {
  const calls: {
    readonly samples: readonly unknown[];
    readonly answer: (error?: Error) => void;
  }[] = [];
  const oracle: RewardOracle = {
    score: (samples) =>
      new Promise((resolve, reject) => {
        const answer = (error?: Error) =>
          error ? reject(error) : resolve(samples.map((sample) => scored(sample as number)));
        calls.push({ samples, answer });
      }),
    [Symbol.asyncDispose]: async () => {},
  };
  return { calls, oracle };
}

describe('scoring as rollouts end', () => {
  it('sends at once, and gathers while four calls are under way', async () => {
    const { calls, oracle } = held();
    const scoring = startScoring(oracle);
    const verdicts: Promise<{ reward: number | null }>[] = [];
    for (let i = 0; i < 4; i++) {
      verdicts.push(scoring.add(i / 10));
      await turn();
    }
    assert.deepEqual(
      calls.map(({ samples }) => samples),
      [[0], [0.1], [0.2], [0.3]],
    );
    for (let i = 4; i < 8; i++) verdicts.push(scoring.add(i / 10));
    await turn();
    assert.equal(calls.length, 4);
    calls[2]?.answer();
    await turn();
    assert.deepEqual(calls[4]?.samples, [0.4, 0.5, 0.6, 0.7]);
    for (const call of calls) call.answer();
    const rewards = (await Promise.all(verdicts)).map(({ reward }) => reward);
    assert.deepEqual(rewards, [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]);
  });

  it('sends what ended in one step in one call', async () => {
    const { calls, oracle } = held();
    const scoring = startScoring(oracle);
    const added = [scoring.add(0.5), scoring.add(0.6)];
    await turn();
    assert.deepEqual(
      calls.map(({ samples }) => samples),
      [[0.5, 0.6]],
    );
    calls[0]?.answer();
    await Promise.all(added);
  });

  it('fails those of the call that failed, and goes on', async () => {
    const { calls, oracle } = held();
    const scoring = startScoring(oracle);
    const lost = scoring.add(0.1);
    await turn();
    calls[0]?.answer(new Error('gone'));
    await assert.rejects(lost, /gone/);
    const next = scoring.add(0.2);
    await turn();
    calls[1]?.answer();
    assert.equal((await next).reward, 0.2);
  });
});
