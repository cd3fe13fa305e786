/** The searches against brute force on small cases. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createBudget, StepLimitError } from '../../../verifiers/budget.ts';
import { generate } from '../../../verifiers/logic/index.ts';
import { conjunction, primeImplicates, tableOf } from '../../../verifiers/logic/search/formula.ts';
import { solveHouses } from '../../../verifiers/logic/search/houses.ts';
import { simplerLaws } from '../../../verifiers/logic/search/laws.ts';
import { readFormula } from '../../../verifiers/logic/search/read-formula.ts';
import { solveSudoku } from '../../../verifiers/logic/search/sudoku.ts';

const budget = () => createBudget(10_000_000);

describe('sudoku', () => {
  it('has one solution for every generated puzzle', () => {
    for (let index = 0; index < 10; index++) {
      const { entry } = generate({ task: 'sudoku', seed: 3, index });
      const puzzle = (entry.metadata.puzzle as number[][]).flat();
      const solutions = solveSudoku(puzzle, 2, budget());
      assert.deepEqual(solutions, [(entry.metadata.solution as number[][]).flat()]);
      assert.equal(puzzle.filter((d) => d === 0).length, entry.metadata.num_empty);
    }
  });
  it('finds no solution of a board that breaks the rules', () => {
    assert.deepEqual(solveSudoku([1, 1, ...new Array<number>(79).fill(0)], 1, budget()), []);
  });
  it('stops at its budget', () => {
    const empty = new Array<number>(81).fill(0);
    assert.throws(() => solveSudoku(empty, 1_000_000, createBudget(1_000)), StepLimitError);
  });
});

describe('houses', () => {
  it('counts what is left open', () => {
    // Two attributes of three values, nothing said: 3! ways each.
    assert.equal(solveHouses(3, 2, [], 100, budget()).length, 36);
    // Values 0-2 and 3-5; 0 directly left of 1 leaves two rows of the first attribute.
    assert.equal(solveHouses(3, 1, [{ kind: 'next', a: 0, b: 1 }], 100, budget()).length, 2);
    assert.equal(solveHouses(3, 1, [{ kind: 'before', a: 0, b: 1 }], 100, budget()).length, 3);
    assert.equal(solveHouses(3, 1, [{ kind: 'beside', a: 0, b: 1 }], 100, budget()).length, 4);
    assert.equal(solveHouses(3, 2, [{ kind: 'same', a: 0, b: 3 }], 100, budget()).length, 12);
  });
});

describe('formulas', () => {
  it('finds the prime implicates', () => {
    const variables = ['P', 'Q', 'R'];
    const tables = ['P → Q', 'Q → R'].map((text) => {
      const read = readFormula(text, variables);
      assert.ok('formula' in read);
      return tableOf(read.formula, variables, budget());
    });
    assert.deepEqual(primeImplicates(conjunction(tables), 3, budget()), [
      [-1, 1, 0],
      [-1, 0, 1],
      [0, -1, 1],
    ]);
  });
});

describe('number laws', () => {
  it('predicts only what is overdetermined', () => {
    const next = (terms: number[]) => simplerLaws(terms).map(({ n, d }) => Number(n) / Number(d));
    assert.deepEqual(next([1, 3, 5, 7]), [9, 9]);
    assert.deepEqual(next([1, 4, 9, 16, 25]), [36]);
    assert.deepEqual(next([1, 1, 2, 3, 5, 8]), [13]);
    assert.deepEqual(next([2, 5, 11, 23]), [47]);
    assert.deepEqual(next([3, 1, 4, 1, 5]), []);
  });
});
