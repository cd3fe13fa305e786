/** The public face of the datasets. */
export {
  type ArcPuzzle,
  type Split,
  splitOf,
  splits,
  type TaskListing,
} from '../verifiers/logic/index.ts';
export { readArc } from './arc.ts';
export {
  type Curriculum,
  type CurriculumOptions,
  type CurriculumState,
  createCurriculum,
  reportReward,
  topLevel,
} from './curriculum.ts';
export {
  type FormatChoice,
  formatReader,
  formats,
  type Recast,
  readMapping,
} from './formats/index.ts';
export { type Group, groupOf, type Majority, majorityOf } from './groups.ts';
export { DatasetError, type Fault, type InputRow } from './io/fault.ts';
export { openRows } from './io/rows.ts';
export { openWriter, type RowWriter } from './io/writer.ts';
export { type Hints, type Meaning, meaningOf } from './meaning.ts';
export {
  type Mixture,
  type MixturePart,
  mixed,
  mixture,
} from './mixture.ts';
export {
  type Drawing,
  type PuzzleSample,
  type PuzzleSource,
  type PuzzleStream,
  puzzleNames,
  puzzles,
  puzzleTasks,
} from './puzzles.ts';
