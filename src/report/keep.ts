/** A few of many, in memory that does not grow: at random by seed, or the greatest. */
import { createRng, streamSeed } from '../../verifiers/random.ts';

/** Each of the items seen is kept with the same chance (Vitter's algorithm R). */
export class Reservoir<T> {
  readonly #size: number;
  readonly #rng;
  readonly #kept: { readonly at: number; readonly item: T }[] = [];
  #seen = 0;

  /** @param name reservoirs of different names draw differently. */
  constructor(size: number, name: string, seed: number) {
    this.#size = size;
    this.#rng = createRng(streamSeed(name, seed, 0));
  }

  get seen(): number {
    return this.#seen;
  }

  /** @param make called only when the item is kept. */
  add(make: () => T): void {
    const at = this.#seen++;
    if (at < this.#size) {
      this.#kept.push({ at, item: make() });
      return;
    }
    const place = this.#rng.below(at + 1);
    if (place < this.#size) this.#kept[place] = { at, item: make() };
  }

  /** What was kept, in the order it came. */
  items(): T[] {
    return [...this.#kept].sort((a, b) => a.at - b.at).map(({ item }) => item);
  }
}

/** The items with the greatest scores; of equal ones those that came first. A binary heap, least on top. */
export class Greatest<T> {
  readonly #size: number;
  readonly #heap: { readonly score: number; readonly at: number; readonly item: T }[] = [];
  #seen = 0;

  constructor(size: number) {
    this.#size = size;
  }

  /** @param make called only when the item is kept. */
  add(score: number, make: () => T): void {
    const heap = this.#heap;
    const at = this.#seen++;
    if (heap.length < this.#size) {
      heap.push({ score, at, item: make() });
      this.#up(heap.length - 1);
    } else if (score > (heap[0]?.score ?? Number.POSITIVE_INFINITY)) {
      heap[0] = { score, at, item: make() };
      this.#down(0);
    }
  }

  /** Greatest first. */
  items(): T[] {
    return [...this.#heap].sort((a, b) => b.score - a.score || a.at - b.at).map(({ item }) => item);
  }

  #before(i: number, j: number): boolean {
    const [a, b] = [this.#heap[i], this.#heap[j]];
    if (!a || !b) return false;
    return a.score < b.score || (a.score === b.score && a.at > b.at);
  }

  #swap(i: number, j: number): void {
    const heap = this.#heap;
    [heap[i], heap[j]] = [heap[j] as (typeof heap)[number], heap[i] as (typeof heap)[number]];
  }

  #up(from: number): void {
    for (let i = from; i > 0; ) {
      const parent = (i - 1) >> 1;
      if (!this.#before(i, parent)) return;
      this.#swap(i, parent);
      i = parent;
    }
  }

  #down(from: number): void {
    for (let i = from; ; ) {
      let least = i;
      for (const child of [2 * i + 1, 2 * i + 2]) if (this.#before(child, least)) least = child;
      if (least === i) return;
      this.#swap(i, least);
      i = least;
    }
  }
}
