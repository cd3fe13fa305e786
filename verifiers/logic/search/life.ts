/** Conway's Game of Life on a torus: a board is one byte a cell, row after row. */

export interface Board {
  readonly height: number;
  readonly width: number;
  readonly cells: Uint8Array;
}

export function boardOf(rows: readonly (readonly number[])[]): Board {
  const width = rows[0]?.length ?? 0;
  return { height: rows.length, width, cells: Uint8Array.from(rows.flat()) };
}

export function rowsOf({ height, width, cells }: Board): number[][] {
  return Array.from({ length: height }, (_, y) => [...cells.subarray(y * width, (y + 1) * width)]);
}

export function nextBoard({ height, width, cells }: Board): Board {
  const next = new Uint8Array(cells.length);
  for (let y = 0; y < height; y++) {
    const up = (y === 0 ? height - 1 : y - 1) * width;
    const here = y * width;
    const down = (y === height - 1 ? 0 : y + 1) * width;
    for (let x = 0; x < width; x++) {
      const l = x === 0 ? width - 1 : x - 1;
      const r = x === width - 1 ? 0 : x + 1;
      const around =
        (cells[up + l] as number) + (cells[up + x] as number) + (cells[up + r] as number) +
        (cells[here + l] as number) + (cells[here + r] as number) +
        (cells[down + l] as number) + (cells[down + x] as number) + (cells[down + r] as number); // biome-ignore format: a sum
      next[here + x] = around === 3 || (around === 2 && cells[here + x] === 1) ? 1 : 0;
    }
  }
  return { height, width, cells: next };
}

export function evolve(board: Board, steps: number): Board {
  let now = board;
  for (let step = 0; step < steps; step++) now = nextBoard(now);
  return now;
}

export const isEmpty = ({ cells }: Board): boolean => !cells.includes(1);

export function sameBoard(a: Board, b: Board): boolean {
  return (
    a.width === b.width &&
    a.cells.length === b.cells.length &&
    a.cells.every((c, i) => c === b.cells[i])
  );
}

/** Does the board die out within the steps? Looks no further once it repeats itself after two. */
export function dies(board: Board, steps: number): boolean {
  let [before, now] = [board, board];
  for (let step = 0; ; step++) {
    if (isEmpty(now)) return true;
    if (step === steps) return false;
    const next = nextBoard(now);
    if (step > 0 && (sameBoard(next, before) || sameBoard(next, now))) return false;
    [before, now] = [now, next];
  }
}
