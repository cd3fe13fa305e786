/**
 * Causal attention by blocks of queries: the scores of a block against all keys before it fit a
 * thread's scratch, so no [time, time] matrix is ever kept; the backward computes them again from
 * `lse`. Rows of out of one (sequence, head, block), or of dk and dv of one (sequence, key head),
 * belong to one task.
 */
import { bytes, float, int, pointer } from './control';
import { gemmBlock, gemmScratch } from './gemm';
import { axpy, dot, expRow, largest, scale as scaleRow } from './vectors';

const BLOCK: i32 = 64; // queries taken together

/**
 * out, lse, q, k, v, jobs, H, G, C, scale; a job is i32 [sequence start, first query, queries].
 */
export function attention(task: i32, scratch: usize): void {
  const H = int(6), G = int(7), C = int(8);
  const factor = float(9);
  const job = pointer(5) + bytes(3 * (task / H));
  const h = task % H, g = h / (H / G);
  const start = load<i32>(job), first = load<i32>(job, 4), queries = load<i32>(job, 8);
  const keys = first + queries, ld = (keys + 3) & ~3;
  const row = start + first;
  const scores = scratch + bytes(gemmScratch);
  const at = bytes(C) * (<usize>row * <usize>H + <usize>h);
  const from = bytes(C) * (<usize>start * <usize>G + <usize>g);
  gemmBlock(
    false, true, queries, keys, C,
    pointer(2) + at, H * C, pointer(3) + from, G * C, scores, ld, false, 0, scratch,
  );
  for (let i = 0; i < queries; i++) {
    const s = scores + bytes(i * ld), seen = first + i + 1;
    const most = largest(s, seen) * factor;
    const sum = expRow(s, factor, most, seen);
    scaleRow(s, 1 / sum, seen);
    memory.fill(s + bytes(seen), 0, bytes(keys - seen));
    store<f32>(pointer(1) + bytes((row + i) * H + h), most + Mathf.log(sum));
  }
  gemmBlock(
    false, false, queries, C, keys,
    scores, ld, pointer(4) + from, G * C, pointer(0) + at, H * C, false, 0, scratch,
  );
}

/**
 * dq, dk, dv, dOut, q, k, v, out, lse, sequences, H, G, C, scale; a sequence is i32 [start, length].
 */
export function attentionBackward(task: i32, scratch: usize): void {
  const H = int(10), G = int(11), C = int(12);
  const factor = float(13);
  const group = H / G, g = task % G;
  const sequence = pointer(9) + bytes(2 * (task / G));
  const start = load<i32>(sequence), length = load<i32>(sequence, 4);
  const from = bytes(C) * (<usize>start * <usize>G + <usize>g);
  const k = pointer(5) + from, v = pointer(6) + from;
  const dk = pointer(1) + from, dv = pointer(2) + from;
  const p = scratch + bytes(gemmScratch);
  const ds = p + bytes(BLOCK * ((length + 3) & ~3));
  for (let i = 0; i < length; i++) {
    memory.fill(dk + bytes(i * G * C), 0, bytes(C));
    memory.fill(dv + bytes(i * G * C), 0, bytes(C));
  }
  for (let h = g * group; h < (g + 1) * group; h++) {
    for (let first = 0; first < length; first += BLOCK) {
      const queries = min(BLOCK, length - first), keys = first + queries, ld = (keys + 3) & ~3;
      const row = start + first;
      const at = bytes(C) * (<usize>row * <usize>H + <usize>h);
      const q = pointer(4) + at, dOut = pointer(3) + at, out = pointer(7) + at;
      gemmBlock(false, true, queries, keys, C, q, H * C, k, G * C, p, ld, false, 0, scratch);
      for (let i = 0; i < queries; i++) {
        const s = p + bytes(i * ld), seen = first + i + 1;
        expRow(s, factor, load<f32>(pointer(8) + bytes((row + i) * H + h)), seen);
        memory.fill(s + bytes(seen), 0, bytes(keys - seen));
      }
      gemmBlock(true, false, keys, C, queries, p, ld, dOut, H * C, dv, G * C, true, 0, scratch);
      gemmBlock(false, true, queries, keys, C, dOut, H * C, v, G * C, ds, ld, false, 0, scratch);
      for (let i = 0; i < queries; i++) {
        const own = <usize>i * bytes(H * C);
        const mean = dot(dOut + own, out + own, C);
        // The scores beyond a query have a share of zero, and so no gradient.
        toScores(ds + bytes(i * ld), p + bytes(i * ld), mean, factor, keys);
      }
      gemmBlock(false, false, queries, C, keys, ds, ld, k, G * C, pointer(0) + at, H * C, false, 0, scratch);
      gemmBlock(true, false, keys, C, queries, ds, ld, q, H * C, dk, G * C, true, 0, scratch);
    }
  }
}

/** d = p (d - mean) factor. */
function toScores(d: usize, p: usize, mean: f32, factor: f32, n: i32): void {
  const m = f32x4.splat(mean), f = f32x4.splat(factor);
  let i = 0;
  for (; i <= n - 4; i += 4) {
    v128.store(d, f32x4.mul(f32x4.mul(f32x4.sub(v128.load(d), m), v128.load(p)), f));
    d += 16;
    p += 16;
  }
  for (; i < n; i++) {
    store<f32>(d, (load<f32>(d) - mean) * load<f32>(p) * factor);
    d += 4;
    p += 4;
  }
}

/** One query head each: out, q, keys, values, slots, lengths, capacity, H, G, C, scale. */
export function attentionDecode(task: i32, scratch: usize): void {
  const capacity = int(6), H = int(7), G = int(8), C = int(9);
  const b = task / H, h = task % H, g = h / (H / G);
  const length = load<i32>(pointer(5) + bytes(b));
  const row = bytes(G * C);
  const slot = <usize>load<u32>(pointer(4) + bytes(b));
  const from = slot * <usize>capacity * row + bytes(g * C);
  const at = bytes(C) * (<usize>b * <usize>H + <usize>h);
  const factor = float(10);
  dots(scratch, pointer(1) + at, pointer(2) + from, row, length, C);
  const sum = expRow(scratch, factor, largest(scratch, length) * factor, length);
  mixture(pointer(0) + at, scratch, pointer(3) + from, row, length, C, 1 / sum);
}

/** out[i] = q · key i, four keys together. */
function dots(out: usize, q: usize, keys: usize, row: usize, n: i32, C: i32): void {
  let i = 0;
  for (; i <= n - 4; i += 4) {
    let a = f32x4.splat(0), b = a, c = a, d = a;
    const k0 = keys, k1 = k0 + row, k2 = k1 + row, k3 = k2 + row;
    let p = 0;
    for (; p <= C - 4; p += 4) {
      const at = bytes(p);
      const x = v128.load(q + at);
      a = f32x4.relaxed_madd(x, v128.load(k0 + at), a);
      b = f32x4.relaxed_madd(x, v128.load(k1 + at), b);
      c = f32x4.relaxed_madd(x, v128.load(k2 + at), c);
      d = f32x4.relaxed_madd(x, v128.load(k3 + at), d);
    }
    // The four sums, side by side.
    const ab = f32x4.add(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7));
    const cd = f32x4.add(v128.shuffle<i32>(c, d, 0, 4, 1, 5), v128.shuffle<i32>(c, d, 2, 6, 3, 7));
    let sums = f32x4.add(v128.shuffle<i64>(ab, cd, 0, 2), v128.shuffle<i64>(ab, cd, 1, 3));
    for (; p < C; p++) {
      const at = bytes(p);
      const rest = f32x4(0, 0, 0, 0);
      let column = f32x4.replace_lane(rest, 0, load<f32>(k0 + at));
      column = f32x4.replace_lane(column, 1, load<f32>(k1 + at));
      column = f32x4.replace_lane(column, 2, load<f32>(k2 + at));
      column = f32x4.replace_lane(column, 3, load<f32>(k3 + at));
      sums = f32x4.relaxed_madd(v128.load32_splat(q + at), column, sums);
    }
    v128.store(out + bytes(i), sums);
    keys += 4 * row;
  }
  for (; i < n; i++) {
    store<f32>(out + bytes(i), dot(q, keys, C));
    keys += row;
  }
}

/** out = factor * Σ shares[i] value i, sixteen columns in registers. */
function mixture(
  out: usize, shares: usize, values: usize, row: usize, n: i32, C: i32, factor: f32,
): void {
  const f = f32x4.splat(factor);
  let p = 0;
  for (; p <= C - 16; p += 16) {
    let v = values + bytes(p);
    let a = f32x4.splat(0), b = a, c = a, d = a;
    for (let i = 0; i < n; i++) {
      const share = v128.load32_splat(shares + bytes(i));
      a = f32x4.relaxed_madd(share, v128.load(v), a);
      b = f32x4.relaxed_madd(share, v128.load(v, 16), b);
      c = f32x4.relaxed_madd(share, v128.load(v, 32), c);
      d = f32x4.relaxed_madd(share, v128.load(v, 48), d);
      v += row;
    }
    const to = out + bytes(p);
    v128.store(to, f32x4.mul(a, f));
    v128.store(to, f32x4.mul(b, f), 16);
    v128.store(to, f32x4.mul(c, f), 32);
    v128.store(to, f32x4.mul(d, f), 48);
  }
  if (p == C) return;
  memory.fill(out + bytes(p), 0, bytes(C - p));
  for (let i = 0; i < n; i++) {
    const share = load<f32>(shares + bytes(i)) * factor;
    axpy(out + bytes(p), values + <usize>i * row + bytes(p), share, C - p);
  }
}
