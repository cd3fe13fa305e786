/**
 * The text that is evaluated inside an isolate. The functions of guest/ are written as TypeScript
 * modules and checked as such, but each uses nothing outside itself except its arguments, so its
 * own text is the program: `Function.prototype.toString` gives it with the types already gone.
 */
import { makeFiles } from './guest/files.ts';
import { makeMachine } from './guest/machine.ts';
import { makeMemory } from './guest/memory.ts';
import { makeStubs } from './guest/stubs.ts';
import { makeSyscalls } from './guest/syscalls.ts';
import { makeTime } from './guest/time.ts';

/** A script whose value is a function from MachineParts to a machine. */
export function guestSource(): string {
  const parts = { makeFiles, makeMemory, makeTime, makeSyscalls, makeStubs };
  const table = Object.entries(parts).map(([name, make]) => `${name}: ${make.toString()}`);
  return `(parts) => (${makeMachine.toString()})(parts, {${table.join(',\n')}})`;
}
