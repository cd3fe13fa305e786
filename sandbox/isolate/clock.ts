import { InterruptedError } from './realm.ts';

/** What is left of the wall time that a case may take. */
export interface Clock {
  /** Milliseconds. @throws InterruptedError when there are none */
  left(): number;
  /** Milliseconds since it was started. */
  ms(): number;
}

export function startClock(allowed: number): Clock {
  const start = performance.now();
  const ms = () => performance.now() - start;
  return {
    ms,
    left() {
      const left = allowed - ms();
      if (left <= 0) throw new InterruptedError('time_limit');
      return left;
    },
  };
}
