/** The public face of the logic room. */
export { catalogue, type Generated, generate, type TaskListing } from './generate.ts';
export { createRng, type Rng, streamSeed } from './rng.ts';
export type { Attribute, Draft, Entry, Judging, LogicTask, Mode } from './task.ts';
export { taskByName, tasks } from './tasks/index.ts';
export { LogicOptions, LogicReference, logic } from './verifier.ts';
