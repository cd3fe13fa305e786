/**
 * One decoder layer, forward and backward, over the seam.
 *
 * Simplifications: 1. every activation a backward needs is kept, none is computed twice except
 * attention's scores; 2. no dropout.
 */
import type { AttentionShape, Buffer, Engine, LinearShape } from '../engines/contract.ts';
import type { ModelConfig } from './config.ts';
import type { Parameters } from './parameters.ts';

/** What layers know of a batch. */
export interface Rows {
  readonly rows: number; // N
  readonly positions: Buffer; // i32 [N]
  readonly cos: Buffer; // [positions, C / 2]
  readonly sin: Buffer; // [positions, C / 2]
}

/** Attention proper: over the batch's own keys when training, over a cache when sampling. */
export type Attend = (layer: number, qkv: Qkv, out: Buffer, lse: Buffer) => void;

export interface Qkv {
  readonly q: Buffer; // [N, H * C]
  readonly k: Buffer; // [N, G * C]
  readonly v: Buffer; // [N, G * C]
}

/** The activations a backward reads. */
export interface Saved extends Qkv {
  readonly x: Buffer; // [N, D]
  readonly normed: Buffer; // [N, D]
  readonly rstd: Buffer; // [N]
  /** Queries and keys before their norms; null without. */
  readonly raw: Readonly<Record<'q' | 'k' | 'rstdQ' | 'rstdK', Buffer>> | null; // [N, H * C], [N, G * C], [N * H], [N * G]
  readonly attended: Buffer; // [N, H * C]
  readonly lse: Buffer; // [N, H]
  readonly middle: Buffer; // [N, D]
  readonly middleNormed: Buffer; // [N, D]
  readonly middleRstd: Buffer; // [N]
  readonly gate: Buffer; // [N, F]
  readonly up: Buffer; // [N, F]
  readonly mixed: Buffer; // [N, F]
}

export interface LayerContext {
  readonly engine: Engine;
  readonly config: ModelConfig;
  readonly parameters: Parameters;
  readonly layer: number;
}

export function attentionShape({ heads, kvHeads, headDim }: ModelConfig): AttentionShape {
  return { heads, kvHeads, headDim, scale: 1 / Math.sqrt(headDim) };
}

/** Layer's output from `x`; the caller owns both the output and what is saved. */
export function forwardLayer(
  { engine, config, parameters, layer }: LayerContext,
  batch: Rows,
  x: Buffer,
  attend: Attend,
): { readonly out: Buffer; readonly saved: Saved } {
  const { hidden: D, heads: H, kvHeads: G, headDim: C, ffn: F, normEps: eps } = config;
  const { rows } = batch;
  const at = `model.layers.${layer}`;
  const weight = (name: string) => parameters.get(`${at}.${name}.weight`) as Buffer;
  const linear = (name: string, from: Buffer, inputs: number, outputs: number) => {
    const out = engine.alloc(rows * outputs);
    const bias = parameters.get(`${at}.${name}.bias`) ?? null;
    engine.linear(out, from, weight(name), bias, { rows, inputs, outputs });
    return out;
  };
  const norm = (name: string, from: Buffer, count: number, dim: number) => {
    const out = engine.alloc(count * dim);
    const rstd = engine.alloc(count);
    engine.rmsnorm(out, rstd, from, weight(name), { rows: count, dim, eps });
    return { out, rstd };
  };

  const first = norm('input_layernorm', x, rows, D);
  let q = linear('self_attn.q_proj', first.out, D, H * C);
  let k = linear('self_attn.k_proj', first.out, D, G * C);
  const v = linear('self_attn.v_proj', first.out, D, G * C);
  let raw: Saved['raw'] = null;
  if (config.qkNorm) {
    const normedQ = norm('self_attn.q_norm', q, rows * H, C);
    const normedK = norm('self_attn.k_norm', k, rows * G, C);
    raw = { q, k, rstdQ: normedQ.rstd, rstdK: normedK.rstd };
    q = normedQ.out;
    k = normedK.out;
  }
  turn(engine, config, batch, q, k);
  const attended = engine.alloc(rows * H * C);
  const lse = engine.alloc(rows * H);
  attend(layer, { q, k, v }, attended, lse);
  const middle = linear('self_attn.o_proj', attended, H * C, D);
  engine.add(middle, x);
  const second = norm('post_attention_layernorm', middle, rows, D);
  const gate = linear('mlp.gate_proj', second.out, D, F);
  const up = linear('mlp.up_proj', second.out, D, F);
  const mixed = engine.alloc(rows * F);
  engine.swiglu(mixed, gate, up);
  const out = linear('mlp.down_proj', mixed, F, D);
  engine.add(out, middle);
  return {
    out,
    saved: {
      ...{ x, normed: first.out, rstd: first.rstd, q, k, v, raw, attended, lse },
      ...{ middle, middleNormed: second.out, middleRstd: second.rstd, gate, up, mixed },
    },
  };
}

/** Turns `d`, the gradient of the layer's output, into that of its input; adds to `gradients`. */
export function backwardLayer(
  { engine, config, parameters, layer }: LayerContext,
  batch: Rows,
  offsets: Int32Array,
  saved: Saved,
  d: Buffer, // [N, D]
  gradients: Parameters,
): void {
  const { hidden: D, heads: H, kvHeads: G, headDim: C, ffn: F, normEps: eps } = config;
  const { rows } = batch;
  const at = `model.layers.${layer}`;
  const weight = (name: string) => parameters.get(`${at}.${name}.weight`) as Buffer;
  const dWeight = (name: string) => gradients.get(`${at}.${name}.weight`) as Buffer;
  const learn = (name: string, dOut: Buffer, x: Buffer, shape: LinearShape) => {
    const dBias = gradients.get(`${at}.${name}.bias`) ?? null;
    engine.linearBackwardWeight(dWeight(name), dBias, dOut, x, shape);
  };
  const held: Buffer[] = [];
  const room = (length: number) => {
    const buffer = engine.alloc(length);
    held.push(buffer);
    return buffer;
  };
  const through = (name: string, dOut: Buffer, into: Buffer, shape: LinearShape, add: boolean) =>
    engine.linearBackwardInput(into, dOut, weight(name), shape, add ? 'add' : 'set');

  const down = { rows, inputs: F, outputs: D };
  learn('mlp.down_proj', d, saved.mixed, down);
  const dMixed = room(rows * F);
  through('mlp.down_proj', d, dMixed, down, false);
  const dGate = room(rows * F);
  const dUp = room(rows * F);
  engine.swigluBackward(dGate, dUp, dMixed, saved.gate, saved.up);
  const wide = { rows, inputs: D, outputs: F };
  learn('mlp.gate_proj', dGate, saved.middleNormed, wide);
  learn('mlp.up_proj', dUp, saved.middleNormed, wide);
  const dNormed = room(rows * D);
  through('mlp.gate_proj', dGate, dNormed, wide, false);
  through('mlp.up_proj', dUp, dNormed, wide, true);
  const overRows = { rows, dim: D, eps };
  const second = 'post_attention_layernorm';
  engine.rmsnormBackward(
    ...([d, dWeight(second), dNormed, saved.middle, saved.middleRstd, weight(second)] as const),
    ...([overRows, 'add'] as const),
  );

  const output = { rows, inputs: H * C, outputs: D };
  learn('self_attn.o_proj', d, saved.attended, output);
  const dAttended = room(rows * H * C);
  through('self_attn.o_proj', d, dAttended, output, false);
  let dq = room(rows * H * C);
  let dk = room(rows * G * C);
  const dv = room(rows * G * C);
  const pass = { ...saved, out: saved.attended };
  engine.attentionBackward(dq, dk, dv, dAttended, pass, offsets, attentionShape(config));
  turn(engine, config, batch, dq, dk, true);
  if (saved.raw) {
    const unnorm = (name: string, dOut: Buffer, x: Buffer, rstd: Buffer) => {
      const dx = room(x.length);
      const shape = { rows: x.length / C, dim: C, eps };
      engine.rmsnormBackward(dx, dWeight(name), dOut, x, rstd, weight(name), shape);
      return dx;
    };
    dq = unnorm('self_attn.q_norm', dq, saved.raw.q, saved.raw.rstdQ);
    dk = unnorm('self_attn.k_norm', dk, saved.raw.k, saved.raw.rstdK);
  }
  const query = { rows, inputs: D, outputs: H * C };
  const key = { rows, inputs: D, outputs: G * C };
  learn('self_attn.q_proj', dq, saved.normed, query);
  learn('self_attn.k_proj', dk, saved.normed, key);
  learn('self_attn.v_proj', dv, saved.normed, key);
  through('self_attn.q_proj', dq, dNormed, query, false);
  through('self_attn.k_proj', dk, dNormed, key, true);
  through('self_attn.v_proj', dv, dNormed, key, true);
  const before = 'input_layernorm';
  engine.rmsnormBackward(
    ...([d, dWeight(before), dNormed, saved.x, saved.rstd, weight(before)] as const),
    ...([overRows, 'add'] as const),
  );
  for (const buffer of held) engine.free(buffer);
}

/** Frees what a layer saved, but for its input and output. */
export function freeSaved(engine: Engine, saved: Saved): void {
  const { x: _, raw, ...rest } = saved;
  for (const buffer of [...Object.values(rest), ...(raw ? Object.values(raw) : [])]) {
    engine.free(buffer);
  }
}

function turn(
  engine: Engine,
  { heads, kvHeads, headDim }: ModelConfig,
  { rows, positions, cos, sin }: Rows,
  q: Buffer,
  k: Buffer,
  back = false,
): void {
  engine.rope(q, cos, sin, positions, { rows, heads, headDim }, back);
  engine.rope(k, cos, sin, positions, { rows, heads: kvHeads, headDim }, back);
}
