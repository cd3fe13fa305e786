import { type Aggregation, rowWeights } from '../../../../src/learner/grpo/aggregate.ts';
import { guardWeights } from '../../../../src/learner/grpo/importance.ts';
import { type KlKind, kl, klClamp, noClamp } from '../../../../src/learner/grpo/kl.ts';
import { batchLoss, lossOptions, throughLogits } from '../batch.ts';
import { close, masked, type Section, type Sections } from '../vectors.ts';

const aggregations: Readonly<Record<string, Aggregation>> = {
  'token-mean': 'token-mean',
  'seq-mean-token-sum': 'seq-mean-token-sum',
  'seq-mean-token-mean': 'seq-mean-token-mean',
  'seq-mean-token-sum-norm': 'constant-norm-sum',
  dr_grpo_trl: 'constant-norm',
  grpo_trl_seqmean_incl_empty: 'seq-mean-token-mean-all',
};

export const lossSections: Sections = {
  kl_estimators({ logp, ref_logp, expected, exact_expectation_check: exact }) {
    const from = (kind: KlKind, clamp = noClamp, first = 0, old: number[] = logp) =>
      (logp as number[])
        .slice(first)
        .map((value, i) => kl(kind, value, ref_logp[first + i], old[i] as number, clamp));
    const ways: Record<string, (wanted: Section) => ReturnType<typeof from>> = {
      k3plus_straight_through_last5: () => from('k3+', noClamp, 3),
      k3_bias_corrected_last5: ({ old_logp }) => from('k3-corrected', noClamp, 3, old_logp),
    };
    for (const kind of ['k1', 'k2', 'k3', 'abs'] as const) {
      ways[`${kind}_unclamped`] = () => from(kind);
      ways[`${kind}_in20_out10`] = () => from(kind, klClamp);
    }
    for (const [key, wanted] of Object.entries<Section>(expected)) {
      const found = ways[key]?.(wanted) ?? [];
      close(
        found.map(({ value }) => value),
        wanted.value,
        key,
      );
      close(
        found.map(({ gradient }) => gradient),
        wanted.dvalue_dlogp,
        `${key} gradient`,
      );
    }
    const { p, q } = exact;
    for (const kind of ['k1', 'k2', 'k3'] as const) {
      const terms = (p as number[]).map((share, i) => {
        return share * kl(kind, Math.log(share), Math.log(q[i]), 0).value;
      });
      close(
        terms.reduce((sum, term) => sum + term),
        exact[`E_p[${kind}]`],
        `E ${kind}`,
      );
    }
  },

  loss_aggregation({ loss_matrix, mask, max_len, expected }) {
    const losses = masked<number>(loss_matrix, mask);
    const lengths = losses.map((row) => row.length);
    for (const [key, wanted] of Object.entries<Section>(expected)) {
      const weights = rowWeights(aggregations[key] as Aggregation, lengths, max_len);
      const sums = losses.map((row, i) => row.reduce((sum, l) => sum + l * (weights[i] ?? 0), 0));
      close(
        sums.reduce((sum, row) => sum + row),
        wanted.loss,
        key,
      );
      const gradient = losses.map((row, i) => row.map(() => weights[i]));
      close(gradient, wanted.dloss_dlossmatrix, `${key} gradient`);
    }
  },

  clipped_surrogate(section) {
    for (const wanted of section.cases) {
      const options = lossOptions({
        clipLow: wanted.eps_low,
        clipHigh: wanted.eps_high,
        dualClip: wanted.dual_clip_c,
        beta: wanted.beta,
        kl: wanted.kl ?? 'k3',
        klClamp: noClamp,
      });
      for (const [key, { loss, dloss_dlogp }] of Object.entries<Section>(wanted.by_agg)) {
        const found = batchLoss(section, options, aggregations[key] as Aggregation);
        close(found.sums.loss, loss, key);
        close(found.dLogp, dloss_dlogp, `${key} gradient`);
      }
      const { metrics } = wanted;
      const { sums, ratio } = batchLoss(section, options, 'token-mean');
      const per = (sum: number) => sum / sums.tokens;
      const clipped = sums.clippedLow + sums.clippedHigh + sums.clippedDual;
      close(per(sums.ratio), metrics.ratio_mean, 'ratio');
      close(per(sums.policyKl), metrics['ppo_kl_k1_masked_mean(old-new)'], 'policy divergence');
      close(per(sums.clippedHigh), metrics['clip_ratio_high(r>1+hi & A>0)'], 'clipped high');
      close(per(sums.clippedLow), metrics['clip_ratio_low(r<1-lo & A<0)'], 'clipped low');
      close(per(sums.clippedDual), metrics.pg_clipfrac_lower ?? 0, 'clipped by the dual bound');
      close(per(clipped - sums.clippedDual), metrics['pg_clipfrac_verl(l2>l1)'], 'clipped');
      close(per(clipped - sums.clippedDual), metrics.clip_ratio_region, 'clipped region');
      close(ratio, masked(wanted.ratio, section.mask), 'ratios');
      // Without the divergence each token's own loss can be read from a batch of that token alone.
      if (wanted.beta === 0) {
        const tokens = batchLoss(section, options, 'constant-norm-sum', 1).policy;
        close(tokens, masked(wanted.per_token_loss_no_kl, section.mask), 'token losses');
      }
    }
  },

  gspo({ expected }, { clipped_surrogate: inputs }) {
    for (const [key, wanted] of Object.entries<Section>(expected)) {
      const [, clipLow, clipHigh] = /^lo([\d.]+)_hi([\d.]+)$/.exec(key)?.map(Number) ?? [];
      const bounds = { clipLow: clipLow ?? 0, clipHigh: clipHigh ?? 0 };
      const options = lossOptions({ surrogate: 'gspo', ...bounds });
      const { sums, dLogp, ratio, policy } = batchLoss(inputs, options, 'seq-mean-token-mean');
      close(sums.loss, wanted.loss, key);
      close(dLogp, wanted.dloss_dlogp, `${key} gradient`);
      close(sums.loss, wanted.gspo_token_loss, `${key} by token`);
      close(dLogp, wanted.gspo_token_dloss_dlogp, `${key} gradient by token`);
      close(
        ratio.map((row) => row[0]),
        wanted.seq_ratio,
        `${key} ratios`,
      );
      close(
        policy.map((row) => row[0]),
        wanted.per_seq_loss,
        `${key} losses`,
      );
    }
  },

  cispo({ expected }, { clipped_surrogate: inputs }) {
    for (const [key, wanted] of Object.entries<Section>(expected)) {
      const [, clipLow, clipHigh] = /^lo([\d.]+)_hi([\d.]+)$/.exec(key)?.map(Number) ?? [];
      const bounds = { clipLow: clipLow ?? 0, clipHigh: clipHigh ?? 0 };
      const options = lossOptions({ surrogate: 'cispo', ...bounds });
      const { sums, dLogp, ratio } = batchLoss(inputs, options, 'token-mean');
      close(sums.loss, wanted.loss_token_mean, key);
      close(dLogp, wanted.dloss_dlogp, `${key} gradient`);
      const clipped = ratio.map((row) =>
        row.map((r) => Math.min(Math.max(r, 1 - bounds.clipLow), 1 + bounds.clipHigh)),
      );
      close(clipped, masked(wanted.clipped_ratio_sg, inputs.mask), `${key} ratios`);
    }
  },

  truncated_importance_sampling(section, { clipped_surrogate: inputs }) {
    const { expected } = section;
    const old = masked<number>(section.old_logp, inputs.mask);
    const sampled = masked<number>(section.rollout_logp, inputs.mask);
    const guards = {
      none: { kind: 'none' },
      tis_cap2: { kind: 'tis', low: 0, high: 2 },
      'tis_0.5_5': { kind: 'tis', low: 0.5, high: 5 },
      'icepop_0.5_5': { kind: 'icepop', low: 0.5, high: 5 },
      seq_mask_tis: { kind: 'seq-mask-tis', low: 0.999, high: 1.002 },
      seq_tis_cap2: { kind: 'seq-tis', high: 2 },
    } as const;
    const of = (name: keyof typeof guards) =>
      old.map((row, i) => guardWeights(guards[name], row, sampled[i] ?? []));
    for (const name of ['tis_cap2', 'tis_0.5_5', 'icepop_0.5_5'] as const) {
      close(
        of(name).map(({ weights }) => weights),
        expected[name],
        name,
      );
    }
    const ratios = of('none').map((row) => [...row.ratios]);
    close(ratios, expected.token_ratio, 'ratios');
    const products = ratios.map((row) => row.reduce((product, w) => product * w, 1));
    close(products, expected.seq_ratio_product, 'products');
    const geometric = products.map((product, i) => product ** (1 / (ratios[i]?.length ?? 1)));
    close(geometric, expected.seq_geomean, 'geometric means');
    const keep = of('seq_mask_tis').map(({ weights }) => (weights[0] === 0 ? 0 : 1));
    close(keep, expected['seq_mask_tis_keep_0.999_1.002'], 'kept');
    close(
      of('seq_tis_cap2').map(({ weights }) => weights[0]),
      expected.seq_tis_cap2,
      'capped',
    );
    for (const name of ['tis_cap2', 'icepop_0.5_5', 'seq_mask_tis', 'seq_tis_cap2'] as const) {
      const options = lossOptions({ clipHigh: 0.28, guard: guards[name] });
      const { rollout_logp } = section;
      const found = batchLoss({ ...inputs, rollout_logp }, options, 'token-mean');
      const wanted = expected[`loss_${name}`];
      close(found.sums.loss, wanted.loss_token_mean, name);
      close(found.dLogp, wanted.dloss_dlogp, `${name} gradient`);
      if (name !== 'icepop_0.5_5') continue;
      close(found.sums.samplerOutside / found.sums.tokens, expected.icepop_oob_ratio, 'outside');
    }
  },

  end_to_end_logits(section) {
    for (const wanted of section.cases) {
      const options = lossOptions({
        clipLow: wanted.eps_low,
        clipHigh: wanted.eps_high,
        beta: wanted.beta_k3,
        klClamp: noClamp,
        entropyCoef: wanted.entropy_coef,
      });
      const aggregation = aggregations[wanted.agg] as Aggregation;
      const found = throughLogits(section, wanted.temperature, options, aggregation);
      close(found.logp, masked(wanted.logp, section.mask), 'log-probs');
      close(found.entropy, masked(wanted.token_entropy, section.mask), 'entropies');
      const { sums } = found;
      close(sums.entropy / sums.tokens, wanted.entropy_masked_mean, 'entropy');
      close(sums.kl / sums.tokens, wanted.k3_masked_mean, 'divergence');
      close(sums.loss, wanted.loss, 'loss');
      close(found.dLogits, wanted.dloss_dlogits, 'gradient');
      const squares = found.dLogits.flat(2).reduce((sum, value) => sum + value * value, 0);
      close(Math.sqrt(squares), wanted.grad_l2, 'gradient norm');
    }
  },
};
