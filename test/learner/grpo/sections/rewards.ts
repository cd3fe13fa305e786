/** The sections about rewards, their shaping and what is reported of them. */
import assert from 'node:assert/strict';
import { adaptBeta } from '../../../../src/learner/grpo/adaptive-kl.ts';
import {
  cosineIsOn,
  cosineLength,
  softOverlong,
  stopProperly,
} from '../../../../src/learner/grpo/length.ts';
import { passAtK, passHatK } from '../../../../src/learner/grpo/pass-at-k.ts';
import { close, type Sections } from '../vectors.ts';

export const rewardSections: Sections = {
  dapo_soft_overlong({ cases, nemo_rl_literal_test: literal }) {
    for (const { L_max: maxLength, L_cache: buffer, len, ...wanted } of cases) {
      const penalty = (floor: boolean) =>
        softOverlong(len, { maxLength, buffer, factor: 1, floor });
      close(penalty(true), wanted.paper, `${len} of ${maxLength}`);
      close(penalty(true), wanted['openrlhf_factor1(capped)'], `${len} capped`);
      close(penalty(false), wanted['verl_nemo_factor1(no floor)'], `${len} without a floor`);
    }
    const { max_response_length: maxLength, buffer, penalty: factor } = literal;
    const options = { maxLength, buffer, factor, floor: false };
    const out = (literal.lens as number[]).map(
      (length, i) => literal.rewards_in[i] + softOverlong(length, options),
    );
    close(out, literal.rewards_out, literal.source);
  },

  stop_properly_penalty({ rewards, truncated, expected }) {
    for (const [coefficient, wanted] of Object.entries(expected)) {
      const out = (rewards as number[]).map((reward, i) =>
        stopProperly(reward, truncated[i], Number(coefficient)),
      );
      close(out, wanted, coefficient);
    }
  },

  prorl_v2_cosine_length({ cases, schedule_on_off_100_500: schedule }) {
    for (const { t, T: context, eta_min: low, eta_max: high, length_reward } of cases) {
      const options = { high, low, context, weight: 1, cycle: null };
      close(cosineLength(t, options), length_reward, `${t}`);
      assert.equal(cosineIsOn(t, options), true);
    }
    for (const { step, on } of schedule) {
      close(cosineIsOn(step, { cycle: { on: 100, off: 500 } }), on, `step ${step}`);
    }
  },

  pass_at_k({ cases }) {
    for (const { n, c, k, ...wanted } of cases) {
      close(passAtK(n, c, k), wanted.pass_at_k, `pass@${k} of ${c}/${n}`);
      close(passHatK(n, c, k), wanted.pass_hat_k_all_correct, `pass^${k} of ${c}/${n}`);
    }
  },

  adaptive_kl_controller({ sequence }) {
    let beta = 1e-3;
    for (const { kl: divergence, n_steps, coef_after } of sequence) {
      beta = adaptBeta(beta, divergence, n_steps, { target: 0.1, horizon: 1e4 });
      close(beta, coef_after, `${divergence}`);
    }
  },
};
