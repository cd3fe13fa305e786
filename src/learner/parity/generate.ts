/** golden_generate.json: greedy tokens one prompt at a time, in a padded batch, and with an end token. */
import { unpad } from '../model/batch.ts';
import { Decoder } from '../model/decoder.ts';
import type { Model } from '../model/model.ts';
import { Generate, readGolden } from './golden.ts';
import { Gap, tolerances } from './tolerance.ts';

interface Greedy {
  readonly tokens: number[][];
  readonly logprobs: number[][];
  readonly best: [number, number][][]; // the two largest logits of each step
}

export async function generateGaps(dir: string, model: Model): Promise<Gap[]> {
  const golden = await readGolden(dir, 'golden_generate.json', Generate);
  const { single, batch, batch_with_eos: ended } = golden;
  const tokens = new Gap('greedy tokens, one prompt');
  const logprobs = new Gap('greedy log-probs, one prompt');
  const best = new Gap('two best logits');
  for (const row of single) {
    const got = await greedy(model, [row.prompt], row.tokens.length);
    row.tokens.forEach((want, t) => {
      tokens.see(got.tokens[0]?.[t] ?? Number.NaN, want, tolerances.tokens, `token ${t}`);
      logprobs.see(got.logprobs[0]?.[t] as number, row.logprobs[t] as number, tolerances.logprobs);
      const [first, second] = got.best[0]?.[t] ?? [Number.NaN, Number.NaN];
      best.see(first, row.top1_logit[t] as number, tolerances.logits);
      best.see(second, row.top2_logit[t] as number, tolerances.logits);
    });
  }
  const { sequences } = unpad({ inputIds: batch.input_ids, attentionMask: batch.attention_mask });
  const prompts = sequences.map((sequence) => sequence.tokens);
  const steps = Math.max(...batch.tokens.map((row) => row.length));
  const together = await greedy(model, prompts, steps);
  const batchLogprobs = new Gap('greedy log-probs, batch');
  batch.logprobs.forEach((row, r) => {
    row.forEach((want, t) => {
      batchLogprobs.see(together.logprobs[r]?.[t] as number, want, tolerances.logprobs);
    });
  });
  const stopping = await greedy(model, prompts, steps, ended.eos_token_id);
  const padded = ended.tokens.map((row, r) =>
    row.map((_, t) => stopping.tokens[r]?.[t] ?? ended.pad_token_id),
  );
  return [
    ...[tokens, logprobs, best, batchLogprobs],
    tokensGap('greedy tokens, batch', together.tokens, batch.tokens),
    tokensGap('greedy tokens, with an end', padded, ended.tokens),
  ];
}

function tokensGap(quantity: string, got: number[][], want: number[][]): Gap {
  const gap = new Gap(quantity);
  want.forEach((row, r) => {
    row.forEach((token, t) => {
      gap.see(got[r]?.[t] ?? Number.NaN, token, tolerances.tokens, `row ${r}, token ${t}`);
    });
  });
  return gap;
}

/** Rows that drew `end` take no further step; the end token is kept. */
async function greedy(
  model: Model,
  prompts: readonly ArrayLike<number>[],
  steps: number,
  end?: number,
): Promise<Greedy> {
  const { vocab } = model.config;
  const capacity = Math.max(...prompts.map((prompt) => prompt.length)) + steps;
  await using decoder = new Decoder(model, prompts.length, capacity);
  decoder.prefill(prompts.map((tokens, slot) => ({ tokens, slots: [slot] })));
  const out: Greedy = {
    tokens: prompts.map(() => []),
    logprobs: prompts.map(() => []),
    best: prompts.map(() => []),
  };
  let active = [...prompts.keys()];
  for (let t = 0; t < steps && active.length > 0; t++) {
    const logits = await decoder.logits();
    const drawn = await decoder.sample(new Float32Array(active.length), 0);
    active.forEach((slot, i) => {
      out.tokens[slot]?.push(drawn.tokens[i] as number);
      out.logprobs[slot]?.push(drawn.logprobs[i] as number);
      out.best[slot]?.push(twoLargest(logits.subarray(i * vocab, (i + 1) * vocab)));
    });
    active = active.filter((slot) => out.tokens[slot]?.at(-1) !== end);
    const last = Int32Array.from(active, (slot) => out.tokens[slot]?.at(-1) as number);
    if (t + 1 < steps && active.length > 0) decoder.step(active, last);
  }
  return out;
}

function twoLargest(values: Float32Array): [number, number] {
  let first = Number.NEGATIVE_INFINITY;
  let second = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value > first) [first, second] = [value, first];
    else if (value > second) second = value;
  }
  return [first, second];
}
