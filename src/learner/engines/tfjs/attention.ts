/** Causal grouped attention of one sequence, forward and backward, in TensorFlow.js operations. */
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { AttentionShape } from '../contract.ts';
import type { Tf } from './backend.ts';

/** Far below any score; its exponential is zero. */
const never = -1e30;

export interface Heads {
  readonly q: Tensor3D; // [H, L, C]
  readonly k: Tensor3D; // [H, L, C], repeated for the heads of a group
  readonly v: Tensor3D; // [H, L, C]
}

export function split(
  tf: Tf,
  x: Tensor2D, // [L, heads * C]
  heads: number,
  headDim: number,
): Tensor3D {
  return tf.transpose(tf.reshape(x, [-1, heads, headDim]), [1, 0, 2]) as Tensor3D;
}

/** [heads, L, C] → [L, heads * C]. */
export function join(tf: Tf, x: Tensor3D): Tensor2D {
  const [heads, length, headDim] = x.shape;
  return tf.reshape(tf.transpose(x, [1, 0, 2]), [length, heads * headDim]) as Tensor2D;
}

export function repeat(tf: Tf, x: Tensor3D, group: number): Tensor3D {
  const [kvHeads, length, headDim] = x.shape;
  const wide = tf.tile(tf.reshape(x, [kvHeads, 1, length, headDim]), [1, group, 1, 1]);
  return tf.reshape(wide, [kvHeads * group, length, headDim]) as Tensor3D;
}

/** The sum over the heads of each group. */
function collect(tf: Tf, x: Tensor3D, group: number): Tensor3D {
  const [heads, length, headDim] = x.shape;
  return tf.sum(tf.reshape(x, [heads / group, group, length, headDim]), 1) as Tensor3D;
}

function scores(tf: Tf, { q, k }: Heads, scale: number): Tensor3D {
  const length = q.shape[1];
  const rows = tf.reshape(tf.range(0, length), [length, 1]);
  const columns = tf.reshape(tf.range(0, length), [1, length]);
  const hidden = tf.mul(tf.cast(tf.greater(columns, rows), 'float32'), never);
  return tf.add(tf.mul(tf.matMul(q, k, false, true), scale), hidden) as Tensor3D;
}

export function attend(tf: Tf, heads: Heads, scale: number) {
  const s = scores(tf, heads, scale);
  const most = tf.max(s, 2, true);
  const e = tf.exp(tf.sub(s, most));
  const sum = tf.sum(e, 2, true);
  const out = tf.matMul(tf.div(e, sum), heads.v) as Tensor3D; // [H, L, C]
  const lse = tf.transpose(tf.squeeze(tf.add(most, tf.log(sum)), [2])) as Tensor2D; // [L, H]
  return { out, lse };
}

export function attendBackward(
  tf: Tf,
  heads: Heads,
  dOut: Tensor3D, // [H, L, C]
  out: Tensor3D, // [H, L, C]
  lse: Tensor2D, // [L, H]
  { heads: H, kvHeads: G, scale }: AttentionShape,
) {
  const { q, k, v } = heads;
  const p = tf.exp(tf.sub(scores(tf, heads, scale), tf.expandDims(tf.transpose(lse), 2)));
  const dp = tf.matMul(dOut, v, false, true);
  const mean = tf.sum(tf.mul(dOut, out), 2, true);
  const ds = tf.mul(tf.mul(tf.sub(dp, mean), p), scale);
  const group = H / G;
  return {
    dq: tf.matMul(ds, k) as Tensor3D, // [H, L, C]
    dk: collect(tf, tf.matMul(ds, q, true, false) as Tensor3D, group), // [G, L, C]
    dv: collect(tf, tf.matMul(p, dOut, true, false) as Tensor3D, group), // [G, L, C]
  };
}
