/**
 * openScorer(options): the one verb, `score`, as a library.
 *
 *   await using scorer = await openScorer();
 *   const verdict = await scorer.score({ verifier: 'math', response: '…', reference: { answer: '42' } });
 *
 * Holds the worker threads, the sandbox and the bounded queue for as long as it is open.
 */
import { availableParallelism } from 'node:os';
import { entryPoint } from '../../sandbox/entry.ts';
import type { RunReport, Sandbox, SandboxPolicy } from '../../sandbox/index.ts';
import type { Verdict } from '../../verifiers/contract.ts';
import { AssayError, type Mismatch } from '../errors.ts';
import { Admission } from './admission.ts';
import { type BatchHost, type Scored, startBatch } from './batch.ts';
import type { Fault, VerifierTable } from './judge.ts';
import { checkSample } from './prepare.ts';
import { ProgramLane } from './programs.ts';
import { type Summary, summarise } from './summary.ts';
import { ThreadPool } from './threads/pool.ts';

export interface ScorerOptions {
  /** Samples admitted at one time. Default 32 768. */
  readonly maxQueued?: number;
  /** Worker threads of the verifiers that only compute. Default: the number of cores. */
  readonly threads?: number;
  /** Hard wall of one sample on a worker thread, milliseconds. Default 10 000. */
  readonly wallMs?: number;
  /** Heap of one worker thread, MiB. Default 1024. */
  readonly heapMb?: number;
  /** Hard wall of one sample that runs programs, milliseconds. Default 300 000. */
  readonly sampleMs?: number;
  /** Deadline of a batch that names none, milliseconds. Default 600 000. */
  readonly deadlineMs?: number;
  /** `eager`: open the sandbox now; `lazy` (default): with the first sample that needs it. */
  readonly sandbox?: 'eager' | 'lazy';
  readonly sandboxPolicy?: SandboxPolicy;
  /** Room for programs that other processes share: called before each sample that runs some. */
  readonly lease?: () => Promise<() => void>;
  readonly log?: ScorerLog;
  /** Called with every verdict, under what its row calls the verifier. */
  readonly onVerdict?: (verifier: unknown, verdict: Verdict) => void;
  /** URL of a module exporting `verifiers`, which every worker thread loads. Default: Assay's own. */
  readonly table?: string;
  /** Opens the sandbox. Default: Assay's own. */
  readonly openSandbox?: (policy: SandboxPolicy) => Promise<Sandbox>;
}

/** Where faults of ours are told; pino's loggers fit. */
export interface ScorerLog {
  warn(fields: object, message: string): void;
}

export interface ScoreOptions {
  /** Aborted: what has no verdict yet becomes unscorable (`cancelled`). */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds from now; later: unscorable (`deadline`). */
  readonly deadlineMs?: number | undefined;
  /** Whose batch it is: clients take turns. */
  readonly client?: string | undefined;
}

export interface ScoredBatch {
  /** In the order of the samples. */
  readonly verdicts: readonly Verdict[];
  readonly summary: Summary;
}

export interface ScorerStatus {
  /** Samples admitted and not yet handed back. */
  readonly queued: number;
  readonly maxQueued: number;
  /** Unique samples waiting for a thread or for the sandbox. */
  readonly waiting: { readonly pure: number; readonly sandbox: number };
  readonly sandbox: {
    /** The wall in force for each language; null while the sandbox is not open. */
    readonly languages: Sandbox['languages'] | null;
    readonly running: number;
  };
}

const longestTimerMs = 2 ** 31 - 1;

/**
 * Opens a scorer; dispose of it with `await using` or `[Symbol.asyncDispose]()`.
 * @throws SandboxError when the sandbox is asked for eagerly and cannot be opened.
 */
export async function openScorer(options: ScorerOptions = {}): Promise<Scorer> {
  const table = options.table ?? entryPoint('../../verifiers/index', import.meta.url).href;
  const { verifiers } = (await import(table)) as { readonly verifiers: VerifierTable };
  const scorer = new Scorer(verifiers, table, options);
  try {
    await scorer.ready();
    if (options.sandbox === 'eager') await (await scorer.openSandbox()).check();
    return scorer;
  } catch (error) {
    await scorer[Symbol.asyncDispose]();
    throw error;
  }
}

/** Loaded when it is opened: a scorer of answers alone needs none of it. */
async function openOwnSandbox(policy: SandboxPolicy): Promise<Sandbox> {
  const { openSandbox } = await import('../../sandbox/index.ts');
  return openSandbox(policy);
}

export class Scorer implements AsyncDisposable {
  readonly verifiers: VerifierTable;
  readonly #deadlineMs: number;
  readonly #admission: Admission;
  readonly #pool: ThreadPool;
  readonly #programs: ProgramLane;
  readonly #host: BatchHost;
  #closing: Promise<void> | null = null;

  /** Use openScorer, which waits for the threads. */
  constructor(verifiers: VerifierTable, table: string, options: ScorerOptions) {
    const cores = availableParallelism();
    const { log } = options;
    this.verifiers = verifiers;
    this.#deadlineMs = options.deadlineMs ?? 600_000;
    this.#admission = new Admission(options.maxQueued ?? 32_768);
    this.#pool = new ThreadPool({
      table,
      threads: options.threads ?? cores,
      wallMs: options.wallMs ?? 10_000,
      heapMb: options.heapMb ?? 1024,
      onReplaced: (reason) => log?.warn({ reason }, 'a verifier thread was replaced'),
    });
    this.#programs = new ProgramLane({
      verifiers,
      open: options.openSandbox ?? openOwnSandbox,
      policy: options.sandboxPolicy ?? {},
      concurrency: options.sandboxPolicy?.concurrency ?? cores,
      sampleMs: options.sampleMs ?? 300_000,
      lease: options.lease ?? (async () => () => {}),
      onNotOpened: ({ code, message }) => log?.warn({ code, message }, 'the sandbox did not open'),
    });
    this.#host = {
      verifiers,
      lanes: { pure: this.#pool, sandbox: this.#programs },
      admission: this.#admission,
      open: new Set(),
      onVerdict: options.onVerdict ?? (() => {}),
      onFault: (fault: Fault, sample) => log?.warn({ fault, sample }, 'a verifier failed'),
    };
  }

  /** Resolves when the worker threads have loaded. */
  ready(): Promise<void> {
    return this.#pool.ready();
  }

  /** Opens the sandbox if it is not. @throws SandboxError */
  openSandbox(): Promise<Sandbox> {
    return this.#programs.open();
  }

  /** One sample. It is validated here: anything may be given. @throws AssayError `overloaded` */
  async score(sample: unknown, options?: ScoreOptions): Promise<Verdict> {
    for await (const { verdict } of this.scoreBatch([sample], options)) return verdict;
    throw new AssayError('internal', 'Expected a verdict, got none');
  }

  /**
   * Scores a batch, each verdict as soon as it is ready, every index exactly once. Work begins at
   * once. Read to the end or leave the loop: either frees the batch's places in the queue.
   * @throws AssayError `overloaded` or `batch_too_large` now, before anything is scored.
   */
  scoreBatch(samples: readonly unknown[], options: ScoreOptions = {}): AsyncIterable<Scored> {
    this.#refuseClosed();
    const deadlineMs = Math.min(options.deadlineMs ?? this.#deadlineMs, longestTimerMs);
    const { signal, client = '' } = options;
    return startBatch(this.#host, samples, { signal, deadlineMs, client });
  }

  /** Scores a batch and waits for all of it. @throws AssayError as scoreBatch does. */
  async scoreAll(samples: readonly unknown[], options?: ScoreOptions): Promise<ScoredBatch> {
    const verdicts = new Array<Verdict>(samples.length);
    for await (const { index, verdict } of this.scoreBatch(samples, options)) {
      verdicts[index] = verdict;
    }
    return { verdicts, summary: summarise(samples, verdicts) };
  }

  /**
   * Runs a program without judging it; it takes one place of the queue.
   * @throws AssayError `overloaded`; SandboxError for faults of ours.
   */
  async run(...[program, cases, limits, options]: Parameters<Sandbox['run']>): Promise<RunReport> {
    this.#refuseClosed();
    this.#admission.take(1);
    try {
      return await this.#programs.run(program, cases, limits, options);
    } finally {
      this.#admission.release(1);
    }
  }

  /** The first thing that keeps `row` from being a Sample; null when it is one. */
  check(row: unknown): Mismatch | null {
    const checked = checkSample(row, this.verifiers);
    return 'mismatch' in checked ? checked.mismatch : null;
  }

  status(): ScorerStatus {
    return {
      queued: this.#admission.held,
      maxQueued: this.#admission.limit,
      waiting: { pure: this.#pool.waiting, sandbox: this.#programs.waiting },
      sandbox: {
        languages: this.#programs.sandbox?.languages ?? null,
        running: this.#programs.running,
      },
    };
  }

  #refuseClosed(): void {
    if (this.#closing === null) return;
    throw new AssayError('draining', 'Expected an open scorer, got a closed one');
  }

  /** Resolves when nothing is admitted. */
  idle(): Promise<void> {
    return this.#admission.idle();
  }

  /** Cancels what is under way, then stops the threads and closes the sandbox. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    for (const cancel of this.#host.open) cancel();
    await Promise.all([this.#pool.close(), this.#programs.close()]);
  }
}
