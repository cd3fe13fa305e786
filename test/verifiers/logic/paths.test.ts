/** Puzzles of paths have one solution: counted here once more by searches that prune nothing. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { neighbours } from '../../../verifiers/logic/search/numbrix.ts';
import { directions, slide, solved, solveEight } from '../../../verifiers/logic/search/sliding.ts';
import { itemOf } from './support.ts';

describe('logic, paths', () => {
  it('hamiltonian_path: one path from the start', () => {
    for (let index = 0; index < 100; index++) {
      const { nodes, edges, start } = itemOf('hamiltonian_path', 5, index).entry.metadata as {
        nodes: number;
        edges: [number, number][];
        start: number;
      };
      const visit = (at: number, seen: readonly number[]): number =>
        seen.length === nodes
          ? 1
          : edges
              .flatMap(([a, b]) => (a === at ? [b] : b === at ? [a] : []))
              .filter((next) => !seen.includes(next))
              .reduce((count, next) => count + visit(next, [...seen, next]), 0);
      assert.equal(visit(start, [start]), 1);
    }
  });

  it('numbrix: one filling', () => {
    for (let index = 0; index < 60; index++) {
      const { puzzle } = itemOf('numbrix', 5, index, 1).entry.metadata as { puzzle: number[][] };
      const cells = puzzle.flat();
      const near = neighbours(puzzle.length);
      const follow = (at: number, number: number): number => {
        if (number === cells.length) return 1;
        const given = cells.indexOf(number + 1);
        let count = 0;
        for (const next of near[at] as readonly number[]) {
          if (given >= 0 ? next !== given : cells[next] !== 0) continue;
          cells[next] = number + 1;
          count += follow(next, number + 1);
          if (given < 0) cells[next] = 0;
        }
        return count;
      };
      assert.equal(follow(cells.indexOf(1), 1), 1);
    }
  });

  it('sliding_puzzle: the 8-puzzle is solved in the fewest moves', () => {
    const hardest = [8, 6, 7, 2, 5, 4, 3, 0, 1]; // 31 moves, the most there are
    assert.equal(solveEight(hardest).length, 31);
    const board = solved(3);
    for (const move of ['down', 'right', 'up', 'left', 'down'] as const) slide(board, 3, move);
    const way = solveEight(board);
    assert.ok(way.length <= 5 && way.length % 2 === 1);
    for (const move of way) assert.ok(slide(board, 3, move));
    assert.deepEqual(board, solved(3));
    assert.equal(directions.length, 4);
  });
});
