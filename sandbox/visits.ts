/**
 * A run is a row of visits: the cases that are left go to one environment (a worker process, a
 * namespaced program), which gives results until it is done, runs out of time or dies. The case in
 * flight pays for that; the rest goes to a fresh environment, within the run's total time.
 */
import {
  type Case,
  type Limits,
  type Program,
  type RunOptions,
  type RunResult,
  type RunStatus,
  SandboxError,
} from './contract.ts';

/** What one visit is asked to do. */
export interface Job {
  readonly program: Program;
  readonly cases: readonly Case[];
  readonly limits: Limits;
  /** An environment has ended in this run: whichever case it was must be told for sure. */
  readonly cautious?: boolean;
}

/** How a visit ended, after giving some results in the order of the cases. */
export type Visit =
  /** Nothing is in flight; it may leave cases for the next visit. */
  | { readonly kind: 'done' }
  /**
   * The case in flight ended the environment. `loading`: the program was still being loaded, so
   * its other cases would end the same way. `unsure`: try the case once more before believing it.
   */
  | {
      readonly kind: 'ended';
      readonly result: RunResult;
      readonly loading?: boolean;
      readonly unsure?: boolean;
    }
  /** No untrusted code ran: a fault of ours. */
  | { readonly kind: 'never_started'; readonly detail: string };

export type Visitor = (
  job: Job,
  give: (result: RunResult) => void,
  signal?: AbortSignal,
) => Promise<Visit>;

/** Visits that may fail before any untrusted code runs, in one run. */
const maxFailures = 2;

/**
 * Environments that a program may end in one run. Each takes time of ours to replace, so the cases
 * after the last of them end as it did: a program cannot buy our time-out by dying often.
 */
const maxEndings = 50;

/** @throws SandboxError for faults of ours and when the signal aborts. */
export async function runInVisits(
  visit: Visitor,
  { program, cases, limits }: Job,
  { signal }: RunOptions = {},
): Promise<readonly RunResult[]> {
  const results: RunResult[] = [];
  let left = limits.totalMs;
  let doubted = -1; // the case that has had its second chance
  let failures = 0;
  let endings = 0;
  const give = (result: RunResult) => {
    results.push(result);
    left -= result.ms;
  };

  while (results.length < cases.length) {
    if (left <= 0) {
      give(failed('time_limit', 0));
      continue;
    }
    const before = results.length;
    const job: Job = {
      program,
      cases: cases.slice(before),
      limits: { ...limits, totalMs: left },
      ...(endings > 0 && { cautious: true }),
    };
    const end = await visit(job, give, signal).catch((error) => {
      if (signal?.aborted) throw new SandboxError('aborted', 'The run was aborted');
      throw error;
    });
    if (end.kind === 'ended') {
      endings++;
      if (end.unsure && doubted !== results.length) doubted = results.length;
      else if (end.loading || endings >= maxEndings) {
        give(end.result);
        while (results.length < cases.length) give({ ...end.result, ms: 0 });
      } else give(end.result);
    } else if (end.kind === 'never_started' || results.length === before) {
      const detail = end.kind === 'never_started' ? end.detail : 'a visit gave no result';
      if (++failures >= maxFailures) throw new SandboxError('sandbox_unavailable', detail);
    }
  }
  return results;
}

/** A result with nothing to tell but its status. */
export function failed(status: RunStatus, ms: number): RunResult {
  return { status, stdout: '', stderr: '', exitCode: null, ms };
}
