/** A fixed number of places; who finds none waits in line. */
export class Room {
  #free: number;
  readonly #line: (() => void)[] = [];

  constructor(places: number) {
    this.#free = places;
  }

  async take(): Promise<() => void> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#line.push(resolve));
    let over = false;
    return () => {
      if (over) return;
      over = true;
      const next = this.#line.shift();
      if (next) next();
      else this.#free++;
    };
  }
}
