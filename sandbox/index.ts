/** openSandbox(policy): the only door to the sandbox. */
import type {
  Case,
  LanguageId,
  Level,
  Limits,
  Program,
  RunOptions,
  RunReport,
} from './contract.ts';

export * from './contract.ts';

export interface SandboxPolicy {
  /** Refuse to open below this level. Default `isolate`. */
  readonly minLevel?: Level;
  /** Use nothing above this level even where the host allows it. Default: the strongest. */
  readonly maxLevel?: Level;
  /** Programs run at one time. Default: the number of cores. */
  readonly concurrency?: number;
}

export interface Sandbox extends AsyncDisposable {
  readonly languages: readonly LanguageId[];
  /**
   * Runs every case of the program, each result in the order of the cases.
   * @throws SandboxError for faults of ours only.
   */
  run(
    program: Program,
    cases: readonly Case[],
    limits?: Partial<Limits>,
    options?: RunOptions,
  ): Promise<RunReport>;
}
