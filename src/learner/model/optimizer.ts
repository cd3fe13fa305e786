/** AdamW over all of a model's parameters, in one group: weight decay applies to every one. */
import type { AdamW, Buffer } from '../engines/contract.ts';
import type { Model } from './model.ts';
import { type Parameters, zerosLike } from './parameters.ts';

export type AdamWOptions = Omit<AdamW, 'step'>;

export class Optimizer implements AsyncDisposable {
  readonly #model: Model;
  /** First and second moments, by the parameters' names. */
  readonly m: Parameters;
  readonly v: Parameters;
  /** Steps taken; set when a run is resumed. */
  step = 0;
  readonly #norm: Buffer; // [1]

  constructor(model: Model) {
    this.#model = model;
    this.m = zerosLike(model.engine, model.parameters);
    this.v = zerosLike(model.engine, model.parameters);
    this.#norm = model.engine.alloc(1);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const buffer of [...this.m.values(), ...this.v.values(), this.#norm]) {
      this.#model.engine.free(buffer);
    }
  }

  /** Clips the gradients to `maxNorm`, takes a step, and tells their norm before clipping. */
  async update(options: AdamWOptions, maxNorm = Number.POSITIVE_INFINITY): Promise<number> {
    const { engine, parameters, gradients } = this.#model;
    const all = [...gradients.values()];
    engine.gradientNorm(this.#norm, all);
    if (maxNorm < Number.POSITIVE_INFINITY) engine.clip(all, this.#norm, maxNorm);
    this.step++;
    for (const [name, parameter] of parameters) {
      const [m, v] = [this.m.get(name) as Buffer, this.v.get(name) as Buffer];
      const gradient = gradients.get(name) as Buffer;
      engine.adamw(parameter, m, v, gradient, { ...options, step: this.step });
    }
    const [norm] = await engine.read(this.#norm);
    return norm as number;
  }
}
