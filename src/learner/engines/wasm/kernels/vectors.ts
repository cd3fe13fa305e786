/** What the kernels share: e to the x on four lanes, dot products and sums of rows of any length. */

/** e^x to about one unit in the last place (the polynomial of Cephes' expf); flat beyond ±87. */
export function exp4(x: v128): v128 {
  x = f32x4.min(f32x4.max(x, f32x4.splat(-87)), f32x4.splat(88));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504088896341)));
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let p = f32x4.splat(1.9875691500e-4);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
  p = f32x4.add(f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(p, power);
}

/** The same on one number, to the same bits as a lane. */
export function exp1(x: f32): f32 {
  return f32x4.extract_lane(exp4(f32x4.splat(x)), 0);
}

export function sum4(x: v128): f32 {
  return (
    f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) +
    (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3))
  );
}

export function dot(a: usize, b: usize, n: i32): f32 {
  let x = f32x4.splat(0), y = x;
  let i = 0;
  for (; i <= n - 8; i += 8) {
    x = f32x4.relaxed_madd(v128.load(a), v128.load(b), x);
    y = f32x4.relaxed_madd(v128.load(a, 16), v128.load(b, 16), y);
    a += 32;
    b += 32;
  }
  for (; i <= n - 4; i += 4) {
    x = f32x4.relaxed_madd(v128.load(a), v128.load(b), x);
    a += 16;
    b += 16;
  }
  let sum = sum4(f32x4.add(x, y));
  for (; i < n; i++) {
    sum += load<f32>(a) * load<f32>(b);
    a += 4;
    b += 4;
  }
  return sum;
}

/** y += factor * x. */
export function axpy(y: usize, x: usize, factor: f32, n: i32): void {
  const f = f32x4.splat(factor);
  let i = 0;
  for (; i <= n - 4; i += 4) {
    v128.store(y, f32x4.relaxed_madd(v128.load(x), f, v128.load(y)));
    x += 16;
    y += 16;
  }
  for (; i < n; i++) {
    store<f32>(y, load<f32>(y) + factor * load<f32>(x));
    x += 4;
    y += 4;
  }
}

/** x *= factor. */
export function scale(x: usize, factor: f32, n: i32): void {
  const f = f32x4.splat(factor);
  let i = 0;
  for (; i <= n - 4; i += 4) {
    v128.store(x, f32x4.mul(v128.load(x), f));
    x += 16;
  }
  for (; i < n; i++) {
    store<f32>(x, load<f32>(x) * factor);
    x += 4;
  }
}

export function largest(x: usize, n: i32): f32 {
  let most = load<f32>(x);
  let i = 0;
  if (n >= 4) {
    let m = v128.load(x);
    for (i = 4; i <= n - 4; i += 4) m = f32x4.max(m, v128.load(x + (<usize>i << 2)));
    most = max(
      max(f32x4.extract_lane(m, 0), f32x4.extract_lane(m, 1)),
      max(f32x4.extract_lane(m, 2), f32x4.extract_lane(m, 3)),
    );
  }
  for (; i < n; i++) most = max(most, load<f32>(x + (<usize>i << 2)));
  return most;
}

/** x = e^(factor * x - shift); returns the sum. */
export function expRow(x: usize, factor: f32, shift: f32, n: i32): f32 {
  const f = f32x4.splat(factor), s = f32x4.splat(shift);
  let total = f32x4.splat(0);
  let i = 0;
  for (; i <= n - 4; i += 4) {
    const e = exp4(f32x4.sub(f32x4.mul(v128.load(x), f), s));
    v128.store(x, e);
    total = f32x4.add(total, e);
    x += 16;
  }
  let sum = sum4(total);
  for (; i < n; i++) {
    const e = exp1(load<f32>(x) * factor - shift);
    store<f32>(x, e);
    sum += e;
    x += 4;
  }
  return sum;
}
