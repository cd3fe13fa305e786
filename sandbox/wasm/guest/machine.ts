/**
 * Theory of operation. One CPython, compiled to WebAssembly by the Pyodide project, in one isolate.
 * The module is given only the imports made here: system calls answered in memory, clocks, and
 * stubs. None of Pyodide's bridge to JavaScript is present, so Python code cannot reach an object
 * of the isolate. All of the interpreter's state is its linear memory and its stack pointer: they
 * are copied to an image and back, which makes a fresh interpreter without starting one.
 * Self-contained: see source.ts.
 *
 * Covers: output, heap and file caps, exit codes, traps. Does not cover: time (the host's timeout
 * on the call, and behind it SIGKILL).
 */
import type { Files } from './files.ts';
import type { LinearMemory, Memory } from './memory.ts';
import type { World } from './paths.ts';
import type { MemoryImage, makeSnapshots } from './snapshots.ts';
import type { Structures } from './structures.ts';
import type { Tree, TreeCaps } from './tree.ts';
import type { Ask, makeWorld, TurnInput } from './world.ts';

export interface MachineParts {
  /** The compiled CPython (a WebAssembly.Module). */
  readonly module: object;
  /** CPython's own helper module for calling C functions of any arity, bytes. */
  readonly trampoline: Uint8Array;
  /** The zipped standard library, bytes. */
  readonly stdlib: Uint8Array;
  /** What the interpreter starts from; null to make the first image. */
  readonly image: MemoryImage | null;
}

export interface TurnOutput {
  /** How the turn ended: the driver returned, the process exited, or the machine stopped it. */
  readonly end: 'returned' | 'exited' | 'output_limit' | 'stack_overflow' | 'trap';
  readonly exitCode: number;
  readonly message: string;
  readonly heapRefused: boolean;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  readonly reply: Uint8Array;
}

interface Exports {
  readonly memory: LinearMemory;
  readonly __indirect_function_table: {
    readonly length: number;
    grow(by: number): number;
    set(at: number, value: unknown): void;
    get(at: number): (...args: number[]) => number;
  };
  readonly [name: string]: unknown;
}

interface Wasm {
  Module: { new (bytes: Uint8Array): object; imports(module: object): WasmImport[] };
  Instance: new (module: object, imports: object) => { readonly exports: Exports };
}

interface WasmImport {
  readonly module: string;
  readonly name: string;
  readonly kind: string;
}

type Calls = Record<string, (...args: never[]) => number>;

/** What the machine is built of; source.ts passes it in. */
export interface MachineDeps {
  makeMemory(linear: LinearMemory): Memory;
  makeTree(caps: TreeCaps, now: () => number): Tree;
  makeFiles(tree: Tree): Files;
  makeWorld: typeof makeWorld;
  makeTime(memory: () => Memory): Record<string, unknown>;
  makeStructures(memory: () => Memory): Structures;
  makePathCalls(memory: () => Memory, world: () => World, structures: Structures): Calls;
  makeDescriptorCalls(
    memory: () => Memory,
    world: () => World,
    structures: Structures,
  ): { readonly negative: Calls; readonly positive: Calls };
  makeSnapshots: typeof makeSnapshots;
  makeStubs(): Record<string, unknown>;
}

export function makeMachine(parts: MachineParts, deps: MachineDeps) {
  const wasm = (globalThis as unknown as { WebAssembly: Wasm }).WebAssembly;

  /** Unwinds the interpreter from inside a system call. */
  class Stop {
    readonly end: TurnOutput['end'];
    readonly code: number;
    constructor(end: TurnOutput['end'], code: number) {
      this.end = end;
      this.code = code;
    }
  }

  let memory: Memory;
  let world: ReturnType<typeof makeWorld>;
  let heapRefused = false;
  let lastFault = '';

  function surround(input: TurnInput, ask: Ask | null = null): void {
    heapRefused = false;
    lastFault = '';
    const full = () => {
      throw new Stop('output_limit', 0);
    };
    world = deps.makeWorld(input, { ...deps, stdlib: parts.stdlib, full }, ask);
  }
  const empty: TurnInput = {
    request: new Uint8Array(0),
    stdin: new Uint8Array(0),
    outputBytes: 1 << 20,
    replyBytes: 1 << 20,
    heapBytes: 512 << 20,
    fileBytes: 1 << 20,
  };

  /** Turns file errors into returned numbers; anything else goes on unwinding. */
  function guard(calls: Calls, sign: 1 | -1): Calls {
    const guarded: Calls = {};
    for (const [name, call] of Object.entries(calls)) {
      guarded[name] = (...args) => {
        try {
          return call(...args);
        } catch (error) {
          if (error instanceof world.tree.FileError) return sign * error.errno;
          throw error;
        }
      };
    }
    return guarded;
  }

  const structures = deps.makeStructures(() => memory);
  const onDescriptors = deps.makeDescriptorCalls(
    () => memory,
    () => world,
    structures,
  );
  const onPaths = deps.makePathCalls(
    () => memory,
    () => world,
    structures,
  );

  const imports: Record<string, unknown> = {
    ...deps.makeStubs(),
    ...deps.makeTime(() => memory),
    ...guard(onPaths, -1),
    ...guard({ ...onDescriptors.negative, _mmap_js: map }, -1),
    ...guard(onDescriptors.positive, 1),
    exit(code: number): never {
      throw new Stop('exited', code);
    },
    proc_exit(code: number): never {
      throw new Stop('exited', code);
    },
    _abort_js(): never {
      throw new Stop('trap', 134);
    },
    random_get(at: number, size: number): number {
      world.fillRandom(memory.slice(at, size));
      return 0;
    },
    environ_sizes_get(count: number, size: number): number {
      memory.set32(count, world.environment.length);
      memory.set32(
        size,
        world.environment.reduce((sum, entry) => sum + entry.length + 1, 0),
      );
      return 0;
    },
    environ_get(pointers: number, at: number): number {
      let next = at;
      for (const [i, entry] of world.environment.entries()) {
        memory.set32(pointers + 4 * i, next);
        next += memory.setString(next, entry) + 1;
      }
      return 0;
    },
    emscripten_get_heap_max: () => world.heapBytes,
    emscripten_resize_heap(size: number): number {
      const wanted = size >>> 0;
      const grown = Math.min(world.heapBytes, Math.ceil((wanted + (1 << 20)) / 65536) * 65536);
      if (wanted <= world.heapBytes && memory.grow(grown)) return 1;
      heapRefused = true;
      return 0;
    },
    /** Room for a callback of ctypes, which importing it asks for; calling one is a trap. */
    ffi_closure_alloc_js(size: number, code: number): number {
      const at = call('malloc', size);
      memory.set32(code, 0);
      return at;
    },
    _Py_emscripten_runtime(): number {
      const at = call('malloc', 8);
      memory.setString(at, 'wasm');
      return at;
    },
    __call_sighandler(pointer: number, signal: number): void {
      exports.__indirect_function_table.get(pointer >>> 0)(signal);
    },
  };

  /** mmap of a file: a copy of its bytes. */
  function map(
    length: number,
    _prot: number,
    _flags: number,
    fd: number,
    offset: bigint,
    allocated: number,
    addr: number,
  ): number {
    const { node } = world.files.open(fd);
    if (node.kind !== 'file') return world.tree.fail('NODEV');
    const size = Math.ceil((length >>> 0) / 65536) * 65536;
    const to = call('emscripten_builtin_memalign', 65536, size) >>> 0;
    if (to === 0) return -48; // ENOMEM
    const from = Number(offset);
    memory.slice(to, size).fill(0);
    memory.bytes().set(node.data.subarray(from, Math.min(from + length, node.size)), to);
    memory.set32(allocated, 1);
    memory.set32(addr, to);
    return 0;
  }

  function instantiate(): Exports {
    const table: Record<string, Record<string, unknown>> = {};
    for (const { module, name, kind } of wasm.Module.imports(parts.module)) {
      table[module] ??= {};
      // Addresses of OpenGL functions, which nothing calls.
      if (kind === 'global') table[module][name] = makeGlobal();
      else table[module][name] = imports[name] ?? absent(name);
    }
    return new wasm.Instance(parts.module, table).exports;
  }

  function makeGlobal(): object {
    const { Global } = wasm as unknown as {
      Global: new (type: { value: string; mutable: boolean }, value: number) => object;
    };
    return new Global({ value: 'i32', mutable: true }, 0);
  }

  const absent = (name: string) => (): never => {
    lastFault = `${name} is not available`;
    throw new Stop('trap', 1);
  };
  const call = (name: string, ...args: number[]): number =>
    (exports[name] as (...args: number[]) => number)(...args);
  const address = (name: string): number => (exports[name] as { value: number }).value;

  const exports = instantiate();
  memory = deps.makeMemory(exports.memory);
  surround(empty);
  const functions = exports.__indirect_function_table;
  const trampoline = new wasm.Instance(new wasm.Module(parts.trampoline), {
    env: { memory: exports.memory, __indirect_function_table: functions },
  }).exports.trampoline_call;
  const slot = functions.grow(1);
  functions.set(slot, trampoline);
  call('__wasm_call_ctors');

  /** Runs C code until it returns or something stops it. */
  function guarded(run: () => number): Pick<TurnOutput, 'end' | 'exitCode' | 'message'> {
    try {
      return { end: 'returned', exitCode: run(), message: '' };
    } catch (error) {
      if (error instanceof Stop) {
        return { end: error.end, exitCode: error.code, message: lastFault };
      }
      const message = String(error);
      const deep = error instanceof RangeError && message.includes('call stack');
      if (deep) return { end: 'stack_overflow', exitCode: 134, message };
      return { end: 'trap', exitCode: 139, message };
    }
  }

  function finished(run: () => number): TurnOutput {
    const result = guarded(run);
    const { stdout, stderr, reply } = world;
    return {
      ...result,
      heapRefused,
      stdout: stdout.all(),
      stderr: stderr.all(),
      reply: reply.all(),
    };
  }

  /** Runs Python text in `__main__`; 0 when it raised nothing. */
  function python(text: string): number {
    const encoded = memory.encode(text);
    const at = call('malloc', encoded.length + 1) >>> 0;
    memory.bytes().set(encoded, at);
    memory.set8(at + encoded.length, 0);
    const status = call('PyRun_SimpleString', at);
    call('free', at);
    return status;
  }

  const snapshots = deps.makeSnapshots(memory, {
    low: () => call('emscripten_stack_get_end') >>> 0,
    high: () => call('emscripten_stack_get_base') >>> 0,
    get: () => call('emscripten_stack_get_current') >>> 0,
    set: (pointer) => call('_emscripten_stack_restore', pointer),
  });

  return {
    /** Starts CPython from nothing and runs `text`, which prepares the image. */
    start(text: string): TurnOutput {
      surround(empty);
      return finished(() => {
        const runtime = address('_PyRuntime');
        memory.set32(runtime + memory.u32(address('_PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET')), slot);
        const name = call('malloc', 64) >>> 0;
        memory.setString(name, 'python3');
        const argv = call('malloc', 8) >>> 0;
        memory.set32(argv, name);
        memory.set32(argv + 4, 0);
        const status = call('__main_argc_argv', 1, argv);
        return status === 0 ? python(text) : status;
      });
    },

    /** A copy of the whole state. */
    image: (): MemoryImage => snapshots.take(),

    /** Back to the image. @param clean the memory has not been used since it was made. */
    restore(clean: boolean): void {
      if (!parts.image) throw new Error('Expected an image, got none');
      snapshots.restore(parts.image, clean);
    },

    /** One turn of the driver. @param ask of test bodies alone */
    turn(input: TurnInput, ask?: Ask): TurnOutput {
      surround(input, ask);
      return finished(() => python("__import__('_sandbox').turn()"));
    },
  };
}
