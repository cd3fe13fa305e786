/** Rotary frequencies of every scaling: numbers worked out in double precision from the formulas of transformers 5. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RopeScaling } from '../../../src/learner/model/config.ts';
import { ropeFrequencies, ropeTables } from '../../../src/learner/model/rope.ts';
import { config } from './config.ts';

const rows: readonly {
  readonly why: string;
  readonly theta: number;
  readonly scaling: RopeScaling | null;
  readonly factor: number;
  /** Index of the pair → radians a position, for heads of 128. */
  readonly frequencies: Readonly<Record<number, number>>;
}[] = [
  {
    why: 'plain',
    ...{ theta: 10_000, scaling: null, factor: 1 },
    frequencies: { 0: 1, 16: 0.1, 32: 0.01, 48: 0.001 },
  },
  {
    why: 'linear divides every frequency',
    ...{ theta: 10_000, scaling: { kind: 'linear', factor: 4 }, factor: 1 },
    frequencies: { 0: 0.25, 16: 0.025, 32: 0.0025 },
  },
  {
    why: 'llama3, as Llama 3.1 has it: short waves kept, long ones divided, those between mixed',
    theta: 500_000,
    scaling: {
      ...{ kind: 'llama3', factor: 8, lowFreqFactor: 1, highFreqFactor: 4 },
      originalMaxPositions: 8192,
    },
    factor: 1,
    frequencies: {
      ...{ 0: 1, 28: 3.2114459947525913e-3, 29: 2.166570763503359e-3, 32: 5.248461609929547e-4 },
      ...{ 35: 9.556212353964683e-5, 40: 3.428102195952591e-5, 63: 3.068925988914511e-7 },
    },
  },
  {
    why: 'yarn, as Qwen2.5 has it: a ramp between 32 turns and one, and a factor of 0.1 ln 4 + 1',
    theta: 1_000_000,
    scaling: {
      ...{ kind: 'yarn', factor: 4, betaFast: 32, betaSlow: 1, attentionFactor: null },
      originalMaxPositions: 32_768,
    },
    factor: 1.138629436111989,
    frequencies: {
      ...{ 0: 1, 20: 1.333521432163324e-2, 23: 6.978305848598663e-3, 24: 5.375321490790102e-3 },
      ...{ 30: 1.0643609812470017e-3, 39: 6.490394320837028e-5, 40: 4.445698525097307e-5 },
      ...{ 63: 3.102344401879299e-7 },
    },
  },
  {
    why: 'yarn with an attention factor of its own',
    theta: 1_000_000,
    scaling: {
      ...{ kind: 'yarn', factor: 4, betaFast: 32, betaSlow: 1, attentionFactor: 1 },
      originalMaxPositions: 32_768,
    },
    factor: 1,
    frequencies: { 40: 4.445698525097307e-5 },
  },
];

for (const { why, theta, scaling, factor, frequencies } of rows) {
  test(why, () => {
    const sizes = config({ headDim: 128, ropeTheta: theta, ropeScaling: scaling });
    const got = ropeFrequencies(sizes);
    assert.equal(got.frequencies.length, 64);
    assert.ok(Math.abs(got.factor - factor) < 1e-12);
    const { cos, sin } = ropeTables(sizes, 3);
    for (const [index, want] of Object.entries(frequencies)) {
      const i = Number(index);
      const near = (value: number | undefined, wanted: number) =>
        assert.ok(
          Math.abs((value ?? Number.NaN) - wanted) < 3e-7 * Math.abs(wanted),
          `pair ${i}: expected ${wanted}; got ${value}`,
        );
      near(got.frequencies[i], want);
      near(cos[2 * 64 + i], Math.cos(2 * want) * factor);
      near(sin[2 * 64 + i], Math.sin(2 * want) * factor);
    }
  });
}
