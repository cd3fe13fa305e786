/**
 * Every operation that has a backward, on small shapes of odd sizes: how to run it forward, and
 * which gradients its backward makes. The suite compares these with finite differences.
 */
import type { Buffer, Engine } from '../../../src/learner/engines/contract.ts';

export type Named = Readonly<Record<string, Buffer>>;

export interface Case {
  readonly name: string;
  /** Float inputs and their lengths. */
  readonly inputs: Readonly<Record<string, number>>;
  /** Outputs that the loss is made of, and others that the backward reads. */
  readonly outputs: Readonly<Record<string, number>>;
  readonly kept?: Readonly<Record<string, number>>;
  /** Whole numbers. */
  readonly integers?: Readonly<Record<string, readonly number[]>>;
  forward(engine: Engine, b: Named): void;
  /** Writes `d` + input for every input, from `d` + output; weights' gradients start at zero. */
  backward(engine: Engine, b: Named): void;
}

function linear(rows: number, inputs: number, outputs: number, bias: boolean): Case {
  const shape = { rows, inputs, outputs };
  return {
    name: `linear ${rows}x${inputs}x${outputs}${bias ? ' with bias' : ''}`,
    inputs: { x: rows * inputs, w: outputs * inputs, ...(bias && { b: outputs }) },
    outputs: { y: rows * outputs },
    forward: (e, b) => e.linear(at(b, 'y'), at(b, 'x'), at(b, 'w'), b.b ?? null, shape),
    backward: (e, b) => {
      e.linearBackwardInput(at(b, 'dx'), at(b, 'dy'), at(b, 'w'), shape);
      e.linearBackwardWeight(at(b, 'dw'), b.db ?? null, at(b, 'dy'), at(b, 'x'), shape);
    },
  };
}

function rmsnorm(rows: number, dim: number): Case {
  const shape = { rows, dim, eps: 1e-5 };
  return {
    name: `rmsnorm ${rows}x${dim}`,
    inputs: { x: rows * dim, w: dim },
    outputs: { y: rows * dim },
    kept: { rstd: rows },
    forward: (e, b) => e.rmsnorm(at(b, 'y'), at(b, 'rstd'), at(b, 'x'), at(b, 'w'), shape),
    backward: (e, b) =>
      e.rmsnormBackward(
        ...([at(b, 'dx'), at(b, 'dw'), at(b, 'dy'), at(b, 'x')] as const),
        ...([at(b, 'rstd'), at(b, 'w'), shape] as const),
      ),
  };
}

function attention(offsets: number[], heads: number, kvHeads: number, headDim: number): Case {
  const rows = offsets.at(-1) as number;
  const shape = { heads, kvHeads, headDim, scale: 0.7 };
  const [q, k] = [rows * heads * headDim, rows * kvHeads * headDim];
  const ends = Int32Array.from(offsets);
  return {
    name: `attention, sequences at ${offsets}, ${heads} heads over ${kvHeads} of ${headDim}`,
    inputs: { q, k, v: k },
    outputs: { y: q },
    kept: { lse: rows * heads },
    forward: (e, b) =>
      e.attention(
        ...([at(b, 'y'), at(b, 'lse'), at(b, 'q'), at(b, 'k'), at(b, 'v')] as const),
        ...([ends, shape] as const),
      ),
    backward: (e, b) => {
      const pass = {
        q: at(b, 'q'),
        k: at(b, 'k'),
        v: at(b, 'v'),
        out: at(b, 'y'),
        lse: at(b, 'lse'),
      };
      e.attentionBackward(at(b, 'dq'), at(b, 'dk'), at(b, 'dv'), at(b, 'dy'), pass, ends, shape);
    },
  };
}

function logprobs(rows: number, dim: number, vocab: number, temperature: number): Case {
  const shape = { rows, dim, vocab, temperature };
  const scores = (b: Named) => ({
    logprobs: at(b, 'logprobs'),
    entropy: at(b, 'entropy'),
    lse: at(b, 'lse'),
  });
  return {
    name: `log-probs and entropy ${rows}x${dim} of ${vocab} at ${temperature}`,
    inputs: { x: rows * dim, w: vocab * dim },
    outputs: { logprobs: rows, entropy: rows },
    kept: { lse: rows },
    integers: { targets: Array.from({ length: rows }, (_, r) => (r * 7 + 2) % vocab) },
    forward: (e, b) => e.logprobs(scores(b), at(b, 'x'), at(b, 'w'), at(b, 'targets'), shape),
    backward: (e, b) =>
      e.logprobsBackward(
        ...([at(b, 'dx'), at(b, 'dw'), at(b, 'dlogprobs'), at(b, 'dentropy')] as const),
        ...([scores(b), at(b, 'x'), at(b, 'w'), at(b, 'targets'), shape] as const),
      ),
  };
}

export const cases: readonly Case[] = [
  linear(1, 1, 1, false),
  linear(5, 7, 3, true),
  linear(13, 9, 10, true),
  rmsnorm(3, 5),
  rmsnorm(2, 19),
  attention([0, 1], 1, 1, 3),
  attention([0, 3, 3, 8], 4, 2, 6),
  attention([0, 5], 3, 1, 4),
  logprobs(3, 5, 11, 1),
  logprobs(4, 6, 8, 1.3),
  {
    name: 'gather, with repeated rows',
    inputs: { table: 4 * 5 },
    outputs: { y: 6 * 5 },
    integers: { index: [3, 0, 3, 1, 0, 3] },
    forward: (e, b) => e.gather(at(b, 'y'), at(b, 'table'), at(b, 'index'), { rows: 6, dim: 5 }),
    backward: (e, b) =>
      e.gatherBackward(at(b, 'dtable'), at(b, 'dy'), at(b, 'index'), { rows: 6, dim: 5 }),
  },
  {
    name: 'swiglu',
    inputs: { gate: 23, up: 23 },
    outputs: { y: 23 },
    forward: (e, b) => e.swiglu(at(b, 'y'), at(b, 'gate'), at(b, 'up')),
    backward: (e, b) =>
      e.swigluBackward(at(b, 'dgate'), at(b, 'dup'), at(b, 'dy'), at(b, 'gate'), at(b, 'up')),
  },
  {
    name: 'rope, with a factor in its tables',
    inputs: { x: 4 * 2 * 10 },
    outputs: { y: 4 * 2 * 10 },
    kept: { cos: 6 * 5, sin: 6 * 5 },
    integers: { positions: [0, 5, 2, 2], all: [0, 1, 2, 3] },
    forward: (e, b) => {
      e.write(
        at(b, 'cos'),
        Float32Array.from({ length: 30 }, (_, i) => 1.2 * Math.cos(i / 3)),
      );
      e.write(
        at(b, 'sin'),
        Float32Array.from({ length: 30 }, (_, i) => 1.2 * Math.sin(i / 3)),
      );
      e.gather(at(b, 'y'), at(b, 'x'), at(b, 'all'), { rows: 4, dim: 20 });
      turn(e, b, 'y', false);
    },
    backward: (e, b) => {
      e.gather(at(b, 'dx'), at(b, 'dy'), at(b, 'all'), { rows: 4, dim: 20 });
      turn(e, b, 'dx', true);
    },
  },
];

function turn(e: Engine, b: Named, name: string, back: boolean): void {
  const shape = { rows: 4, heads: 2, headDim: 10 };
  e.rope(at(b, name), at(b, 'cos'), at(b, 'sin'), at(b, 'positions'), shape, back);
}

export function at(b: Named, name: string): Buffer {
  const buffer = b[name];
  if (!buffer) throw new Error(`expected a buffer ${name}; got none`);
  return buffer;
}
