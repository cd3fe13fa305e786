/** What must hold for any batch: gradients are those of the values, order and null do not matter. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { advantages, estimatorNames, type Graded } from '../../../src/learner/grpo/advantages.ts';
import { aggregationNames, rowWeights } from '../../../src/learner/grpo/aggregate.ts';
import { klKinds } from '../../../src/learner/grpo/kl.ts';
import { type LossOptions, responseLoss } from '../../../src/learner/grpo/loss.ts';
import { lossOptions } from './batch.ts';

const logprob = fc.double({ min: -6, max: -0.01, noNaN: true });
const row = fc.integer({ min: 1, max: 6 }).chain((length) => {
  const values = fc.array(logprob, { minLength: length, maxLength: length });
  return fc.record({
    logp: values,
    old: values,
    reference: values,
    sampled: values,
    entropy: values.map((list) => list.map((value) => -value)),
    advantage: fc.double({ min: -3, max: 3, noNaN: true }),
    weight: fc.double({ min: 0.01, max: 1, noNaN: true }),
  });
});

const variants: readonly (readonly [name: string, options: Partial<LossOptions>])[] = [
  ['ppo', {}],
  ['dual clip', { dualClip: 3 }],
  ['clip-higher and entropy', { clipHigh: 0.4, entropyCoef: 0.3 }],
  ['gspo', { surrogate: 'gspo' }],
  ['cispo', { surrogate: 'cispo', clipLow: 1 }],
  ['truncated importance', { guard: { kind: 'tis', low: 0.5, high: 2 } }],
  ...klKinds.map((kl) => [kl, { beta: 0.7, kl }] as const),
];

describe('gradients', () => {
  for (const [name, options] of variants) {
    it(`of ${name} are those of the value`, () => {
      fc.assert(
        fc.property(row, (tokens) => {
          const all = lossOptions(options);
          const { dLogp, dEntropy } = responseLoss(tokens, all);
          for (const t of tokens.logp.keys()) {
            const at = (key: 'logp' | 'entropy', step: number) => {
              const values = tokens[key].with(t, (tokens[key][t] as number) + step);
              return responseLoss({ ...tokens, [key]: values }, all).sums.loss;
            };
            const h = 1e-6;
            const slope = (key: 'logp' | 'entropy', from: number, to: number) =>
              (at(key, to) - at(key, from)) / (to - from);
            const close = (a: number, b: number) =>
              Math.abs(a - b) <= 1e-4 * Math.max(1, Math.abs(a), Math.abs(b));
            const sides = [slope('logp', -h, 0), slope('logp', 0, h)] as const;
            // k3+ has another estimator's gradient by design, cispo a weight that is held still.
            const byDesign = options.kl === 'k3+' || options.surrogate === 'cispo';
            const kink = !close(sides[0], sides[1]);
            if (!byDesign && !kink) assert.ok(close(dLogp[t] as number, sides[0]), `${dLogp[t]}`);
            if (dEntropy) assert.ok(close(dEntropy[t] as number, slope('entropy', -h, h)));
          }
        }),
        { seed: 7 },
      );
    });
  }

  it('of cispo are those of log-prob with the weight held still', () => {
    fc.assert(
      fc.property(row, (tokens) => {
        const { dLogp } = responseLoss(tokens, lossOptions({ surrogate: 'cispo' }));
        for (const [t, logp] of tokens.logp.entries()) {
          const ratio = Math.exp(logp - (tokens.old[t] as number));
          const held = Math.min(Math.max(ratio, 0.8), 1.2);
          const wanted = -held * tokens.advantage * tokens.weight;
          assert.ok(Math.abs((dLogp[t] as number) - wanted) < 1e-12);
        }
      }),
    );
  });

  it('are numbers however far the policies are apart', () => {
    const far = {
      logp: [-1e4, -0.1],
      old: [-0.1, -1e4],
      entropy: [0, 0],
      advantage: -1,
      weight: 1,
    };
    for (const kind of ['tis', 'icepop', 'seq-mask-tis', 'seq-tis'] as const) {
      for (const kl of klKinds) {
        const guard = { kind, low: 0.5, high: 2 };
        const options = lossOptions({ guard, kl, beta: 0.1, dualClip: 3 });
        const tokens = { ...far, reference: [0, -1e4], sampled: [-1e4, 0] };
        const { dLogp, sums } = responseLoss(tokens, options);
        assert.ok(dLogp.every(Number.isFinite), `${kind} ${kl}: ${dLogp}`);
        assert.ok(Number.isFinite(sums.loss), `${kind} ${kl}: ${sums.loss}`);
      }
    }
  });
});

const rewards = fc.oneof(fc.constantFrom(0, 0.5, 1), fc.double({ min: 0, max: 1, noNaN: true }));
const graded = fc.array(
  fc.record({
    group: fc.nat(2),
    reward: fc.option(rewards, { freq: 5 }),
    length: fc.integer({ min: 1, max: 9 }),
  }),
  { minLength: 1, maxLength: 16 },
);
const same = (a: readonly (number | null)[], b: readonly (number | null)[]) =>
  a.length === b.length &&
  a.every((value, i) => {
    const other = b[i] ?? null;
    return value === null || other === null
      ? value === other
      : Math.abs(value - other) <= 1e-6 * Math.max(1, Math.abs(value));
  });

describe('advantages', () => {
  for (const name of estimatorNames) {
    it(`of ${name} follow the responses when those change places`, () => {
      fc.assert(
        fc.property(graded, fc.infiniteStream(fc.double({ noNaN: true })), (list, keys) => {
          const [first, ...rest] = list;
          // pass_k gives a tie to the first: make rewards differ.
          const all = [first as Graded, ...rest].map((response, i) => {
            const { reward } = response;
            return { ...response, reward: reward === null ? null : (reward + i) / 32 };
          });
          const order = all.map((_, i) => [i, keys.next().value] as const);
          const shuffled = order.toSorted((a, b) => a[1] - b[1]).map(([i]) => i);
          const found = advantages(name, all);
          const moved = advantages(
            name,
            shuffled.map((i) => all[i] as Graded),
          );
          const wanted = shuffled.map((i) => found[i] ?? null);
          assert.ok(same(moved, wanted), `${moved} and ${wanted}`);
        }),
      );
    });

    it(`of ${name} are what they would be had the unscorable not been there`, () => {
      fc.assert(
        fc.property(graded, (list) => {
          const found = advantages(name, list);
          const without = list.filter(({ reward }) => reward !== null);
          const kept = found.filter((_, i) => list[i]?.reward !== null);
          assert.deepEqual(advantages(name, without), kept);
          assert.ok(found.every((value, i) => (value === null) === (list[i]?.reward === null)));
          assert.ok(kept.every((value) => Number.isFinite(value)));
        }),
      );
    });
  }

  it('of equal rewards are exactly 0, however they are rounded', () => {
    const list = Array.from({ length: 7 }, () => ({ group: 0, reward: 0.1, length: 3 }));
    for (const name of estimatorNames.filter((estimator) => estimator !== 'reinforce++')) {
      assert.deepEqual(
        advantages(name, list).map((value) => Math.abs(value ?? 1)),
        list.map(() => 0),
        name,
      );
    }
    assert.deepEqual(advantages('grpo', [{ group: 3, reward: 1, length: 1 }]), [0]);
  });
});

describe('aggregations', () => {
  for (const name of aggregationNames) {
    it(`of ${name} weigh nothing that is masked, and all the rest`, () => {
      fc.assert(
        fc.property(fc.array(fc.nat(5), { minLength: 1 }), (lengths) => {
          const weights = rowWeights(name, lengths, 8);
          for (const [i, weight] of weights.entries()) {
            assert.equal(weight > 0 && weight < Infinity, (lengths[i] ?? 0) > 0);
          }
        }),
      );
    });
  }
});
