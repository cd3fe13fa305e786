/** The table of tasks: a new task is one new file and one line here. */
import type { LogicTask } from '../task.ts';
import { baseConversion } from './algorithmic/base_conversion.ts';
import { graphColor } from './algorithmic/graph_color.ts';
import { wordLadder } from './algorithmic/word_ladder.ts';
import { basicArithmetic } from './arithmetic/basic_arithmetic.ts';
import { numberSequence } from './cognition/number_sequence.ts';
import { countdown } from './games/countdown.ts';
import { sudoku } from './games/sudoku.ts';
import { towerOfHanoi } from './games/tower_of_hanoi.ts';
import { shortestPath } from './graphs/shortest_path.ts';
import { knightsKnaves } from './logic/knights_knaves.ts';
import { propositionalLogic } from './logic/propositional_logic.ts';
import { zebraPuzzles } from './logic/zebra_puzzles.ts';

export const tasks: readonly LogicTask[] = [
  baseConversion,
  graphColor,
  wordLadder,
  basicArithmetic,
  numberSequence,
  countdown,
  sudoku,
  towerOfHanoi,
  shortestPath,
  knightsKnaves,
  propositionalLogic,
  zebraPuzzles,
];

export const taskByName: ReadonlyMap<string, LogicTask> = new Map(
  tasks.map((task) => [task.name, task]),
);
