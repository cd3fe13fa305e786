/** A model's first parameters, drawn by seed: normal weights, norms of one, biases of zero. */
import { createRng, type Rng } from '../../../verifiers/random.ts';
import type { StoredTensor } from '../checkpoint/contract.ts';
import type { ModelConfig } from './config.ts';
import { parameterShapes, sizeOf } from './parameters.ts';

/** @param std of the weights; transformers starts from 0.02. */
export function initialTensors(
  config: ModelConfig,
  seed: number,
  std = 0.02,
): { readonly tensors: ReadonlyMap<string, StoredTensor> } {
  const rng = createRng(seed);
  const tensors = new Map<string, StoredTensor>();
  for (const [name, shape] of parameterShapes(config)) {
    const values = new Float32Array(sizeOf(shape));
    if (shape.length > 1) fillNormal(values, rng, std);
    else if (name.endsWith('norm.weight')) values.fill(1);
    tensors.set(name, { name, dtype: 'F32', shape, read: async () => values });
  }
  return { tensors };
}

/** Box and Muller's transform, both of its values used. */
export function fillNormal(values: Float32Array, rng: Rng, std: number): void {
  for (let i = 0; i < values.length; i += 2) {
    const radius = std * Math.sqrt(-2 * Math.log(1 - rng.random()));
    const angle = 2 * Math.PI * rng.random();
    values[i] = radius * Math.cos(angle);
    if (i + 1 < values.length) values[i + 1] = radius * Math.sin(angle);
  }
}
