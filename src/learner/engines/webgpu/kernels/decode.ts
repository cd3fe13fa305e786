/**
 * Attention of one query a sequence over its slot of the cache, in the streaming form: a workgroup
 * a query head, a thread a key of each stretch of 64, then a thread a column of the values.
 */
import { kernel } from '../kernel.ts';
import { reductions } from './reduce.ts';

const width = 64;

export const attentionDecode = (C: number) =>
  kernel({
    ...{ name: `attentionDecode ${C}`, width },
    buffers: {
      ...({ out: 'write f32', q: 'read f32', keys: 'read f32', values: 'read f32' } as const),
      ...({ slots: 'read i32', lengths: 'read i32' } as const),
    },
    params: {
      ...({ heads: 'u32', kvHeads: 'u32', capacity: 'u32', scale: 'f32' } as const),
    },
    text: () => ({
      globals: `${reductions(width)}
var<workgroup> query: array<f32, ${C}>;
var<workgroup> portions: array<f32, ${width}>;`,
      body: `
let b = group / p.heads;
let h = group % p.heads;
let g = h / (p.heads / p.kvHeads);
let length = u32(lengths[b]);
let step = p.kvHeads * ${C}u;
let origin = u32(slots[b]) * p.capacity * step + g * ${C}u;
for (var c = lane; c < ${C}u; c += ${width}u) { query[c] = q[group * ${C}u + c]; }
workgroupBarrier();
var most = -1e30;
var sum = 0.0;
var own: array<f32, ${Math.ceil(C / width)}>;
for (var first = 0u; first < length; first += ${width}u) {
  let count = min(${width}u, length - first);
  var score = -1e30;
  if (lane < count) {
    let key = origin + (first + lane) * step;
    var product = 0.0;
    for (var c = 0u; c < ${C}u; c++) { product += query[c] * keys[key + c]; }
    score = product * p.scale;
  }
  let top = max(most, largestOf(lane, score));
  portions[lane] = exp(score - top);
  workgroupBarrier();
  let shrink = exp(most - top);
  most = top;
  sum *= shrink;
  for (var t = 0u; t < count; t++) { sum += portions[t]; }
  for (var d = 0u; d < ${Math.ceil(C / width)}u; d++) {
    let c = lane + d * ${width}u;
    if (c < ${C}u) {
      var x = own[d] * shrink;
      for (var t = 0u; t < count; t++) { x += portions[t] * values[origin + (first + t) * step + c]; }
      own[d] = x;
    }
  }
  workgroupBarrier();
}
for (var d = 0u; d < ${Math.ceil(C / width)}u; d++) {
  let c = lane + d * ${width}u;
  if (c < ${C}u) { out[group * ${C}u + c] = own[d] / sum; }
}`,
    }),
  });
