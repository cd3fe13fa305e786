/** What the generated games promise: one solution where one is meant, and the least moves. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createBudget, StepLimitError } from '../../../verifiers/budget.ts';
import { solveKnights } from '../../../verifiers/logic/search/knights.ts';
import { solveSquare, square } from '../../../verifiers/logic/search/latin.ts';
import { explore, isSolved, slide } from '../../../verifiers/logic/search/rush.ts';
import { hardBoards } from '../../../verifiers/logic/search/rush-boards.ts';
import { itemOf } from './support.ts';

const budget = () => createBudget(1_000_000);
const indices = Array.from({ length: 12 }, (_, i) => i);

describe('squares', () => {
  it('counts Latin squares and sudoku grids', () => {
    assert.equal(solveSquare(square(3), new Array(9).fill(0), 100, budget()).length, 12);
    assert.equal(solveSquare(square(4), new Array(16).fill(0), 1_000, budget()).length, 576);
    assert.equal(solveSquare(square(4, [], 2), new Array(16).fill(0), 1_000, budget()).length, 288);
  });
  it('obeys inequalities and forbidden digits', () => {
    // Of the two squares of size 2, one has 1 before 2 in the first row.
    const ordered = square(2, [[0, 1]]);
    assert.deepEqual(solveSquare(ordered, [0, 0, 0, 0], 9, budget()), [[1, 2, 2, 1]]);
    const not = { cell: 0, digit: 1 };
    assert.deepEqual(solveSquare(ordered, [0, 0, 0, 0], 9, budget(), { not }), []);
  });
  it('stops at its budget', () => {
    const empty = new Array<number>(81).fill(0);
    assert.throws(() => solveSquare(square(9), empty, 1e6, createBudget(500)), StepLimitError);
  });
  it('has one solution for every generated puzzle', () => {
    for (const index of indices) {
      const mini = itemOf('mini_sudoku', 3, index).entry.metadata;
      const cells = (mini.puzzle as number[][]).flat();
      assert.equal(solveSquare(square(4, [], 2), cells, 2, budget()).length, 1);
      const { puzzle, constraints } = itemOf('futoshiki', 3, index).entry.metadata;
      const size = (puzzle as number[][]).length;
      const less = (constraints as [number, number, number, number, string][]).map(
        ([r1, c1, r2, c2, sign]): [number, number] => {
          const pair: [number, number] = [r1 * size + c1, r2 * size + c2];
          return sign === '<' ? pair : [pair[1], pair[0]];
        },
      );
      const found = solveSquare(square(size, less), (puzzle as number[][]).flat(), 2, budget());
      assert.equal(found.length, 1);
    }
  });
});

describe('knights', () => {
  it('finds the shortest way around the ring of a 3x3 board', () => {
    // Squares in the order of the ring: each reaches its two neighbours.
    const reach = indices.slice(0, 8).map((i) => (1 << ((i + 1) % 8)) | (1 << ((i + 7) % 8)));
    const knights = { reach, white: 0b0001, black: 0b0010, whiteMoves: true };
    // Black stands in the way one way round: white goes the long way, seven steps, black follows.
    assert.equal(solveKnights(knights)?.length, 14);
    assert.equal(solveKnights({ ...knights, reach: [0b010, 0b101, 0b010], black: 0b100 }), null);
  });
});

describe('rush hour', () => {
  const lot = {
    cars: [
      { isVertical: false, length: 2, line: 2 },
      { isVertical: true, length: 2, line: 4 },
    ],
    walls: [],
  };
  it('searches all states and solves by the least moves', () => {
    const space = explore(lot, [0, 2], 100);
    // The car in the way has five places, the red one five: but never on one cell.
    assert.equal(space?.count, 5 * 5 - 2 * 2);
    assert.equal(space?.distance[0], 2);
    const places = [0, 2];
    for (const { car, by } of space?.solve(0) ?? []) assert.equal(slide(lot, places, car, by), by);
    assert.ok(isSolved(lot, places));
    assert.equal(explore(lot, [0, 2], 10), null);
  });
  it('says the least moves of an entry', () => {
    for (const index of indices) {
      const { entry } = itemOf('rush_hour', 3, index);
      assert.equal(entry.answer?.split(' ').length, entry.metadata.min_moves);
    }
    assert.ok(hardBoards.every(({ board }) => /^[A-Mox]{36}$/.test(board)));
  });
});
