/**
 * Paths through all cells of a square grid, numbered from 1: random ones, and how many there are
 * through given numbers. The search follows the numbers upwards from 1, which has to be given; the
 * next given number must stay in reach and no free cell may be cut off.
 */
import type { Budget } from '../../budget.ts';
import type { Rng } from '../../random.ts';

const known = new Map<number, readonly (readonly number[])[]>();

/** The orthogonal neighbours of every cell. */
export function neighbours(size: number): readonly (readonly number[])[] {
  let lists = known.get(size);
  if (!lists) {
    lists = Array.from({ length: size * size }, (_, cell) => {
      const [row, column] = [Math.floor(cell / size), cell % size];
      const near: number[] = [];
      if (row > 0) near.push(cell - size);
      if (column > 0) near.push(cell - 1);
      if (column + 1 < size) near.push(cell + 1);
      if (row + 1 < size) near.push(cell + size);
      return near;
    });
    known.set(size, lists);
  }
  return lists;
}

/**
 * The cells of a random path through all of them. Backbite (Mansfield 1982): an end is joined to a
 * neighbour inside the path, and the piece behind the break is turned round.
 */
export function drawPath(rng: Rng, size: number): number[] {
  const near = neighbours(size);
  const path = Array.from({ length: size * size }, (_, i) => {
    const [row, column] = [Math.floor(i / size), i % size];
    return row * size + (row % 2 === 0 ? column : size - 1 - column);
  });
  for (let n = 0; n < 4 * path.length; n++) {
    if (rng.below(2) === 0) path.reverse();
    const end = path[path.length - 1] as number;
    const to = path.indexOf(rng.choice(near[end] as readonly number[]));
    for (let i = to + 1, j = path.length - 1; i < j; i++, j--) {
      [path[i], path[j]] = [path[j] as number, path[i] as number];
    }
  }
  return path;
}

/** Up to `limit` fillings of a board with 0 for an empty cell. */
export function countFillings(
  size: number,
  board: readonly number[],
  limit: number,
  budget: Budget,
): number {
  const near = neighbours(size);
  const last = board.length;
  const filled = [...board];
  const placeOf = new Array<number>(last + 1).fill(-1);
  for (const [cell, number] of board.entries()) if (number > 0) placeOf[number] = cell;
  /** For every number the next given one after it; 0 where there is none. */
  const nextGiven = new Array<number>(last + 1).fill(0);
  for (let k = last - 1; k > 0; k--) {
    nextGiven[k] = (placeOf[k + 1] as number) >= 0 ? k + 1 : (nextGiven[k + 1] as number);
  }
  let found = 0;

  /** Whether the free cell can still be passed through, or be the last. */
  function isOpen(cell: number, head: number, number: number): boolean {
    let ways = 0;
    for (const next of near[cell] as readonly number[]) {
      const held = filled[next] as number;
      if (held === 0 || next === head || held > number) ways++;
    }
    return ways > (placeOf[last] === -1 ? 0 : 1);
  }

  function follow(head: number, number: number): void {
    budget.spend();
    if (number === last) {
      found++;
      return;
    }
    const given = nextGiven[number] as number;
    if (given === number + 1) {
      const cell = placeOf[given] as number;
      if (distance(head, cell, size) === 1 && leavesOpen(head, cell, given)) follow(cell, given);
      return;
    }
    for (const cell of near[head] as readonly number[]) {
      if (filled[cell] !== 0) continue;
      const goal = placeOf[given] as number;
      if (given > 0 && distance(cell, goal, size) > given - number - 1) continue;
      filled[cell] = number + 1;
      if (leavesOpen(head, cell, number + 1)) follow(cell, number + 1);
      filled[cell] = 0;
      if (found >= limit) return;
    }
  }

  /** The free cells beside the one that was left. */
  function leavesOpen(from: number, head: number, number: number): boolean {
    for (const cell of near[from] as readonly number[]) {
      if (filled[cell] === 0 && !isOpen(cell, head, number)) return false;
    }
    return true;
  }

  follow(placeOf[1] as number, 1);
  return found;
}

function distance(a: number, b: number, size: number): number {
  const rows = Math.abs(Math.floor(a / size) - Math.floor(b / size));
  return rows + Math.abs((a % size) - (b % size));
}
