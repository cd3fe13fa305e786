/** A step's updates: who is in them, in which order, and with what weight. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { noShaping } from '../../../src/learner/grpo/shaping.ts';
import {
  judge,
  type RolledOut,
  type UpdateOptions,
  updates,
} from '../../../src/learner/grpo/step.ts';

const rolled = (group: number, score: number | null, length = 2, truncated = false): RolledOut => {
  return { group, score, length, truncated };
};
const options = { shaping: noShaping, estimator: 'dr_grpo', estimatorOptions: {} } as const;
const plain: UpdateOptions = {
  groupsPerUpdate: 2,
  epochs: 1,
  aggregation: 'token-mean',
  maxLength: 10,
  seed: 1,
};

describe('judging a step', () => {
  it('leaves the unscorable out of the baseline and of the loss', () => {
    const responses = [rolled(0, 1), rolled(0, null), rolled(0, 0), rolled(1, null)];
    const judged = judge(responses, 1, options);
    assert.deepEqual(
      judged.map(({ advantage }) => advantage),
      [0.5, null, -0.5, null],
    );
    const [rows] = updates(responses, judged, 1, plain);
    assert.deepEqual(
      rows?.toSorted((a, b) => a.index - b.index),
      [
        { index: 0, advantage: 0.5, weight: 0.25 },
        { index: 2, advantage: -0.5, weight: 0.25 },
      ],
    );
  });

  it('keeps what was cut off in the baseline, out of the loss', () => {
    const responses = [rolled(0, 1, 4), rolled(0, 0, 6, true)];
    const shaping = { ...noShaping, overlongFilter: true };
    const judged = judge(responses, 1, { ...options, shaping });
    assert.deepEqual(
      judged.map(({ advantage }) => advantage),
      [0.5, null],
    );
    const weightBy = (aggregation: 'token-mean' | 'constant-norm') =>
      updates(responses, judged, 1, { ...plain, aggregation })[0]?.map(({ weight }) => weight);
    assert.deepEqual(weightBy('token-mean'), [1 / 4]);
    assert.deepEqual(weightBy('constant-norm'), [1 / 20], 'a masked row is a row');
  });
});

describe('the updates of a step', () => {
  const responses = [0, 1, 2, 3, 4].flatMap((group) => [rolled(group, 0), rolled(group, 1)]);
  const judged = judge(responses, 1, options);

  it('keep groups together and use each response once an epoch', () => {
    const found = updates(responses, judged, 1, { ...plain, epochs: 2 });
    assert.deepEqual(
      found.map((rows) => rows.length),
      [4, 4, 2, 4, 4, 2],
    );
    for (const epoch of [found.slice(0, 3), found.slice(3)]) {
      const indices = epoch.flat().map(({ index }) => index);
      assert.deepEqual(
        indices.toSorted((a, b) => a - b),
        [...responses.keys()],
      );
      for (const [k, index] of indices.entries()) {
        if (k % 2 === 0) assert.equal(indices[k + 1], index + 1);
      }
    }
  });

  it('are in the order of the seed and the step', () => {
    const order = (step: number, seed = 1) =>
      updates(responses, judged, step, { ...plain, seed })
        .flat()
        .map(({ index }) => index);
    assert.deepEqual(order(1), order(1));
    assert.ok([2, 3, 4].some((step) => `${order(step)}` !== `${order(1)}`));
  });

  it('are none when nothing could be scored', () => {
    const lost = [rolled(0, null), rolled(0, null)];
    assert.deepEqual(updates(lost, judge(lost, 1, options), 1, plain), []);
  });
});
