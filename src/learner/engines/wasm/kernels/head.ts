/** What is made of rows of logits: log-probabilities with entropy, their gradient, and samples. */
import { bytes, float, int, pointer } from './control';
import { exp1, exp4, largest, sum4 } from './vectors';

/**
 * logits, targets, logprobs, entropy, lse, rows, vocab, 1 / temperature, grain.
 * Entropy = log Σe - Σ e z / Σe, with z = logits / temperature - the largest.
 */
export function logprobs(task: i32): void {
  const rows = int(5), vocab = int(6), factor = float(7);
  const from = task * int(8), to = min(from + int(8), rows);
  for (let r = from; r < to; r++) {
    let x = pointer(0) + <usize>r * bytes(vocab);
    const target = load<f32>(x + bytes(load<i32>(pointer(1) + bytes(r)))) * factor;
    const most = largest(x, vocab) * factor;
    const f = f32x4.splat(factor), m = f32x4.splat(most);
    let total = f32x4.splat(0), mixed = total;
    let i = 0;
    for (; i <= vocab - 4; i += 4) {
      const z = f32x4.sub(f32x4.mul(v128.load(x), f), m);
      const e = exp4(z);
      total = f32x4.add(total, e);
      mixed = f32x4.add(mixed, f32x4.mul(e, z));
      x += 16;
    }
    let sum = sum4(total), mix = sum4(mixed);
    for (; i < vocab; i++) {
      const z: f32 = load<f32>(x) * factor - most;
      const e = exp1(z);
      sum += e;
      mix += e * z;
      x += 4;
    }
    const logSum = Mathf.log(sum);
    store<f32>(pointer(2) + bytes(r), target - most - logSum);
    store<f32>(pointer(3) + bytes(r), logSum - mix / sum);
    store<f32>(pointer(4) + bytes(r), most + logSum);
  }
}

/**
 * logits become their own gradient: logits, targets, dLogprobs, dEntropy or 0, entropy, lse, rows,
 * vocab, 1 / temperature, grain. d = (dL (δ - p) - dH p (log p + H)) / temperature.
 */
export function logprobsBackward(task: i32): void {
  const rows = int(6), vocab = int(7), factor = float(8);
  const from = task * int(9), to = min(from + int(9), rows);
  for (let r = from; r < to; r++) {
    const row = pointer(0) + <usize>r * bytes(vocab);
    const dl = load<f32>(pointer(2) + bytes(r));
    const dh: f32 = pointer(3) ? load<f32>(pointer(3) + bytes(r)) : 0;
    const entropy = load<f32>(pointer(4) + bytes(r)), lse = load<f32>(pointer(5) + bytes(r));
    const f = f32x4.splat(factor), shift = f32x4.splat(lse);
    // d = -p (dL + dH (log p + H)) / temperature, but for the target
    const base: f32 = dl + dh * entropy;
    const b = f32x4.splat(base), w = f32x4.splat(dh), minus = f32x4.splat(-factor);
    let x = row;
    let i = 0;
    for (; i <= vocab - 4; i += 4) {
      const z = f32x4.sub(f32x4.mul(v128.load(x), f), shift);
      const p = f32x4.mul(exp4(z), minus);
      v128.store(x, f32x4.mul(p, f32x4.add(b, f32x4.mul(w, z))));
      x += 16;
    }
    for (; i < vocab; i++) {
      const z: f32 = load<f32>(x) * factor - lse;
      store<f32>(x, -exp1(z) * factor * (base + dh * z));
      x += 4;
    }
    const at = row + bytes(load<i32>(pointer(1) + bytes(r)));
    store<f32>(at, load<f32>(at) + dl * factor);
  }
}

/**
 * tokens, logprobs, logits, uniform, vocab, 1 / temperature (0: the likeliest). One row a task.
 * Shares are cumulated in double precision, in the order of the vocabulary.
 */
export function sample(task: i32, scratch: usize): void {
  const vocab = int(4);
  const greedy = float(5) == 0;
  const factor: f32 = greedy ? 1 : float(5);
  const x = pointer(2) + <usize>task * bytes(vocab);
  const most = largest(x, vocab);
  let total: f64 = 0;
  let best = 0;
  const f = f32x4.splat(factor), m = f32x4.splat(most);
  let i = 0;
  for (; i <= vocab - 4; i += 4) {
    const e = exp4(f32x4.mul(f32x4.sub(v128.load(x + bytes(i)), m), f));
    v128.store(scratch + bytes(i), e);
    total += <f64>f32x4.extract_lane(e, 0);
    total += <f64>f32x4.extract_lane(e, 1);
    total += <f64>f32x4.extract_lane(e, 2);
    total += <f64>f32x4.extract_lane(e, 3);
  }
  for (; i < vocab; i++) {
    const e = exp1((load<f32>(x + bytes(i)) - most) * factor);
    store<f32>(scratch + bytes(i), e);
    total += <f64>e;
  }
  if (greedy) {
    while (best < vocab - 1 && load<f32>(x + bytes(best)) != most) best++;
  } else {
    const wanted = <f64>load<f32>(pointer(3) + bytes(task)) * total;
    let passed = <f64>load<f32>(scratch);
    while (best < vocab - 1 && passed <= wanted) {
      best++;
      passed += <f64>load<f32>(scratch + bytes(best));
    }
  }
  store<i32>(pointer(0) + bytes(task), best);
  const own: f32 = (load<f32>(x + bytes(best)) - most) * factor;
  store<f32>(pointer(1) + bytes(task), own - <f32>Math.log(total));
}
