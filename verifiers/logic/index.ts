/** The public face of the logic room. */

export { createRng, type Rng, streamSeed } from '../random.ts';
export {
  catalogue,
  type Generated,
  generate,
  type Split,
  splitOf,
  splits,
  type TaskListing,
} from './generate.ts';
export type { Attribute, Draft, Entry, Judging, LogicTask, Mode } from './task.ts';
export type { ArcPuzzle } from './tasks/arc/arc_agi.ts';
export { taskByName, tasks } from './tasks/index.ts';
export { LogicOptions, LogicReference, logic } from './verifier.ts';
