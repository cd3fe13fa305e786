/** Runs the trials of a plan: in one go, or until one fails, with what must be run again. */
import type { RunReport, RunResult, Sandbox } from '../../sandbox/index.ts';
import { runChecker } from './checker.ts';
import { type CodeOptions, toLimits } from './options.ts';
import type { CodeReference } from './reference.ts';
import type { Mark, Plan, Trial } from './trial.ts';

/** A trial that was run, as the judge needs it. */
export interface Tried {
  readonly trial: Trial;
  /** Absent where it was not reached. */
  readonly result?: RunResult;
  /** Of each of its tests; absent where the run did not end well. */
  readonly marks?: readonly Mark[];
}

export interface Attempt {
  readonly isolation: string;
  readonly tried: readonly Tried[];
}

/** Trials in a first go when the first failure ends it all; then twice as many each time. */
const firstGo = 4;

/** @throws SandboxError; UnusableChecker */
export async function runPlan(
  sandbox: Sandbox,
  { trials, build }: Plan,
  source: string,
  reference: CodeReference,
  options: CodeOptions,
  signal: AbortSignal,
): Promise<Attempt> {
  const program = build(source);
  const limits = toLimits(options.limits);
  let left = limits.totalMs;
  let isolation = '';
  const run = async (some: readonly Trial[]): Promise<RunReport> => {
    const bounds = { ...limits, ...(left !== undefined && { totalMs: Math.max(1, left) }) };
    const cases = some.map((trial) => trial.case);
    const report = await sandbox.run(program, cases, bounds, { signal });
    isolation = report.isolation;
    if (left !== undefined) left -= report.results.reduce((sum, { ms }) => sum + ms, 0);
    return report;
  };
  const attempt = async (some: readonly Trial[]): Promise<Tried[]> => {
    const { results } = await run(some);
    const pairs: Tried[] = some.map((trial, i) => withResult(trial, results[i]));
    const together = pairs.flatMap(({ trial, result }, i) =>
      result?.status === 'not_apart' && trial.fallback ? [[i, trial.fallback] as const] : [],
    );
    if (together.length > 0) {
      const second = (await run(together.map(([, trial]) => trial))).results;
      for (const [at, [i, trial]] of together.entries()) pairs[i] = withResult(trial, second[at]);
    }
    return mark(sandbox, reference, pairs, signal);
  };

  const tried: Tried[] = [];
  const stops = options.stop === 'first_failure' && !trials.some(({ follows }) => follows);
  let size = stops ? firstGo : trials.length;
  while (tried.length < trials.length) {
    const go = await attempt(trials.slice(tried.length, tried.length + size));
    const failed = stops ? go.findIndex(({ marks }) => !marks?.every((one) => one === true)) : -1;
    tried.push(...(failed < 0 ? go : go.slice(0, failed + 1)));
    if (failed >= 0) break;
    size *= 2;
  }
  for (const trial of trials.slice(tried.length)) tried.push({ trial });
  return { isolation, tried };
}

function withResult(trial: Trial, result: RunResult | undefined): Tried {
  return result ? { trial, result } : { trial };
}

/** The marks of what ended well; those of a special judge come from a sandbox of its own. */
async function mark(
  sandbox: Sandbox,
  { checker, tests }: CodeReference,
  pairs: readonly Tried[],
  signal: AbortSignal,
): Promise<Tried[]> {
  const fine = pairs.flatMap((pair) =>
    pair.result?.status === 'ok' ? [{ pair, trial: pair.trial, result: pair.result }] : [],
  );
  if (!checker || tests.kind !== 'stdin') {
    return pairs.map((pair) => {
      const { trial, result } = pair;
      return result?.status === 'ok' ? { ...pair, marks: trial.accepts(result) } : pair;
    });
  }
  const outputs = fine.map(({ trial, result }) => ({
    input: trial.case.kind === 'script' ? trial.case.stdin : '',
    output: result.stdout,
    answer: trial.answer ?? '',
  }));
  const marks = await runChecker(sandbox, checker, outputs, signal);
  return pairs.map((pair) => {
    const at = fine.findIndex((one) => one.pair === pair);
    return at < 0 ? pair : { ...pair, marks: [marks[at] ?? false] };
  });
}
