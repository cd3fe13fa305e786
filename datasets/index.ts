/** The public face of the datasets. */
export type { TaskListing } from '../verifiers/logic/index.ts';
export { type PuzzleSample, type PuzzleStream, puzzles, puzzleTasks } from './puzzles.ts';
