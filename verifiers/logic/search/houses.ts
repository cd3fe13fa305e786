/**
 * Counts the solutions of a row-of-houses puzzle. There are n houses and some attributes, each with
 * one value a house; a value is a number v, of attribute v div n. The solver keeps a bit mask of
 * possible houses a value, narrows them by the clues and branches on the smallest.
 */
import type { Budget } from '../../budget.ts';

export type Clue =
  | { readonly kind: 'at'; readonly a: number; readonly house: number }
  | {
      readonly kind: 'same' | 'next' | 'beside' | 'before';
      readonly a: number;
      readonly b: number;
    };

/** Clues that say less, and of three. `between`: a stands somewhere between b and c. */
export type AnyClue =
  | Clue
  | { readonly kind: 'not_at'; readonly a: number; readonly house: number }
  | { readonly kind: 'differ'; readonly a: number; readonly b: number }
  | { readonly kind: 'between'; readonly a: number; readonly b: number; readonly c: number };

/** The houses of every value, for up to `limit` solutions. `next`: a is directly left of b. */
export function solveHouses(
  houses: number,
  attributes: number,
  clues: readonly AnyClue[],
  limit: number,
  budget: Budget,
): number[][] {
  const found: number[][] = [];
  const all = (1 << houses) - 1;
  const start = new Uint16Array(houses * attributes).fill(all);
  search(start);
  return found;

  // Depth is at most the number of values: every branch settles one.
  function search(masks: Uint16Array): void {
    if (!narrow(masks)) return;
    let open = -1;
    let fewest = 99;
    for (let v = 0; v < masks.length; v++) {
      const count = bitCount(masks[v] as number);
      if (count > 1 && count < fewest) [open, fewest] = [v, count];
    }
    if (open < 0) {
      found.push(Array.from(masks, (mask) => 31 - Math.clz32(mask)));
      return;
    }
    for (let house = 0; house < houses && found.length < limit; house++) {
      if (((masks[open] as number) >> house) % 2 === 0) continue;
      const branch = masks.slice();
      branch[open] = 1 << house;
      search(branch);
    }
  }

  /** Narrows until nothing changes; false when a value has no house left. */
  function narrow(masks: Uint16Array): boolean {
    for (let changed = true; changed; ) {
      budget.spend(clues.length + masks.length);
      changed = false;
      const keep = (v: number, mask: number) => {
        const before = masks[v] as number;
        const after = before & mask;
        if (after === before) return;
        masks[v] = after;
        changed = true;
      };
      for (const clue of clues) apply(clue, masks, keep);
      for (let first = 0; first < masks.length; first += houses) exclusive(masks, first, keep);
      for (const mask of masks) if (mask === 0) return false;
    }
    return true;
  }

  function apply(clue: AnyClue, masks: Uint16Array, keep: (v: number, mask: number) => void): void {
    if (clue.kind === 'at') {
      keep(clue.a, 1 << clue.house);
      return;
    }
    if (clue.kind === 'not_at') {
      keep(clue.a, ~(1 << clue.house));
      return;
    }
    const a = masks[clue.a] as number;
    const b = masks[clue.b] as number;
    switch (clue.kind) {
      case 'same':
        keep(clue.a, b);
        keep(clue.b, a);
        break;
      case 'next':
        keep(clue.a, b >> 1);
        keep(clue.b, (a << 1) & all);
        break;
      case 'beside':
        keep(clue.a, ((b << 1) | (b >> 1)) & all);
        keep(clue.b, ((a << 1) | (a >> 1)) & all);
        break;
      case 'before': {
        const last = b === 0 ? 0 : 31 - Math.clz32(b);
        const first = a === 0 ? houses : 31 - Math.clz32(a & -a);
        keep(clue.a, (1 << last) - 1);
        keep(clue.b, all & ~((2 << first) - 1));
        break;
      }
      case 'differ':
        if (bitCount(a) === 1) keep(clue.b, ~a);
        if (bitCount(b) === 1) keep(clue.a, ~b);
        break;
      case 'between': {
        const c = masks[clue.c] as number;
        if (a === 0 || b === 0 || c === 0) return; // the caller finds it
        const outer = b | c;
        keep(clue.a, below(outer) & above(outer));
        beyond(b, a, clue.c, keep);
        beyond(c, a, clue.b, keep);
      }
    }
  }

  /** The value `far` stands on the other side of the middle than `near`, once that side is known. */
  function beyond(
    near: number,
    middle: number,
    far: number,
    keep: (v: number, mask: number) => void,
  ): void {
    if (31 - Math.clz32(near) < 31 - Math.clz32(middle & -middle)) keep(far, above(middle));
    else if (31 - Math.clz32(near & -near) > 31 - Math.clz32(middle)) keep(far, below(middle));
  }

  /** The houses right of the first one of a mask, and those left of its last one. */
  function above(mask: number): number {
    return all & ~(((mask & -mask) << 1) - 1);
  }
  function below(mask: number): number {
    return (1 << (31 - Math.clz32(mask))) - 1;
  }

  /** Values of one attribute have different houses: settled ones exclude, lone houses settle. */
  function exclusive(
    masks: Uint16Array,
    first: number,
    keep: (v: number, mask: number) => void,
  ): void {
    for (let v = first; v < first + houses; v++) {
      const mask = masks[v] as number;
      let others = 0;
      for (let w = first; w < first + houses; w++) {
        if (w === v) continue;
        others |= masks[w] as number;
        if (bitCount(mask) === 1) keep(w, ~mask & all);
      }
      const lone = mask & ~others;
      if (lone !== 0) keep(v, lone);
    }
  }
}

/** Whether a clue is true of a placement: the house of every value. */
export function isTrue(clue: AnyClue, place: readonly number[]): boolean {
  const a = place[clue.a] as number;
  if (clue.kind === 'at') return a === clue.house;
  if (clue.kind === 'not_at') return a !== clue.house;
  const b = place[clue.b] as number;
  switch (clue.kind) {
    case 'same':
      return a === b;
    case 'differ':
      return a !== b;
    case 'next':
      return b === a + 1;
    case 'beside':
      return Math.abs(a - b) === 1;
    case 'before':
      return a < b;
    case 'between': {
      const c = place[clue.c] as number;
      return (b < a && a < c) || (c < a && a < b);
    }
  }
}

function bitCount(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}
