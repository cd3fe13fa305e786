/** Vectors that stand in the trainers' own tests. */
import assert from 'node:assert/strict';
import { advantages } from '../../../../src/learner/grpo/advantages.ts';
import { rowWeights } from '../../../../src/learner/grpo/aggregate.ts';
import { gdpo } from '../../../../src/learner/grpo/gdpo.ts';
import { staysOnPolicy } from '../../../../src/learner/grpo/importance.ts';
import { kl, klClamp, noClamp } from '../../../../src/learner/grpo/kl.ts';
import { deviation, mean } from '../../../../src/learner/grpo/statistics.ts';
import { batchLoss, lossOptions } from '../batch.ts';
import { close, masked, type Section, type Sections } from '../vectors.ts';

export const upstreamSections: Sections = {
  upstream_literal_vectors(section) {
    const [ppo, dual, divergences, loo, zero, components, empty, offPolicy] = section as Section[];
    for (const { adv, ratio, eps, c, per_token_loss, token_mean } of [ppo, dual]) {
      const [clipLow, clipHigh] = eps;
      const options = lossOptions({ clipLow, clipHigh, dualClip: c ?? null });
      const rows = {
        logp: (ratio as number[]).map((r) => [Math.log(r)]),
        old_logp: (ratio as number[]).map(() => [0]),
        mask: (ratio as number[]).map(() => [1]),
        advantages: adv,
      };
      const { sums, policy } = batchLoss(rows, options, 'token-mean');
      close(policy.flat(), per_token_loss, 'token losses');
      close(sums.loss, token_mean, 'mean', 1e-6);
    }
    const rough = 1e-3;
    for (const [clamp, wanted] of [
      [noClamp, divergences],
      [klClamp, divergences.clamped_in20_out10],
    ] as const) {
      for (const kind of ['k1', 'k2', 'k3'] as const) {
        const found = (divergences.logp as number[]).map(
          (logp, i) => kl(kind, logp, divergences.ref[i], logp, clamp).value,
        );
        close(found, wanted[kind], kind, rough);
      }
    }
    const groups = Map.groupBy((loo.rewards as number[]).keys(), (i) => loo.groups[i] as number);
    for (const places of groups.values()) {
      const rewards = places.map((i) => loo.rewards[i] as number);
      const others = rewards.map((_, k) => rewards.toSpliced(k, 1));
      close(
        others.map(mean),
        places.map((i) => loo.loo_baseline[i]),
        'baseline',
        rough,
      );
      close(
        others.map((rest) => deviation(rest)),
        places.map((i) => loo.loo_std[i]),
        'std',
        rough,
      );
    }
    const graded = (zero.rewards as number[]).map((reward, i) => {
      return { reward, group: zero.groups[i] as number, length: 1 };
    });
    close(advantages('grpo', graded), zero.expected, 'no deviation', rough);
    const { correctness, integer, format } = components.rewards;
    const pair = [0, 1].map(() => ({ group: 0, reward: 0, length: 1 }));
    const sum = gdpo(
      pair,
      [correctness, integer, format].map((rewards) => ({ rewards, weight: 1 })),
    );
    close(sum, components.expected, 'components', rough);
    const losses = masked<number>(empty.loss, empty.mask);
    const lengths = losses.map((row) => row.length);
    const weights = rowWeights('seq-mean-token-mean', lengths, 1);
    const total = losses.map((row, i) => row.reduce((s, l) => s + l * (weights[i] ?? 0), 0));
    close(
      total.reduce((s, l) => s + l),
      empty.seq_mean_token_mean,
      'masked row',
    );
    const kept = (offPolicy.advantages as number[]).map((advantage, i) => {
      const divergence = offPolicy.mean_kl_sampling_minus_policy[i] as number;
      return staysOnPolicy(advantage, divergence, offPolicy.threshold) ? 1 : 0;
    });
    close(kept, offPolicy.keep, 'off policy');
    assert.equal(section.length, 8);
  },
};
