/** Rows picked and placed, normalised and turned. `grain` rows, or sixteen columns, a task. */
import { bytes, float, int, pointer } from './control';
import { axpy, dot } from './vectors';

/** out[r] = table[index[r]]: out, table, index, rows, dim, grain. */
export function gather(task: i32): void {
  const dim = int(4), from = task * int(5), to = min(from + int(5), int(3));
  const size = bytes(dim);
  for (let r = from; r < to; r++) {
    const i = load<u32>(pointer(2) + bytes(r));
    memory.copy(pointer(0) + <usize>r * size, pointer(1) + <usize>i * size, size);
  }
}

/** table[index[r]] = x[r]: table, x, index, rows, dim, grain. */
export function scatter(task: i32): void {
  const dim = int(4), from = task * int(5), to = min(from + int(5), int(3));
  const size = bytes(dim);
  for (let r = from; r < to; r++) {
    const i = load<u32>(pointer(2) + bytes(r));
    memory.copy(pointer(0) + <usize>i * size, pointer(1) + <usize>r * size, size);
  }
}

/** table[index[r]] += x[r], `grain` columns a task, so that rows add up in order. */
export function scatterAdd(task: i32): void {
  const rows = int(3), dim = int(4);
  const from = task * int(5), n = min(int(5), dim - from);
  for (let r = 0; r < rows; r++) {
    const i = load<u32>(pointer(2) + bytes(r));
    axpy(
      pointer(0) + <usize>i * bytes(dim) + bytes(from),
      pointer(1) + <usize>r * bytes(dim) + bytes(from),
      1, n,
    );
  }
}

/** out, rstd, x, weight, rows, dim, grain, eps. */
export function rmsnorm(task: i32): void {
  const dim = int(5), from = task * int(6), to = min(from + int(6), int(4));
  const eps = float(7);
  for (let r = from; r < to; r++) {
    let x = pointer(2) + <usize>r * bytes(dim), out = pointer(0) + <usize>r * bytes(dim);
    let weight = pointer(3);
    const rstd: f32 = 1 / sqrt<f32>(dot(x, x, dim) / <f32>dim + eps);
    store<f32>(pointer(1) + bytes(r), rstd);
    const f = f32x4.splat(rstd);
    let i = 0;
    for (; i <= dim - 4; i += 4) {
      v128.store(out, f32x4.mul(f32x4.mul(v128.load(x), f), v128.load(weight)));
      x += 16; out += 16; weight += 16;
    }
    for (; i < dim; i++) {
      store<f32>(out, load<f32>(x) * rstd * load<f32>(weight));
      x += 4; out += 4; weight += 4;
    }
  }
}

/** dx (+)= dOut w rstd - x (Σ dOut w x) rstd³ / dim: dx, dOut, x, rstd, weight, rows, dim, grain, add. */
export function rmsnormInput(task: i32): void {
  const dim = int(6), from = task * int(7), to = min(from + int(7), int(5));
  const add = int(8) != 0;
  for (let r = from; r < to; r++) {
    const at = <usize>r * bytes(dim);
    const dx = pointer(0) + at, dOut = pointer(1) + at, x = pointer(2) + at;
    const weight = pointer(4);
    const rstd = load<f32>(pointer(3) + bytes(r));
    let total = f32x4.splat(0);
    let i = 0;
    for (; i <= dim - 4; i += 4) {
      const p = bytes(i);
      const d = f32x4.mul(v128.load(dOut + p), v128.load(weight + p));
      total = f32x4.relaxed_madd(d, v128.load(x + p), total);
    }
    let sum: f32 =
      f32x4.extract_lane(total, 0) + f32x4.extract_lane(total, 1) +
      (f32x4.extract_lane(total, 2) + f32x4.extract_lane(total, 3));
    for (; i < dim; i++) {
      const p = bytes(i);
      sum += load<f32>(dOut + p) * load<f32>(weight + p) * load<f32>(x + p);
    }
    const c: f32 = sum * rstd * rstd * rstd / <f32>dim;
    const f = f32x4.splat(rstd), g = f32x4.splat(c);
    for (i = 0; i <= dim - 4; i += 4) {
      const p = bytes(i);
      let d = f32x4.mul(f32x4.mul(v128.load(dOut + p), v128.load(weight + p)), f);
      d = f32x4.sub(d, f32x4.mul(v128.load(x + p), g));
      if (add) d = f32x4.add(d, v128.load(dx + p));
      v128.store(dx + p, d);
    }
    for (; i < dim; i++) {
      const p = bytes(i);
      let d: f32 = load<f32>(dOut + p) * load<f32>(weight + p) * rstd - load<f32>(x + p) * c;
      if (add) d += load<f32>(dx + p);
      store<f32>(dx + p, d);
    }
  }
}

/** dWeight += Σ over rows of dOut x rstd, sixteen columns a task: dWeight, dOut, x, rstd, rows, dim. */
export function rmsnormWeight(task: i32): void {
  const rows = int(4), dim = int(5);
  const from = task * 16, n = min(16, dim - from);
  const size = bytes(dim);
  let dOut = pointer(1) + bytes(from), x = pointer(2) + bytes(from);
  const out = pointer(0) + bytes(from);
  if (n == 16) {
    let a = f32x4.splat(0), b = a, c = a, d = a;
    for (let r = 0; r < rows; r++) {
      const f = v128.load32_splat(pointer(3) + bytes(r));
      a = f32x4.relaxed_madd(f32x4.mul(v128.load(dOut), v128.load(x)), f, a);
      b = f32x4.relaxed_madd(f32x4.mul(v128.load(dOut, 16), v128.load(x, 16)), f, b);
      c = f32x4.relaxed_madd(f32x4.mul(v128.load(dOut, 32), v128.load(x, 32)), f, c);
      d = f32x4.relaxed_madd(f32x4.mul(v128.load(dOut, 48), v128.load(x, 48)), f, d);
      dOut += size;
      x += size;
    }
    v128.store(out, f32x4.add(v128.load(out), a));
    v128.store(out, f32x4.add(v128.load(out, 16), b), 16);
    v128.store(out, f32x4.add(v128.load(out, 32), c), 32);
    v128.store(out, f32x4.add(v128.load(out, 48), d), 48);
    return;
  }
  for (let i = 0; i < n; i++) {
    let sum: f32 = 0;
    for (let r = 0; r < rows; r++) {
      const p = <usize>r * size + bytes(i);
      sum += load<f32>(dOut + p) * load<f32>(x + p) * load<f32>(pointer(3) + bytes(r));
    }
    store<f32>(out + bytes(i), load<f32>(out + bytes(i)) + sum);
  }
}

/** In place: x, cos, sin, positions, rows, heads, headDim, grain, back. */
export function rope(task: i32): void {
  const heads = int(5), headDim = int(6), half = headDim >> 1;
  const from = task * int(7), to = min(from + int(7), int(4));
  const sign: f32 = int(8) != 0 ? -1 : 1;
  const flip = f32x4.splat(sign);
  const far = bytes(half);
  for (let r = from; r < to; r++) {
    const table = <usize>load<u32>(pointer(3) + bytes(r)) * bytes(half);
    const cos = pointer(1) + table, sin = pointer(2) + table;
    for (let h = 0; h < heads; h++) {
      const x = pointer(0) + (<usize>r * <usize>heads + <usize>h) * bytes(headDim);
      let i = 0;
      for (; i <= half - 4; i += 4) {
        const p = bytes(i);
        const a = v128.load(x + p), b = v128.load(x + p + far);
        const c = v128.load(cos + p), s = f32x4.mul(v128.load(sin + p), flip);
        v128.store(x + p, f32x4.sub(f32x4.mul(a, c), f32x4.mul(b, s)));
        v128.store(x + p + far, f32x4.add(f32x4.mul(b, c), f32x4.mul(a, s)));
      }
      for (; i < half; i++) {
        const p = bytes(i);
        const a = load<f32>(x + p), b = load<f32>(x + p + far);
        const c = load<f32>(cos + p), s: f32 = load<f32>(sin + p) * sign;
        store<f32>(x + p, a * c - b * s);
        store<f32>(x + p + far, b * c + a * s);
      }
    }
  }
}
