/** The loss against golden checkpoints: what PyTorch computed from the same log-probs. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { dataRoot, missing } from '../../support/data.ts';
import { batchLoss, lossOptions } from './batch.ts';
import { close } from './vectors.ts';

type Rows = readonly (readonly (number | null)[])[];
interface Golden {
  readonly loss: { readonly eps_low: number; readonly eps_high: number; readonly kl_coef: number };
  readonly input: {
    readonly old_logprobs: Rows;
    readonly ref_logprobs: Rows;
    readonly advantages: number[];
  };
  readonly step0: {
    readonly loss: number;
    readonly policy_loss: number;
    readonly kl_mean: number;
    readonly clip_fraction: number;
    readonly logprobs: Rows;
    readonly ratio: Rows;
  };
}

/** Null stands outside the completion. */
const completion = (rows: Rows) => rows.map((row) => row.filter((value) => value !== null));

/** They are written with 9 digits of 32-bit results. */
const tolerance = 5e-6;

for (const name of ['llama-tiny', 'qwen2-tiny', 'qwen2-tiny-bf16']) {
  const file = `learner/hf/${name}/golden_grpo.json`;
  describe(`the loss of ${name}`, { skip: missing(file) }, () => {
    it('is that of PyTorch', () => {
      const golden = JSON.parse(readFileSync(join(dataRoot, file), 'utf8')) as Golden;
      const { input, step0, loss } = golden;
      const logp = completion(step0.logprobs);
      const { sums, ratio } = batchLoss(
        {
          logp,
          old_logp: completion(input.old_logprobs),
          ref_logp: completion(input.ref_logprobs),
          mask: logp.map((row) => row.map(() => 1)),
          advantages: input.advantages,
        },
        lossOptions({ clipLow: loss.eps_low, clipHigh: loss.eps_high, beta: loss.kl_coef }),
        'token-mean',
      );
      close(sums.loss, step0.loss, 'loss', tolerance);
      close(sums.policyLoss, step0.policy_loss, 'policy loss', tolerance);
      close(sums.kl / sums.tokens, step0.kl_mean, 'divergence', tolerance);
      const clipped = (sums.clippedLow + sums.clippedHigh) / sums.tokens;
      close(clipped, step0.clip_fraction, 'clipped', tolerance);
      close(ratio, completion(step0.ratio), 'ratios', tolerance);
      assert.ok(sums.tokens > 0);
    });
  });
}
