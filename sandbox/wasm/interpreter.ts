/**
 * Theory of operation. One isolate with one CPython in it, seen from the worker process. Calls are
 * synchronous with a soft timeout. The isolate of a program holds no callback or reference of ours:
 * data is copied in, and a plain structure is copied out. That of a test body has one, to ask.
 *
 * Covers: soft time limit, the isolate's own heap. Does not cover: a V8 that does not stop; the
 * host kills the process.
 */
import ivm from 'isolated-vm';
import type { MachineParts, TurnOutput } from './guest/machine.ts';
import type { MemoryImage } from './guest/snapshots.ts';
import type { Ask, TurnInput } from './guest/world.ts';
import { guestSource } from './source.ts';

/** JavaScript heap and buffers of an isolate, MiB; the interpreter's own memory is apart. */
const isolateMb = 512;

export type Turn =
  | ({ readonly kind: 'ended' } & TurnOutput)
  | { readonly kind: 'timeout' }
  /** The isolate is gone, by its own memory limit. */
  | { readonly kind: 'lost'; readonly message: string };

export interface Interpreter {
  /** Lets the driver do one thing. @param ms soft wall limit. */
  turn(input: TurnInput, ms: number, ask?: Ask): Turn;
  /** Back to the state of the image. */
  reset(): void;
  dispose(): void;
}

const source = guestSource();
const copied = (value: unknown) => new ivm.ExternalCopy(value).copyInto();
const callback = (ask: Ask) =>
  new ivm.Callback((question: Uint8Array) => copied(ask(question)), { sync: true });

function machineIn(parts: MachineParts) {
  const isolate = new ivm.Isolate({
    memoryLimit: isolateMb,
    onCatastrophicError: () => process.abort(), // the host reads it as the program's doing
  });
  const context = isolate.createContextSync();
  const make = context.evalSync(source, { reference: true });
  const machine = make.applySync(undefined, [copied(parts)], {
    result: { reference: true },
  }) as ivm.Reference<Record<string, unknown>>;
  const method = (name: string) => machine.getSync(name, { reference: true });
  return { isolate, method };
}

/** A fresh interpreter, ready for its first turn. */
export function openInterpreter(parts: MachineParts): Interpreter {
  const { isolate, method } = machineIn(parts);
  const turn = method('turn');
  const restore = method('restore');
  restore.applySync(undefined, [true]);
  return {
    turn(input, ms, ask) {
      try {
        const output = turn.applySync(undefined, [copied(input), ...(ask ? [callback(ask)] : [])], {
          timeout: Math.max(1, Math.ceil(ms)),
          result: { copy: true },
        }) as TurnOutput;
        return { kind: 'ended', ...output };
      } catch (error) {
        const { message } = error as Error;
        if (/timed out/.test(message)) return { kind: 'timeout' };
        return { kind: 'lost', message };
      }
    },
    reset: () => restore.applySync(undefined, [false]),
    dispose: () => {
      if (!isolate.isDisposed) isolate.dispose();
    },
  };
}

/** Starts CPython from nothing, runs `text` in it and returns the image of what it became. */
export function makeImage(parts: MachineParts, text: string): MemoryImage {
  const { isolate, method } = machineIn(parts);
  try {
    const start = method('start');
    const output = start.applySync(undefined, [text], { result: { copy: true } }) as TurnOutput;
    if (output.end !== 'returned' || output.exitCode !== 0) {
      const said = Buffer.from(output.stderr).toString();
      throw new Error(`Expected CPython to start, got ${output.end} ${output.message}: ${said}`);
    }
    const image = method('image');
    return image.applySync(undefined, [], { result: { copy: true } }) as MemoryImage;
  } finally {
    isolate.dispose();
  }
}
