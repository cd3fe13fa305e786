/**
 * Count the rectangles drawn in a grid of characters.
 *
 * The reference lets edges run along each other, so that its drawings may be read in more than one
 * way, and pays 0.46 on average for "5". In ours edges only cross, and only the right number counts.
 */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { equal } from '../../../rational.ts';
import { faultyEntry, graded, malformed, right, wrong } from '../../mark.ts';
import { pyInt } from '../../python/number.ts';
import { defineTask } from '../../task.ts';
import { parseNumber } from '../../text/number.ts';

const config = z.strictObject({
  max_rectangles: z.int().min(1).max(60).default(10),
  width: z.int().min(10).max(200).default(80),
  height: z.int().min(10).max(200).default(80),
});
type Config = z.infer<typeof config>;

const metadata = z.looseObject({});

const maxDraws = 1_500;

export const rectangleCount = defineTask({
  name: 'rectangle_count',
  category: 'cognition',
  summary: 'Count the rectangles drawn in a grid of characters',
  answerFormat: 'one integer',
  config,
  metadata,
  curriculum: [
    {
      kind: 'scalar',
      name: 'max_rectangles',
      field: 'max_rectangles',
      levels: [5, 10, 15, 20, 25],
    },
  ],

  generate(rng, c) {
    const { rectangles, puzzle } = drawPuzzle(rng, c);
    return {
      question: `Rectangles are drawn in this grid with the character #. Where an edge crosses an edge of another rectangle there is a █. Edges only cross, they never run along each other. How many rectangles were drawn? Areas cut out by crossing edges do not count as rectangles of their own. Answer with a number.\n\n${puzzle}`,
      answer: String(rectangles),
      metadata: { puzzle, solution: rectangles, num_rectangles: rectangles },
      difficulty: { max_rectangles: c.max_rectangles },
    };
  },

  score(answer, { entry, mode }) {
    const oracle = entry.answer ?? '';
    if (mode === 'compat') {
      const [given, wanted] = [pyInt(answer), pyInt(oracle)];
      if (given === null || wanted === null) return graded(0);
      const apart = Math.abs(Number(given - wanted));
      return graded(apart === 0 ? 1 : apart < 5 ? 0.8 * (1 - apart / 5) : 0);
    }
    const expected = parseNumber(oracle);
    if (!expected) return faultyEntry('Expected an integer answer');
    const value = parseNumber(answer);
    if (!value) return malformed('Expected one number');
    return equal(value, expected) ? right : wrong('Expected another number');
  },
});

/** Lines of a cell, as bits. */
const horizontal = 1;
const vertical = 2;
const corner = 4;

function drawPuzzle(rng: Rng, { max_rectangles, width, height }: Config) {
  const grid = new Uint8Array(width * height);
  const wanted = rng.randint(1, max_rectangles);
  let rectangles = 0;
  for (let draw = 0; draw < maxDraws && rectangles < wanted; draw++) {
    // Smaller ones as the grid fills up.
    const largest = Math.max(3, Math.floor(Math.max(width, height) / (1 + draw / 100)));
    const [left, right] = span(rng, width, largest);
    const [top, bottom] = span(rng, height, largest);
    if (place(grid, width, height, { left, right, top, bottom }, false)) {
      place(grid, width, height, { left, right, top, bottom }, true);
      rectangles++;
    }
  }
  const sign = (cell: number) => (cell === 0 ? ' ' : cell === (horizontal | vertical) ? '█' : '#');
  const rows = Array.from({ length: height }, (_, y) =>
    Array.from(grid.subarray(y * width, (y + 1) * width), sign).join(''),
  );
  return { rectangles, puzzle: rows.join('\n') };
}

/** Two ends at least two apart. */
function span(rng: Rng, size: number, largest: number): [number, number] {
  const length = rng.randint(3, Math.min(size, largest));
  const start = rng.below(size - length + 1);
  return [start, start + length - 1];
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Draws the box, or only says whether it may be drawn: lines meet by crossing, never side by side. */
function place(
  grid: Uint8Array,
  width: number,
  height: number,
  { left, right, top, bottom }: Box,
  draw: boolean,
): boolean {
  const at = (x: number, y: number) =>
    x < 0 || y < 0 || x >= width || y >= height ? 0 : (grid[y * width + x] as number);
  const put = (x: number, y: number, line: number, beside: readonly [number, number]): boolean => {
    const before = at(x, y);
    const end = (x === left || x === right) && (y === top || y === bottom);
    if (draw) {
      grid[y * width + x] = end ? corner : before | line;
      return true;
    }
    const [dx, dy] = beside;
    const other = line === horizontal ? vertical : horizontal;
    // A corner needs room; a line may only meet a line across its way.
    if (end) {
      for (let i = -1; i <= 1; i++)
        for (let j = -1; j <= 1; j++) if (at(x + i, y + j)) return false;
      return true;
    }
    const parallel = (cell: number) => cell !== 0 && cell !== other;
    return (
      (before === 0 || before === other) &&
      !parallel(at(x + dx, y + dy)) &&
      !parallel(at(x - dx, y - dy))
    );
  };
  for (let x = left; x <= right; x++) {
    if (!put(x, top, horizontal, [0, 1]) || !put(x, bottom, horizontal, [0, 1])) return false;
  }
  for (let y = top; y <= bottom; y++) {
    if (!put(left, y, vertical, [1, 0]) || !put(right, y, vertical, [1, 0])) return false;
  }
  return true;
}
