/** A model's parameters read from the engine, copied, and looked at for what is no number. */
import { AssayError } from '../../errors.ts';
import type { TensorToStore } from '../checkpoint/contract.ts';
import type { Buffer, Engine } from '../engines/contract.ts';
import type { Parameters, Shapes } from '../model/parameters.ts';

export async function readAll(
  engine: Engine,
  parameters: Parameters,
  shapes: Shapes,
): Promise<TensorToStore[]> {
  const tensors: TensorToStore[] = [];
  for (const [name, buffer] of parameters) {
    const values = (await engine.read(buffer)) as Float32Array;
    tensors.push({ name, dtype: 'F32', shape: shapes.get(name) ?? [values.length], values });
  }
  return tensors;
}

export async function copyOf(engine: Engine, parameters: Parameters): Promise<Map<string, Buffer>> {
  const copies = new Map<string, Buffer>();
  for (const [name, buffer] of parameters) {
    copies.set(name, engine.upload(await engine.read(buffer)));
  }
  return copies;
}

export async function copyInto(engine: Engine, to: Parameters, from: Parameters): Promise<void> {
  for (const [name, buffer] of from) {
    engine.write(to.get(name) as Buffer, await engine.read(buffer));
  }
}

/** A checkpoint never holds weights that are no numbers: the one before it stays the last good one. */
export function expectFinite(tensors: readonly TensorToStore[]): void {
  for (const { name, values } of tensors) {
    const at = values.findIndex((value) => !Number.isFinite(value));
    if (at < 0) continue;
    throw new AssayError(
      'training_diverged',
      `Expected numbers in ${name}, got ${values[at]} at ${at}; the last checkpoint is intact`,
    );
  }
}
