/**
 * Causal attention in the streaming form: blocks of queries against blocks of keys, with the
 * largest score and the sum of exponentials so far kept for each query, so that no matrix of
 * scores is ever stored. The backward computes the scores again from `lse`; each block of dq, and
 * of dk and dv, belongs to one workgroup, so nothing is added up out of order.
 *
 * `jobs` are four numbers each: a sequence's first row, a block's first place in it, the block's
 * count, and the sequence's length. A workgroup is block x block threads: (i, j) has the score of
 * query i and key j, then the columns j, j + block, ... of row i.
 */
import { kernel } from '../kernel.ts';

export interface Blocking {
  readonly headDim: number; // C
  readonly block: number;
}

/** Bytes of shared memory that the hungriest of these kernels takes. */
export function sharedBytes({ headDim, block }: Blocking): number {
  return 4 * (4 * block * (headDim + 1) + 2 * block * (block + 1));
}

const never = '-1e30';

const params = { heads: 'u32', kvHeads: 'u32', scale: 'f32' } as const;

function shared({ headDim: C, block: B }: Blocking, tiles: readonly string[], tables: string[]) {
  // Rows are one longer, so that the threads of a column do not all meet in one bank.
  return `
${tiles.map((name) => `var<workgroup> ${name}: array<f32, ${B * (C + 1)}>;`).join('\n')}
${tables.map((name) => `var<workgroup> ${name}: array<f32, ${B * (B + 1)}>;`).join('\n')}`;
}

/** Rows first, first + 1, ... of one head into a tile; rows from `end` are zero. */
function load({ headDim: C, block: B }: Blocking, tile: string, from: string, rows: Rows): string {
  return `
for (var e = lane; e < ${B * C}u; e += ${B * B}u) {
  let r = e / ${C}u;
  let c = e % ${C}u;
  var value = 0.0;
  if (${rows.first} + r < ${rows.end}) {
    value = ${from}[((start + ${rows.first} + r) * ${rows.heads} + ${rows.head}) * ${C}u + c];
  }
  ${tile}[r * ${C + 1}u + c] = value;
}`;
}

interface Rows {
  readonly first: string;
  readonly end: string;
  readonly head: string;
  readonly heads: string;
}

function dot({ headDim: C }: Blocking, into: string, a: string, b: string): string {
  return `
var ${into} = 0.0;
for (var c = 0u; c < ${C}u; c++) { ${into} += ${a}[i * ${C + 1}u + c] * ${b}[j * ${C + 1}u + c]; }`;
}

/** Runs `body` for each column `c` that this thread has, the \`d\`th. */
function mine({ headDim: C, block: B }: Blocking, body: string): string {
  return `
for (var d = 0u; d < ${Math.ceil(C / B)}u; d++) {
  let c = j + d * ${B}u;
  if (c < ${C}u) { ${body} }
}`;
}

const job = (B: number, heads: string) => `
let i = lane / ${B}u;
let j = lane % ${B}u;
let job = 4u * (group / ${heads});
let start = u32(jobs[job]);
let first = u32(jobs[job + 1u]);
let count = u32(jobs[job + 2u]);
let length = u32(jobs[job + 3u]);`;

const queryRows = { first: 'first', end: '(first + count)', head: 'h', heads: 'p.heads' };
const keyRows = { first: 'key', end: '(first + count)', head: 'g', heads: 'p.kvHeads' };

export const attention = (blocking: Blocking) => {
  const { headDim: C, block: B } = blocking;
  const columns = Math.ceil(C / B);
  return kernel({
    ...{ name: `attention ${C} ${B}`, width: B * B },
    buffers: {
      ...({ out: 'write f32', lse: 'write f32', q: 'read f32', k: 'read f32' } as const),
      ...({ v: 'read f32', jobs: 'read i32' } as const),
    },
    params,
    text: () => ({
      globals: shared(blocking, ['queries', 'others'], ['scores']),
      body: `${job(B, 'p.heads')}
let h = group % p.heads;
let g = h / (p.heads / p.kvHeads);
${load(blocking, 'queries', 'q', queryRows)}
var most = ${never};
var sum = 0.0;
var own: array<f32, ${columns}>;
for (var key = 0u; key < first + count; key += ${B}u) {
  workgroupBarrier();
  ${load(blocking, 'others', 'k', keyRows)}
  workgroupBarrier();
  ${dot(blocking, 'product', 'queries', 'others')}
  let score = select(${never}, product * p.scale, key + j <= first + i);
  scores[i * ${B + 1}u + j] = score;
  workgroupBarrier();
  var top = most;
  for (var t = 0u; t < ${B}u; t++) { top = max(top, scores[i * ${B + 1}u + t]); }
  workgroupBarrier();
  scores[i * ${B + 1}u + j] = exp(score - top);
  ${load(blocking, 'others', 'v', keyRows)}
  workgroupBarrier();
  let shrink = exp(most - top);
  most = top;
  sum *= shrink;
  for (var t = 0u; t < ${B}u; t++) { sum += scores[i * ${B + 1}u + t]; }
  ${mine(
    blocking,
    `
    var x = own[d] * shrink;
    for (var t = 0u; t < ${B}u; t++) { x += scores[i * ${B + 1}u + t] * others[t * ${C + 1}u + c]; }
    own[d] = x;`,
  )}
}
if (i >= count) { return; }
let row = (start + first + i) * p.heads + h;
if (j == 0u) { lse[row] = most + log(sum); }
${mine(blocking, `out[row * ${C}u + c] = own[d] / sum;`)}`,
    }),
  });
};

/** pairs[2 r] = lse[r], pairs[2 r + 1] = dOut · out: what the backwards need of each query and head. */
export const attentionPairs = kernel({
  ...{ name: 'attentionPairs', width: 64 },
  buffers: { pairs: 'write f32', lse: 'read f32', dOut: 'read f32', out: 'read f32' },
  params: { count: 'u32', headDim: 'u32' },
  text: () => ({
    body: `
let r = group * 64u + lane;
if (r >= p.count) { return; }
var mean = 0.0;
for (var c = r * p.headDim; c < (r + 1u) * p.headDim; c++) { mean += dOut[c] * out[c]; }
pairs[2u * r] = lse[r];
pairs[2u * r + 1u] = mean;`,
  }),
});

/** Share `share` and gradient of the score `d` of query i and key j. */
function gradient(blocking: Blocking, query: string, visible: string): string {
  return `
${dot(blocking, 'product', 'queries', 'keys')}
${dot(blocking, 'dShare', 'grads', 'values')}
var share = 0.0;
var d = 0.0;
if (${visible}) {
  let row = 2u * ((start + ${query} + i) * p.heads + h);
  share = exp(product * p.scale - pairs[row]);
  d = share * (dShare - pairs[row + 1u]) * p.scale;
}`;
}

export const attentionQueries = (blocking: Blocking) => {
  const { headDim: C, block: B } = blocking;
  return kernel({
    ...{ name: `attentionQueries ${C} ${B}`, width: B * B },
    buffers: {
      ...({ dq: 'write f32', dOut: 'read f32', q: 'read f32', k: 'read f32' } as const),
      ...({ v: 'read f32', pairs: 'read f32', jobs: 'read i32' } as const),
    },
    params,
    text: () => ({
      globals: shared(blocking, ['queries', 'grads', 'keys', 'values'], ['slopes']),
      body: `${job(B, 'p.heads')}
let h = group % p.heads;
let g = h / (p.heads / p.kvHeads);
${load(blocking, 'queries', 'q', queryRows)}
${load(blocking, 'grads', 'dOut', queryRows)}
var own: array<f32, ${Math.ceil(C / B)}>;
for (var key = 0u; key < first + count; key += ${B}u) {
  workgroupBarrier();
  ${load(blocking, 'keys', 'k', keyRows)}
  ${load(blocking, 'values', 'v', keyRows)}
  workgroupBarrier();
  ${gradient(blocking, 'first', 'i < count && key + j <= first + i')}
  slopes[i * ${B + 1}u + j] = d;
  workgroupBarrier();
  ${mine(
    blocking,
    `
    var x = own[d] ;
    for (var t = 0u; t < ${B}u; t++) { x += slopes[i * ${B + 1}u + t] * keys[t * ${C + 1}u + c]; }
    own[d] = x;`,
  )}
}
if (i >= count) { return; }
let row = (start + first + i) * p.heads + h;
${mine(blocking, `dq[row * ${C}u + c] = own[d];`)}`,
    }),
  });
};

/** Blocks of keys: the queries of all heads of the group, from the block on, add up in order. */
export const attentionKeys = (blocking: Blocking) => {
  const { headDim: C, block: B } = blocking;
  const columns = Math.ceil(C / B);
  const ownKeys = { ...keyRows, first: 'first' };
  const laterQueries = { first: 'query', end: 'length', head: 'h', heads: 'p.heads' };
  return kernel({
    ...{ name: `attentionKeys ${C} ${B}`, width: B * B },
    buffers: {
      ...({ dk: 'write f32', dv: 'write f32', dOut: 'read f32', q: 'read f32' } as const),
      ...({ k: 'read f32', v: 'read f32', pairs: 'read f32', jobs: 'read i32' } as const),
    },
    params,
    text: () => ({
      globals: shared(blocking, ['queries', 'grads', 'keys', 'values'], ['portions', 'slopes']),
      body: `${job(B, 'p.kvHeads')}
let g = group % p.kvHeads;
let heads = p.heads / p.kvHeads;
${load(blocking, 'keys', 'k', ownKeys)}
${load(blocking, 'values', 'v', ownKeys)}
var ownK: array<f32, ${columns}>;
var ownV: array<f32, ${columns}>;
for (var h = g * heads; h < (g + 1u) * heads; h++) {
  for (var query = first; query < length; query += ${B}u) {
    workgroupBarrier();
    ${load(blocking, 'queries', 'q', laterQueries)}
    ${load(blocking, 'grads', 'dOut', laterQueries)}
    workgroupBarrier();
    ${gradient(blocking, 'query', 'query + i < length && first + j <= query + i')}
    portions[i * ${B + 1}u + j] = share;
    slopes[i * ${B + 1}u + j] = d;
    workgroupBarrier();
    ${mine(
      blocking,
      `
      var x = ownK[d];
      var y = ownV[d];
      for (var t = 0u; t < ${B}u; t++) {
        x += slopes[t * ${B + 1}u + i] * queries[t * ${C + 1}u + c];
        y += portions[t * ${B + 1}u + i] * grads[t * ${C + 1}u + c];
      }
      ownK[d] = x;
      ownV[d] = y;`,
    )}
  }
}
if (i >= count) { return; }
let row = (start + first + i) * p.kvHeads + g;
${mine(blocking, `dk[row * ${C}u + c] = ownK[d];\ndv[row * ${C}u + c] = ownV[d];`)}`,
    }),
  });
};
