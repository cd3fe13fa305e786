/** golden_grpo.json: the loss and its parts, gradients, and three steps of AdamW. */
import { type Batch, pack, unpad } from '../model/batch.ts';
import type { Model } from '../model/model.ts';
import { Optimizer } from '../model/optimizer.ts';
import { sizeOf } from '../model/parameters.ts';
import { Grpo, readGolden } from './golden.ts';
import { type TokenLoss, tokenLoss } from './loss.ts';
import { Gap, gradientTolerance, tolerances } from './tolerance.ts';

/** Changes the model: its parameters take the golden steps. */
export async function grpoGaps(dir: string, model: Model): Promise<Gap[]> {
  const golden = await readGolden(dir, 'golden_grpo.json', Grpo);
  const { input, step0, adamw } = golden;
  const { sequences, columns } = unpad({
    inputIds: input.input_ids,
    attentionMask: input.attention_mask,
    positionIds: input.position_ids,
    scored: input.completion_mask,
  });
  const batch = pack(sequences);
  /** Where a scored token stands in the golden [row][time - 1] tables. */
  const at = batch.places.map(({ sequence, token }) => ({
    row: sequence,
    column: (columns[sequence]?.[token] as number) - 1,
  }));
  const losses = new Gap('loss');
  const parts = new Gap('policy loss, KL, clip fraction');
  const norms = new Gap('gradient norm');
  const gaps = [losses, parts, norms];

  await using optimizer = new Optimizer(model);
  gaps.push(await initialGap(golden, model));
  for (let step = 0; step < adamw.steps; step++) {
    const { tokens, logprobs } = await backward(golden, model, batch, at);
    losses.see(mean(tokens, 'loss'), adamw.loss_per_step[step] as number, tolerances.loss);
    if (step === 0) {
      losses.see(mean(tokens, 'loss'), step0.loss, tolerances.loss);
      parts.see(mean(tokens, 'policy'), step0.policy_loss, tolerances.loss);
      parts.see(mean(tokens, 'k3'), step0.kl_mean, tolerances.loss);
      const clipped = tokens.filter((token) => token.clipped).length / tokens.length;
      parts.see(clipped, step0.clip_fraction, tolerances.loss);
      gaps.push(...tokenGaps(golden, tokens, logprobs, at));
      gaps.push(...(await gradientGaps(golden, model)));
    }
    const norm = await optimizer.update(
      {
        ...{ lr: adamw.lr, beta1: adamw.betas[0], beta2: adamw.betas[1], eps: adamw.eps },
        weightDecay: adamw.weight_decay,
      },
      adamw.max_grad_norm,
    );
    const wanted = adamw.grad_norm_per_step_before_clip[step] as number;
    norms.see(norm, wanted, tolerances[step === 0 ? 'gradientNorm' : 'laterGradientNorm']);
    if (step === 0) norms.see(norm, step0.grad_norm, tolerances.gradientNorm);
  }
  gaps.push(await parametersGap(golden, model));
  return gaps;
}

interface Place {
  readonly row: number;
  readonly column: number;
}

async function backward(golden: Grpo, model: Model, batch: Batch, at: readonly Place[]) {
  model.zeroGradients();
  const pass = await model.forward(batch, golden.loss.temperature);
  const { input } = golden;
  const tokens = at.map(({ row, column }, i) =>
    tokenLoss(
      {
        logprob: pass.logprobs[i] as number,
        old: input.old_logprobs[row]?.[column] as number,
        ref: input.ref_logprobs[row]?.[column] as number,
        advantage: input.advantages[row] as number,
      },
      golden.loss,
    ),
  );
  model.backward(
    pass,
    Float32Array.from(tokens, ({ slope }) => slope / tokens.length),
  );
  return { tokens, logprobs: pass.logprobs };
}

function mean(tokens: readonly TokenLoss[], part: 'loss' | 'policy' | 'k3'): number {
  return tokens.reduce((sum, token) => sum + token[part], 0) / tokens.length;
}

function tokenGaps(
  { step0 }: Grpo,
  tokens: readonly TokenLoss[],
  logprobs: Float32Array,
  at: readonly Place[],
): Gap[] {
  const scored = new Gap('log-probs of completions');
  const perToken = new Gap('ratio, k3, token loss');
  tokens.forEach((token, i) => {
    const { row, column } = at[i] as Place;
    const want = (table: (number | null)[][]) => table[row]?.[column] ?? Number.NaN;
    scored.see(logprobs[i] as number, want(step0.logprobs), tolerances.logprobs);
    perToken.see(token.ratio, want(step0.ratio), tolerances.perToken);
    perToken.see(token.k3, want(step0.k3), tolerances.perToken);
    perToken.see(token.loss, want(step0.token_loss), tolerances.perToken);
  });
  return [scored, perToken];
}

async function gradientGaps({ step0 }: Grpo, model: Model): Promise<Gap[]> {
  const norm = new Gap('gradient L2 by parameter');
  const entries = new Gap('gradient means and entries');
  for (const name of new Set([...Object.keys(step0.grads), ...model.gradients.keys()])) {
    const want = step0.grads[name];
    const buffer = model.gradients.get(name);
    const got = buffer ? await model.engine.read(buffer) : new Float32Array();
    if (!want || got.length !== sizeOf(want.shape)) {
      norm.see(got.length, want ? sizeOf(want.shape) : 0, tolerances.tokens, `size of ${name}`);
      continue;
    }
    let squares = 0;
    let sum = 0;
    for (const value of got) {
      squares += value * value;
      sum += value;
    }
    norm.see(Math.sqrt(squares), want.l2, tolerances.gradientNorm, name);
    const tolerance = gradientTolerance(want.l2, got.length);
    entries.see(sum / got.length, want.mean, tolerance, `mean of ${name}`);
    want.index.forEach((index, i) => {
      entries.see(got[index] as number, want.values[i] as number, tolerance, `${name}[${index}]`);
    });
  }
  return [norm, entries];
}

/** That the parameters are the ones the goldens were made from. */
async function initialGap({ adamw }: Grpo, model: Model): Promise<Gap> {
  const gap = new Gap('parameters as loaded');
  for (const [name, { index, initial }] of Object.entries(adamw.params_after)) {
    const got = await read(model, name);
    index.forEach((at, i) => {
      gap.see(got[at] as number, Math.fround(initial[i] as number), tolerances.initial, name);
    });
  }
  return gap;
}

async function parametersGap({ adamw }: Grpo, model: Model): Promise<Gap> {
  const gap = new Gap(`parameters after ${adamw.steps} steps`);
  for (const [name, { index, values }] of Object.entries(adamw.params_after)) {
    const got = await read(model, name);
    index.forEach((at, i) => {
      gap.see(got[at] as number, values[i] as number, tolerances.parameters, `${name}[${at}]`);
    });
  }
  return gap;
}

async function read(model: Model, name: string): Promise<Float32Array> {
  const buffer = model.parameters.get(name);
  return buffer ? ((await model.engine.read(buffer)) as Float32Array) : new Float32Array();
}
