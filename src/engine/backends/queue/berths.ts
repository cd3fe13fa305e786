/** A bound on what is in Redis: jobs and bytes sent and not yet answered. First come, first served. */
export class Berths {
  readonly #most: { readonly jobs: number; readonly bytes: number };
  #jobs = 0;
  #bytes = 0;
  readonly #waiting: { readonly bytes: number; readonly enter: () => void }[] = [];

  constructor(most: { readonly jobs: number; readonly bytes: number }) {
    this.#most = most;
  }

  /** Resolves when there is room; a job larger than the bound goes alone. */
  take(bytes: number): Promise<void> {
    return new Promise((enter) => {
      this.#waiting.push({ bytes, enter });
      this.#admit();
    });
  }

  leave(bytes: number): void {
    this.#jobs--;
    this.#bytes -= bytes;
    this.#admit();
  }

  #admit(): void {
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      const fits = this.#jobs < this.#most.jobs && this.#bytes + next.bytes <= this.#most.bytes;
      if (!fits && this.#jobs > 0) return;
      this.#waiting.shift();
      this.#jobs++;
      this.#bytes += next.bytes;
      next.enter();
    }
  }
}
