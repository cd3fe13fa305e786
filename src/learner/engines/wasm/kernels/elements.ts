/**
 * Element by element, GRAIN numbers a task. A buffer's memory is padded to whole vectors, so the
 * last vector may reach beyond the numbers, but not beyond the buffer.
 */
import { bytes, float, int, pointer } from './control';
import { exp4 } from './vectors';

const GRAIN: i32 = 16384;

// @ts-ignore: decorator
@inline
function end(task: i32, length: i32): usize {
  return bytes(min((task + 1) * GRAIN, length));
}

// @ts-ignore: decorator
@inline
function sigmoid(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

/** x += y: x, y, length. */
export function add(task: i32): void {
  const x = pointer(0), y = pointer(1), to = end(task, int(2));
  for (let i = bytes(task * GRAIN); i < to; i += 16) {
    v128.store(x + i, f32x4.add(v128.load(x + i), v128.load(y + i)));
  }
}

/** out, gate, up, length. */
export function swiglu(task: i32): void {
  const out = pointer(0), gate = pointer(1), up = pointer(2), to = end(task, int(3));
  for (let i = bytes(task * GRAIN); i < to; i += 16) {
    const g = v128.load(gate + i);
    v128.store(out + i, f32x4.mul(f32x4.mul(g, sigmoid(g)), v128.load(up + i)));
  }
}

/** dGate, dUp, dOut, gate, up, length. */
export function swigluBackward(task: i32): void {
  const dGate = pointer(0), dUp = pointer(1), dOut = pointer(2);
  const gate = pointer(3), up = pointer(4), to = end(task, int(5));
  const one = f32x4.splat(1);
  for (let i = bytes(task * GRAIN); i < to; i += 16) {
    const g = v128.load(gate + i), d = v128.load(dOut + i);
    const s = sigmoid(g);
    v128.store(dUp + i, f32x4.mul(d, f32x4.mul(g, s)));
    const slope = f32x4.mul(s, f32x4.add(one, f32x4.mul(g, f32x4.sub(one, s))));
    v128.store(dGate + i, f32x4.mul(f32x4.mul(d, v128.load(up + i)), slope));
  }
}

/** parameter, m, v, gradient, length, beta1, beta2, eps, decay, step size, 1 / sqrt(correction of v). */
export function adamw(task: i32): void {
  const parameter = pointer(0), first = pointer(1), second = pointer(2), gradient = pointer(3);
  const to = end(task, int(4));
  const b1 = f32x4.splat(float(5)), b2 = f32x4.splat(float(6));
  const c1 = f32x4.splat(1 - float(5)), c2 = f32x4.splat(1 - float(6));
  const eps = f32x4.splat(float(7)), keep = f32x4.splat(float(8));
  const size = f32x4.splat(float(9)), correction = f32x4.splat(float(10));
  for (let i = bytes(task * GRAIN); i < to; i += 16) {
    const g = v128.load(gradient + i);
    const m = f32x4.add(f32x4.mul(b1, v128.load(first + i)), f32x4.mul(c1, g));
    const v = f32x4.add(f32x4.mul(b2, v128.load(second + i)), f32x4.mul(c2, f32x4.mul(g, g)));
    v128.store(first + i, m);
    v128.store(second + i, v);
    const step = f32x4.div(m, f32x4.add(f32x4.mul(f32x4.sqrt(v), correction), eps));
    const p = f32x4.mul(v128.load(parameter + i), keep);
    v128.store(parameter + i, f32x4.sub(p, f32x4.mul(size, step)));
  }
}

/** partial[task] (f64) = the sum of squares of a stretch: partial, x, length. */
export function sumOfSquares(task: i32): void {
  const x = pointer(1), n = int(2);
  const from = task * GRAIN, to = min(from + GRAIN, n);
  let sum: f64 = 0;
  for (let i = from; i < to; i++) {
    const value = <f64>load<f32>(x + bytes(i));
    sum += value * value;
  }
  store<f64>(pointer(0) + (<usize>task << 3), sum);
}

/** x *= min(1, most / (norm + 1e-6)): x, norm, length, most. */
export function clip(task: i32): void {
  const x = pointer(0), to = end(task, int(2));
  const factor = float(3) / (load<f32>(pointer(1)) + 1e-6);
  if (factor >= 1) return;
  const f = f32x4.splat(factor);
  for (let i = bytes(task * GRAIN); i < to; i += 16) {
    v128.store(x + i, f32x4.mul(v128.load(x + i), f));
  }
}
