/** Experiments by name: their configs, and those of before. */
import { AssayError } from '../../errors.ts';

const maxExperiments = 256;

/** Configs and weights by the name of the task. */
export type Datasets = Readonly<
  Record<string, { readonly weight: number; readonly config: Readonly<Record<string, unknown>> }>
>;

export interface Experiment {
  readonly name: string;
  readonly size: number;
  readonly seed: number | null;
  /** The configs that entries were drawn with, by version; the last is the present one. */
  readonly versions: readonly Datasets[];
}

/** The experiments of one server. */
export class Experiments {
  readonly #named = new Map<string, Experiment>();

  get names(): readonly string[] {
    return [...this.#named.keys()];
  }

  /** @throws AssayError `not_found` */
  get(name: string): Experiment {
    const found = this.#named.get(name);
    if (found) return found;
    throw new AssayError('not_found', `Expected an experiment, got ${name.slice(0, 200)}`);
  }

  /** Replaces one of that name. @throws AssayError `invalid_request` when there are too many. */
  put(experiment: Experiment): void {
    if (this.#named.size >= maxExperiments && !this.#named.has(experiment.name)) {
      const message = `Expected at most ${maxExperiments} experiments, got more`;
      throw new AssayError('invalid_request', message);
    }
    this.#named.set(experiment.name, experiment);
  }

  delete(name: string): void {
    this.get(name);
    this.#named.delete(name);
  }
}
