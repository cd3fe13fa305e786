/** The output head: log-probabilities in one pass over the logits, their gradient, and draws. */
import { kernel, lanesFor } from '../kernel.ts';
import { reductions } from './reduce.ts';

/**
 * A workgroup a row of logits. A thread keeps the largest score so far, the sum of exponentials and
 * the sum of scores so weighted, both relative to it; the threads' sums are then brought to one.
 */
export const logprobs = (vocab: number) => {
  const width = lanesFor(vocab);
  return kernel({
    ...{ name: `logprobs ${width}`, width },
    buffers: {
      ...({ logprobs: 'write f32', entropy: 'write f32', lse: 'write f32' } as const),
      ...({ logits: 'read f32', targets: 'read i32' } as const),
    },
    params: { vocab: 'u32', first: 'u32', factor: 'f32' },
    text: () => ({
      globals: reductions(width),
      body: `
let row = group * p.vocab;
var most = -1e30;
var sum = 0.0;
var weighted = 0.0; // Σ exp(z - most) (z - most)
for (var i = lane; i < p.vocab; i += ${width}u) {
  let z = logits[row + i] * p.factor;
  if (z > most) {
    let shrink = exp(most - z);
    weighted = shrink * (weighted + sum * (most - z));
    sum = sum * shrink + 1.0;
    most = z;
  } else {
    let e = exp(z - most);
    sum += e;
    weighted += e * (z - most);
  }
}
let top = largestOf(lane, most);
let shrink = exp(most - top);
let all = sumOf(lane, sum * shrink);
let mean = sumOf(lane, shrink * (weighted + sum * (most - top))) / all;
if (lane != 0u) { return; }
let r = p.first + group;
lse[r] = top + log(all);
entropy[r] = log(all) - mean;
logprobs[r] = logits[row + u32(targets[r])] * p.factor - top - log(all);`,
    }),
  });
};

/** A thread a logit, which becomes its gradient: (dL (δ - p) - dH p (log p + H)) / temperature. */
export const logprobsBackward = kernel({
  ...{ name: 'logprobsBackward', width: 256 },
  buffers: {
    ...({ logits: 'write f32', targets: 'read i32', dLogprobs: 'read f32' } as const),
    ...({ dEntropy: 'read f32', entropy: 'read f32', lse: 'read f32' } as const),
  },
  params: { count: 'u32', vocab: 'u32', first: 'u32', factor: 'f32', entropic: 'u32' },
  text: () => ({
    body: `
let i = group * 256u + lane;
if (i >= p.count) { return; }
let r = p.first + i / p.vocab;
let z = logits[i] * p.factor - lse[r];
let share = exp(z);
let dL = dLogprobs[r];
var d = -dL * share;
if (u32(targets[r]) == i % p.vocab) { d += dL; }
if (p.entropic != 0u) { d -= dEntropy[r] * share * (z + entropy[r]); }
logits[i] = d * p.factor;`,
  }),
});

const lanes = 256;

/**
 * A workgroup a row. Each thread sums the shares of its stretch of the vocabulary; the first thread
 * finds the stretch in which the cumulated share passes the uniform number, and walks it.
 */
export const sample = kernel({
  ...{ name: 'sample', width: lanes },
  buffers: {
    ...({ tokens: 'write i32', logprobs: 'write f32' } as const),
    ...({ logits: 'read f32', uniforms: 'read f32' } as const),
  },
  params: { vocab: 'u32', factor: 'f32', greedy: 'u32' },
  text: () => ({
    globals: `${reductions(lanes)}
var<workgroup> stretches: array<f32, ${lanes}>;
var<workgroup> likeliest: array<u32, ${lanes}>;`,
    body: `
let row = group * p.vocab;
let each = (p.vocab + ${lanes - 1}u) / ${lanes}u;
let begin = min(lane * each, p.vocab);
let to = min(begin + each, p.vocab);
var most = -3e38;
for (var i = begin; i < to; i++) { most = max(most, logits[row + i]); }
let top = largestOf(lane, most);
var sum = 0.0;
var best = p.vocab;
for (var i = begin; i < to; i++) {
  let x = logits[row + i];
  sum += exp((x - top) * p.factor);
  if (x == top && best == p.vocab) { best = i; }
}
stretches[lane] = sum;
likeliest[lane] = best;
workgroupBarrier();
if (lane != 0u) { return; }
var total = 0.0;
for (var s = 0u; s < ${lanes}u; s++) { total += stretches[s]; }
var token = p.vocab;
if (p.greedy != 0u) {
  for (var s = 0u; s < ${lanes}u; s++) { token = min(token, likeliest[s]); }
} else {
  let wanted = uniforms[group] * total;
  var passed = 0.0;
  var reached = 0.0;
  var stretch = 0u;
  // Rounding may leave the end short of what is wanted: then the last with any share is drawn.
  for (var s = 0u; s < ${lanes}u && reached <= wanted; s++) {
    if (stretches[s] == 0.0) { continue; }
    stretch = s;
    passed = reached;
    reached += stretches[s];
  }
  let end = min((stretch + 1u) * each, p.vocab);
  for (var i = stretch * each; i < end; i++) {
    let share = exp((logits[row + i] - top) * p.factor);
    if (share == 0.0) { continue; }
    token = i;
    passed += share;
    if (passed > wanted) { break; }
  }
}
// Logits that are not numbers equal nothing.
token = min(token, p.vocab - 1u);
tokens[group] = i32(token);
logprobs[group] = (logits[row + token] - top) * p.factor - log(total);`,
  }),
});
