/**
 * The lane of verifiers that run the response. They await the sandbox, so they share this thread;
 * a fixed number are under way at one time, each under its own wall clock.
 *
 * The sandbox opens with the scorer or with the first job. When it does not open, the jobs that
 * came are unscorable (`sandbox_unavailable`) and a later job tries again.
 */
import { SandboxError } from '../../sandbox/contract.ts';
import type { RunReport, Sandbox, SandboxPolicy } from '../../sandbox/index.ts';
import type { Refusal } from '../../verifiers/contract.ts';
import {
  complete,
  escaped,
  isRefusal,
  type Outcome,
  refusal,
  sound,
  type VerifierTable,
} from './judge.ts';
import { type Job, type Lane, Rotation, type Ticket } from './lane.ts';

export interface ProgramLaneOptions {
  readonly verifiers: VerifierTable;
  readonly open: (policy: SandboxPolicy) => Promise<Sandbox>;
  readonly policy: SandboxPolicy;
  /** Jobs under way at one time. */
  readonly concurrency: number;
  /** Hard wall of one job, milliseconds. */
  readonly sampleMs: number;
  /** Waits for room beyond this process's own bound; gives it back when called. */
  readonly lease: () => Promise<() => void>;
  readonly onNotOpened: (error: SandboxError) => void;
}

/** How long a failed opening is remembered before the next job tries again, milliseconds. */
const retryOpenMs = 5_000;

export class ProgramLane implements Lane {
  readonly #options: ProgramLaneOptions;
  readonly #waiting = new Rotation();
  readonly #running = new Set<Promise<void>>();
  #opening: Promise<Sandbox> | null = null;
  #sandbox: Sandbox | null = null;
  #closed = false;

  constructor(options: ProgramLaneOptions) {
    this.#options = options;
  }

  /** The sandbox, if it is open. */
  get sandbox(): Sandbox | null {
    return this.#sandbox;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  get running(): number {
    return this.#running.size;
  }

  /** Opens the sandbox once. @throws SandboxError when the host does not allow it. */
  open(): Promise<Sandbox> {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  async #open(): Promise<Sandbox> {
    try {
      const sandbox = await this.#options.open(this.#options.policy);
      this.#sandbox = sandbox;
      return sandbox;
    } catch (cause) {
      setTimeout(() => {
        this.#opening = null;
      }, retryOpenMs).unref();
      const error =
        cause instanceof SandboxError
          ? cause
          : new SandboxError(
              'sandbox_unavailable',
              `Expected a sandbox, got ${(cause as Error).message}`,
              { cause },
            );
      this.#options.onNotOpened(error);
      throw error;
    }
  }

  /** Runs a program beside the jobs. @throws SandboxError */
  async run(...asked: Parameters<Sandbox['run']>): Promise<RunReport> {
    const sandbox = await this.open();
    const release = await this.#options.lease();
    try {
      return await sandbox.run(...asked);
    } finally {
      release();
    }
  }

  add(batch: Ticket, jobs: readonly Job[]): void {
    this.#waiting.add(batch, jobs);
    this.#feed();
  }

  /** The batch's signal reaches the running jobs by itself. */
  drop(batch: Ticket): void {
    this.#waiting.drop(batch);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#waiting.clear();
    await Promise.all(this.#running);
    const sandbox = await this.#opening?.catch(() => null);
    await sandbox?.[Symbol.asyncDispose]();
  }

  #feed(): void {
    while (!this.#closed && this.#running.size < this.#options.concurrency) {
      const taken = this.#waiting.take(() => 1, 0);
      const job = taken?.jobs[0];
      if (!taken || !job) return;
      const running: Promise<void> = this.#run(job, taken.batch).then(() => {
        this.#running.delete(running);
        this.#feed();
      });
      this.#running.add(running);
    }
  }

  async #run(job: Job, { signal: batch }: Ticket): Promise<void> {
    const { sampleMs } = this.#options;
    const start = performance.now();
    const wall = new AbortController();
    const late = `Expected the sample to be judged within ${sampleMs} ms, got no verdict`;
    const timer = setTimeout(() => wall.abort(refusal('deadline', late)), sampleMs);
    const dropped = () => wall.abort(refusal('cancelled', 'The batch was given up'));
    if (batch.aborted) dropped();
    else batch.addEventListener('abort', dropped, { once: true });
    try {
      // A verifier that does not heed its signal is left behind.
      const outcome = await Promise.race([this.#judge(job, wall.signal), aborted(wall.signal)]);
      job.settle(outcome, performance.now() - start);
    } finally {
      clearTimeout(timer);
      batch.removeEventListener('abort', dropped);
    }
  }

  async #judge({ task: raw }: Job, signal: AbortSignal): Promise<Outcome> {
    try {
      const verifier = this.#options.verifiers[raw.verifier];
      if (verifier?.kind !== 'sandbox') {
        return refusal('internal', `Expected a verifier that runs programs, got ${raw.verifier}`);
      }
      const task = complete(verifier, raw);
      if (isRefusal(task)) return task;
      const sandbox = await this.open();
      const release = await this.#options.lease();
      try {
        if (signal.aborted) return signal.reason as Refusal;
        return sound(await verifier.score(task, { sandbox, signal }));
      } finally {
        release();
      }
    } catch (error) {
      if (signal.aborted) return signal.reason as Refusal;
      return error instanceof SandboxError ? sandboxFault(error) : escaped(error);
    }
  }
}

function sandboxFault({ code, message }: SandboxError): Outcome {
  if (code === 'invalid_files') return refusal('reference_invalid', message);
  return refusal(code === 'aborted' ? 'internal' : code, message);
}

/** Resolves with the signal's reason, which is a Refusal. */
function aborted(signal: AbortSignal): Promise<Refusal> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(signal.reason as Refusal);
    else signal.addEventListener('abort', () => resolve(signal.reason as Refusal), { once: true });
  });
}
