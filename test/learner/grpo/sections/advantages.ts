import { advantages, type Estimator } from '../../../../src/learner/grpo/advantages.ts';
import { teaches } from '../../../../src/learner/grpo/dynamic-sampling.ts';
import { gdpo } from '../../../../src/learner/grpo/gdpo.ts';
import { bestOfGroup } from '../../../../src/learner/grpo/group-advantages.ts';
import { deviation, mean } from '../../../../src/learner/grpo/statistics.ts';
import { close, type Sections } from '../vectors.ts';

/** One group's advantages by name. */
const ofGroup = (estimator: Estimator, rewards: number[], options = {}) =>
  advantages(
    estimator,
    rewards.map((reward) => ({ group: 0, reward, length: 1 })),
    options,
  );

export const advantageSections: Sections = {
  advantages_per_group({ cases }) {
    const with1 = (eps: number) => ({ eps, ddof: 1 as const });
    const ways: Record<string, (rewards: number[]) => unknown> = {
      'grpo_std1_eps1e-6': (rewards) => ofGroup('grpo', rewards),
      'grpo_std1_eps1e-4': (rewards) => ofGroup('grpo', rewards, with1(1e-4)),
      'grpo_std1_eps1e-9': (rewards) => ofGroup('grpo', rewards, with1(1e-9)),
      'grpo_std0_eps1e-8': (rewards) => ofGroup('grpo', rewards, { eps: 1e-8, ddof: 0 }),
      dr_grpo_mean_only: (rewards) => ofGroup('dr_grpo', rewards),
      rloo_leave_one_out: (rewards) => ofGroup('rloo', rewards),
      'nemo_loo_baseline_loo_std_eps1e-6_skip0': (rewards) => ofGroup('leave_one_out', rewards),
      nemo_loo_std: (rewards) => rewards.map((_, i) => deviation(rewards.toSpliced(i, 1))),
      'grpo_passk_bestminussecond_norm_eps1e-6': (rewards) => ofGroup('pass_k', rewards),
      grpo_passk_bestminussecond: (rewards) => bestOfGroup(rewards, with1(0), false),
    };
    for (const { name, rewards, expected, ...group } of cases) {
      for (const [key, wanted] of Object.entries(expected)) {
        close(ways[key]?.(rewards), wanted, `${name} ${key}`);
      }
      close(mean(rewards), group.mean, `${name} mean`);
      close(deviation(rewards), group.std_ddof1, `${name} deviation`);
      close(deviation(rewards, 0), group.std_ddof0, `${name} deviation of the population`);
      close(teaches(rewards), group.dynamic_sampling_keep, `${name} kept`);
    }
  },

  advantages_batch_level({ rewards, group_ids, response_lengths, expected, valid_tokens }) {
    const graded = (rewards as number[]).map((reward, i) => {
      return { reward, group: group_ids[i] as number, length: response_lengths[i] as number };
    });
    const groups = [...Map.groupBy(graded, ({ group }) => group).values()];
    const kept = groups.map((group) => teaches(group.map(({ reward }) => reward)));
    const ways: Record<string, () => unknown> = {
      reinforce_pp_baseline_tokenvar_biased: () => advantages('reinforce++-baseline', graded),
      reinforce_pp_baseline_tokenvar_unbiased: () =>
        advantages('reinforce++-baseline', graded, { whitening: 'tokens-unbiased' }),
      'reinforce_pp_baseline_seq_ddof1_eps1e-8': () =>
        advantages('reinforce++-baseline', graded, { whitening: 'responses' }),
      'reinforce_pp_baseline_seq_ddof0_eps1e-8': () =>
        advantages('reinforce++-baseline', graded, { whitening: 'responses-population' }),
      'trl_scale_batch_eps1e-4': () => advantages('batch_std', graded, { eps: 1e-4 }),
      'trl_scale_group_eps1e-4': () => advantages('grpo', graded, { eps: 1e-4 }),
      dr_grpo: () => advantages('dr_grpo', graded),
      reinforce_pp_no_baseline_gamma1_tokenvar_unbiased: () =>
        advantages('reinforce++', graded, { whitening: 'tokens-unbiased' }),
      dynamic_sampling_keep_group: () => kept,
      frac_reward_zero_std: () => kept.filter((keep) => !keep).length / kept.length,
    };
    for (const [key, wanted] of Object.entries(expected)) close(ways[key]?.(), wanted, key);
    close(
      graded.reduce((sum, { length }) => sum + length, 0),
      valid_tokens,
      'tokens',
    );
  },

  advantages_gdpo({ rewards: { a, b }, expected }) {
    const graded = (a as number[]).map((reward) => ({ group: 0, reward, length: 1 }));
    const way = (weight: number) =>
      gdpo(graded, [
        { rewards: a, weight: 1 },
        { rewards: b, weight },
      ]);
    close(way(1), expected.weights_1_1, 'weights 1 and 1');
    close(way(0.25), expected['weights_1_0.25'], 'weights 1 and 0.25');
    // The same through the estimator's name: b is what shaping added.
    const shaped = graded.map(({ reward, ...rest }, i) => {
      return { ...rest, reward: reward + b[i], shaping: b[i] as number };
    });
    close(advantages('gdpo', shaped), expected.weights_1_1, 'by name');
  },

  dynamic_sampling({ groups, keep_binary_all0_all1, keep_std_gt_0 }) {
    const kept = (keep: 'varied' | 'mixed') =>
      (groups as number[][]).map((rewards) => teaches(rewards, keep));
    close(kept('mixed'), keep_binary_all0_all1, 'mixed');
    close(kept('varied'), keep_std_gt_0, 'varied');
  },
};
