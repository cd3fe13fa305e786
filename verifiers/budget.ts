/**
 * Counted work. A verdict may not depend on the machine's speed, so expensive loops spend steps
 * from a budget instead of looking at a clock; the killable worker is only the backstop.
 */
export class StepLimitError extends Error {
  constructor(limit: number) {
    super(`Expected at most ${limit} steps of work`);
    this.name = 'StepLimitError';
  }
}

export interface Budget {
  /** Takes `steps` from the budget. @throws StepLimitError when it is spent. */
  spend(steps?: number): void;
}

export function createBudget(limit: number): Budget {
  let left = limit;
  return {
    spend(steps = 1) {
      left -= steps;
      if (left < 0) throw new StepLimitError(limit);
    },
  };
}
