/**
 * Matrix products C = op(A) op(B), the four forms by packing: A into panels of MR rows, B into
 * panels of NR columns, both KC deep, so that one register tile serves all forms. An element of C
 * is always summed in the same order (KC at a time, in order), whatever block it is computed in:
 * how the work is split cannot change a bit.
 */

const MR: i32 = 6; // rows of the register tile: with two columns of vectors 12 accumulators
const NR: i32 = 8;
const KC: i32 = 256;
const MC: i32 = 96; // rows of A packed at once, a multiple of MR
const NC: i32 = 256; // columns of B packed at once

/** Floats of scratch that `gemmBlock` needs: packed A, packed B, one tile for the edges. */
export const gemmScratch: i32 = MC * KC + NC * KC + MR * NR;

/** dst[p][r] = src(row r, depth p), rows beyond `rows` zero; `panel` rows wide. */
// @ts-ignore: decorator
@inline
function packAcross(dst: usize, src: usize, ld: usize, rows: i32, depth: i32, panel: i32): void {
  // Rows lie along the depth: four by four transposes.
  const step = <usize>panel << 2;
  for (let r = 0; r < panel; r += 4) {
    const wide = min(panel - r, 4);
    const here = min(rows - r, wide);
    let d = dst + (<usize>r << 2);
    let p = 0;
    if (here == 4) {
      let s0 = src + <usize>r * ld;
      let s1 = s0 + ld, s2 = s1 + ld, s3 = s2 + ld;
      for (; p <= depth - 4; p += 4) {
        const a = v128.load(s0), b = v128.load(s1), c = v128.load(s2), e = v128.load(s3);
        const ab0 = v128.shuffle<i32>(a, b, 0, 4, 1, 5), ab1 = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
        const ce0 = v128.shuffle<i32>(c, e, 0, 4, 1, 5), ce1 = v128.shuffle<i32>(c, e, 2, 6, 3, 7);
        v128.store(d, v128.shuffle<i64>(ab0, ce0, 0, 2));
        v128.store(d + step, v128.shuffle<i64>(ab0, ce0, 1, 3));
        v128.store(d + 2 * step, v128.shuffle<i64>(ab1, ce1, 0, 2));
        v128.store(d + 3 * step, v128.shuffle<i64>(ab1, ce1, 1, 3));
        d += 4 * step;
        s0 += 16; s1 += 16; s2 += 16; s3 += 16;
      }
    } else if (here == 2 && wide == 2) {
      let s0 = src + <usize>r * ld;
      let s1 = s0 + ld;
      for (; p <= depth - 4; p += 4) {
        const a = v128.load(s0), b = v128.load(s1);
        const lo = v128.shuffle<i32>(a, b, 0, 4, 1, 5), hi = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
        v128.store64_lane(d, lo, 0);
        v128.store64_lane(d + step, lo, 1);
        v128.store64_lane(d + 2 * step, hi, 0);
        v128.store64_lane(d + 3 * step, hi, 1);
        d += 4 * step;
        s0 += 16; s1 += 16;
      }
    }
    for (; p < depth; p++) {
      for (let i = 0; i < wide; i++) {
        const at = src + <usize>(r + i) * ld + (<usize>p << 2);
        store<f32>(d + (<usize>i << 2), i < here ? load<f32>(at) : 0);
      }
      d += step;
    }
  }
}

/** The same where rows lie across the depth: whole runs are copied. */
// @ts-ignore: decorator
@inline
function packAlong(dst: usize, src: usize, ld: usize, rows: i32, depth: i32, panel: i32): void {
  const step = <usize>panel << 2;
  if (rows >= panel) {
    for (let p = 0; p < depth; p++) {
      v128.store(dst, v128.load(src));
      if (panel == 8) v128.store(dst, v128.load(src, 16), 16);
      else v128.store64_lane(dst, v128.load64_zero(src, 16), 0, 16);
      dst += step;
      src += ld;
    }
    return;
  }
  for (let p = 0; p < depth; p++) {
    for (let i = 0; i < panel; i++) {
      const at = <usize>i << 2;
      store<f32>(dst + at, i < rows ? load<f32>(src + at) : 0);
    }
    dst += step;
    src += ld;
  }
}

/** Two vectors of C: what is there, the bias, and what was summed. */
// @ts-ignore: decorator
@inline
function put(c: usize, x: v128, y: v128, add: bool, bias: usize): void {
  if (add) {
    x = f32x4.add(x, v128.load(c));
    y = f32x4.add(y, v128.load(c, 16));
  }
  if (bias) {
    x = f32x4.add(x, v128.load(bias));
    y = f32x4.add(y, v128.load(bias, 16));
  }
  v128.store(c, x);
  v128.store(c, y, 16);
}

/** One register tile, MR by NR. */
function tile(pa: usize, pb: usize, depth: i32, c: usize, ldc: usize, add: bool, bias: usize): void {
  let a0 = f32x4.splat(0), b0 = a0, a1 = a0, b1 = a0, a2 = a0, b2 = a0;
  let a3 = a0, b3 = a0, a4 = a0, b4 = a0, a5 = a0, b5 = a0;
  for (let p = 0; p < depth; p++) {
    const x = v128.load(pb), y = v128.load(pb, 16);
    let t = v128.load32_splat(pa);
    a0 = f32x4.relaxed_madd(t, x, a0);
    b0 = f32x4.relaxed_madd(t, y, b0);
    t = v128.load32_splat(pa, 4);
    a1 = f32x4.relaxed_madd(t, x, a1);
    b1 = f32x4.relaxed_madd(t, y, b1);
    t = v128.load32_splat(pa, 8);
    a2 = f32x4.relaxed_madd(t, x, a2);
    b2 = f32x4.relaxed_madd(t, y, b2);
    t = v128.load32_splat(pa, 12);
    a3 = f32x4.relaxed_madd(t, x, a3);
    b3 = f32x4.relaxed_madd(t, y, b3);
    t = v128.load32_splat(pa, 16);
    a4 = f32x4.relaxed_madd(t, x, a4);
    b4 = f32x4.relaxed_madd(t, y, b4);
    t = v128.load32_splat(pa, 20);
    a5 = f32x4.relaxed_madd(t, x, a5);
    b5 = f32x4.relaxed_madd(t, y, b5);
    pa += MR << 2;
    pb += NR << 2;
  }
  put(c, a0, b0, add, bias);
  put(c + ldc, a1, b1, add, bias);
  c += 2 * ldc;
  put(c, a2, b2, add, bias);
  put(c + ldc, a3, b3, add, bias);
  c += 2 * ldc;
  put(c, a4, b4, add, bias);
  put(c + ldc, a5, b5, add, bias);
}

/**
 * C[m, n] = A[m, k] B[k, n] (+ C) (+ bias[n]). Leading dimensions in elements; a transposed
 * operand is stored [k, m] or [n, k].
 */
export function gemmBlock(
  transA: bool, transB: bool,
  m: i32, n: i32, k: i32,
  a: usize, lda: i32,
  b: usize, ldb: i32,
  c: usize, ldc: i32,
  add: bool, bias: usize,
  scratch: usize,
): void {
  const la = <usize>lda << 2, lb = <usize>ldb << 2, lc = <usize>ldc << 2;
  const pa = scratch;
  const pb = pa + ((MC * KC) << 2);
  const edge = pb + ((NC * KC) << 2);
  for (let kk = 0; kk < k; kk += KC) {
    const depth = min(k - kk, KC);
    const more = add || kk > 0;
    const withBias: usize = kk > 0 ? 0 : bias;
    for (let jj = 0; jj < n; jj += NC) {
      const wide = min(n - jj, NC);
      for (let j = 0; j < wide; j += NR) {
        const dst = pb + (<usize>(j * depth) << 2);
        if (transB) packAcross(dst, b + <usize>(jj + j) * lb + (<usize>kk << 2), lb, wide - j, depth, NR);
        else packAlong(dst, b + <usize>kk * lb + (<usize>(jj + j) << 2), lb, wide - j, depth, NR);
      }
      for (let ii = 0; ii < m; ii += MC) {
        const high = min(m - ii, MC);
        for (let i = 0; i < high; i += MR) {
          const dst = pa + (<usize>(i * depth) << 2);
          if (transA) packAlong(dst, a + <usize>kk * la + (<usize>(ii + i) << 2), la, high - i, depth, MR);
          else packAcross(dst, a + <usize>(ii + i) * la + (<usize>kk << 2), la, high - i, depth, MR);
        }
        for (let j = 0; j < wide; j += NR) {
          const panelB = pb + (<usize>(j * depth) << 2);
          const biasHere: usize = withBias ? withBias + (<usize>(jj + j) << 2) : 0;
          for (let i = 0; i < high; i += MR) {
            const panelA = pa + (<usize>(i * depth) << 2);
            const to = c + <usize>(ii + i) * lc + (<usize>(jj + j) << 2);
            if (high - i >= MR && wide - j >= NR) {
              tile(panelA, panelB, depth, to, lc, more, biasHere);
              continue;
            }
            tile(panelA, panelB, depth, edge, NR << 2, false, 0);
            const rows = min(high - i, MR), columns = min(wide - j, NR);
            for (let y = 0; y < rows; y++) {
              for (let x = 0; x < columns; x++) {
                const at = to + <usize>y * lc + (<usize>x << 2);
                let sum = load<f32>(edge + (<usize>(y * NR + x) << 2));
                if (more) sum += load<f32>(at);
                if (biasHere) sum += load<f32>(biasHere + (<usize>x << 2));
                store<f32>(at, sum);
              }
            }
          }
        }
      }
    }
  }
}
