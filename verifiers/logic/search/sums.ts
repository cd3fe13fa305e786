/**
 * Cells of 0 and 1 under sums: of every group of cells, between `low` and `high` are ones. The
 * consequences of single sums are drawn at once (a full group takes no more, a needy one takes all
 * that is open), then the cell in the tightest group is tried. Binario, light up, minesweeper and
 * hitori are such sums, and a rule on top that looks at the whole board.
 */
import { type Budget, createBudget, StepLimitError } from '../../budget.ts';

export interface Sum {
  readonly cells: readonly number[];
  readonly low: number;
  readonly high: number;
}

export interface Rules {
  readonly cells: number;
  readonly sums: readonly Sum[];
  readonly sumsOf: readonly (readonly number[])[];
}

/** The value of a cell that is neither 0 nor 1 yet. */
export const open = 2;

export interface Board {
  readonly values: Uint8Array;
  /** All cells open again; the bounds stay. */
  reset(): void;
  /** Other bounds for a sum, before any cell is set. */
  bound(sum: number, low: number, high: number): void;
  /** What follows from the sums alone; false when they contradict each other. */
  start(): boolean;
  /** Sets an open cell, or repeats its value, and takes the consequences; false when there are none to take. */
  set(cell: number, value: number): boolean;
  /** Fills the board, `first(cell)` tried first; false, and the board as before, when it cannot. */
  fill(first: (cell: number) => number, budget: Budget): boolean;
  /** Whether the open cells can be filled otherwise than in `solution`, to which the board leads. */
  hasOther(solution: ArrayLike<number>, budget: Budget): boolean;
}

export function rulesOf(cells: number, sums: readonly Sum[]): Rules {
  const sumsOf = Array.from({ length: cells }, (): number[] => []);
  for (const [s, sum] of sums.entries()) for (const cell of sum.cells) sumsOf[cell]?.push(s);
  return { cells, sums, sumsOf };
}

/** `holds`: the rule that is no sum; looks at a board with open cells, false when it is broken. */
export function createBoard(
  { cells: count, sums, sumsOf }: Rules,
  holds: (values: Uint8Array) => boolean = () => true,
): Board {
  const values = new Uint8Array(count).fill(open);
  const low = Int16Array.from(sums, (sum) => sum.low);
  const high = Int16Array.from(sums, (sum) => sum.high);
  const ones = new Int16Array(sums.length);
  const left = Int16Array.from(sums, (sum) => sum.cells.length);
  /** The cells that are set, in order; those from `settled` on wait for their consequences. */
  const trail = new Uint16Array(count);
  let length = 0;
  let settled = 0;

  function assign(cell: number, value: number): boolean {
    let fits = true;
    values[cell] = value;
    trail[length++] = cell;
    for (const s of sumsOf[cell] as readonly number[]) {
      const sum = (ones[s] as number) + value;
      const rest = (left[s] as number) - 1;
      ones[s] = sum;
      left[s] = rest;
      if (sum > (high[s] as number) || sum + rest < (low[s] as number)) fits = false;
    }
    return fits;
  }

  function draw(s: number): boolean {
    const rest = left[s] as number;
    if (rest === 0) return true;
    const sum = ones[s] as number;
    let value = 0;
    if (sum + rest === low[s]) value = 1;
    else if (sum !== high[s]) return true;
    for (const cell of (sums[s] as Sum).cells) {
      if (values[cell] === open && !assign(cell, value)) return false;
    }
    return true;
  }

  function settle(): boolean {
    while (settled < length) {
      for (const s of sumsOf[trail[settled] as number] as readonly number[]) {
        if (!draw(s)) return false;
      }
      settled++;
    }
    return holds(values);
  }

  function undo(to: number): void {
    while (length > to) {
      const cell = trail[--length] as number;
      const value = values[cell] as number;
      values[cell] = open;
      for (const s of sumsOf[cell] as readonly number[]) {
        ones[s] = (ones[s] as number) - value;
        left[s] = (left[s] as number) + 1;
      }
    }
    settled = to;
  }

  function set(cell: number, value: number): boolean {
    if (values[cell] !== open) return values[cell] === value;
    return assign(cell, value) && settle();
  }

  /** An open cell of the smallest group that still says something; -1 when all are set. */
  function pick(): number {
    let [best, fewest] = [-1, count + 1];
    for (let s = 0; s < sums.length && fewest > 2; s++) {
      const rest = left[s] as number;
      if (rest === 0 || rest >= fewest) continue;
      const sum = ones[s] as number;
      if (sum >= (low[s] as number) && sum + rest <= (high[s] as number)) continue;
      [best, fewest] = [s, rest];
    }
    return best < 0
      ? values.indexOf(open)
      : ((sums[best] as Sum).cells.find((cell) => values[cell] === open) as number);
  }

  /** Depth is at most the number of cells; on success the board stays filled. */
  function search(first: (cell: number) => number, accept: () => boolean, budget: Budget): boolean {
    budget.spend();
    const cell = pick();
    if (cell < 0) return accept();
    const mark = length;
    const value = first(cell);
    if (set(cell, value) && search(first, accept, budget)) return true;
    undo(mark);
    if (set(cell, 1 - value) && search(first, accept, budget)) return true;
    undo(mark);
    return false;
  }

  return {
    values,
    reset: () => undo(0),
    bound(s, least, most) {
      low[s] = least;
      high[s] = most;
    },
    start() {
      for (let s = 0; s < sums.length; s++) {
        const isBroken =
          (ones[s] as number) > (high[s] as number) ||
          (ones[s] as number) + (left[s] as number) < (low[s] as number);
        if (isBroken || !draw(s)) return false;
      }
      return settle();
    },
    set,
    fill: (first, budget) => search(first, () => true, budget),
    hasOther: (solution, budget) =>
      search(
        (cell) => 1 - (solution[cell] as number),
        () => values.some((value, cell) => value !== solution[cell]),
        budget,
      ),
  };
}

/** Whether `work` says yes within so many steps; running out of them is a no. */
export function within(steps: number, work: (budget: Budget) => boolean): boolean {
  try {
    return work(createBudget(steps));
  } catch (error) {
    if (error instanceof StepLimitError) return false;
    throw error;
  }
}
