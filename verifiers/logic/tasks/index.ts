/** The table of tasks: a new task is one new file and one line here. */
import type { LogicTask } from '../task.ts';
import { complexArithmetic } from './algebra/complex_arithmetic.ts';
import { intermediateIntegration } from './algebra/intermediate_integration.ts';
import { polynomialEquations } from './algebra/polynomial_equations.ts';
import { polynomialMultiplication } from './algebra/polynomial_multiplication.ts';
import { simpleEquations } from './algebra/simple_equations.ts';
import { simpleIntegration } from './algebra/simple_integration.ts';
import { ab } from './algorithmic/ab.ts';
import { baseConversion } from './algorithmic/base_conversion.ts';
import { binaryAlternation } from './algorithmic/binary_alternation.ts';
import { binaryMatrix } from './algorithmic/binary_matrix.ts';
import { caesarCipher } from './algorithmic/caesar_cipher.ts';
import { countPrimes } from './algorithmic/count_primes.ts';
import { cryptarithm } from './algorithmic/cryptarithm.ts';
import { dyckLanguage } from './algorithmic/dyck_language.ts';
import { gameOfLife } from './algorithmic/game_of_life.ts';
import { gameOfLifeHalting } from './algorithmic/game_of_life_halting.ts';
import { graphColor } from './algorithmic/graph_color.ts';
import { groupAnagrams } from './algorithmic/group_anagrams.ts';
import { isomorphicStrings } from './algorithmic/isomorphic_strings.ts';
import { jugs } from './algorithmic/jugs.ts';
import { letterCounting } from './algorithmic/letter_counting.ts';
import { letterJumble } from './algorithmic/letter_jumble.ts';
import { manipulateMatrix } from './algorithmic/manipulate_matrix.ts';
import { numberFiltering } from './algorithmic/number_filtering.ts';
import { numberSorting } from './algorithmic/number_sorting.ts';
import { palindromeGeneration } from './algorithmic/palindrome_generation.ts';
import { palindromePartitioning } from './algorithmic/palindrome_partitioning.ts';
import { poolMatrix } from './algorithmic/pool_matrix.ts';
import { ransomNote } from './algorithmic/ransom_note.ts';
import { rotateMatrix } from './algorithmic/rotate_matrix.ts';
import { rottenOranges } from './algorithmic/rotten_oranges.ts';
import { sentenceReordering } from './algorithmic/sentence_reordering.ts';
import { spellBackward } from './algorithmic/spell_backward.ts';
import { spiralMatrix } from './algorithmic/spiral_matrix.ts';
import { stringInsertion } from './algorithmic/string_insertion.ts';
import { stringManipulation } from './algorithmic/string_manipulation.ts';
import { stringSplitting } from './algorithmic/string_splitting.ts';
import { stringSynthesis } from './algorithmic/string_synthesis.ts';
import { wordLadder } from './algorithmic/word_ladder.ts';
import { wordSequenceReversal } from './algorithmic/word_sequence_reversal.ts';
import { wordSorting } from './algorithmic/word_sorting.ts';
import { arc1d } from './arc/arc_1d.ts';
import { arcAgi } from './arc/arc_agi.ts';
import { rearc } from './arc/rearc.ts';
import { basicArithmetic } from './arithmetic/basic_arithmetic.ts';
import { bitwiseArithmetic } from './arithmetic/bitwise_arithmetic.ts';
import { calendarArithmetic } from './arithmetic/calendar_arithmetic.ts';
import { chainSum } from './arithmetic/chain_sum.ts';
import { countBits } from './arithmetic/count_bits.ts';
import { decimalArithmetic } from './arithmetic/decimal_arithmetic.ts';
import { decimalChainSum } from './arithmetic/decimal_chain_sum.ts';
import { dice } from './arithmetic/dice.ts';
import { fractionSimplification } from './arithmetic/fraction_simplification.ts';
import { gcd } from './arithmetic/gcd.ts';
import { gsmSymbolic } from './arithmetic/gsm_symbolic.ts';
import { lcm } from './arithmetic/lcm.ts';
import { legCounting } from './arithmetic/leg_counting.ts';
import { numberFormat } from './arithmetic/number_format.ts';
import { powerFunction } from './arithmetic/power_function.ts';
import { primeFactorization } from './arithmetic/prime_factorization.ts';
import { products } from './arithmetic/products.ts';
import { timeIntervals } from './arithmetic/time_intervals.ts';
import { bf } from './code/bf.ts';
import { codeio } from './code/codeio.ts';
import { colorCubeRotation } from './cognition/color_cube_rotation.ts';
import { figletFont } from './cognition/figlet_font.ts';
import { moduloGrid } from './cognition/modulo_grid.ts';
import { needleHaystack } from './cognition/needle_haystack.ts';
import { numberSequence } from './cognition/number_sequence.ts';
import { rectangleCount } from './cognition/rectangle_count.ts';
import { rubiksCube } from './cognition/rubiks_cube.ts';
import { binario } from './games/binario.ts';
import { boxnet } from './games/boxnet.ts';
import { countdown } from './games/countdown.ts';
import { emojiMystery } from './games/emoji_mystery.ts';
import { futoshiki } from './games/futoshiki.ts';
import { hitori } from './games/hitori.ts';
import { kakurasu } from './games/kakurasu.ts';
import { knightSwap } from './games/knight_swap.ts';
import { lightUp } from './games/light_up.ts';
import { magicSquare } from './games/magic_square.ts';
import { mahjongPuzzle } from './games/mahjong_puzzle.ts';
import { maze } from './games/maze.ts';
import { minesweeper } from './games/minesweeper.ts';
import { miniSudoku } from './games/mini_sudoku.ts';
import { nQueens } from './games/n_queens.ts';
import { numbrix } from './games/numbrix.ts';
import { puzzle24 } from './games/puzzle24.ts';
import { rushHour } from './games/rush_hour.ts';
import { skyscraper } from './games/skyscraper.ts';
import { slidingPuzzle } from './games/sliding_puzzle.ts';
import { sokoban } from './games/sokoban.ts';
import { starBattle } from './games/star_battle.ts';
import { sudoku } from './games/sudoku.ts';
import { survo } from './games/survo.ts';
import { towerOfHanoi } from './games/tower_of_hanoi.ts';
import { tsumego } from './games/tsumego.ts';
import { advancedGeometry } from './geometry/advanced_geometry.ts';
import { simpleGeometry } from './geometry/simple_geometry.ts';
import { courseSchedule } from './graphs/course_schedule.ts';
import { familyRelationships } from './graphs/family_relationships.ts';
import { hamiltonianPath } from './graphs/hamiltonian_path.ts';
import { largestIsland } from './graphs/largest_island.ts';
import { pathStar } from './graphs/path_star.ts';
import { quantumLock } from './graphs/quantum_lock.ts';
import { shortestPath } from './graphs/shortest_path.ts';
import { acre } from './induction/acre.ts';
import { listFunctions } from './induction/list_functions.ts';
import { aiw } from './logic/aiw.ts';
import { booleanExpressions } from './logic/boolean_expressions.ts';
import { circuitLogic } from './logic/circuit_logic.ts';
import { knightsKnaves } from './logic/knights_knaves.ts';
import { propositionalLogic } from './logic/propositional_logic.ts';
import { selfReference } from './logic/self_reference.ts';
import { syllogism } from './logic/syllogism.ts';
import { webOfLies } from './logic/web_of_lies.ts';
import { zebraGrid } from './logic/zebra_grid.ts';
import { zebraPuzzles } from './logic/zebra_puzzles.ts';
import { coinFlip } from './probability/coin_flip.ts';

export const tasks: readonly LogicTask[] = [
  complexArithmetic,
  intermediateIntegration,
  polynomialEquations,
  polynomialMultiplication,
  simpleEquations,
  simpleIntegration,
  ab,
  baseConversion,
  binaryAlternation,
  binaryMatrix,
  caesarCipher,
  countPrimes,
  cryptarithm,
  dyckLanguage,
  gameOfLife,
  gameOfLifeHalting,
  graphColor,
  groupAnagrams,
  isomorphicStrings,
  jugs,
  letterCounting,
  letterJumble,
  manipulateMatrix,
  numberFiltering,
  numberSorting,
  palindromeGeneration,
  palindromePartitioning,
  poolMatrix,
  ransomNote,
  rotateMatrix,
  rottenOranges,
  sentenceReordering,
  spellBackward,
  spiralMatrix,
  stringInsertion,
  stringManipulation,
  stringSplitting,
  stringSynthesis,
  wordLadder,
  wordSequenceReversal,
  wordSorting,
  arc1d,
  arcAgi,
  rearc,
  basicArithmetic,
  bitwiseArithmetic,
  calendarArithmetic,
  chainSum,
  countBits,
  decimalArithmetic,
  decimalChainSum,
  dice,
  fractionSimplification,
  gcd,
  gsmSymbolic,
  lcm,
  legCounting,
  numberFormat,
  powerFunction,
  primeFactorization,
  products,
  timeIntervals,
  bf,
  codeio,
  colorCubeRotation,
  figletFont,
  moduloGrid,
  needleHaystack,
  numberSequence,
  rectangleCount,
  rubiksCube,
  binario,
  boxnet,
  countdown,
  emojiMystery,
  futoshiki,
  hitori,
  kakurasu,
  knightSwap,
  lightUp,
  magicSquare,
  mahjongPuzzle,
  maze,
  minesweeper,
  miniSudoku,
  nQueens,
  numbrix,
  puzzle24,
  rushHour,
  skyscraper,
  slidingPuzzle,
  sokoban,
  starBattle,
  sudoku,
  survo,
  towerOfHanoi,
  tsumego,
  advancedGeometry,
  simpleGeometry,
  courseSchedule,
  familyRelationships,
  hamiltonianPath,
  largestIsland,
  pathStar,
  quantumLock,
  shortestPath,
  acre,
  listFunctions,
  aiw,
  booleanExpressions,
  circuitLogic,
  knightsKnaves,
  propositionalLogic,
  selfReference,
  syllogism,
  webOfLies,
  zebraGrid,
  zebraPuzzles,
  coinFlip,
];

export const taskByName: ReadonlyMap<string, LogicTask> = new Map(
  tasks.map((task) => [task.name, task]),
);
