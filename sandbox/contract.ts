/**
 * The vocabulary of the sandbox: a Program and its Cases go in, one RunResult a case comes out.
 * The sandbox knows nothing of samples, expected outputs or rewards.
 *
 * Two channels are kept apart. What the program did is a RunResult, whatever it did. What went
 * wrong on our side is a thrown SandboxError. A program can never cause the second by its output.
 */

import type { LanguageId } from './languages/index.ts';

export type { LanguageId };

/** Texts by relative path (`data/in.txt`): no `..`, nothing absolute, at most `maxFiles` of them. */
export type Files = Readonly<Record<string, string>>;

export const maxFiles = 256;

/** Is this a path that Files may have? */
export function isFilePath(path: string): boolean {
  const parts = path.split('/');
  return parts.every(
    (part) => part !== '' && part !== '.' && part !== '..' && !part.includes('\0'),
  );
}

export interface Program {
  readonly language: LanguageId;
  readonly source: string;
  /** Other files of the program, beside its source: modules, headers, classes, data. */
  readonly files?: Files;
}

/** A second program whose stdin is the first one's stdout, and the other way round. */
export interface Peer {
  readonly program: Program;
  readonly args?: readonly string[];
  readonly files?: Files;
}

/**
 * One thing to do with a program.
 * - `script`: run it as a main program with this standard input, these arguments and these files in
 *   its working directory. A fresh process state per case. With a `peer`, both run at the same time,
 *   behind walls of their own, joined by pipes; `stdin` is then not used.
 * - `call`: load it as a module (a main guard does not run) and call the function named `fn`.
 *   `args` is the encoded argument list (see codec.ts).
 * - `eval`: load it as a module and evaluate `expression` in its name space after `setup`.
 *   Used for `assert call == literal`, whose literal never comes here.
 * - `check`: run `code`, a test body that throws to fail, in the program's own process: the weakest
 *   kind, for the program can see it.
 *
 * With `names`, a `check` runs apart: behind walls of its own, where each of these names stands for
 * what the program calls so, reached by plain data only. So does an `eval`, in JavaScript.
 */
export type Case =
  | {
      readonly kind: 'script';
      readonly stdin: string;
      readonly args?: readonly string[];
      readonly files?: Files;
      readonly peer?: Peer;
    }
  | { readonly kind: 'call'; readonly fn: string; readonly args: string }
  | {
      readonly kind: 'eval';
      readonly expression: string;
      readonly setup?: string;
      readonly names?: readonly string[];
    }
  | { readonly kind: 'check'; readonly code: string; readonly names?: readonly string[] };

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
  /** Processes and threads at one time, beside those that the language itself needs (native only). */
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

export const runStatuses = [
  'ok',
  'compile_error',
  'runtime_error',
  'time_limit',
  'memory_limit',
  'output_limit',
  'process_limit',
  /** Too many open files. */
  'file_limit',
  /** The writable file system is full (bytes or files), or one file too large. */
  'disk_limit',
  /**
   * Only of a case with `names`: the body needs the program in its own process, because it hands
   * over or compares something that is no plain data. Never the program's choice alone.
   */
  'not_apart',
] as const;
export type RunStatus = (typeof runStatuses)[number];

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
  /** Most memory that one process of it held, MiB; absent where it is not measured. */
  readonly memoryMb?: number;
  /** What the peer did; present when the case had one. */
  readonly peer?: RunResult;
}

/** One result a case, in the order of the cases. */
export interface RunReport {
  /** The walls in force during this run, e.g. `isolate` or `namespaces+seccomp+rlimits`. */
  readonly isolation: string;
  readonly results: readonly RunResult[];
}

/**
 * Walls from weakest to strongest. `isolate` needs nothing but npm; `cgroup` is `namespaces` with
 * memory and processes bounded by a control group too.
 */
export const levels = ['isolate', 'namespaces', 'cgroup'] as const;
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

export type SandboxErrorCode =
  | 'sandbox_unavailable'
  | 'language_unavailable'
  /** The caller's files have names that no program may have. */
  | 'invalid_files'
  | 'aborted';

/** A fault of ours (or an abort by our caller), never of the program. */
export class SandboxError extends Error {
  readonly code: SandboxErrorCode;
  constructor(code: SandboxErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SandboxError';
    this.code = code;
  }
}
