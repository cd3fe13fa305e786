/** A case of one or more tests, ready to run: what the sandbox is asked to do, and the judge of what comes back. */
import type { Case, RunResult } from '../../sandbox/index.ts';
import { decodeValue } from './values/codec.ts';
import type { Value } from './values/value.ts';

export interface Trial {
  readonly case: Case;
  /** How many tests the case stands for. */
  readonly tests: number;
  /** Is this what each of the tests expects? Asked only of a run that ended well. */
  readonly accepts: (result: RunResult) => readonly boolean[];
  /** A statement of the same text as the trial before: not reached when that one ended badly. */
  readonly follows?: boolean;
  /** `weak` when the program could see, and so meet, the condition of the test. */
  readonly trust?: 'weak' | undefined;
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
