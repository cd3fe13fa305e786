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

/** Linear memory without its zero pages: `runs` are pairs of offset and length in bytes. */
export interface MemoryImage {
  readonly size: number;
  readonly stack: number;
  readonly runs: readonly number[];
  readonly data: Uint8Array;
}

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

/** What surrounds the program for one turn. */
export interface TurnInput {
  /** What the driver is asked to do, JSON text (see driver.py). */
  readonly request: Uint8Array;
  readonly stdin: Uint8Array;
  readonly outputBytes: number;
  readonly replyBytes: number;
  readonly heapBytes: number;
  readonly fileBytes: number;
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

/** What machine needs of its neighbours; source.ts passes them in. */
export interface MachineDeps {
  makeMemory(linear: LinearMemory): Memory;
  makeFiles(caps: { bytes: number; nodes: number; descriptors: number }, now: () => number): Files;
  makeTime(memory: () => Memory): { wall: () => number; imports: Record<string, unknown> };
  makeSyscalls(
    memory: () => Memory,
    files: () => Files,
    now: () => number,
  ): Record<string, unknown>;
  makeStubs(): Record<string, unknown>;
}

export function makeMachine(parts: MachineParts, deps: MachineDeps) {
  const wasm = (globalThis as unknown as { WebAssembly: Wasm }).WebAssembly;
  const page = 4096;

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
  let files: Files;
  let heapLimit = 512 << 20;
  let heapRefused = false;
  let entropy = 1;
  const time = deps.makeTime(() => memory);

  /** A device that keeps what is written to it, up to a cap. */
  function collector(cap: number) {
    const chunks: Uint8Array[] = [];
    let size = 0;
    return {
      read: () => 0,
      write(from: Uint8Array): number {
        if (size + from.length > cap) {
          const rest = from.slice(0, cap - size);
          chunks.push(rest);
          size += rest.length;
          throw new Stop('output_limit', 0);
        }
        chunks.push(from.slice());
        size += from.length;
        return from.length;
      },
      all(): Uint8Array {
        const all = new Uint8Array(size);
        let at = 0;
        for (const chunk of chunks) {
          all.set(chunk, at);
          at += chunk.length;
        }
        return all;
      },
    };
  }

  /** The same bytes in every run: a program's randomness must not change its verdict. */
  function fillRandom(into: Uint8Array): number {
    for (let i = 0; i < into.length; i++) {
      entropy ^= entropy << 13;
      entropy ^= entropy >>> 17;
      entropy ^= entropy << 5;
      into[i] = entropy >>> 8;
    }
    return into.length;
  }

  /** A new world around the interpreter; the devices it will write to. */
  function surround(input: TurnInput) {
    const out = collector(input.outputBytes);
    const err = collector(input.outputBytes);
    const reply = collector(input.replyBytes);
    heapLimit = input.heapBytes;
    heapRefused = false;
    entropy = 0x2545f491;
    files = deps.makeFiles({ bytes: input.fileBytes, nodes: 20_000, descriptors: 1024 }, time.wall);
    for (const path of ['/dev', '/run', '/tmp', '/home', '/home/user', '/lib', '/lib/python3.14']) {
      files.install(path, 'dir');
    }
    files.install('/lib/python314.zip', 'file', { data: parts.stdlib, frozen: true });
    files.install('/lib/python3.14/lib-dynload', 'dir', { frozen: true });
    files.install('/lib/python3.14/site-packages', 'dir', { frozen: true });
    const nothing = { read: () => 0, write: (from: Uint8Array) => from.length };
    const zero = { ...nothing, read: (into: Uint8Array) => into.fill(0).length };
    const random = { ...nothing, read: fillRandom };
    files.install('/dev/null', 'device', { device: nothing });
    files.install('/dev/zero', 'device', { device: zero });
    files.install('/dev/urandom', 'device', { device: random });
    files.install('/dev/random', 'device', { device: random });
    files.install('/run/request', 'file', { data: input.request });
    files.install('/run/reply', 'device', { device: reply });
    const stdin = files.install('/dev/stdin', 'file', { data: input.stdin });
    const stdout = files.install('/dev/stdout', 'device', { device: out });
    const stderr = files.install('/dev/stderr', 'device', { device: err });
    files.enter('/home/user');
    files.openAt(0, stdin, 0);
    files.openAt(1, stdout, 1);
    files.openAt(2, stderr, 1);
    return { out, err, reply };
  }

  const environment = [
    'HOME=/home/user',
    'LANG=en_US.UTF-8',
    'PATH=/usr/bin:/bin',
    'PWD=/home/user',
    'PYTHONHASHSEED=0',
    'USER=user',
  ];

  const imports: Record<string, unknown> = {
    ...deps.makeStubs(),
    ...time.imports,
    ...deps.makeSyscalls(
      () => memory,
      () => files,
      time.wall,
    ),
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
      fillRandom(memory.slice(at, size));
      return 0;
    },
    environ_sizes_get(count: number, size: number): number {
      memory.set32(count, environment.length);
      memory.set32(
        size,
        environment.reduce((sum, entry) => sum + entry.length + 1, 0),
      );
      return 0;
    },
    environ_get(pointers: number, at: number): number {
      let next = at;
      for (const [i, entry] of environment.entries()) {
        memory.set32(pointers + 4 * i, next);
        next += memory.setString(next, entry) + 1;
      }
      return 0;
    },
    emscripten_get_heap_max: () => heapLimit,
    emscripten_resize_heap(size: number): number {
      const wanted = size >>> 0;
      const grown = Math.min(heapLimit, Math.ceil((wanted + (1 << 20)) / 65536) * 65536);
      if (wanted <= heapLimit && memory.grow(grown)) return 1;
      heapRefused = true;
      return 0;
    },
    _mmap_js(
      length: number,
      _prot: number,
      _flags: number,
      fd: number,
      offset: bigint,
      allocated: number,
      addr: number,
    ): number {
      const file = files.open(fd);
      const size = Math.ceil((length >>> 0) / 65536) * 65536;
      const to = call('emscripten_builtin_memalign', 65536, size) >>> 0;
      if (to === 0) return -48; // ENOMEM
      const from = Number(offset);
      memory.slice(to, size).fill(0);
      memory
        .bytes()
        .set(file.node.data.subarray(from, Math.min(from + length, file.node.size)), to);
      memory.set32(allocated, 1);
      memory.set32(addr, to);
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
  let lastFault = '';

  const call = (name: string, ...args: number[]): number =>
    (exports[name] as (...args: number[]) => number)(...args);
  const address = (name: string): number => (exports[name] as { value: number }).value;

  const exports = instantiate();
  memory = deps.makeMemory(exports.memory);
  surround({
    request: new Uint8Array(0),
    stdin: new Uint8Array(0),
    outputBytes: 1 << 20,
    replyBytes: 1 << 20,
    heapBytes: heapLimit,
    fileBytes: 1 << 20,
  });
  const functions = exports.__indirect_function_table;
  const trampoline = new wasm.Instance(new wasm.Module(parts.trampoline), {
    env: { memory: exports.memory, __indirect_function_table: functions },
  }).exports.trampoline_call;
  const slot = functions.grow(1);
  functions.set(slot, trampoline);
  call('__wasm_call_ctors');

  /** Runs C code until it returns or something stops it. */
  function guarded(run: () => number): Pick<TurnOutput, 'end' | 'exitCode' | 'message'> {
    lastFault = '';
    try {
      return { end: 'returned', exitCode: run(), message: '' };
    } catch (error) {
      if (error instanceof Stop) {
        return { end: error.end, exitCode: error.code, message: lastFault };
      }
      const deep = error instanceof RangeError;
      return {
        end: deep ? 'stack_overflow' : 'trap',
        exitCode: deep ? 134 : 139,
        message: String(error),
      };
    }
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

  const machine = {
    /** Starts CPython from nothing and runs `text`, which prepares the image. */
    start(text: string): TurnOutput {
      const devices = surround({
        request: new Uint8Array(0),
        stdin: new Uint8Array(0),
        outputBytes: 1 << 20,
        replyBytes: 1 << 20,
        heapBytes: 512 << 20,
        fileBytes: 1 << 20,
      });
      const result = guarded(() => {
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
      return {
        ...result,
        heapRefused,
        stdout: devices.out.all(),
        stderr: devices.err.all(),
        reply: devices.reply.all(),
      };
    },

    /** A copy of the whole state. */
    image(): MemoryImage {
      const all = memory.bytes();
      const words = new Float64Array(all.buffer);
      const perPage = page / 8;
      const runs: number[] = [];
      let total = 0;
      for (let at = 0; at < all.length; at += page) {
        const from = at / 8;
        let used = false;
        for (let i = from; i < from + perPage; i++) {
          if (words[i] !== 0) {
            used = true;
            break;
          }
        }
        if (!used) continue;
        const last = runs.length - 2;
        if (last >= 0 && (runs[last] as number) + (runs[last + 1] as number) === at) {
          runs[last + 1] = (runs[last + 1] as number) + page;
        } else runs.push(at, page);
        total += page;
      }
      const data = new Uint8Array(total);
      let to = 0;
      for (let i = 0; i < runs.length; i += 2) {
        const from = runs[i] as number;
        const length = runs[i + 1] as number;
        data.set(all.subarray(from, from + length), to);
        to += length;
      }
      return { size: all.length, stack: call('emscripten_stack_get_current') >>> 0, runs, data };
    },

    /**
     * Makes the interpreter be what it was when the image was taken. The unused part of the stack
     * is left as it is: C reads nothing there that it has not written.
     * @param clean the memory has not been used since it was made.
     */
    restore(clean: boolean): void {
      const { image } = parts;
      if (!image) throw new Error('Expected an image, got none');
      if (memory.bytes().length < image.size && !memory.grow(image.size)) {
        throw new Error('Expected room for the interpreter, got none');
      }
      const all = memory.bytes();
      const stackLow = call('emscripten_stack_get_end') >>> 0;
      const stackHigh = call('emscripten_stack_get_base') >>> 0;
      const zero = (from: number, to: number): void => {
        if (clean || (from >= stackLow && to <= stackHigh)) return;
        all.fill(0, from, to);
      };
      let end = 0;
      let from = 0;
      for (let i = 0; i < image.runs.length; i += 2) {
        const at = image.runs[i] as number;
        const length = image.runs[i + 1] as number;
        zero(end, at);
        all.set(image.data.subarray(from, from + length), at);
        from += length;
        end = at + length;
      }
      zero(end, all.length);
      call('_emscripten_stack_restore', image.stack);
    },

    /** One turn of the driver. */
    turn(input: TurnInput): TurnOutput {
      const devices = surround(input);
      const result = guarded(() => python("__import__('_sandbox').turn()"));
      return {
        ...result,
        heapRefused,
        stdout: devices.out.all(),
        stderr: devices.err.all(),
        reply: devices.reply.all(),
      };
    },
  };
  return machine;
}
