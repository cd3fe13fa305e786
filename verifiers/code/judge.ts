/** What was tried → per-test outcomes → one Judgement. A test without a result has failed. */
import type { RunResult } from '../../sandbox/index.ts';
import type { Judgement, ScoredCause } from '../contract.ts';
import type { CodeOptions } from './options.ts';
import type { Attempt, Tried } from './run.ts';
import { signsOf } from './signs.ts';
import { ownWord } from './trial.ts';

/** What `parts.tests` holds of one test. Nothing of what was expected. */
interface TestOutcome {
  readonly passed: boolean;
  /** `equal`, or why it failed. */
  readonly cause: ScoredCause;
  /** The share of a test that a special judge gave. */
  readonly score?: number;
  readonly ms: number;
  readonly memory_mb?: number;
  /** The program could see the condition of this test. */
  readonly trust?: 'weak';
  readonly stdout?: string;
  readonly stderr?: string;
  /** What was returned, as the text of sandbox/codec.ts. */
  readonly value?: string;
}

const echoed = 2_048;

export function judge(
  { isolation, tried }: Attempt,
  program: { readonly language: string; readonly source: string },
  options: Pick<CodeOptions, 'reward' | 'echo'>,
): Judgement {
  const all = reached(tried);
  const tests = all.flatMap((one) => outcomes(one, options.echo));
  const passed = tests.filter((test) => test.passed).length;
  const earned = tests.reduce((sum, { passed, score }) => sum + (score ?? Number(passed)), 0);
  const full = passed === tests.length && tests.length > 0;
  const reward = full ? 1 : options.reward === 'all' ? 0 : earned / tests.length;
  const failure = tests.find((test) => !test.passed);
  const weak = tests.some((test) => test.passed && test.trust === 'weak');
  const signs = signsOf(program, all);
  const flags = [...(weak ? ['weak_trust'] : []), ...signs];
  return {
    status: 'scored',
    reward,
    cause: full ? 'equal' : reward > 0 ? 'partial' : (failure?.cause ?? 'wrong_answer'),
    parts: { tests, passed, total: tests.length },
    isolation,
    ...(flags.length > 0 && { flags }),
  };
}

/** Those that an error before them, or a stop at the first failure, kept from running share its end. */
function reached(tried: readonly Tried[]): readonly Tried[] {
  let ended: RunResult | undefined;
  let failed: Tried | undefined;
  return tried.map((one) => {
    const { trial, result } = one;
    if (!result) return failed?.result ? { trial, result: { ...failed.result, ms: 0 } } : one;
    if (!trial.follows || ended?.status === 'ok') ended = result;
    if (!one.marks?.every((mark) => mark === true)) failed ??= one;
    return trial.follows && ended && ended !== result
      ? { trial, result: { ...ended, ms: 0 } }
      : one;
  });
}

function outcomes({ trial, result, marks = [] }: Tried, echo: boolean): TestOutcome[] {
  const told = trial.case.kind === 'check' && result?.value === ownWord ? 'weak' : undefined;
  const trust = trial.trust ?? told;
  const shared = {
    // A case of several tests took its time once.
    ms: round((result?.ms ?? 0) / trial.tests),
    ...(result?.memoryMb !== undefined && { memory_mb: result.memoryMb }),
    ...(trust && { trust }),
    ...(echo && result && echoOf(result)),
  };
  return Array.from({ length: trial.tests }, (_, i) => {
    const mark = marks[i] ?? false;
    const cause = mark === true ? 'equal' : ((result && trial.cause?.(result)) ?? causeOf(result));
    const score = typeof mark === 'number' ? { score: mark } : {};
    return { passed: mark === true, cause, ...score, ...shared };
  });
}

function causeOf(result: RunResult | undefined): ScoredCause {
  if (result === undefined || result.status === 'not_apart') return 'runtime_error';
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
