/** The one bounded queue's count: samples admitted and not yet handed back, over all batches. */
import { AssayError } from '../errors.ts';

export class Admission {
  readonly limit: number;
  #held = 0;
  #idle: (() => void)[] = [];

  constructor(limit: number) {
    this.limit = limit;
  }

  get held(): number {
    return this.#held;
  }

  /**
   * Takes places for a whole batch or for none of it.
   * @throws AssayError `overloaded` when it does not fit now, `batch_too_large` when it never can.
   */
  take(count: number): void {
    if (count > this.limit) {
      throw new AssayError(
        'batch_too_large',
        `Expected a batch of at most ${this.limit} samples, got ${count}`,
      );
    }
    if (this.#held + count > this.limit) {
      throw new AssayError(
        'overloaded',
        `Expected room for ${count} samples, got ${this.limit - this.#held} of ${this.limit}`,
      );
    }
    this.#held += count;
  }

  release(count: number): void {
    this.#held -= count;
    if (this.#held > 0) return;
    for (const wake of this.#idle.splice(0)) wake();
  }

  /** Resolves when nothing is held. */
  idle(): Promise<void> {
    if (this.#held === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }
}
