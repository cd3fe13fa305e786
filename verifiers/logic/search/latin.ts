/**
 * Solves squares of n digits: groups of cells that hold different digits (rows, columns, boxes) and
 * pairs of cells of which one is less than the other. Domains are bit masks (bit d for digit d);
 * setting a digit and tightening the pairs run to a fixed point, then the cell with the fewest
 * digits left is tried.
 */
import type { Budget } from '../../budget.ts';

export interface Square {
  readonly size: number;
  /** The cells that share a group with a cell. */
  readonly peers: readonly (readonly number[])[];
  /** Pairs [a, b]: the digit of a is less than that of b. */
  readonly less: readonly (readonly [number, number])[];
  /** The pairs a cell is in. */
  readonly pairsOf: readonly (readonly (readonly [number, number])[])[];
}

/** Rows and columns, and boxes of `box` × `box` cells where given. */
export function square(
  size: number,
  less: readonly (readonly [number, number])[] = [],
  box = 0,
): Square {
  const pairsOf = Array.from({ length: size * size }, (): (readonly [number, number])[] => []);
  for (const pair of less) for (const cell of pair) pairsOf[cell]?.push(pair);
  return { size, peers: peersOf(size, box), less, pairsOf };
}

const known = new Map<number, Square['peers']>();

/** Made once for every kind of square. */
function peersOf(size: number, box: number): Square['peers'] {
  const key = size * 100 + box;
  let peers = known.get(key);
  if (!peers) {
    const cells = Array.from({ length: size * size }, (_, i) => i);
    const rowOf = (i: number) => Math.floor(i / size);
    const boxOf = (i: number) => Math.floor(rowOf(i) / box) * size + Math.floor((i % size) / box);
    peers = cells.map((a) =>
      cells.filter(
        (b) =>
          a !== b &&
          (rowOf(a) === rowOf(b) || a % size === b % size || (box > 0 && boxOf(a) === boxOf(b))),
      ),
    );
    known.set(key, peers);
  }
  return peers;
}

/** Whether a complete board keeps all the rules. */
export function isFilled({ size, peers, less }: Square, board: readonly number[]): boolean {
  return (
    board.length === size * size &&
    board.every((d, i) => d >= 1 && d <= size && !peers[i]?.some((p) => board[p] === d)) &&
    less.every(([a, b]) => (board[a] ?? 0) < (board[b] ?? 0))
  );
}

/**
 * Up to `limit` solutions of a board with 0 for an empty cell. `order` permutes the digits tried
 * first; `not` forbids one digit in one cell.
 */
export function solveSquare(
  rules: Square,
  board: readonly number[],
  limit: number,
  budget: Budget,
  options: { order?: readonly number[]; not?: { cell: number; digit: number } } = {},
): number[][] {
  const { size, peers, pairsOf } = rules;
  const count = size * size;
  const order = options.order ?? Array.from({ length: size }, (_, i) => i + 1);
  const start = new Uint16Array(count).fill(((1 << size) - 1) << 1);
  if (options.not) {
    const { cell, digit } = options.not;
    start[cell] = (start[cell] as number) & ~(1 << digit);
  }
  const found: number[][] = [];
  const queue = new Uint16Array(count);
  const queued = new Uint8Array(count);

  /** Takes the consequences of the cells in the queue; false when a cell has no digit left. */
  function settle(domains: Uint16Array, length: number): boolean {
    let [head, waiting] = [0, length];
    let alive = true;
    const narrow = (cell: number, mask: number) => {
      const before = domains[cell] as number;
      const after = before & mask;
      if (after === before) return;
      domains[cell] = after;
      if (after === 0) alive = false;
      if (queued[cell] !== 0) return;
      queued[cell] = 1;
      queue[(head + waiting++) % count] = cell;
    };
    while (waiting > 0) {
      const cell = queue[head] as number;
      head = (head + 1) % count;
      waiting--;
      queued[cell] = 0;
      if (!alive) continue; // only empties the queue
      const mask = domains[cell] as number;
      if ((mask & (mask - 1)) === 0) {
        for (const peer of peers[cell] as readonly number[]) narrow(peer, ~mask);
      }
      for (const [a, b] of pairsOf[cell] as readonly (readonly [number, number])[]) {
        const low = domains[a] as number;
        narrow(b, ~(((low & -low) << 1) - 1));
        narrow(a, (1 << (31 - Math.clz32(domains[b] as number))) - 1);
      }
    }
    return alive;
  }

  function search(domains: Uint16Array): void {
    budget.spend();
    let best = -1;
    let fewest = 17;
    for (let i = 0; i < count && fewest > 2; i++) {
      const mask = domains[i] as number;
      if ((mask & (mask - 1)) === 0) continue;
      const left = bits(mask);
      if (left < fewest) [best, fewest] = [i, left];
    }
    if (best < 0) {
      found.push(Array.from(domains, (mask) => 31 - Math.clz32(mask)));
      return;
    }
    for (const digit of order) {
      if (((domains[best] as number) & (1 << digit)) === 0) continue;
      const next = domains.slice();
      next[best] = 1 << digit;
      queue[0] = best;
      queued[best] = 1;
      if (settle(next, 1)) search(next);
      if (found.length >= limit) return;
    }
  }

  let length = 0;
  for (let i = 0; i < count; i++) {
    if (board[i]) start[i] = (start[i] as number) & (1 << (board[i] as number));
    if (start[i] === 0) return [];
    queue[length++] = i;
    queued[i] = 1;
  }
  if (settle(start, length)) search(start);
  return found;
}

function bits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}
