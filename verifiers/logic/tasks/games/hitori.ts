/** Hitori: shade cells so that no number is twice in a line, none adjoin and the rest hangs together. */
import { z } from 'zod';
import { createRng, type Rng } from '../../../random.ts';
import { faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { createBoard, rulesOf, type Sum, within } from '../../search/sums.ts';
import { defineTask, ordered, perEntry } from '../../task.ts';
import { cellRows, inRows, readCells, showRows } from '../../text/cells.ts';

const config = z
  .strictObject({
    min_size: z.int().min(4).max(8).default(5),
    max_size: z.int().min(4).max(8).default(6),
  })
  .superRefine(ordered(['min_size', 'max_size']));

const metadata = z.looseObject({
  puzzle: cellRows,
  /** # for a shaded cell. */
  solution: cellRows,
});

/** A search for another shading that costs more than this counts as found. */
const checkSteps = 400;
/** Numbers changed in one board, and boards drawn, before it is another one's turn. */
const maxChanges = 40;
const maxBoards = 200;
const shaded = new Set('#*xX■█');
const unshaded = new Set('._·□');

const factsOf = perEntry(({ puzzle, solution }: z.infer<typeof metadata>) => {
  const size = puzzle.length;
  const numbers = [...puzzle.join('')];
  const wanted = Uint8Array.from([...solution.join('')], (cell) => Number(cell === '#'));
  const isSquare = [...puzzle, ...solution].every((row) => row.length === size);
  const sums = isSquare ? sumsOf(numbers, size) : [];
  return { size, numbers, sums, isSound: isSquare && keepsRules(sums, wanted, size) };
});

export const hitori = defineTask({
  name: 'hitori',
  category: 'games',
  summary: 'Shade cells so that no number is left twice in a line, none adjoin, the rest connects',
  answerFormat: 'the grid with # for a shaded cell and . for any other, one row a line',
  config,
  metadata,
  curriculum: [
    { kind: 'range', name: 'size', fields: ['min_size', 'max_size'], levels: [5, 6, 7, 8] },
  ],

  generate(rng, c) {
    const size = rng.randint(c.min_size, c.max_size);
    const { numbers, shading } = drawUnique(rng, size);
    const puzzle = inRows(numbers, size);
    const solution = inRows(
      Array.from(shading, (cell) => (cell ? '#' : '.')),
      size,
    );
    return {
      question: `Shade some cells of this ${size}x${size} grid so that no number occurs more than once among the unshaded cells of a row or column, no two shaded cells share a side, and the unshaded cells are all connected through their sides.\n\n${showRows(puzzle)}\n\nAnswer with the ${size} rows of the grid, one a line, # for a shaded cell and . for an unshaded one, separated by spaces.`,
      answer: showRows(solution),
      metadata: { puzzle, solution },
      difficulty: { size: [c.min_size, c.max_size] },
    };
  },

  score(answer, { entry, budget }) {
    const { size, numbers, sums, isSound } = factsOf(entry.metadata);
    budget.spend(size * size * size + answer.length);
    if (!isSound) return faultyEntry('Expected a shading that keeps the rules');
    const cells = readCells(answer, size, size);
    // An unshaded cell may be left as it is.
    if (!cells?.every((cell, i) => shaded.has(cell) || unshaded.has(cell) || cell === numbers[i])) {
      return malformed(`Expected ${size} lines of ${size} cells, # or .`);
    }
    const shading = new Uint8Array(cells.length);
    for (const [i, cell] of cells.entries()) if (shaded.has(cell)) shading[i] = 1;
    return keepsRules(sums, shading, size)
      ? right
      : wrong('Expected no number twice, no shaded neighbours, connected unshaded cells');
  },
});

function keepsRules(sums: readonly Sum[], shading: Uint8Array, size: number): boolean {
  return (
    shading.length === size * size &&
    sums.every(({ cells, low, high }) => {
      let count = 0;
      for (const cell of cells) count += shading[cell] as number;
      return count >= low && count <= high;
    }) &&
    isConnected(shading, size)
  );
}

/** Neighbours: one shaded at most. A number m times in a line: all but one shaded at least. */
function sumsOf(numbers: readonly string[], size: number): Sum[] {
  const sums: Sum[] = [];
  for (let k = 0; k < size; k++) {
    for (const [from, step] of [
      [k * size, 1],
      [k, size],
    ] as const) {
      const places = new Map<string, number[]>();
      for (let i = 0; i < size; i++) {
        const cell = from + i * step;
        if (i > 0) sums.push({ cells: [cell - step, cell], low: 0, high: 1 });
        const same = places.get(numbers[cell] as string);
        if (same) same.push(cell);
        else places.set(numbers[cell] as string, [cell]);
      }
      for (const cells of places.values()) {
        if (cells.length > 1) sums.push({ cells, low: cells.length - 1, high: cells.length });
      }
    }
  }
  return sums;
}

/** Whether the cells that are not shaded hang together; open cells count as unshaded. */
function isConnected(shading: Uint8Array, size: number): boolean {
  const free = new Array<number>(size).fill(0);
  for (let cell = 0; cell < size * size; cell++) {
    if (shading[cell] === 1) continue;
    const row = Math.floor(cell / size);
    free[row] = (free[row] as number) | (1 << (cell % size));
  }
  const reached = new Array<number>(size).fill(0);
  const first = free.findIndex((mask) => mask !== 0);
  if (first < 0) return false;
  reached[first] = (free[first] as number) & -(free[first] as number);
  for (let grows = true; grows; ) {
    grows = false;
    for (let row = 0; row < size; row++) {
      const before = reached[row] as number;
      let mask =
        (before | (reached[row - 1] ?? 0) | (reached[row + 1] ?? 0)) & (free[row] as number);
      for (let last = 0; last !== mask; ) {
        last = mask;
        mask = (mask | (mask << 1) | (mask >> 1)) & (free[row] as number);
      }
      if (mask !== before) grows = true;
      reached[row] = mask;
    }
  }
  return reached.every((mask, row) => mask === free[row]);
}

/** As many shaded cells as fit, in random order: any fewer and another one might be shaded too. */
function drawShading(rng: Rng, size: number): Uint8Array {
  const shading = new Uint8Array(size * size);
  for (const cell of rng.sample([...shading.keys()], shading.length)) {
    const near = [
      cell - size,
      cell + size,
      cell % size > 0 ? cell - 1 : -1,
      cell % size < size - 1 ? cell + 1 : -1,
    ];
    if (near.some((next) => shading[next] === 1)) continue;
    shading[cell] = 1;
    if (!isConnected(shading, size)) shading[cell] = 0;
  }
  return shading;
}

/** Board after board until one has a single shading; in the end those of a stream that has one. */
function drawUnique(rng: Rng, size: number) {
  let source = rng;
  for (let board = 1; ; board++) {
    if (board === maxBoards) source = createRng(1);
    const shading = drawShading(source, size);
    const numbers = drawNumbers(source, shading, size);
    if (numbers) return { numbers, shading };
  }
}

/**
 * A Latin square, and under the shading numbers of unshaded cells in the same line. While there is
 * another shading, a cell that it leaves open gets the number of a cell that both leave open.
 */
function drawNumbers(rng: Rng, shading: Uint8Array, size: number): string[] | null {
  const [rows, columns, names] = [0, 1, 2].map(() =>
    rng.sample(
      Array.from({ length: size }, (_, i) => i),
      size,
    ),
  ) as [number[], number[], number[]];
  const numbers = rows.flatMap((r) =>
    columns.map((c) => String((names[(r + c) % size] as number) + 1)),
  );
  const latin = [...numbers];
  const lineOf = (cell: number) =>
    Array.from({ length: size }, (_, i) => [
      cell - (cell % size) + i,
      (cell % size) + i * size,
    ]).flat();
  const cover = (cell: number, other: ArrayLike<number>) => {
    const line = lineOf(cell).filter((at) => shading[at] === 0 && other[at] === 0);
    numbers[cell] = latin[rng.choice(line)] as string;
  };
  for (const [cell, isShaded] of shading.entries()) if (isShaded === 1) cover(cell, shading);
  for (let change = 0; change < maxChanges; change++) {
    const board = createBoard(rulesOf(size * size, sumsOf(numbers, size)), (values) =>
      isConnected(values, size),
    );
    board.start();
    let isOther = true;
    const isKnown = within(checkSteps, (budget) => {
      isOther = board.hasOther(shading, budget);
      return true;
    });
    if (!isOther) return numbers;
    if (!isKnown) return null;
    const bare = [...shading.keys()].filter(
      (cell) => shading[cell] === 1 && board.values[cell] === 0,
    );
    cover(rng.choice(bare), board.values);
  }
  return null;
}
