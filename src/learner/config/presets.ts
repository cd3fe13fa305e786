/**
 * Published recipes as parts of a configuration: what the file says goes over them. Each number has
 * its source; where a text gives none, the default stands and a comment says so.
 */
import type { PresetName } from './schema.ts';

type Part = Readonly<Record<string, unknown>>;

export const presets: Readonly<Record<PresetName, Part>> = {
  /** ProRL, arXiv 2505.24864 (§3, appendix E); beta from Scaling Up RL, arXiv 2507.12507. */
  'prorl-v1': {
    rollout: {
      prompts: 256,
      group: 16,
      temperature: 1.2, // kept high through the run
      max_new_tokens: 8096, // "8096" in the text; 16k in the last 200 steps
    },
    updates: { prompts: 64 }, // 4 updates a rollout
    sampling: { dynamic: true }, // drops groups all right or all wrong; std > 0 for continuous rewards
    advantages: { estimator: 'grpo' },
    loss: {
      clip_low: 0.2,
      clip_high: 0.4,
      aggregation: 'token-mean', // not in the text: DAPO's, whose clip and sampling it takes
      beta: 1e-4,
      kl: 'k3',
    },
    optimizer: { lr: 2e-6, schedule: 'constant', beta1: 0.9, beta2: 0.999, weight_decay: 0.01 },
    // Resets reference and optimizer when validation stalls; the threshold is not published.
    reference: { plateau: { patience: 3 }, reset_optimizer: true },
    evaluation: { samples: 16, temperature: 0.6, top_p: 0.95 }, // §3.4
  },
  /** ProRL v2, NVIDIA's text of 2025-08, and its OpenRLHF and NeMo RL recipes; BroRL, arXiv 2510.01180. */
  'prorl-v2': {
    rollout: { prompts: 512, group: 16, max_new_tokens: 8192 },
    sampling: { dynamic: true },
    advantages: { estimator: 'reinforce++-baseline', whitening: 'tokens' },
    loss: {
      clip_low: 0.2,
      clip_high: 0.28, // 0.27 in the OpenRLHF and NeMo RL files
      aggregation: 'token-mean',
      beta: 1e-4,
      kl: 'k2',
      kl_clamp: { input: 10, output: null },
      guard: { kind: 'tis', low: 0.5, high: 5 },
    },
    optimizer: { lr: 1e-6, schedule: 'constant' },
    // Every 200 to 500 steps, the optimizer kept. The cosine length penalty (100 updates on, 500 off)
    // is published without its constants, so it is off; `rewards.cosine_length` turns it on.
    reference: { every: 300, reset_optimizer: false },
  },
  /** DeepSeekMath's objective, arXiv 2402.03300, with verl's defaults; sizes as in arXiv 2512.16649. */
  grpo: {
    rollout: { prompts: 256, group: 8 },
    updates: { prompts: 64 },
    advantages: { estimator: 'grpo', eps: 1e-6 },
    loss: {
      clip_low: 0.2,
      clip_high: 0.2,
      dual_clip: 3, // clip_ratio_c
      aggregation: 'seq-mean-token-mean',
      beta: 1e-3, // kl_loss_coef
      kl: 'k3', // low_var_kl
    },
    optimizer: { lr: 1e-6 },
  },
  /** Dr. GRPO, arXiv 2503.20783: no division by the deviation nor by the response's length, no KL. */
  'dr-grpo': {
    rollout: { prompts: 256, group: 8 },
    updates: { prompts: 64 },
    advantages: { estimator: 'dr_grpo' },
    loss: { clip_low: 0.2, clip_high: 0.2, aggregation: 'constant-norm', beta: 0 },
    optimizer: { lr: 1e-6 },
  },
  /** DAPO, arXiv 2503.14476: clip-higher, token loss, dynamic sampling, both overlong measures. */
  dapo: {
    rollout: { max_new_tokens: 20_480 },
    sampling: { dynamic: true, keep: 'varied' },
    rewards: {
      overlong_filter: true,
      // The paper's rewards are +1 and -1; with 1 and 0 half the penalty has the same weight.
      soft_overlong: { buffer: 4096, factor: 0.5 },
    },
    advantages: { estimator: 'grpo' },
    loss: { clip_low: 0.2, clip_high: 0.28, aggregation: 'token-mean', beta: 0 },
  },
};
