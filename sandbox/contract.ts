/**
 * The vocabulary of the sandbox: a Program and its Cases go in, one RunResult a case comes out.
 * The sandbox knows nothing of samples, expected outputs or rewards.
 *
 * Two channels are kept apart. What the program did is a RunResult, whatever it did. What went
 * wrong on our side is a thrown SandboxError. A program can never cause the second by its output.
 */

export type LanguageId = 'python' | 'javascript' | 'typescript';

export interface Program {
  readonly language: LanguageId;
  readonly source: string;
}

/**
 * One thing to do with a program.
 * - `script`: run it as a main program with this standard input. A fresh process state per case.
 * - `call`: load it as a module (a main guard does not run) and call the function named `fn`.
 *   `args` is the encoded argument list (see codec.ts).
 * - `eval`: load it as a module and evaluate `expression` in its name space after `setup`.
 *   Used for `assert call == literal`, whose literal never comes here.
 * - `check`: load it as a module, then run `code` (a test body that throws to fail) in the same
 *   process. The weakest kind: the code is visible to the program.
 */
export type Case =
  | { readonly kind: 'script'; readonly stdin: string }
  | { readonly kind: 'call'; readonly fn: string; readonly args: string }
  | { readonly kind: 'eval'; readonly expression: string; readonly setup?: string }
  | { readonly kind: 'check'; readonly code: string };

/** Hard bounds of one run. All are enforced from outside the program. */
export interface Limits {
  /** Wall clock of one case, milliseconds. */
  readonly testMs: number;
  /** Wall clock of all cases together, milliseconds. Cases not reached are `time_limit`. */
  readonly totalMs: number;
  /** Memory the program may use, MiB. */
  readonly memoryMb: number;
  /** Bytes of stdout (and, apart, of stderr) of one case; beyond it the case is `output_limit`. */
  readonly outputBytes: number;
  /** Processes and threads at one time (native level only). */
  readonly processes: number;
  /** Size of the writable file system, MiB (native level only). */
  readonly diskMb: number;
}

export const defaultLimits: Limits = {
  testMs: 4_000,
  totalMs: 30_000,
  memoryMb: 256,
  outputBytes: 8 << 20,
  processes: 64,
  diskMb: 32,
};

export type RunStatus =
  | 'ok'
  | 'compile_error'
  | 'runtime_error'
  | 'time_limit'
  | 'memory_limit'
  | 'output_limit'
  | 'process_limit';

/** What one case did, measured and decided outside the program. */
export interface RunResult {
  readonly status: RunStatus;
  /** Encoded result of `call` and `eval` (codec.ts); absent unless `status` is `ok`. */
  readonly value?: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
  /** The program's own error, shortened: `ValueError: …`. Untrusted text. */
  readonly error?: string;
  /** Wall clock, milliseconds. */
  readonly ms: number;
}

/** One result a case, in the order of the cases. */
export interface RunReport {
  /** The walls in force during this run, e.g. `isolate` or `namespaces+seccomp+rlimits`. */
  readonly isolation: string;
  readonly results: readonly RunResult[];
}

/** Walls from weakest to strongest. `isolate` needs nothing but npm. */
export const levels = ['isolate', 'namespaces'] as const;
export type Level = (typeof levels)[number];

export interface RunOptions {
  readonly signal?: AbortSignal;
}

/**
 * Runs the programs of some languages behind one kind of wall. Backends sit side by side in
 * isolate/, wasm/ and process/; index.ts picks one a language.
 */
export interface Backend extends AsyncDisposable {
  readonly level: Level;
  /** The layers in force, joined by `+`. */
  readonly isolation: string;
  readonly languages: readonly LanguageId[];
  run(
    program: Program,
    cases: readonly Case[],
    limits: Limits,
    options?: RunOptions,
  ): Promise<readonly RunResult[]>;
}

export type SandboxErrorCode = 'sandbox_unavailable' | 'language_unavailable' | 'aborted';

/** A fault of ours (or an abort by our caller), never of the program. */
export class SandboxError extends Error {
  readonly code: SandboxErrorCode;
  constructor(code: SandboxErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SandboxError';
    this.code = code;
  }
}
