/** Dynamic sampling and shaping: what is kept, what is left out of the loss, what null does. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type Collection,
  collect,
  emptyCollection,
  teaches,
} from '../../../src/learner/grpo/dynamic-sampling.ts';
import { passAtK } from '../../../src/learner/grpo/pass-at-k.ts';
import { noShaping, shape } from '../../../src/learner/grpo/shaping.ts';

const group = (...rewards: (number | null)[]) => ({ rewards });
const good = group(0, 1);
const flat = group(1, 1);

describe('a group teaches', () => {
  it('when its scored rewards are not all equal', () => {
    assert.equal(teaches([0.2, 0.9, 0.9]), true);
    assert.equal(teaches([0.2, 0.9, 0.9], 'mixed'), false);
    assert.equal(teaches([null, 0.1, 0.1]), false);
    assert.equal(teaches([null, 1]), false);
    assert.equal(teaches([null, null]), false);
    assert.equal(teaches([]), false);
    assert.equal(teaches([0.1 + 0.2, 0.3]), true, 'a difference is one, however small');
  });
});

describe('dynamic sampling', () => {
  const options = { wanted: 3, maxBatches: 3, keep: 'varied' } as const;
  const run = (...batches: ReturnType<typeof group>[][]) =>
    batches.reduce<Collection<ReturnType<typeof group>>>(
      (collection, batch) => collect(collection, batch, options),
      emptyCollection,
    );

  it('goes on until there are enough groups, and keeps no more', () => {
    assert.equal(run([good, flat]).state, 'more');
    const { state, groups, ...counts } = run([good, flat], [good, good, good]);
    assert.equal(state, 'full');
    assert.equal(groups.length, 3);
    assert.deepEqual(counts, { batches: 2, generated: 5, taught: 4 });
  });

  it('gives up after so many batches, with what there is', () => {
    const { state, groups } = run([flat], [good], [flat]);
    assert.equal(state, 'exhausted');
    assert.deepEqual(groups, [good]);
  });
});

describe('shaping', () => {
  const softOverlong = { maxLength: 20, buffer: 10, factor: 0.5, floor: true };
  const cosineLength = {
    ...{ high: 0, low: -1, context: 20, weight: 0.1 },
    cycle: { on: 1, off: 1 },
  };

  it('is off by default', () => {
    const shaped = shape({ reward: 0.3, length: 1e6, truncated: true }, 0, noShaping);
    assert.deepEqual(shaped, { reward: 0.3, shaping: 0, inLoss: true });
  });

  it('never makes a number of an unscorable reward, nor lets it into the loss', () => {
    const options = { softOverlong, stopProperly: -1, cosineLength, overlongFilter: true };
    for (const truncated of [true, false]) {
      assert.deepEqual(shape({ reward: null, length: 20, truncated }, 0, options), {
        reward: null,
        shaping: 0,
        inLoss: false,
      });
    }
  });

  it('adds up, and says what it added', () => {
    const finished = { reward: 1, length: 20, truncated: true };
    const with2 = { ...noShaping, softOverlong, cosineLength };
    const on = shape(finished, 0, with2);
    assert.ok(Math.abs((on.reward ?? 0) - 0.4) < 1e-12 && Math.abs(on.shaping + 0.6) < 1e-12);
    assert.equal(shape(finished, 1, with2).reward, 0.5, 'the cycle is off');
    assert.equal(shape(finished, 0, { ...noShaping, stopProperly: 0 }).reward, 0);
    assert.equal(shape(finished, 0, { ...noShaping, overlongFilter: true }).inLoss, false);
    const ended = { ...finished, truncated: false };
    assert.equal(shape(ended, 0, { ...noShaping, overlongFilter: true }).inLoss, true);
  });
});

describe('pass@k', () => {
  it('is refused where it means nothing', () => {
    for (const [n, c, k] of [
      [4, 5, 1],
      [4, -1, 1],
      [4, 1, 5],
      [4, 1, 0],
    ] as const) {
      assert.throws(() => passAtK(n, c, k), RangeError);
    }
  });
});
