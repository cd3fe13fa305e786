/**
 * Theory of operation. A realm is one V8 isolate (isolated-vm) furnished by prelude.js, in which
 * one program is loaded and driven. The host holds references to the prelude's functions; the
 * candidate holds none to the host. Every entry into the isolate has a time-out; text that comes
 * out is copied, never shared.
 *
 * Covers: no process, require, network or file system; time in JavaScript code; heap size.
 * Does not cover: loops inside V8's own functions and memory outside the heap. Those are stopped by
 * the worker's outer clock and memory limit (worker/).
 */
import { readFileSync } from 'node:fs';
import ivm from 'isolated-vm';
import { maxValueBytes, maxValueDepth } from '../codec.ts';
import type { Limits } from '../contract.ts';

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');
const preludeSource = read('./prelude.js');
const nodeSource = read('./node.js');

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
  readonly context: ivm.Context;
  readonly #api: ReadonlyMap<string, ivm.Reference>;
  readonly #flood: { seen: boolean };

  private constructor(
    isolate: ivm.Isolate,
    context: ivm.Context,
    api: ReadonlyMap<string, ivm.Reference>,
    flood: { seen: boolean },
  ) {
    this.#isolate = isolate;
    this.context = context;
    this.#api = api;
    this.#flood = flood;
  }

  /** Makes an isolate with nothing of a program in it yet. */
  static async open(limits: Pick<Limits, 'memoryMb' | 'outputBytes'>): Promise<Realm> {
    const isolate = new ivm.Isolate({
      memoryLimit: Math.max(16, limits.memoryMb),
      // The heap is in an unknown state: only the end of the process is safe.
      onCatastrophicError: () => process.kill(process.pid, 'SIGKILL'),
    });
    const context = await isolate.createContext();
    const flood = { seen: false };
    const stop = new ivm.Callback(
      () => {
        flood.seen = true;
        isolate.dispose();
      },
      { ignored: true },
    );
    const furnish = await (await isolate.compileScript(preludeSource)).run(context, {
      reference: true,
    });
    const api = await furnish.apply(
      undefined,
      [stop, limits.outputBytes, maxValueBytes, maxValueDepth],
      { result: { reference: true } },
    );
    const names = ['begin', 'bind', 'expose', 'call', 'keep', 'body', 'poll', 'output', 'host'];
    const entries = names.map((name) => [name, property(api, name)] as const);
    return new Realm(isolate, context, new Map(entries), flood);
  }

  /** Compiles and runs a script in the realm; its value by reference. */
  async script(source: string, ms: number): Promise<ivm.Reference> {
    const script = await this.#isolate.compileScript(source, { filename: 'solution.js' });
    return this.#entered(() => script.run(this.context, { timeout: whole(ms), reference: true }));
  }

  /** Evaluates an ES module that imports nothing; its name space by reference. */
  async module(source: string, ms: number): Promise<ivm.Reference> {
    const module = await this.#isolate.compileModule(source, { filename: 'solution.mjs' });
    await module.instantiate(this.context, (specifier) => {
      throw new Error(`Cannot find module '${specifier}'`);
    });
    await this.#entered(() => module.evaluate({ timeout: whole(ms) }));
    return module.namespace as ivm.Reference;
  }

  /** Whether the text compiles as a script; a SyntaxError otherwise. */
  async syntaxError(source: string): Promise<Error | null> {
    try {
      await this.#isolate.compileScript(source, { filename: 'solution.js' });
      return null;
    } catch (error) {
      return error as Error;
    }
  }

  /** Calls a function of the prelude. References are passed as what they refer to. */
  async invoke(name: string, args: readonly unknown[], ms: number): Promise<CaseState> {
    const target = this.#api.get(name) as ivm.Reference;
    const text = await this.#entered(() =>
      target.apply(undefined, args.map(passed), { timeout: whole(ms), result: { copy: true } }),
    );
    return typeof text === 'string' ? (JSON.parse(text) as CaseState) : { kind: 'done' };
  }

  /** The arguments of a CommonJS wrapper: require, process, and a console whose assert throws. */
  async node(stdin: string, ms: number): Promise<readonly ivm.Reference[]> {
    const make = await this.script(nodeSource, ms);
    const host = this.#api.get('host') as ivm.Reference;
    const made = await this.#entered(() =>
      make.apply(undefined, [host.derefInto(), stdin], {
        timeout: whole(ms),
        result: { reference: true },
      }),
    );
    return ['require', 'process', 'loud'].map((name) => property(made, name));
  }

  async #entered<T>(enter: () => Promise<T>): Promise<T> {
    try {
      return await enter();
    } catch (error) {
      const message = String((error as Error | undefined)?.message);
      if (this.#flood.seen) throw new InterruptedError('output_limit');
      if (message === 'Script execution timed out.') throw new InterruptedError('time_limit');
      if (/^Isolate was disposed|^Isolate is (already )?disposed/.test(message)) {
        throw new InterruptedError('memory_limit');
      }
      throw error;
    }
  }

  [Symbol.dispose](): void {
    try {
      this.#isolate.dispose();
    } catch {
      // already disposed by its own memory limit or flood
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
