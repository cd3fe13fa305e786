/**
 * Matrix products C = op(A) op(B), tiles of C to workgroups. A tile's share of A and B is brought
 * to shared memory a slice of the depth at a time, zero beyond the edges; each thread keeps a
 * square of four by four sums. A number of C is always summed in the order of the depth.
 */
import { kernel } from '../kernel.ts';

export interface Form {
  readonly transA: boolean; // A lies as [depth, m]
  readonly transB: boolean; // B lies as [n, depth]
  readonly halves: boolean; // B is in bfloat16, its rows as `narrow` of rows.ts leaves them
}

const operands = (halves: boolean) =>
  ({
    c: 'write f32',
    a: 'read f32',
    b: halves ? 'read u32' : 'read f32',
    bias: 'read f32',
  }) as const;

/** The two numbers of a word. */
const first = (word: string) => `bitcast<f32>(${word} << 16u)`;
const second = (word: string) => `bitcast<f32>(${word} & 0xffff0000u)`;

const tile = 64;
const depth = 16; // of a slice
const quads = tile / 4;
const width = quads * quads;

export function tileGroups(m: number, n: number): number {
  return Math.ceil(m / tile) * Math.ceil(n / tile);
}

export function tilesAcross(n: number): number {
  return Math.ceil(n / tile);
}

/** `aFrom` and `cFrom`: where the first row begins, when rows are a part of a buffer. */
export const product = ({ transA, transB, halves }: Form) =>
  kernel({
    name: `product ${transA ? 'T' : 'N'}${transB ? 'T' : 'N'}${halves ? ' halves' : ''}`,
    width,
    buffers: operands(halves),
    params: {
      ...({ m: 'u32', n: 'u32', k: 'u32', aFrom: 'u32', bFrom: 'u32', cFrom: 'u32' } as const),
      ...({ across: 'u32', add: 'u32', biased: 'u32' } as const),
    },
    text: () => ({
      globals: `
var<workgroup> sliceA: array<vec4f, ${depth * quads}>;
var<workgroup> sliceB: array<vec4f, ${depth * quads}>;
fn atA(i: u32, k: u32) -> f32 {
  if (i >= p.m || k >= p.k) { return 0.0; }
  return a[p.aFrom + ${transA ? 'k * p.m + i' : 'i * p.k + k'}];
}
fn atB(k: u32, j: u32) -> f32 {
  if (k >= p.k || j >= p.n) { return 0.0; }
${halves ? halfOf(transB) : `  return b[p.bFrom + ${transB ? 'j * p.k + k' : 'k * p.n + j'}];`}
}
fn put(i: u32, j: u32, sum: f32) {
  if (i >= p.m || j >= p.n) { return; }
  let at = p.cFrom + i * p.n + j;
  var value = sum;
  if (p.biased != 0u) { value += bias[j]; }
  if (p.add != 0u) { value += c[at]; }
  c[at] = value;
}
fn putRow(i: u32, j: u32, sums: vec4f) {
  put(i, j, sums.x);
  put(i, j + 1u, sums.y);
  put(i, j + 2u, sums.z);
  put(i, j + 3u, sums.w);
}`,
      // Neighbouring threads fetch what lies side by side in memory.
      body: `
let top = (group / p.across) * ${tile}u;
let left = (group % p.across) * ${tile}u;
let down = lane / ${quads}u;
let right = lane % ${quads}u;
let kA = ${transA ? 'down' : 'right'};
let quadA = ${transA ? 'right' : 'down'};
let kB = ${transB ? 'right' : 'down'};
let quadB = ${transB ? 'down' : 'right'};
let i = top + 4u * quadA;
let j = left + 4u * quadB;
var sums0 = vec4f();
var sums1 = vec4f();
var sums2 = vec4f();
var sums3 = vec4f();
for (var done = 0u; done < p.k; done += ${depth}u) {
  let ka = done + kA;
  let kb = done + kB;
  sliceA[kA * ${quads}u + quadA] = vec4f(atA(i, ka), atA(i + 1u, ka), atA(i + 2u, ka), atA(i + 3u, ka));
  sliceB[kB * ${quads}u + quadB] = vec4f(atB(kb, j), atB(kb, j + 1u), atB(kb, j + 2u), atB(kb, j + 3u));
  workgroupBarrier();
  for (var k = 0u; k < ${depth}u; k++) {
    let x = sliceA[k * ${quads}u + down];
    let y = sliceB[k * ${quads}u + right];
    sums0 = fma(vec4f(x.x), y, sums0);
    sums1 = fma(vec4f(x.y), y, sums1);
    sums2 = fma(vec4f(x.z), y, sums2);
    sums3 = fma(vec4f(x.w), y, sums3);
  }
  workgroupBarrier();
}
let row = top + 4u * down;
let column = left + 4u * right;
putRow(row, column, sums0);
putRow(row + 1u, column, sums1);
putRow(row + 2u, column, sums2);
putRow(row + 3u, column, sums3);`,
    }),
  });

function halfOf(transB: boolean): string {
  const [row, column, dim] = transB ? ['j', 'k', 'p.k'] : ['k', 'j', 'p.n'];
  return `  let word = b[${row} * ((${dim} + 1u) / 2u) + ${column} / 2u];
  return select(${first('word')}, ${second('word')}, (${column} & 1u) == 1u);`;
}

const few = 8; // rows of A that a workgroup takes together
const lanes = 16; // threads of one number of each row
const beside = 4; // rows of B that a workgroup takes together
/** Up to here, rows are few: a step of sampling, where reading the weights is the work. */
export const mostFewRows = 32;

export function fewRowGroups(m: number, n: number): number {
  return Math.ceil(n / beside) * Math.ceil(m / few);
}

const singles = `
for (var k = along; k < p.k; k += ${lanes}u) {
  let y = vec4f(b[row * p.k + k]);
  sums0 = fma(fetch(upper, k), y, sums0);
  if (both) { sums1 = fma(fetch(lower, k), y, sums1); }
}`;

// The half beyond an odd row is zero, so what it meets of A there is not used.
const pairs = `
let words = (p.k + 1u) / 2u;
for (var w = along; w < words; w += ${lanes}u) {
  let word = b[row * words + w];
  let k = 2u * w;
  let next = min(k + 1u, p.k - 1u);
  let y = vec4f(${first('word')});
  let z = vec4f(${second('word')});
  sums0 = fma(fetch(upper, next), z, fma(fetch(upper, k), y, sums0));
  if (both) { sums1 = fma(fetch(lower, next), z, fma(fetch(lower, k), y, sums1)); }
}`;

/** C = A Bᵀ for few rows of A: rows of B to workgroups, their threads side by side along the depth. */
export const fewRowProduct = ({ halves }: Pick<Form, 'halves'>) =>
  kernel({
    ...{ name: `fewRowProduct${halves ? ' halves' : ''}`, width: lanes * beside },
    buffers: operands(halves),
    params: {
      ...({ m: 'u32', n: 'u32', k: 'u32', aFrom: 'u32', add: 'u32', biased: 'u32' } as const),
    },
    text: () => ({
      globals: `
var<workgroup> shares: array<array<vec4f, ${lanes * beside}>, ${few / 4}>;
// Beyond the last row it is read again, so that no thread goes another way; the sum is not used.
fn rowsFrom(r: u32) -> vec4u {
  return p.aFrom + p.k * min(vec4u(r) + vec4u(0u, 1u, 2u, 3u), vec4u(p.m - 1u));
}
fn fetch(at: vec4u, k: u32) -> vec4f {
  return vec4f(a[at.x + k], a[at.y + k], a[at.z + k], a[at.w + k]);
}`,
      body: `
let across = (p.n + ${beside - 1}u) / ${beside}u;
let j = (group % across) * ${beside}u + lane / ${lanes}u;
let top = (group / across) * ${few}u;
let along = lane % ${lanes}u;
let upper = rowsFrom(top);
let lower = rowsFrom(top + 4u);
let both = top + 4u < p.m;
var sums0 = vec4f();
var sums1 = vec4f();
let row = min(j, p.n - 1u);
${halves ? pairs : singles}
shares[0][lane] = sums0;
shares[1][lane] = sums1;
workgroupBarrier();
let i = top + along;
if (along >= ${few}u || i >= p.m || j >= p.n) { return; }
let at = i * p.n + j;
var value = 0.0;
for (var s = 0u; s < ${lanes}u; s++) { value += shares[along / 4u][lane - along + s][along % 4u]; }
if (p.biased != 0u) { value += bias[j]; }
if (p.add != 0u) { value += c[at]; }
c[at] = value;`,
    }),
  });
