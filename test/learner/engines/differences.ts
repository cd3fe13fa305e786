/** Central differences of a case's loss, Σ of its outputs weighted at random, against its backward. */
import assert from 'node:assert/strict';
import type { Buffer, Engine } from '../../../src/learner/engines/contract.ts';
import { fillNormal } from '../../../src/learner/model/initial.ts';
import { createRng } from '../../../verifiers/random.ts';
import { at, type Case } from './cases.ts';

const step = 1 / 64;

export async function checkDifferences(engine: Engine, c: Case): Promise<void> {
  const rng = createRng(5);
  const normal = (length: number) => {
    const values = new Float32Array(length);
    fillNormal(values, rng, 0.8);
    return values;
  };
  const values = new Map(Object.entries(c.inputs).map(([name, n]) => [name, normal(n)]));
  const weights = new Map(Object.entries(c.outputs).map(([name, n]) => [name, normal(n)]));
  const buffers: Record<string, Buffer> = {};
  for (const [name, input] of values) {
    buffers[name] = engine.upload(input);
    buffers[`d${name}`] = engine.alloc(input.length);
    engine.fill(at(buffers, `d${name}`), 0);
  }
  for (const [name, n] of Object.entries({ ...c.outputs, ...c.kept }))
    buffers[name] = engine.alloc(n);
  for (const [name, weight] of weights) buffers[`d${name}`] = engine.upload(weight);
  for (const [name, ids] of Object.entries(c.integers ?? {})) {
    buffers[name] = engine.upload(Int32Array.from(ids));
  }
  const loss = async () => {
    c.forward(engine, buffers);
    let sum = 0;
    for (const [name, weight] of weights) {
      const out = await engine.read(at(buffers, name));
      weight.forEach((w, i) => {
        sum += w * (out[i] as number);
      });
    }
    return sum;
  };

  await loss();
  c.backward(engine, buffers);
  for (const [name, input] of values) {
    const gradient = await engine.read(at(buffers, `d${name}`));
    const scale = Math.max(...gradient.map(Math.abs), 0.1);
    for (let i = 0; i < input.length; i++) {
      const moved = async (by: number) => {
        engine.write(at(buffers, name), input.with(i, (input[i] as number) + by));
        return loss();
      };
      // Two widths, so that the error of the third order cancels.
      const narrow = ((await moved(step)) - (await moved(-step))) / (2 * step);
      const wide = ((await moved(2 * step)) - (await moved(-2 * step))) / (4 * step);
      const slope = (4 * narrow - wide) / 3;
      const off = Math.abs(slope - (gradient[i] as number));
      assert.ok(off < 1e-3 * scale, `d${name}[${i}]: expected ${slope}; got ${gradient[i]}`);
    }
    engine.write(at(buffers, name), input);
  }
  for (const buffer of Object.values(buffers)) engine.free(buffer);
}
