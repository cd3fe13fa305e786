/** The rotary tables: cosines and sines of every position's angles, in float32 steps as transformers makes them. */
import type { ModelConfig, RopeScaling } from './config.ts';

export interface RopeTables {
  readonly cos: Float32Array; // [positions, headDim / 2]
  readonly sin: Float32Array; // [positions, headDim / 2]
}

export function ropeTables(config: ModelConfig, positions: number): RopeTables {
  const { frequencies, factor } = ropeFrequencies(config);
  const half = frequencies.length;
  const cos = new Float32Array(positions * half);
  const sin = new Float32Array(positions * half);
  for (let p = 0; p < positions; p++) {
    for (let i = 0; i < half; i++) {
      const angle = Math.fround(p * (frequencies[i] as number));
      cos[p * half + i] = Math.cos(angle) * factor;
      sin[p * half + i] = Math.sin(angle) * factor;
    }
  }
  return { cos, sin };
}

/** Radians a position, and what cosines and sines are multiplied by. */
export function ropeFrequencies(config: ModelConfig): {
  readonly frequencies: Float32Array; // [headDim / 2]
  readonly factor: number;
} {
  const { headDim, ropeTheta, ropeScaling } = config;
  const plain = Float32Array.from(
    { length: headDim / 2 },
    (_, i) => 1 / ropeTheta ** ((2 * i) / headDim),
  );
  if (ropeScaling === null) return { frequencies: plain, factor: 1 };
  switch (ropeScaling.kind) {
    case 'linear':
      return { frequencies: plain.map((f) => f / ropeScaling.factor), factor: 1 };
    case 'llama3':
      return { frequencies: plain.map((f) => llama3(f, ropeScaling)), factor: 1 };
    case 'yarn':
      return yarn(plain, ropeTheta, headDim, ropeScaling);
  }
}

/** Long waves are stretched, short ones kept, those between are mixed. */
function llama3(frequency: number, s: Extract<RopeScaling, { kind: 'llama3' }>): number {
  const wave = (2 * Math.PI) / frequency;
  if (wave < s.originalMaxPositions / s.highFreqFactor) return frequency;
  if (wave > s.originalMaxPositions / s.lowFreqFactor) return frequency / s.factor;
  const turns = s.originalMaxPositions / wave;
  const smooth = (turns - s.lowFreqFactor) / (s.highFreqFactor - s.lowFreqFactor);
  return ((1 - smooth) * frequency) / s.factor + smooth * frequency;
}

/** YaRN (arXiv 2309.00071): a ramp over the dimensions between two numbers of turns. */
function yarn(
  plain: Float32Array,
  theta: number,
  headDim: number,
  s: Extract<RopeScaling, { kind: 'yarn' }>,
) {
  /** The dimension that turns so often within the trained context. */
  const dimension = (turns: number) =>
    (headDim * Math.log(s.originalMaxPositions / (turns * 2 * Math.PI))) / (2 * Math.log(theta));
  const low = Math.max(Math.floor(dimension(s.betaFast)), 0);
  const high = Math.min(Math.ceil(dimension(s.betaSlow)), headDim - 1);
  const width = high === low ? 0.001 : high - low;
  const frequencies = plain.map((f, i) => {
    const stretched = Math.min(1, Math.max(0, (i - low) / width));
    return (f / s.factor) * stretched + f * (1 - stretched);
  });
  const factor = s.attentionFactor ?? (s.factor > 1 ? 0.1 * Math.log(s.factor) + 1 : 1);
  return { frequencies, factor };
}
