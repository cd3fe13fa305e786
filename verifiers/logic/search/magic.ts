/**
 * Magic squares of 0 to n² - 1: drawing one, and counting the completions of a square with gaps.
 * Sizes 4 and 5 are made of two orthogonal diagonal Latin squares, so that the digits of either can
 * be renamed at will; 3 and 6, which have none, of one known square.
 */
import type { Budget } from '../../budget.ts';
import type { Rng } from '../../random.ts';

const lozenge3 = [7, 0, 5, 2, 4, 6, 3, 8, 1];
/** Strachey's method. */
const strachey6 = [
  35, 1, 6, 26, 19, 24, 3, 32, 7, 21, 23, 25, 31, 9, 2, 22, 27, 20, 8, 28, 33, 17, 10, 15, 30, 5,
  34, 12, 14, 16, 4, 36, 29, 13, 18, 11,
].map((n) => n - 1);
const latin4 = [0, 1, 2, 3, 2, 3, 0, 1, 3, 2, 1, 0, 1, 0, 3, 2];
const latin5 = Array.from({ length: 25 }, (_, i) => (Math.floor(i / 5) + 2 * (i % 5)) % 5);

/** A random magic square of size 3, 4, 5 or 6, in rows. */
export function drawMagic(rng: Rng, size: number): number[] {
  const cells = size === 3 ? lozenge3 : size === 6 ? strachey6 : drawOrthogonal(rng, size);
  // The same places for rows and columns, each exchanged together with its mirror image.
  const half = Array.from({ length: size >> 1 }, (_, i) => i);
  const left = rng.sample(half, half.length).map((i) => (rng.below(2) === 0 ? i : size - 1 - i));
  const middle = size % 2 === 1 ? [size >> 1] : [];
  const places = [...left, ...middle, ...left.map((i) => size - 1 - i).reverse()];
  const isTurned = rng.below(2) === 1;
  const isMirrored = rng.below(2) === 1;
  return places.flatMap((r) =>
    places.map((c) => {
      const column = isMirrored ? size - 1 - c : c;
      return cells[isTurned ? column * size + r : r * size + column] as number;
    }),
  );
}

function drawOrthogonal(rng: Rng, size: number): number[] {
  const digits = Array.from({ length: size }, (_, i) => i);
  const [tens, units] = [rng.sample(digits, size), rng.sample(digits, size)];
  const latin = size === 4 ? latin4 : latin5;
  return latin.map((digit, i) => {
    const mirrored = latin[(i % size) * size + Math.floor(i / size)] as number;
    return size * (tens[digit] as number) + (units[mirrored] as number);
  });
}

interface Lines {
  readonly lines: readonly (readonly number[])[];
  /** The lines a cell is in. */
  readonly through: readonly (readonly number[])[];
}
const known = new Map<number, Lines>();

/** Rows, columns and both diagonals. */
export function linesOf(size: number): Lines {
  let made = known.get(size);
  if (!made) {
    const places = Array.from({ length: size }, (_, i) => i);
    const lines = [
      ...places.map((r) => places.map((c) => r * size + c)),
      ...places.map((c) => places.map((r) => r * size + c)),
      places.map((i) => i * size + i),
      places.map((i) => i * size + size - 1 - i),
    ];
    const through = Array.from({ length: size * size }, (_, cell) =>
      lines.flatMap((line, i) => (line.includes(cell) ? [i] : [])),
    );
    made = { lines, through };
    known.set(size, made);
  }
  return made;
}

/**
 * How often the missing numbers, each used once, complete the square (0 for a gap); counts up to
 * `limit`. Fills the line with the fewest gaps first.
 */
export function countMagic(
  size: number,
  board: readonly number[],
  missing: readonly number[],
  sum: number,
  limit: number,
  budget: Budget,
): number {
  const { lines, through } = linesOf(size);
  const cells = [...board];
  const unused = new Set(missing);
  const gaps = lines.map((line) => line.filter((cell) => cells[cell] === 0).length);
  const rest = lines.map((line) =>
    line.reduce((left, cell) => left - (cells[cell] as number), sum),
  );
  let found = 0;

  function put(cell: number, number: number, sign: 1 | -1): void {
    cells[cell] = sign === 1 ? number : 0;
    if (sign === 1) unused.delete(number);
    else unused.add(number);
    for (const line of through[cell] as readonly number[]) {
      gaps[line] = (gaps[line] as number) - sign;
      rest[line] = (rest[line] as number) - sign * number;
    }
  }

  /** Whether every line through the cell can still come out. */
  function fits(cell: number): boolean {
    for (const line of through[cell] as readonly number[]) {
      const left = rest[line] as number;
      if (gaps[line] === 0 ? left !== 0 : gaps[line] === 1 ? !unused.has(left) : left <= 0) {
        return false;
      }
    }
    return true;
  }

  function fill(): void {
    budget.spend();
    let best = -1;
    for (const [i, count] of gaps.entries()) {
      if (count > 0 && (best < 0 || count < (gaps[best] as number))) best = i;
    }
    if (best < 0) {
      found++;
      return;
    }
    const cell = (lines[best] as readonly number[]).find((c) => cells[c] === 0) as number;
    const numbers = gaps[best] === 1 ? [rest[best] as number] : [...unused];
    for (const number of numbers) {
      if (!unused.has(number)) continue;
      budget.spend();
      put(cell, number, 1);
      if (fits(cell)) fill();
      put(cell, number, -1);
      if (found >= limit) return;
    }
  }
  fill();
  return found;
}
