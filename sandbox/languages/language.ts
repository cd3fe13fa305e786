/** What the sandbox has to know of a language: data, one file a language, read by the backends. */
import type { Limits } from '../contract.ts';

export interface Language {
  /** For people: `C++ 17 (g++)`. */
  readonly title: string;
  /** Other names people use, also as tags of code fences; lower case. */
  readonly names: readonly string[];
  /**
   * Who runs it: V8 isolates (`isolate`), CPython at either level (`python`), or a toolchain of the
   * host behind namespaces (`native`).
   */
  readonly engine: 'isolate' | 'python' | 'native';
  /** Absent for the other engines, which know their language by heart. */
  readonly native?: NativeLanguage;
}

/**
 * How a toolchain of the host compiles and runs a program. Every argv is used as it is, in a
 * writable working directory that holds the source; argv[0] is an absolute path or a name that is
 * looked up in `/usr/local/bin` and `/usr/bin`.
 */
export interface NativeLanguage {
  /** What brings it on Debian. */
  readonly install: string;
  /** Prints a version, on one of the first lines; its argv[0] decides whether the language is there. */
  readonly version: readonly string[];
  /** File of the source: a name, or one found in the text (Java's public class). */
  readonly sourceName: string | ((source: string) => string);
  /**
   * Runs once a program. What it leaves in `/art` is kept, shown read-only to every run, and the
   * same for the same (language, source, files). A failure is the program's `compile_error`.
   */
  readonly compile?: (source: string) => readonly string[];
  /** Runs a test; the case's own arguments are added at its end. */
  readonly run: (source: string) => readonly string[];
  /** A program that prints 42, to see that it works here. */
  readonly canary: string;
  /** Paths of the host to show read-only beside /usr/bin and /usr/lib; those that exist. */
  readonly shows?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Bounds of the compile step that differ from `compileLimits`. */
  readonly compileLimits?: Partial<Limits>;
  /**
   * Reserves address space by the gigabyte without using it (Go, Java): bounded by RLIMIT_DATA, the
   * watch and the control group instead of RLIMIT_AS.
   */
  readonly reserves?: true;
  /** Stack of the main thread, MiB; default 64. Contest programs recurse deeply. */
  readonly stackMb?: number;
  /** Memory of the runtime itself, beside what `Limits.memoryMb` allows the program, MiB. */
  readonly overheadMb?: number;
  /** Threads of the runtime itself, beside what `Limits.processes` allows the program. */
  readonly threads?: number;
  /** Arguments of a run that tell the runtime its memory limit (`-Xmx…`); put after argv[0]. */
  readonly memoryArgs?: (memoryMb: number) => readonly string[];
}

/** Bounds of a compile step. */
export const compileLimits: Limits = {
  testMs: 20_000,
  totalMs: 20_000,
  memoryMb: 1536,
  outputBytes: 1 << 20,
  processes: 64,
  diskMb: 256,
};

/** Most bytes that a compile step may leave in `/art`, MiB. */
export const artifactMb = 64;
