/** What operations mean, each checked against its definition in double precision. */
import assert from 'node:assert/strict';
import type { Buffer, Engine } from '../../../src/learner/engines/contract.ts';
import { fillNormal } from '../../../src/learner/model/initial.ts';
import { createRng } from '../../../verifiers/random.ts';

export const meanings: Readonly<Record<string, (engine: Engine) => Promise<void>>> = {
  'linear and its backward, over several blocks': async (e) => {
    const [rows, inputs, outputs] = [131, 301, 77];
    const shape = { rows, inputs, outputs };
    const [x, w, b, d] = [
      normal(rows * inputs, 1),
      normal(outputs * inputs, 2),
      normal(outputs, 3),
      normal(rows * outputs, 4),
    ];
    const [X, W, B, D] = [e.upload(x), e.upload(w), e.upload(b), e.upload(d)];
    const y = e.upload(d);
    e.linear(y, X, W, B, shape, 'add');
    await near(e, y, rows * outputs, (i) => {
      const [r, o] = [Math.floor(i / outputs), i % outputs];
      return v(d, i) + v(b, o) + sum(inputs, (k) => v(x, r * inputs + k) * v(w, o * inputs + k));
    });
    const dx = e.upload(x);
    e.linearBackwardInput(dx, D, W, shape, 'add');
    await near(e, dx, rows * inputs, (i) => {
      const [r, k] = [Math.floor(i / inputs), i % inputs];
      return v(x, i) + sum(outputs, (o) => v(d, r * outputs + o) * v(w, o * inputs + k));
    });
    const [dw, db] = [e.upload(w), e.upload(b)];
    e.linearBackwardWeight(dw, db, D, X, shape);
    await near(e, dw, outputs * inputs, (i) => {
      const [o, k] = [Math.floor(i / inputs), i % inputs];
      return v(w, i) + sum(rows, (r) => v(d, r * outputs + o) * v(x, r * inputs + k));
    });
    await near(e, db, outputs, (o) => v(b, o) + sum(rows, (r) => v(d, r * outputs + o)));
  },

  'attention over more than one block of queries is that of each query alone': async (e) => {
    const shape = { heads: 2, kvHeads: 1, headDim: 20, scale: 0.3 };
    const rows = 150;
    const [q, k, val] = [normal(rows * 40, 1), normal(rows * 20, 2), normal(rows * 20, 3)];
    const [out, lse] = [e.alloc(rows * 40), e.alloc(rows * 2)];
    const offsets = Int32Array.of(0, 9, rows);
    e.attention(out, lse, e.upload(q), e.upload(k), e.upload(val), offsets, shape);
    await near(e, out, rows * 40, (i) => {
      const [r, h, c] = [Math.floor(i / 40), Math.floor((i % 40) / 20), i % 20];
      const start = r < 9 ? 0 : 9;
      const shares = Array.from({ length: r - start + 1 }, (_, t) =>
        Math.exp(0.3 * sum(20, (x) => v(q, r * 40 + h * 20 + x) * v(k, (start + t) * 20 + x))),
      );
      const total = shares.reduce((a, b) => a + b, 0);
      return sum(
        shares.length,
        (t) => ((shares[t] as number) / total) * v(val, (start + t) * 20 + c),
      );
    });
  },

  'attention over a cache is that of the last row': async (e) => {
    const shape = { heads: 4, kvHeads: 2, headDim: 18, scale: 0.25 };
    const capacity = 11;
    const lengths = [7, 10];
    const slots = [2, 0];
    const [cacheK, cacheV] = [e.alloc(3 * capacity * 36), e.alloc(3 * capacity * 36)];
    e.fill(cacheK, 9);
    e.fill(cacheV, 9);
    const lasts: Float32Array[] = [];
    const queries: number[] = [];
    for (const [i, length] of lengths.entries()) {
      const [q, k, val] = [
        normal(length * 72, i),
        normal(length * 36, i + 5),
        normal(length * 36, i + 9),
      ];
      const [K, V] = [e.upload(k), e.upload(val)];
      const [out, lse] = [e.alloc(length * 72), e.alloc(length * 4)];
      e.attention(out, lse, e.upload(q), K, V, Int32Array.of(0, length), shape);
      lasts.push(((await e.read(out)) as Float32Array).subarray(-72));
      queries.push(...q.subarray(-72));
      const places = Int32Array.from({ length }, (_, t) => (slots[i] as number) * capacity + t);
      e.scatter(cacheK, K, e.upload(places), { rows: length, dim: 36 });
      e.scatter(cacheV, V, e.upload(places), { rows: length, dim: 36 });
    }
    const out = e.alloc(2 * 72);
    const [S, L] = [e.upload(Int32Array.from(slots)), e.upload(Int32Array.from(lengths))];
    const cache = { ...shape, batch: 2, capacity };
    e.attentionDecode(out, e.upload(Float32Array.from(queries)), cacheK, cacheV, S, L, cache);
    await near(e, out, 144, (i) => v(lasts[Math.floor(i / 72)] as Float32Array, i % 72));
  },

  'log-probs and entropy of large logits neither overflow nor vanish': async (e) => {
    const hidden = e.upload(Float32Array.of(1, 1));
    const logits = [300, -200, 299, 0, 298.5];
    const scores = { logprobs: e.alloc(2), entropy: e.alloc(2), lse: e.alloc(2) };
    const shape = { rows: 2, dim: 1, vocab: 5, temperature: 2 };
    const [weight, targets] = [e.upload(Float32Array.from(logits)), e.upload(Int32Array.of(2, 1))];
    e.logprobs(scores, hidden, weight, targets, shape);
    const z = logits.map((l) => l / 2);
    const lse = 150 + Math.log(z.reduce((s, l) => s + Math.exp(l - 150), 0));
    await near(e, scores.logprobs, 2, (i) => (z[i === 0 ? 2 : 1] as number) - lse, 1e-4);
    await near(
      e,
      scores.entropy,
      2,
      () => -sum(5, (i) => Math.exp((z[i] as number) - lse) * ((z[i] as number) - lse)),
      1e-4,
    );
  },

  'a draw passes the uniform number by its share, greedy takes the first of equals': async (e) => {
    const logits = [0.5, 2, 2, -1, 0.25];
    const shares = logits.map((l) => Math.exp(l / 0.8));
    const total = shares.reduce((a, b) => a + b, 0);
    const chances = [0, 0.05, 0.3, 0.5, 0.85, 0.95, 0.999];
    const rows = chances.length;
    const all = e.upload(
      Float32Array.from({ length: rows * 5 }, (_, i) => logits[i % 5] as number),
    );
    const [tokens, logps] = [e.alloc(rows, 'i32'), e.alloc(rows)];
    const uniform = e.upload(Float32Array.from(chances));
    e.sample(tokens, logps, all, uniform, { rows, vocab: 5, temperature: 0.8 });
    const expected = chances.map((u) => {
      let passed = 0;
      return shares.findIndex((share) => {
        passed += share;
        return passed > u * total;
      });
    });
    assert.deepEqual([...(await e.read(tokens))], expected);
    await near(e, logps, rows, (r) => Math.log((shares[expected[r] as number] as number) / total));
    e.sample(tokens, logps, all, uniform, { rows, vocab: 5, temperature: 0 });
    assert.deepEqual([...(await e.read(tokens))], expected.fill(1));
    const plain = Math.log(logits.reduce((s, l) => s + Math.exp(l), 0));
    await near(e, logps, rows, () => 2 - plain);
  },

  'adamw, the norm over several gradients, and clipping': async (e) => {
    const n = 37;
    const [p, m, s, g] = [normal(n, 1), normal(n, 2), normal(n, 3).map((x) => x * x), normal(n, 4)];
    const options = { lr: 0.01, beta1: 0.9, beta2: 0.95, eps: 1e-8, weightDecay: 0.1, step: 3 };
    const [P, M, S, G] = [e.upload(p), e.upload(m), e.upload(s), e.upload(g)];
    e.adamw(P, M, S, G, options);
    await near(e, P, n, (i) => {
      const first = (0.9 * v(m, i) + 0.1 * v(g, i)) / (1 - 0.9 ** 3);
      const second = (0.95 * v(s, i) + 0.05 * v(g, i) ** 2) / (1 - 0.95 ** 3);
      return v(p, i) * (1 - 0.001) - (0.01 * first) / (Math.sqrt(second) + 1e-8);
    });
    const big = normal(40_001, 5);
    const Big = e.upload(big);
    const norm = e.alloc(1);
    e.gradientNorm(norm, [G, Big]);
    const wanted = Math.sqrt(sum(n, (i) => v(g, i) ** 2) + sum(big.length, (i) => v(big, i) ** 2));
    await near(e, norm, 1, () => wanted, 1e-5 * wanted);
    e.clip([G, Big], norm, 2 * wanted);
    await near(e, G, n, (i) => v(g, i), 0);
    e.clip([G, Big], norm, 0.5);
    await near(e, Big, big.length, (i) => (v(big, i) * 0.5) / (wanted + 1e-6));
  },
};

function normal(length: number, seed: number): Float32Array {
  const values = new Float32Array(length);
  fillNormal(values, createRng(seed), 0.7);
  return values;
}

function v(values: Float32Array, i: number): number {
  return values[i] as number;
}

function sum(n: number, term: (i: number) => number): number {
  let total = 0;
  for (let i = 0; i < n; i++) total += term(i);
  return total;
}

async function near(
  e: Engine,
  buffer: Buffer,
  length: number,
  want: (i: number) => number,
  tolerance = 2e-5,
): Promise<void> {
  const got = await e.read(buffer);
  assert.equal(got.length, length);
  for (let i = 0; i < length; i++) {
    const wanted = want(i);
    const off = Math.abs((got[i] as number) - wanted);
    const allowed = tolerance * Math.max(1, Math.abs(wanted));
    assert.ok(off <= allowed, `at ${i}: expected ${wanted}; got ${got[i]}`);
  }
}
