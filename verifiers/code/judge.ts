/** Results of the sandbox → per-test outcomes → one Judgement. A test without a result has failed. */
import type { RunReport, RunResult } from '../../sandbox/index.ts';
import type { Judgement, ScoredCause } from '../contract.ts';
import type { CodeOptions } from './options.ts';
import type { Trial } from './trial.ts';

/** What `parts.tests` holds of one test. Nothing of what was expected. */
interface TestOutcome {
  readonly passed: boolean;
  /** `equal`, or why it failed. */
  readonly cause: ScoredCause;
  readonly ms: number;
  /** The program could see the condition of this test. */
  readonly trust?: 'weak';
  readonly stdout?: string;
  readonly stderr?: string;
  /** What was returned, as the text of sandbox/codec.ts. */
  readonly value?: string;
}

const echoed = 2_048;

export function judge(
  trials: readonly Trial[],
  report: RunReport,
  options: Pick<CodeOptions, 'reward' | 'echo'>,
): Judgement {
  const results = reached(trials, report.results);
  const tests = trials.flatMap((trial, i) => outcomes(trial, results[i], options.echo));
  const passed = tests.filter((test) => test.passed).length;
  const full = passed === tests.length && tests.length > 0;
  const reward = full ? 1 : options.reward === 'all' ? 0 : passed / tests.length;
  const failure = tests.find((test) => !test.passed);
  const weak = tests.some((test) => test.passed && test.trust === 'weak');
  return {
    status: 'scored',
    reward,
    cause: full ? 'equal' : reward > 0 ? 'partial' : (failure?.cause ?? 'wrong_answer'),
    parts: { tests, passed, total: tests.length },
    isolation: report.isolation,
    ...(weak && { flags: ['weak_trust'] }),
  };
}

/** The results, those of tests that an error before them would have kept from running replaced by it. */
function reached(
  trials: readonly Trial[],
  results: readonly (RunResult | undefined)[],
): readonly (RunResult | undefined)[] {
  let ended: RunResult | undefined;
  return trials.map(({ follows }, i) => {
    const result = results[i];
    if (!follows || ended?.status === 'ok') ended = result;
    return follows && ended && ended !== result ? { ...ended, ms: 0 } : result;
  });
}

function outcomes(trial: Trial, result: RunResult | undefined, echo: boolean): TestOutcome[] {
  const answers = result?.status === 'ok' ? trial.accepts(result) : [];
  const shared = {
    // A case of several tests took its time once.
    ms: round((result?.ms ?? 0) / trial.tests),
    ...(trial.trust && { trust: trial.trust }),
    ...(echo && result && echoOf(result)),
  };
  return Array.from({ length: trial.tests }, (_, i) => {
    const passed = answers[i] === true;
    return { passed, cause: passed ? 'equal' : causeOf(result), ...shared };
  });
}

function causeOf(result: RunResult | undefined): ScoredCause {
  if (result === undefined) return 'runtime_error';
  if (result.status === 'not_apart') return 'runtime_error';
  return result.status === 'ok' ? 'wrong_answer' : result.status;
}

function echoOf({ stdout, stderr, value }: RunResult) {
  const cut = (text: string) => text.slice(0, echoed);
  return {
    stdout: cut(stdout),
    stderr: cut(stderr),
    ...(value !== undefined && { value: cut(value) }),
  };
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
