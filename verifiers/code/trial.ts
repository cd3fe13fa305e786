/** A case of one or more tests, ready to run: what the sandbox is asked to do, and the judge of what comes back. */
import type { Case, Program, RunResult } from '../../sandbox/index.ts';
import type { ScoredCause } from '../contract.ts';
import { decodeValue } from './values/codec.ts';
import type { Value } from './values/value.ts';

/** What a test earned: all or nothing, or a share of it that a special judge gave. */
export type Mark = boolean | number;

export interface Trial {
  readonly case: Case;
  /** How many tests the case stands for. */
  readonly tests: number;
  /** Is this what each of the tests expects? Asked only of a run that ended well. */
  readonly accepts: (result: RunResult) => readonly Mark[];
  /** What the data set gives as the right output; for special judges. */
  readonly answer?: string;
  /** Why it failed, where that is not for the program's own end to say. */
  readonly cause?: (result: RunResult) => ScoredCause | null;
  /** A statement of the same text as the trial before: not reached when that one ended badly. */
  readonly follows?: boolean;
  /** `weak` when the program could see, and so meet, the condition of the test. */
  readonly trust?: 'weak' | undefined;
  /** What to run instead when the test body and the program cannot be kept apart. */
  readonly fallback?: Trial;
}

/** The trials of a reference, and what the program under test is made of the response. */
export interface Plan {
  readonly trials: readonly Trial[];
  readonly build: (source: string) => Program;
}

/** A test of the value that a call or an expression gives. A value that is no data never passes. */
export function judgeValue(
  run: Case,
  accepts: (value: Value) => boolean,
  trust?: 'weak' | undefined,
): Trial {
  return {
    case: run,
    tests: 1,
    accepts(result) {
      const decoded = result.value === undefined ? null : decodeValue(result.value);
      return [decoded !== null && accepts(decoded.value)];
    },
    trust,
  };
}

/** A test body that runs whole in the program's process, and passes when it ends without error. */
export function checkTrial(code: string): Trial {
  return { case: { kind: 'check', code }, tests: 1, accepts: () => [true], trust: 'weak' };
}

/**
 * A test body that runs whole behind walls of its own and asks the program for what these names
 * stand for; where the two cannot be kept apart, the fallback.
 */
export function apartTrial(code: string, names: readonly string[], fallback: Trial): Trial {
  return { case: { kind: 'check', code, names }, tests: 1, accepts: () => [true], fallback };
}

/** What the sandbox says of a body that ran apart but had to take the program's own word. */
export const ownWord = 'weak';
