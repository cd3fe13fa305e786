/** Resets, stages and rates: when they come, and that they go on from what a checkpoint holds. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { rateAt } from '../../../src/learner/prolonged/rate.ts';
import {
  afterEvaluation,
  afterStep,
  initialReset,
  type ResetPolicy,
  type ResetState,
} from '../../../src/learner/prolonged/reset.ts';
import { afterStageStep, firstStage, type Stage } from '../../../src/learner/prolonged/stages.ts';

const never: ResetPolicy = { every: null, kl: null, plateau: null, cooldown: 0, optimizer: false };

/** The steps at which a run of these divergences resets, and why. */
function resets(policy: ResetPolicy, kls: readonly (number | null)[]): string[] {
  let state = initialReset;
  const found: string[] = [];
  for (const [i, kl] of kls.entries()) {
    const { state: next, reset } = afterStep(state, i + 1, kl, policy);
    state = JSON.parse(JSON.stringify(next)) as ResetState;
    if (reset) found.push(`${i + 1} ${reset.reason}${reset.optimizer ? ' optimizer' : ''}`);
  }
  return found;
}

describe('the reference is reset', () => {
  it('never, unless it is asked for', () => {
    assert.deepEqual(resets(never, Array<number>(50).fill(9)), []);
    assert.equal(afterEvaluation(initialReset, 9, 0, never).reset, null);
  });

  it('every so many steps', () => {
    const found = resets({ ...never, every: 3, optimizer: true }, Array<null>(7).fill(null));
    assert.deepEqual(found, ['3 every optimizer', '6 every optimizer']);
  });

  it('when the divergence stays too large, not on one spike', () => {
    const policy = { ...never, kl: { threshold: 1, patience: 2 } };
    assert.deepEqual(resets(policy, [2, 0, 2, 2, 2, null, 2, 2]), ['4 kl', '8 kl']);
    assert.deepEqual(resets({ ...policy, cooldown: 5 }, [2, 2, 2, 2, 2, 2, 2]), ['5 kl']);
  });

  it('when evaluations stall, and then measures progress anew', () => {
    const policy = { ...never, plateau: { patience: 2, delta: 0.01 }, optimizer: true };
    let state = initialReset;
    const found: number[] = [];
    const scores = [0.5, 0.6, 0.605, 0.59, 0.2, 0.3, 0.3, 0.3];
    for (const [i, score] of scores.entries()) {
      const result = afterEvaluation(state, i + 1, score, policy);
      state = JSON.parse(JSON.stringify(result.state)) as ResetState;
      if (result.reset) found.push(i + 1);
    }
    assert.deepEqual(found, [4, 8]);
    assert.equal(state.resets, 2);
  });

  it('never twice within the cooldown', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 2, noNaN: true })), (kls) => {
        const policy = { ...never, every: 4, kl: { threshold: 1, patience: 1 }, cooldown: 3 };
        const steps = resets(policy, kls).map((found) => Number.parseInt(found, 10));
        assert.ok(steps.every((step, i) => step - (steps[i - 1] ?? 0) >= 3));
      }),
    );
  });
});

describe('stages', () => {
  const end = { steps: null, score: null, meanLength: null };
  const stages: Stage[] = [
    { name: 'warm', end: { ...end, steps: 2 }, entry: 'nothing' },
    { name: 'math', end: { ...end, score: 0.8 }, entry: 'reference' },
    { name: 'all', end: { ...end, steps: 3, meanLength: 100 }, entry: 'reference+optimizer' },
  ];

  it('follow one another, each by its own end', () => {
    const reports = [
      [null, 10],
      [null, 10],
      [0.7, 500],
      [0.9, 500],
      [null, 99],
      [null, 101],
    ] as const;
    let state = firstStage;
    const ends: string[] = [];
    let over = false;
    for (const [i, [score, meanLength]] of reports.entries()) {
      const result = afterStageStep(state, stages, { step: i + 1, score, meanLength });
      if (result.ended) ends.push(`${i + 1} ${stages[state.index]?.name} ${result.ended}`);
      state = result.state;
      over = result.over;
    }
    assert.deepEqual(ends, ['2 warm steps', '4 math score', '6 all meanLength']);
    assert.equal(over, true);
    assert.equal(afterStageStep(state, stages, { step: 7, score: 1, meanLength: 1 }).over, true);
  });
});

describe('the learning rate', () => {
  const schedule = { lr: 1, kind: 'constant', warmup: 4, total: 12, final: 0.1 } as const;

  it('rises, then stays or falls to its end', () => {
    assert.deepEqual(
      [1, 2, 4, 5, 99].map((step) => rateAt(step, schedule)),
      [0.25, 0.5, 1, 1, 1],
    );
    const linear = { ...schedule, kind: 'linear' } as const;
    assert.deepEqual(
      [4, 12, 99].map((step) => rateAt(step, linear)),
      [1, 0.1, 0.1],
    );
    assert.ok(Math.abs(rateAt(8, linear) - 0.55) < 1e-12);
    const cosine = { ...schedule, kind: 'cosine' } as const;
    assert.ok(Math.abs(rateAt(8, cosine) - 0.55) < 1e-12);
    assert.ok(rateAt(6, cosine) > rateAt(6, linear));
    assert.equal(rateAt(1, { ...schedule, warmup: 0 }), 1);
  });
});
