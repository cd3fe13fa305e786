/**
 * The text that is evaluated inside an isolate. The functions of guest/ are written as TypeScript
 * modules and checked as such, but each uses nothing outside itself except its arguments, so its
 * own text is the program: `Function.prototype.toString` gives it with the types already gone.
 */
import { makeDescriptorCalls } from './guest/descriptors.ts';
import { makeFiles } from './guest/files.ts';
import { type MachineDeps, makeMachine } from './guest/machine.ts';
import { makeMemory } from './guest/memory.ts';
import { makePathCalls } from './guest/paths.ts';
import { makeSnapshots } from './guest/snapshots.ts';
import { makeStructures } from './guest/structures.ts';
import { makeStubs } from './guest/stubs.ts';
import { makeTime } from './guest/time.ts';
import { makeTree } from './guest/tree.ts';
import { makeWorld } from './guest/world.ts';

/** What a machine is built of (guest/machine.ts). */
export const guestParts: MachineDeps = {
  makeDescriptorCalls,
  makeFiles,
  makeMemory,
  makePathCalls,
  makeSnapshots,
  makeStructures,
  makeStubs,
  makeTime,
  makeTree,
  makeWorld,
};

/** A script whose value is a function from MachineParts to a machine (guest/machine.ts). */
export function guestSource(): string {
  const table = Object.entries(guestParts).map(([name, make]) => `${name}: ${make.toString()}`);
  return `(parts) => (${makeMachine.toString()})(parts, {${table.join(',\n')}})`;
}
