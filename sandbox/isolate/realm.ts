/**
 * Theory of operation. A realm is one V8 isolate (isolated-vm), a copy of a furnished snapshot,
 * in which one program is loaded and driven. The host holds references to the prelude's functions; the
 * candidate holds none to the host. Every entry into the isolate has a time-out; text that comes
 * out is copied, never shared. Entries are synchronous: the process serves one job at a time and is
 * watched from outside.
 *
 * Covers: no process, require, network or file system; time in JavaScript code; heap size.
 * Does not cover: loops inside V8's own functions and memory outside the heap. Those are stopped by
 * the worker's outer clock and memory limit (worker/).
 */
import ivm from 'isolated-vm';
import type { Files, Limits } from '../contract.ts';
import { modules } from './modules.ts';
import { type Furnishing, furniture, snapshots } from './snapshot.ts';

/** What the prelude reports of a case. */
export interface CaseState {
  readonly kind: 'pending' | 'done' | 'failed';
  readonly value?: string;
  readonly error?: string;
  readonly exit?: number | null;
  readonly stdout?: string;
  readonly stderr?: string;
}

/** An ES module whose evaluation may go on: by promise. */
export interface Evaluated {
  readonly exports: ivm.Reference;
  readonly evaluation: ivm.Reference;
}

/** How an entry into the isolate ended when it did not return. */
export type Interruption = 'time_limit' | 'memory_limit' | 'output_limit';

export class InterruptedError extends Error {
  readonly interruption: Interruption;
  constructor(interruption: Interruption) {
    super(interruption);
    this.interruption = interruption;
  }
}

export class Realm implements Disposable {
  readonly #isolate: ivm.Isolate;
  readonly #context: ivm.Context;
  readonly #api: ivm.Reference;
  readonly #apart: ivm.Reference;
  readonly #functions = new Map<string, ivm.Reference>();
  readonly #memoryBytes: number;
  #flooded = false;

  /** Makes an isolate with nothing of a program in it yet. */
  constructor(limits: Pick<Limits, 'memoryMb' | 'outputBytes'>, furnishing: Furnishing) {
    const memoryLimit = Math.max(16, limits.memoryMb);
    this.#memoryBytes = memoryLimit * 2 ** 20;
    this.#isolate = new ivm.Isolate({
      snapshot: snapshots[furnishing],
      memoryLimit,
      // The heap is in an unknown state: only the end of the process is safe.
      onCatastrophicError: () => process.kill(process.pid, 'SIGKILL'),
    });
    this.#context = this.#isolate.createContextSync();
    const { global } = this.#context;
    const own = property(global, furniture);
    global.deleteSync(furniture);
    this.#api = property(own, 'api');
    this.#apart = property(own, 'apart');
    const onFlood = new ivm.Callback(() => {
      this.#flooded = true;
    });
    this.#own('open').applySync(undefined, [onFlood, limits.outputBytes]);
  }

  /** A function or object of the prelude. */
  #own(name: string): ivm.Reference {
    const known = this.#functions.get(name) ?? property(this.#api, name);
    this.#functions.set(name, known);
    return known;
  }

  /** Compiles and runs a script in the realm; its value by reference. */
  script(source: string, ms: number): ivm.Reference {
    const script = this.#isolate.compileScriptSync(source, { filename: 'solution.js' });
    return this.#entered(() =>
      script.runSync(this.#context, { timeout: whole(ms), reference: true }),
    );
  }

  /** Evaluates an ES module, and those that it imports. */
  module(source: string, files: Files, ms: number): Evaluated {
    const graph = modules(this.#isolate, files, (name) =>
      String(this.#apply('exportsOf', [name], ms)),
    );
    const module = graph.main(source);
    module.instantiateSync(this.#context, graph.resolve);
    const evaluation = this.#entered(() =>
      module.evaluateSync({ timeout: whole(ms), reference: true }),
    ) as ivm.Reference;
    return { exports: module.namespace as ivm.Reference, evaluation };
  }

  /** Why the text does not compile as a script; null when it does. */
  syntaxError(source: string): Error | null {
    try {
      this.#isolate.compileScriptSync(source, { filename: 'solution.js' });
      return null;
    } catch (error) {
      return error as Error;
    }
  }

  /** Calls a function of the prelude. References are passed as what they refer to. */
  invoke(name: string, args: readonly unknown[], ms: number): CaseState {
    const text = this.#apply(name, args, ms);
    return typeof text === 'string' ? (JSON.parse(text) as CaseState) : { kind: 'done' };
  }

  /** What a main program is given, before it asks. */
  given(stdin: string, args: readonly string[], files: Files, ms: number): void {
    this.#apply('given', [stdin, JSON.stringify(args), JSON.stringify(files)], ms);
  }

  /** Calls the function under test with each of these argument lists; see `calls` of the prelude. */
  calls(
    found: ivm.Reference,
    fn: string,
    args: readonly string[],
    ms: number,
  ): readonly CaseState[] {
    return JSON.parse(String(this.#apply('calls', [found, fn, JSON.stringify(args)], ms)));
  }

  #apply(name: string, args: readonly unknown[], ms: number): unknown {
    return this.apply(this.#own(name), args, ms);
  }

  /** Calls a function of the realm; its result by value. */
  apply(target: ivm.Reference, args: readonly unknown[], ms: number): unknown {
    return this.#entered(() =>
      target.applySync(undefined, args.map(passed), { timeout: whole(ms), result: { copy: true } }),
    );
  }

  /** The same; its result by reference. */
  result(target: ivm.Reference, args: readonly unknown[], ms: number): ivm.Reference {
    return this.#entered(() =>
      target.applySync(undefined, args.map(passed), {
        timeout: whole(ms),
        result: { reference: true },
      }),
    );
  }

  /** A function of one of the two sides of guest/apart/, or of the prelude. */
  part(side: 'program' | 'body' | 'api', name: string): ivm.Reference {
    return side === 'api' ? this.#own(name) : property(property(this.#apart, side), name);
  }

  /** What a test body gets: require, and a console whose assert throws. */
  tools(ms: number): readonly ivm.Reference[] {
    const made = this.result(this.#own('node'), [], ms);
    return ['require', 'loud'].map((name) => property(made, name));
  }

  #entered<T>(enter: () => T): T {
    let value: T;
    try {
      value = enter();
    } catch (error) {
      const message = String((error as Error | undefined)?.message);
      if (this.#flooded) throw new InterruptedError('output_limit');
      if (message === 'Script execution timed out.') {
        throw new InterruptedError(this.#full() ? 'memory_limit' : 'time_limit');
      }
      if (/^Isolate was disposed|^Isolate is (already )?disposed/.test(message)) {
        throw new InterruptedError('memory_limit');
      }
      throw error;
    }
    if (this.#flooded) throw new InterruptedError('output_limit');
    return value;
  }

  /** V8 can spend all the time there is on collecting garbage before it gives a full heap up. */
  #full(): boolean {
    const { used_heap_size, externally_allocated_size } = this.#isolate.getHeapStatisticsSync();
    return used_heap_size + externally_allocated_size >= 0.9 * this.#memoryBytes;
  }

  [Symbol.dispose](): void {
    try {
      this.#isolate.dispose();
    } catch {
      // already disposed by its own memory limit
    }
  }
}

/** A property of what a reference refers to, by reference. */
export function property(of: ivm.Reference, name: string): ivm.Reference {
  const object = of as ivm.Reference<Record<string, unknown>>;
  return object.getSync(name, { reference: true });
}

const passed = (value: unknown) => (value instanceof ivm.Reference ? value.derefInto() : value);
const whole = (ms: number) => Math.max(1, Math.ceil(ms));
