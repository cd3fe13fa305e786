/**
 * Complete a grid whose marks follow `x ∘ y mod divisor = target`.
 *
 * Nine holes in ten of the reference are unmarked, so filling in crosses pays; ours take marked and
 * unmarked cells alike, and no other rule of the family may fit what is shown and fill them
 * otherwise.
 */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { containsOracle, malformed, right, wrong } from '../../mark.ts';
import { defineTask } from '../../task.ts';

const side = z.int().min(6).max(100).default(20);
const config = z.strictObject({
  size_x: side,
  size_y: side,
  max_divisor: z.int().min(1).max(100).default(20),
  max_target: z.int().min(1).max(1_000).default(20),
  max_holes: z.int().min(1).max(500).default(1),
});
type Config = z.infer<typeof config>;

const metadata = z.looseObject({});

const operations = ['sum', 'diff', 'prod', 'pow'] as const;
type Operation = (typeof operations)[number];
interface Rule {
  readonly operation: Operation;
  readonly divisor: number;
  readonly target: number;
}

const [marked, plain, hole] = ['✅', '❌', '❔'];
const maxDraws = 200;

export const moduloGrid = defineTask({
  name: 'modulo_grid',
  category: 'cognition',
  summary: 'Complete a grid of marks that follow a rule on remainders',
  answerFormat: 'the whole grid, ✅ and ❌, one row a line',
  config,
  metadata,
  curriculum: [
    { kind: 'scalar', name: 'size_x', field: 'size_x', levels: [20, 40, 60, 80] },
    { kind: 'scalar', name: 'size_y', field: 'size_y', levels: [20, 40, 60, 80] },
    { kind: 'scalar', name: 'max_holes', field: 'max_holes', levels: [1, 5, 10, 15] },
    { kind: 'scalar', name: 'max_divisor', field: 'max_divisor', levels: [3, 5, 7, 15, 17, 49] },
    // The reference's second level is 0, which its own check refuses.
    { kind: 'scalar', name: 'max_target', field: 'max_target', levels: [1, 2, 3, 7, 9, 21] },
  ],

  generate(rng, c) {
    const { rule, cells, holes } = drawPuzzle(rng, c);
    const rows = (of: (cell: number) => string) =>
      Array.from({ length: c.size_y }, (_, y) =>
        Array.from({ length: c.size_x }, (_, x) => of(y * c.size_x + x)).join(''),
      ).join('\n');
    const sign = (cell: number) => (cells[cell] === 1 ? marked : plain) as string;
    const hidden = new Set(holes);
    return {
      question: `Columns and rows of this grid are numbered from 0. Which cells are marked ${marked} follows from an arithmetic rule on the numbers of their column and row. Find the rule, replace every ${hole} by ${marked} or ${plain}, and answer with the whole grid.\n\n${rows((cell) => (hidden.has(cell) ? (hole as string) : sign(cell)))}`,
      answer: rows(sign),
      metadata: { ...rule, holes: holes.length },
      difficulty: {
        size_x: c.size_x,
        size_y: c.size_y,
        holes: c.max_holes,
        divisor: c.max_divisor,
        target: c.max_target,
      },
    };
  },

  score(answer, { entry, mode, budget }) {
    const oracle = (entry.answer ?? '').trim();
    if (mode === 'compat') return containsOracle(answer, oracle);
    budget.spend(answer.length);
    const given = signs(answer);
    if (given === null) return malformed(`Expected rows of ${marked} and ${plain}`);
    return given === signs(oracle) ? right : wrong('Expected other cells');
  },
});

/** The cells in reading order; null when there is anything but cells, white space and wrapping. */
function signs(text: string): string | null {
  const inside = text.trim().replace(/^(?:```[^\n]*\n|\\boxed\{)|(?:```|\})$/g, '');
  // U+FE0F asks for the picture of a sign and is none itself.
  const bare = inside.replaceAll('\ufe0f', '').replace(/[\s|"'`.[\],]+/g, '');
  return /^[✅❌]+$/u.test(bare) ? bare : null;
}

interface Puzzle {
  readonly rule: Rule;
  readonly cells: Uint8Array;
  readonly holes: readonly number[];
}

function drawPuzzle(rng: Rng, c: Config): Puzzle {
  const tables = new Map<string, Int16Array>();
  const table = (operation: Operation, divisor: number) => {
    const key = `${operation} ${divisor}`;
    const made = tables.get(key) ?? residues(operation, divisor, c);
    tables.set(key, made);
    return made;
  };
  let last: Puzzle | null = null;
  for (let draw = 0; draw < maxDraws; draw++) {
    const divisor = rng.randint(Math.min(2, c.max_divisor), c.max_divisor);
    const target = rng.randint(0, Math.min(c.max_target, divisor - 1));
    const rule: Rule = { operation: rng.choice(operations), divisor, target };
    const cells = table(rule.operation, divisor).map((r) => (r === target ? 1 : 0));
    const puzzle = { rule, cells: Uint8Array.from(cells), holes: drawHoles(rng, c, cells) };
    const ones = puzzle.cells.reduce((sum, cell) => sum + cell, 0);
    if (ones === 0 || ones === cells.length) continue;
    last ??= puzzle;
    if (ones > puzzle.holes.length + 4 && isClear(puzzle, c, table)) return puzzle;
  }
  if (last) return last;
  const cells = residues('sum', 2, c).map((r) => (r === 1 ? 1 : 0));
  const rule: Rule = { operation: 'sum', divisor: 2, target: 1 };
  return { rule, cells: Uint8Array.from(cells), holes: drawHoles(rng, c, cells) };
}

/** A hole is a marked cell as often as not. */
function drawHoles(rng: Rng, c: Config, cells: Int16Array): number[] {
  const ones: number[] = [];
  for (const [i, cell] of cells.entries()) if (cell === 1) ones.push(i);
  const holes = new Set<number>();
  const count = Math.min(rng.randint(1, c.max_holes), cells.length >> 2);
  for (let tries = 0; holes.size < count && tries < 20 * count + 20; tries++) {
    const wanted = rng.below(2) === 1 && ones.length > 0;
    if (wanted) holes.add(rng.choice(ones));
    else {
      const cell = rng.below(cells.length);
      if (cells[cell] !== 1) holes.add(cell);
    }
  }
  if (holes.size === 0) holes.add(rng.below(cells.length));
  return [...holes].sort((a, b) => a - b);
}

/** Whether every rule of the family that fits the cells shown fills the holes the same way. */
function isClear(
  { cells, holes }: Puzzle,
  c: Config,
  table: (operation: Operation, divisor: number) => Int16Array,
): boolean {
  const hidden = new Set(holes);
  const shown = cells.findIndex((cell, i) => cell === 1 && !hidden.has(i));
  if (shown < 0) return false;
  for (const operation of operations) {
    for (let divisor = 1; divisor <= c.max_divisor; divisor++) {
      const rests = table(operation, divisor);
      const target = rests[shown];
      const fits = rests.every((r, i) => hidden.has(i) || (r === target ? 1 : 0) === cells[i]);
      if (fits && holes.some((i) => (rests[i] === target ? 1 : 0) !== cells[i])) return false;
    }
  }
  return true;
}

function residues(operation: Operation, divisor: number, c: Config): Int16Array {
  const rests = new Int16Array(c.size_x * c.size_y);
  for (let x = 0; x < c.size_x; x++) {
    let raised = 1 % divisor; // x^y, row by row
    for (let y = 0; y < c.size_y; y++) {
      const value = operation === 'sum' ? x + y : operation === 'diff' ? Math.abs(x - y) : x * y;
      rests[y * c.size_x + x] = operation === 'pow' ? raised : value % divisor;
      raised = (raised * x) % divisor;
    }
  }
  return rests;
}
