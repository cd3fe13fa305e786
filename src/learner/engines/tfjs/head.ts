/** Log-probabilities of targets with entropies, their gradient, and draws, in TensorFlow.js operations. */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Tf } from './backend.ts';

export function logprobsOf(tf: Tf, logits: Tensor2D, targets: Int32Array, temperature: number) {
  const [rows, vocab] = logits.shape;
  const z = tf.div(logits, temperature);
  const most = tf.max(z, 1, true);
  const shifted = tf.sub(z, most);
  const e = tf.exp(shifted);
  const sum = tf.sum(e, 1);
  const logSum = tf.log(sum);
  const lse = tf.add(tf.squeeze(most, [1]), logSum) as Tensor1D; // [rows]
  const at = Int32Array.from(targets, (target, r) => r * vocab + target);
  const target = tf.gather(tf.reshape(z, [rows * vocab]), tf.tensor1d(at, 'int32'));
  const entropy = tf.sub(logSum, tf.div(tf.sum(tf.mul(e, shifted), 1), sum)) as Tensor1D;
  return { logprobs: tf.sub(target, lse) as Tensor1D, entropy, lse };
}

/** The gradient of the logits: (dL (δ - p) - dH p (log p + H)) / temperature. */
export function logitsGradient(
  tf: Tf,
  logits: Tensor2D,
  targets: Int32Array,
  temperature: number,
  dLogprobs: Tensor1D,
  dEntropy: Tensor1D | null,
  { entropy, lse }: { readonly entropy: Tensor1D; readonly lse: Tensor1D },
): Tensor2D {
  const column = (x: Tensor1D) => tf.expandDims(x, 1);
  const logp = tf.sub(tf.div(logits, temperature), column(lse));
  const p = tf.exp(logp);
  // Floats from oneHot are all zero on the wasm backend: integers, then a cast.
  const vocab = logits.shape[1];
  const hit = tf.cast(tf.oneHot(tf.tensor1d(targets, 'int32'), vocab, 1, 0, 'int32'), 'float32');
  let d = tf.mul(tf.sub(hit, p), column(dLogprobs));
  if (dEntropy) {
    d = tf.sub(d, tf.mul(tf.mul(p, tf.add(logp, column(entropy))), column(dEntropy)));
  }
  return tf.div(d, temperature) as Tensor2D;
}

/** One row's draw, in double precision. */
export function draw(logits: Float32Array, uniform: number, temperature: number) {
  const greedy = temperature === 0;
  const t = greedy ? 1 : temperature;
  let best = 0;
  for (let i = 1; i < logits.length; i++) {
    if ((logits[i] as number) > (logits[best] as number)) best = i;
  }
  const most = logits[best] as number;
  const shares = Float64Array.from(logits, (logit) => Math.exp((logit - most) / t));
  const total = shares.reduce((sum, share) => sum + share, 0);
  let token = best;
  if (!greedy) {
    token = 0;
    let passed = shares[0] as number;
    while (token < shares.length - 1 && passed <= uniform * total) {
      token++;
      passed += shares[token] as number;
    }
  }
  return { token, logprob: ((logits[token] as number) - most) / t - Math.log(total) };
}
