/**
 * Sliding cars on a 6×6 board. A car keeps its line, so a state is the place of every car on its
 * line, three bits each; a move slides one car any number of free cells.
 */
import type { Budget } from '../../budget.ts';

export const side = 6;

export interface Car {
  readonly isVertical: boolean;
  readonly length: number;
  /** Its row, or its column when it is vertical. */
  readonly line: number;
}

export interface Lot {
  /** The first is to leave on the right. */
  readonly cars: readonly Car[];
  readonly walls: readonly number[];
}

/** The place of every car: its first row or column. */
export type Places = readonly number[];

export interface Slide {
  readonly car: number;
  readonly by: number;
}

/** All states that can be reached from one, and how far each is from the nearest solved one. */
export interface Space {
  readonly count: number;
  places(state: number): number[];
  /** Moves to a solved state; -1 where none can be reached. */
  readonly distance: Int16Array;
  /** A shortest solution from a state. */
  solve(state: number): Slide[];
}

export function isSolved(lot: Lot, places: Places): boolean {
  return places[0] === side - (lot.cars[0]?.length ?? 2);
}

/** Slides a car by up to `by` cells; says how many it went. */
export function slide(lot: Lot, places: number[], car: number, by: number): number {
  const taken = occupied(lot, places);
  const { isVertical, length, line } = lot.cars[car] as Car;
  const sign = Math.sign(by);
  let gone = 0;
  while (gone < Math.abs(by)) {
    const place = places[car] as number;
    const ahead = sign > 0 ? place + length : place - 1;
    if (ahead < 0 || ahead >= side) break;
    if (taken[isVertical ? ahead * side + line : line * side + ahead] === 1) break;
    places[car] = place + sign;
    gone++;
  }
  return gone * sign;
}

export function occupied({ cars, walls }: Lot, places: Places): Uint8Array {
  const taken = new Uint8Array(side * side);
  for (const wall of walls) taken[wall] = 1;
  for (const [i, { isVertical, length, line }] of cars.entries()) {
    for (let k = 0; k < length; k++) {
      const at = (places[i] as number) + k;
      taken[isVertical ? at * side + line : line * side + at] = 1;
    }
  }
  return taken;
}

/** Explores breadth first; null when there are more than `limit` states. Ten cars fill one word. */
export function explore(lot: Lot, start: Places, limit: number, budget?: Budget): Space | null {
  const cars = lot.cars.length;
  const low = new Int32Array(limit + 1);
  const high = new Int32Array(limit + 1);
  const bits = 32 - Math.clz32(limit * 2);
  const table = new Int32Array(1 << bits).fill(-1);
  let count = 0;

  /** The number of a state; a new one is added. */
  const find = (a: number, b: number): number => {
    let slot = (Math.imul(a, 0x9e3779b1) ^ Math.imul(b + 0x7f4a7c15, 0x85ebca6b)) >>> (32 - bits);
    for (;;) {
      const at = table[slot] as number;
      if (at < 0) break;
      if (low[at] === a && high[at] === b) return at;
      slot = (slot + 1) & (table.length - 1);
    }
    if (count > limit) return 0; // given up anyway
    table[slot] = count;
    low[count] = a;
    high[count] = b;
    return count++;
  };
  const placeOf = (state: number, car: number) =>
    car < 10
      ? ((low[state] as number) >> (3 * car)) & 7
      : ((high[state] as number) >> (3 * (car - 10))) & 7;
  const places = (state: number) => lot.cars.map((_, car) => placeOf(state, car));

  // The states one move away from state s are edges[starts[s]] to edges[starts[s + 1]].
  const edges: number[] = [];
  const starts = new Int32Array(limit + 2);
  const taken = new Uint8Array(side * side);

  /** Adds every state one move away. */
  const expand = (state: number) => {
    const [a, b] = [low[state] as number, high[state] as number];
    taken.fill(0);
    for (const wall of lot.walls) taken[wall] = 1;
    for (let car = 0; car < cars; car++) {
      const { isVertical, length, line } = lot.cars[car] as Car;
      const stride = isVertical ? side : 1;
      let at = (isVertical ? line : line * side) + placeOf(state, car) * stride;
      for (let k = 0; k < length; k++, at += stride) taken[at] = 1;
    }
    for (let car = 0; car < cars; car++) {
      const { isVertical, length, line } = lot.cars[car] as Car;
      const place = placeOf(state, car);
      const stride = isVertical ? side : 1;
      const first = isVertical ? line : line * side;
      const unit = 1 << (3 * (car < 10 ? car : car - 10));
      for (let to = place - 1; to >= 0 && taken[first + to * stride] === 0; to--) {
        const by = (to - place) * unit;
        edges.push(car < 10 ? find(a + by, b) : find(a, b + by));
      }
      for (let to = place + 1; to + length <= side; to++) {
        if (taken[first + (to + length - 1) * stride] === 1) break;
        const by = (to - place) * unit;
        edges.push(car < 10 ? find(a + by, b) : find(a, b + by));
      }
    }
    starts[state + 1] = edges.length;
  };

  let [a, b] = [0, 0];
  for (const [car, place] of start.entries()) {
    if (car < 10) a += place << (3 * car);
    else b += place << (3 * (car - 10));
  }
  find(a, b);
  for (let state = 0; state < count; state++) {
    budget?.spend();
    expand(state);
    if (count > limit) return null;
  }

  const distance = new Int16Array(count).fill(-1);
  const queue: number[] = [];
  const goal = side - (lot.cars[0]?.length ?? 2);
  for (let state = 0; state < count; state++) {
    if (placeOf(state, 0) === goal) {
      distance[state] = 0;
      queue.push(state);
    }
  }
  // A move can be taken back, so the way from the solved states is the way to them.
  for (let k = 0; k < queue.length; k++) {
    const state = queue[k] as number;
    for (let e = starts[state] as number; e < (starts[state + 1] as number); e++) {
      const next = edges[e] as number;
      if (distance[next] !== -1) continue;
      distance[next] = (distance[state] as number) + 1;
      queue.push(next);
    }
  }

  return {
    count,
    places,
    distance,
    solve(from) {
      const slides: Slide[] = [];
      for (let state = from; (distance[state] as number) > 0; ) {
        const next = edges
          .slice(starts[state], starts[state + 1])
          .find((other) => (distance[other] as number) < (distance[state] as number)) as number;
        const car = lot.cars.findIndex((_, i) => placeOf(next, i) !== placeOf(state, i));
        slides.push({ car, by: placeOf(next, car) - placeOf(state, car) });
        state = next;
      }
      return slides;
    },
  };
}
