/** Rows: picking, placing and narrowing them, their norm, rotary positions, and sums down their columns. */
import { kernel, lanesFor } from '../kernel.ts';
import { reductions } from './reduce.ts';

const width = 256;

/** Workgroups of the kernels that give each number a thread. */
export function numberGroups(count: number): number {
  return Math.ceil(count / width);
}

const number = `let i = group * ${width}u + lane;\nif (i >= p.count) { return; }`;

export const gather = kernel({
  ...{ name: 'gather', width },
  buffers: { out: 'write f32', table: 'read f32', index: 'read i32' },
  params: { count: 'u32', dim: 'u32' },
  text: () => ({
    body: `${number}\nout[i] = table[u32(index[i / p.dim]) * p.dim + i % p.dim];`,
  }),
});

export const scatter = kernel({
  ...{ name: 'scatter', width },
  buffers: { table: 'write f32', x: 'read f32', index: 'read i32' },
  params: { count: 'u32', dim: 'u32' },
  text: () => ({
    body: `${number}\ntable[u32(index[i / p.dim]) * p.dim + i % p.dim] = x[i];`,
  }),
});

/**
 * Rows of float32 to bfloat16, rounded to the nearest, ties to even: two numbers a word, the first
 * below; the last word of an odd row is half empty.
 */
export const narrow = kernel({
  ...{ name: 'narrow', width },
  buffers: { words: 'write u32', x: 'read u32' },
  params: { count: 'u32', dim: 'u32' },
  text: () => ({
    globals: `
fn upper(bits: u32) -> u32 {
  if ((bits & 0x7fffffffu) > 0x7f800000u) { return (bits >> 16u) | 0x40u; } // not a number, and stays so
  return (bits + 0x7fffu + ((bits >> 16u) & 1u)) >> 16u;
}`,
    body: `${number}
let across = (p.dim + 1u) / 2u;
let column = 2u * (i % across);
let at = (i / across) * p.dim + column;
var word = upper(x[at]);
if (column + 1u < p.dim) { word |= upper(x[at + 1u]) << 16u; }
words[i] = word;`,
  }),
});

/**
 * A workgroup a row: the first row of an index adds up all of that index, in order; the others have
 * nothing to do. So no two workgroups write the same row, and no atomics are needed.
 */
export const gatherBackward = kernel({
  ...{ name: 'gatherBackward', width },
  buffers: { dTable: 'write f32', dOut: 'read f32', index: 'read i32' },
  params: { rows: 'u32', dim: 'u32' },
  text: () => ({
    globals: `
var<workgroup> seen: atomic<u32>;
var<workgroup> alike: array<u32, ${width}>;`,
    body: `
let own = index[group];
for (var r = lane; r < group; r += ${width}u) {
  if (index[r] == own) { atomicStore(&seen, 1u); }
}
if (workgroupUniformLoad(&seen) != 0u) { return; }
let to = u32(own) * p.dim;
for (var first = group; first < p.rows; first += ${width}u) {
  let count = min(${width}u, p.rows - first);
  workgroupBarrier();
  if (lane < count) { alike[lane] = u32(index[first + lane] == own); }
  workgroupBarrier();
  for (var r = 0u; r < count; r++) {
    if (alike[r] == 0u) { continue; }
    let at = (first + r) * p.dim;
    for (var c = lane; c < p.dim; c += ${width}u) { dTable[to + c] += dOut[at + c]; }
  }
}`,
  }),
});

/** A workgroup a row. */
export const rmsnorm = (dim: number) =>
  kernel({
    ...{ name: `rmsnorm ${lanesFor(dim)}`, width: lanesFor(dim) },
    buffers: { out: 'write f32', rstd: 'write f32', x: 'read f32', weight: 'read f32' },
    params: { dim: 'u32', eps: 'f32' },
    text: () => ({
      globals: reductions(lanesFor(dim)),
      body: `
let row = group * p.dim;
var squares = 0.0;
for (var c = lane; c < p.dim; c += ${lanesFor(dim)}u) { squares += x[row + c] * x[row + c]; }
let r = 1.0 / sqrt(sumOf(lane, squares) / f32(p.dim) + p.eps);
if (lane == 0u) { rstd[group] = r; }
for (var c = lane; c < p.dim; c += ${lanesFor(dim)}u) { out[row + c] = x[row + c] * r * weight[c]; }`,
    }),
  });

/** dx = rstd (g - x rstd² mean(g x)), g = dOut * weight. */
export const rmsnormInput = (dim: number) =>
  kernel({
    ...{ name: `rmsnormInput ${lanesFor(dim)}`, width: lanesFor(dim) },
    buffers: {
      ...({ dx: 'write f32', dOut: 'read f32', x: 'read f32' } as const),
      ...({ rstd: 'read f32', weight: 'read f32' } as const),
    },
    params: { dim: 'u32', add: 'u32' },
    text: () => ({
      globals: reductions(lanesFor(dim)),
      body: `
let row = group * p.dim;
var products = 0.0;
for (var c = lane; c < p.dim; c += ${lanesFor(dim)}u) {
  products += dOut[row + c] * weight[c] * x[row + c];
}
let r = rstd[group];
let mean = r * r * sumOf(lane, products) / f32(p.dim);
for (var c = lane; c < p.dim; c += ${lanesFor(dim)}u) {
  let d = r * (dOut[row + c] * weight[c] - x[row + c] * mean);
  dx[row + c] = select(d, dx[row + c] + d, p.add != 0u);
}`,
    }),
  });

const across = 16; // columns of a workgroup
const down = width / across; // threads that share a column

export function columnGroups(columns: number): number {
  return Math.ceil(columns / across);
}

/** sums[c] += Σ over rows of `term`, a column's threads each taking every 16th row. */
const columns = (term: string): { globals: string; body: string } => ({
  globals: `var<workgroup> shares: array<f32, ${width}>;`,
  body: `
let c = group * ${across}u + lane % ${across}u;
var sum = 0.0;
if (c < p.dim) {
  for (var r = lane / ${across}u; r < p.rows; r += ${down}u) { sum += ${term}; }
}
shares[lane] = sum;
for (var s = ${width / 2}u; s >= ${across}u; s = s / 2u) {
  workgroupBarrier();
  if (lane < s) { shares[lane] = shares[lane] + shares[lane + s]; }
}
if (lane < ${across}u && c < p.dim) { sums[c] += shares[lane]; }`,
});

export const columnSums = kernel({
  ...{ name: 'columnSums', width },
  buffers: { sums: 'write f32', x: 'read f32' },
  params: { rows: 'u32', dim: 'u32' },
  text: () => columns('x[r * p.dim + c]'),
});

export const rmsnormWeight = kernel({
  ...{ name: 'rmsnormWeight', width },
  buffers: { sums: 'write f32', dOut: 'read f32', x: 'read f32', rstd: 'read f32' },
  params: { rows: 'u32', dim: 'u32' },
  text: () => columns('dOut[r * p.dim + c] * x[r * p.dim + c] * rstd[r]'),
});

/** A thread a pair. `sign` is -1 to turn back. */
export const rope = kernel({
  ...{ name: 'rope', width },
  buffers: { x: 'write f32', cosines: 'read f32', sines: 'read f32', positions: 'read i32' },
  params: { count: 'u32', heads: 'u32', half: 'u32', sign: 'f32' },
  text: () => ({
    body: `${number}
let pair = i % p.half;
let head = i / p.half; // of all rows
let turn = u32(positions[head / p.heads]) * p.half + pair;
let cosine = cosines[turn];
let sine = p.sign * sines[turn];
let at = head * 2u * p.half + pair;
let a = x[at];
let b = x[at + p.half];
x[at] = a * cosine - b * sine;
x[at + p.half] = b * cosine + a * sine;`,
  }),
});
