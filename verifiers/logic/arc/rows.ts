/**
 * One-dimensional rules under the reference's names, written anew: how a row is drawn and what the
 * rule makes of it. A rule given a row it does not fit may return anything; it has to end.
 */
import type { Rng } from '../../random.ts';

export type Row = readonly number[];

export interface RowRule {
  readonly name: string;
  /** A row of `size` cells, 8 at least, that the rule changes. */
  draw(rng: Rng, size: number): Row;
  apply(row: Row): Row;
}

interface Run {
  readonly start: number;
  readonly length: number;
  readonly colour: number;
}

const empty = (size: number): number[] => new Array<number>(size).fill(0);
const colourOf = (rng: Rng) => rng.randint(1, 9);
const first = (row: Row) => row.findIndex((cell) => cell !== 0);
const last = (row: Row) => row.findLastIndex((cell) => cell !== 0);

/** Neighbouring cells of one colour, from left to right. */
function runs(row: Row): Run[] {
  const found: Run[] = [];
  for (let start = 0; start < row.length; ) {
    let end = start + 1;
    while (end < row.length && row[end] === row[start]) end++;
    if (row[start] !== 0) found.push({ start, length: end - start, colour: row[start] as number });
    start = end;
  }
  return found;
}

function paint(size: number, parts: readonly Run[]): number[] {
  const row = empty(size);
  for (const { start, length, colour } of parts) {
    for (let i = Math.max(0, start); i < Math.min(size, start + length); i++) row[i] = colour;
  }
  return row;
}

const longest = (row: Row) =>
  runs(row).reduce((best, run) => (run.length > best.length ? run : best), {
    start: 0,
    length: 0,
    colour: 0,
  });

/** The rule seen in a mirror. */
function mirrored(rule: RowRule, name: string): RowRule {
  return {
    name,
    draw: (rng, size) => rule.draw(rng, size).toReversed(),
    apply: (row) => rule.apply(row.toReversed()).toReversed(),
  };
}

function bothWays(make: (side: string) => RowRule): RowRule[] {
  const rule = make('right');
  return [rule, mirrored(rule, make('left').name)];
}

function drawBlock(rng: Rng, size: number, solid: boolean, room: number): Row {
  const length = rng.randint(2, Math.max(2, size - room - 2));
  const start = rng.randint(0, size - room - length);
  const colour = colourOf(rng);
  const row = empty(size);
  for (let i = 0; i < length; i++) row[start + i] = solid ? colour : colourOf(rng);
  return row;
}

function moving(n: number, kind: string, wrapped: boolean): RowRule[] {
  return bothWays((side) => ({
    name: `move_${n}pix_${kind}_${wrapped ? 'wrapped_' : ''}${side}`,
    draw(rng, size) {
      const row = drawBlock(rng, size, kind === 'solid', n);
      const turn = wrapped ? rng.below(size) : 0;
      return row.map((_, i) => row[(i + turn) % size] as number);
    },
    apply: (row) =>
      row.map((_, i) => (wrapped || i >= n ? row[(i - n + row.length) % row.length] : 0) as number),
  }));
}

/** Cells with gaps between them. */
function drawScattered(rng: Rng, size: number): Row {
  const row = empty(size).map(() => (rng.below(2) === 0 ? colourOf(rng) : 0));
  row[0] = colourOf(rng);
  row[size - 1] = 0;
  return row;
}

const gravity = bothWays((side) => ({
  name: `gravity_${side}`,
  draw: drawScattered,
  apply(row) {
    const cells = row.filter((cell) => cell !== 0);
    return [...empty(row.length - cells.length), ...cells];
  },
}));

const oneStep = bothWays((side) => ({
  name: `gravity_one_step_${side}`,
  draw: drawScattered,
  apply(row) {
    const moved = [...row];
    for (let i = row.length - 2; i >= 0; i--) {
      if (moved[i] === 0 || moved[i + 1] !== 0) continue;
      moved[i + 1] = moved[i] as number;
      moved[i] = 0;
    }
    return moved;
  },
}));

/** A block at the left and a dot at the right of it, with at least `gap` free cells between. */
function drawBlockAndDot(rng: Rng, size: number, gap: number): Row {
  const length = rng.randint(2, Math.max(2, size - gap - 2));
  const start = rng.randint(0, size - gap - length - 1);
  const dot = rng.randint(start + length + gap, size - 1);
  const [a, b] = rng.sample([1, 2, 3, 4, 5, 6, 7, 8, 9], 2) as [number, number];
  return paint(size, [
    { start, length, colour: a },
    { start: dot, length: 1, colour: b },
  ]);
}

function towardsDot(name: string, gap: number, move: (block: Run, dot: Run) => Run): RowRule {
  return {
    name,
    draw: (rng, size) => drawBlockAndDot(rng, size, gap),
    apply(row) {
      const [block, dot] = runs(row);
      return block && dot ? paint(row.length, [move(block, dot), dot]) : row;
    },
  };
}

function drawApart(rng: Rng, size: number): Row {
  const row = empty(size);
  let at = rng.below(2);
  while (at < size) {
    const length = Math.min(rng.randint(1, 4), size - at);
    row.fill(colourOf(rng), at, at + length);
    at += length + rng.randint(1, 3);
  }
  return row;
}

export const rowRules: readonly RowRule[] = [
  ...[1, 2, 3, 4].flatMap((n) => [
    ...moving(n, 'solid', false),
    ...moving(n, 'colorful', false),
    ...moving(n, 'solid', true),
    ...moving(n, 'colorful', true),
    towardsDot(`block_touch_dot_${n}pix`, n + 1, (block) => ({ ...block, start: block.start + n })),
  ]),
  ...gravity,
  ...oneStep,
  towardsDot('block_touch_dot', 1, (block, dot) => ({ ...block, start: dot.start - block.length })),
  towardsDot('block_scale_to_dot', 1, (block, dot) => ({
    ...block,
    length: dot.start - block.start,
  })),
  {
    name: 'move_block_by_own_size',
    draw(rng, size) {
      const length = rng.randint(2, Math.floor(size / 2));
      return paint(size, [
        { start: rng.randint(0, size - 2 * length), length, colour: colourOf(rng) },
      ]);
    },
    apply(row) {
      const [block] = runs(row);
      return block ? paint(row.length, [{ ...block, start: block.start + block.length }]) : row;
    },
  },
  {
    name: 'block_and_noise_remove',
    draw(rng, size) {
      const length = rng.randint(3, size - 4);
      const start = rng.randint(2, size - length);
      const row = paint(size, [{ start, length, colour: colourOf(rng) }]);
      const colour = row[start] as number;
      // Dots stand apart from the block and from one another.
      for (let i = start - 2; i >= 0; i -= 2)
        if (i === start - 2 || rng.below(3) === 0) row[i] = colour;
      for (let i = start + length + 1; i < size; i += 2) if (rng.below(3) === 0) row[i] = colour;
      return row;
    },
    apply: (row) => paint(row.length, [longest(row)]),
  },
  {
    name: 'block_and_noise_remove_inside',
    draw(rng, size) {
      const length = rng.randint(6, size);
      const start = rng.randint(0, size - length);
      const colour = colourOf(rng);
      const row = paint(size, [{ start, length, colour }]);
      for (let i = start + 2; i < start + length - 2; i += 3) {
        if (i === start + 2 || rng.below(2) === 0) row[i] = (colour % 9) + 1;
      }
      return row;
    },
    apply(row) {
      const colour = row[first(row)] ?? 0;
      return row.map((cell) => (cell === 0 ? 0 : colour));
    },
  },
  {
    name: 'two_points_and_fill',
    draw(rng, size) {
      const start = rng.randint(0, size - 4);
      const end = rng.randint(start + 3, size - 1);
      const colour = colourOf(rng);
      return paint(size, [
        { start, length: 1, colour },
        { start: end, length: 1, colour },
      ]);
    },
    apply: (row) =>
      row.map((_, i) => (i >= first(row) && i <= last(row) ? (row[first(row)] as number) : 0)),
  },
  {
    name: 'two_points_and_fill_inv',
    draw(rng, size) {
      // Three cells at least, or nothing would change.
      const row = [...drawBlock(rng, size, true, 1)];
      row[last(row) + 1] = row[last(row)] as number;
      return row;
    },
    apply: (row) => row.map((cell, i) => (i === first(row) || i === last(row) ? cell : 0)),
  },
  {
    name: 'reflect_block_random',
    draw: (rng, size) => drawBlock(rng, size, false, 0),
    apply(row) {
      const [start, end] = [first(row), last(row)];
      return row.map((cell, i) =>
        i >= start && i <= end ? (row[start + end - i] as number) : cell,
      );
    },
  },
  {
    name: 'paint_biggest_block',
    draw: drawApart,
    apply(row) {
      const { start, length } = longest(row);
      return row.map((cell, i) => (i >= start && i < start + length ? 1 : cell));
    },
  },
  {
    name: 'change_to_five',
    draw: drawScattered,
    apply: (row) => row.map((cell) => (cell === 0 ? 0 : 5)),
  },
];

/** Whether one longest block stands out, where the rule asks for it. */
export function fits(rule: RowRule, row: Row): boolean {
  if (rule.name !== 'paint_biggest_block') return true;
  const { length } = longest(row);
  return runs(row).filter((run) => run.length === length).length === 1;
}
