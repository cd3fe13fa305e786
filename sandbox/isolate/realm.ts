/**
 * Theory of operation. A realm is one V8 isolate (isolated-vm), a copy of the furnished snapshot,
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
import type { Limits } from '../contract.ts';
import { furniture, snapshot } from './snapshot.ts';

/** What the prelude reports of a case. */
export interface CaseState {
  readonly kind: 'pending' | 'done' | 'failed';
  readonly value?: string;
  readonly error?: string;
  readonly exit?: number | null;
  readonly stdout?: string;
  readonly stderr?: string;
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
  readonly #node: ivm.Reference;
  readonly #apart: ivm.Reference;
  readonly #functions = new Map<string, ivm.Reference>();
  #flooded = false;

  /** Makes an isolate with nothing of a program in it yet. */
  constructor(limits: Pick<Limits, 'memoryMb' | 'outputBytes'>) {
    this.#isolate = new ivm.Isolate({
      snapshot,
      memoryLimit: Math.max(16, limits.memoryMb),
      // The heap is in an unknown state: only the end of the process is safe.
      onCatastrophicError: () => process.kill(process.pid, 'SIGKILL'),
    });
    this.#context = this.#isolate.createContextSync();
    const { global } = this.#context;
    const own = property(global, furniture);
    global.deleteSync(furniture);
    this.#api = property(own, 'api');
    this.#node = property(own, 'node');
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

  /** Evaluates an ES module that imports nothing; its name space by reference. */
  module(source: string, ms: number): ivm.Reference {
    const module = this.#isolate.compileModuleSync(source, { filename: 'solution.mjs' });
    module.instantiateSync(this.#context, (specifier) => {
      throw new Error(`Cannot find module '${specifier}'`);
    });
    this.#entered(() => module.evaluateSync({ timeout: whole(ms) }));
    return module.namespace as ivm.Reference;
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

  /** A function of one of the two sides of apart.js, or of the prelude. */
  part(side: 'program' | 'body' | 'api', name: string): ivm.Reference {
    return side === 'api' ? this.#own(name) : property(property(this.#apart, side), name);
  }

  /** The arguments of a CommonJS wrapper: require, process, and a console whose assert throws. */
  node(stdin: string, ms: number): readonly ivm.Reference[] {
    const host = this.#own('host');
    const made = this.#entered(() =>
      this.#node.applySync(undefined, [host.derefInto(), stdin], {
        timeout: whole(ms),
        result: { reference: true },
      }),
    );
    return ['require', 'process', 'loud'].map((name) => property(made, name));
  }

  #entered<T>(enter: () => T): T {
    let value: T;
    try {
      value = enter();
    } catch (error) {
      const message = String((error as Error | undefined)?.message);
      if (this.#flooded) throw new InterruptedError('output_limit');
      if (message === 'Script execution timed out.') throw new InterruptedError('time_limit');
      if (/^Isolate was disposed|^Isolate is (already )?disposed/.test(message)) {
        throw new InterruptedError('memory_limit');
      }
      throw error;
    }
    if (this.#flooded) throw new InterruptedError('output_limit');
    return value;
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
