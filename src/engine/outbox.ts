/** Verdicts on their way out: pushed as they come, read by one async iteration. */
export class Outbox<T> implements AsyncIterableIterator<T> {
  #items: T[] = [];
  #head = 0;
  #wake: ((result: IteratorResult<T>) => void)[] = [];
  #ended = false;
  readonly #onTaken: (count: number) => void;
  readonly #onLeft: () => void;

  /**
   * @param onTaken told of every item handed over.
   * @param onLeft told when the reader leaves before the end.
   */
  constructor(onTaken: (count: number) => void, onLeft: () => void) {
    this.#onTaken = onTaken;
    this.#onLeft = onLeft;
  }

  push(item: T): void {
    if (this.#ended) return;
    const wake = this.#wake.shift();
    if (!wake) {
      this.#items.push(item);
      return;
    }
    wake({ done: false, value: item });
    this.#onTaken(1);
  }

  /** No more items come; those pushed can still be read. */
  end(): void {
    this.#ended = true;
    for (const wake of this.#wake.splice(0)) wake({ done: true, value: undefined });
  }

  next(): Promise<IteratorResult<T>> {
    const item = this.#items[this.#head];
    if (this.#head < this.#items.length) {
      this.#items[this.#head++] = undefined as T; // let go of what was read
      this.#onTaken(1);
      return Promise.resolve({ done: false, value: item as T });
    }
    if (this.#ended) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve) => this.#wake.push(resolve));
  }

  return(): Promise<IteratorResult<T>> {
    this.#items = [];
    this.#head = 0;
    this.end();
    this.#onLeft();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
