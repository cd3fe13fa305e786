/**
 * Complete a board of n queens that do not attack each other. Answers are checked by the rules:
 * the reference stores every solution, up to half a megabyte an entry.
 */
import { z } from 'zod';
import { faultyEntry, graded, malformed, right, wrong } from '../../mark.ts';
import { marks } from '../../row.ts';
import { defineTask, ordered } from '../../task.ts';
import { readGrid, showGrid } from '../../text/grid.ts';

const config = z
  .strictObject({
    n: z.int().min(4).max(12).default(8),
    min_remove: z.int().min(1).max(12).default(1),
    max_remove: z.int().min(1).max(12).default(7),
  })
  .superRefine(ordered(['min_remove', 'max_remove'], ['max_remove', 'n']));

const metadata = z.looseObject({
  puzzle: z
    .array(marks(['_', 'Q'], 100))
    .min(1)
    .max(100),
});
type Puzzle = z.infer<typeof metadata>['puzzle'];

export const nQueens = defineTask({
  name: 'n_queens',
  category: 'games',
  summary: 'Add queens to a board so that none attacks another',
  answerFormat: 'the board, _ for an empty square and Q for a queen, separated by spaces',
  config,
  metadata,
  curriculum: [
    { kind: 'scalar', name: 'n', field: 'n', levels: [4, 6, 8, 10, 12] },
    {
      kind: 'range',
      name: 'num_removed',
      fields: ['min_remove', 'max_remove'],
      levels: [2, 4, 6, 8, 10],
      interval: true,
    },
  ],

  generate(rng, c) {
    // All alike: a random search would meet some solutions far more often.
    const columns = [...rng.choice(solutions(c.n))];
    const removed = rng.randint(c.min_remove, c.max_remove);
    const gone = new Set(rng.sample([...columns.keys()], removed));
    const solution = columns.map((q) => columns.map((_, k) => (k === q ? 'Q' : '_')));
    const puzzle = solution.map((row, r) => (gone.has(r) ? row.map(() => '_') : row));
    const queens = removed === 1 ? '1 queen' : `${removed} queens`;
    return {
      question: `This chess board of ${c.n}x${c.n} squares holds some queens (Q); _ is an empty square:\n\n${showGrid(puzzle)}\n\nAdd ${queens} so that no two of the ${c.n} queens on the board share a row, a column or a diagonal. Queens already there stay. Answer with the whole board in the same layout.`,
      answer: showGrid(solution),
      metadata: { puzzle, solution, num_removed: removed },
      difficulty: { n: c.n, num_removed: [c.min_remove, c.max_remove] },
    };
  },

  score(answer, { entry, mode }) {
    const { puzzle } = entry.metadata;
    const n = puzzle.length;
    if (puzzle.some((row) => row.length !== n)) return faultyEntry('Expected a square board');
    if (mode === 'compat') {
      if (completes(split(answer), puzzle)) return right;
      const board = readLists(answer);
      return graded(board && completes(split(board), puzzle) ? 0.5 : 0);
    }
    const board = readGrid(answer)?.map((row) => row.map(markOf));
    if (board?.length !== n || board.some((row) => row.length !== n || row.includes('?'))) {
      return malformed(`Expected ${n} lines of ${n} squares, _ or Q`);
    }
    return completes(board, puzzle)
      ? right
      : wrong(`Expected ${n} queens that do not attack each other, those given among them`);
  },
});

function markOf(cell: string): string {
  if (/^[Qq♕♛1]$/.test(cell)) return 'Q';
  return /^[_.0*·-]$/.test(cell) ? '_' : '?';
}

function split(board: string): string[][] {
  return board.split('\n').map((row) => row.split(' '));
}

/** One queen a row, none attacking another, and the given queens in place. */
function completes(board: readonly (readonly string[])[], puzzle: Puzzle): boolean {
  const n = puzzle.length;
  if (board.length !== n) return false;
  const taken = new Set<string>();
  for (const [r, row] of board.entries()) {
    const q = row.indexOf('Q');
    if (row.length !== n || q < 0 || row.some((mark, k) => mark !== (k === q ? 'Q' : '_'))) {
      return false;
    }
    if (puzzle[r]?.some((mark, k) => mark === 'Q' && k !== q)) return false;
    for (const line of [`|${q}`, `/${r + q}`, `\\${r - q}`]) {
      if (taken.has(line)) return false;
      taken.add(line);
    }
  }
  return true;
}

const token = /\s*(?:([[\](),])|'([^'\\\n]*)'|"([^"\\\n]*)")/y;

type Nested = string | readonly Nested[];

/**
 * The board of a Python list of rows, cells joined by blanks and rows by line ends, as the
 * reference makes it after evaluating the answer; here only lists, tuples and plain strings are
 * read. A string is the list of its characters.
 */
function readLists(answer: string): string | null {
  const tokens: string[] = [];
  const text = answer.trimEnd();
  for (token.lastIndex = 0; token.lastIndex < text.length; ) {
    const match = token.exec(text);
    if (!match) return null;
    const word = match[2] ?? match[3];
    tokens.push(word === undefined ? (match[1] as string) : `'${word}`);
  }
  let at = 0;
  /** Values up to the closing mark; null where Python would not read them. */
  const items = (close: string, depth: number): { list: Nested[]; isTuple: boolean } | null => {
    const list: Nested[] = [];
    for (let isTuple = false; ; isTuple = true) {
      if (tokens[at] === close || (close === '' && at === tokens.length)) {
        at++;
        return isTuple || list.length === 0 ? { list, isTuple: true } : null;
      }
      const mark = tokens[at++] ?? '';
      if (mark.startsWith("'")) list.push(mark.slice(1));
      else {
        const inner = depth > 4 || !'[('.includes(mark) || mark === '' ? null : mark;
        const held = inner && items(inner === '[' ? ']' : ')', depth + 1);
        if (!held) return null;
        const isGroup = inner === '(' && !held.isTuple;
        list.push(isGroup ? (held.list[0] as Nested) : held.list);
      }
      if (tokens[at] === ',') at++;
      else if (tokens[at] === close || (close === '' && at === tokens.length)) {
        at++;
        return { list, isTuple: list.length > 1 };
      } else return null;
    }
  };
  const whole = items('', 0);
  if (!whole) return null;
  const rows = whole.isTuple ? whole.list : (whole.list[0] as Nested);
  const cells = [...rows].map((row) => [...row]);
  if (!cells.every((row) => row.every((cell) => typeof cell === 'string'))) return null;
  return cells.map((row) => row.join(' ')).join('\n');
}

const known = new Map<number, Uint8Array[]>();

/** All solutions, the column of the queen in every row; made once, 14,200 for 12 queens. */
function solutions(n: number): readonly Uint8Array[] {
  let all = known.get(n);
  if (all) return all;
  all = [];
  const columns = new Uint8Array(n);
  // Bits: columns taken, and diagonals as they meet this row.
  const place = (row: number, taken: number, left: number, right: number): void => {
    if (row === n) {
      all?.push(columns.slice());
      return;
    }
    for (let free = ~(taken | left | right) & ((1 << n) - 1); free !== 0; free &= free - 1) {
      const bit = free & -free;
      columns[row] = 31 - Math.clz32(bit);
      place(row + 1, taken | bit, (left | bit) << 1, (right | bit) >> 1);
    }
  };
  place(0, 0, 0, 0);
  known.set(n, all);
  return all;
}
