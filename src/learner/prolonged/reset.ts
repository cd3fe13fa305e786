/**
 * When the reference becomes the present policy. Prolonged training stalls when the policy has moved
 * so far from its reference that the divergence holds it; a reset lets it go on. ProRL v1 resets
 * when validation stalls and begins the optimizer anew, v2 every 200 to 500 steps or on a spike of
 * the divergence and keeps the optimizer.
 *
 * A pure state machine: the state is plain data and goes into the checkpoint.
 */
export interface ResetPolicy {
  /** Steps after the last reset; null: not by count. */
  readonly every: number | null;
  /** The divergence stays above `threshold` for `patience` steps in a row. */
  readonly kl: { readonly threshold: number; readonly patience: number } | null;
  /** `patience` evaluations in a row do not better the best since the last reset by `delta`. */
  readonly plateau: { readonly patience: number; readonly delta: number } | null;
  /** Steps after a reset in which there is no other. */
  readonly cooldown: number;
  /** The optimizer's moments and count of steps begin anew as well. */
  readonly optimizer: boolean;
}

export interface ResetState {
  /** Step of the last reset; 0 at the start. */
  readonly last: number;
  readonly resets: number;
  /** Steps in a row with too large a divergence. */
  readonly over: number;
  /** Best evaluation since the last reset. */
  readonly best: number | null;
  /** Evaluations in a row that did not better it. */
  readonly stalled: number;
}

export const initialReset: ResetState = { last: 0, resets: 0, over: 0, best: null, stalled: 0 };

export type ResetReason = 'every' | 'kl' | 'plateau' | 'stage';

export interface ResetStep {
  readonly state: ResetState;
  /** Null: the reference stays. */
  readonly reset: { readonly reason: ResetReason; readonly optimizer: boolean } | null;
}

/** @param step counted from 1; @param kl this step's mean divergence, null where none is computed. */
export function afterStep(
  state: ResetState,
  step: number,
  kl: number | null,
  policy: ResetPolicy,
): ResetStep {
  const over = policy.kl && kl !== null && kl > policy.kl.threshold ? state.over + 1 : 0;
  const next = { ...state, over };
  const since = step - state.last;
  if (since < policy.cooldown) return { state: next, reset: null };
  if (policy.every !== null && since >= policy.every) return resetNow(next, step, 'every', policy);
  if (policy.kl && over >= policy.kl.patience) return resetNow(next, step, 'kl', policy);
  return { state: next, reset: null };
}

/** @param score the greater the better. An evaluation that could not be scored is not reported. */
export function afterEvaluation(
  state: ResetState,
  step: number,
  score: number,
  policy: ResetPolicy,
): ResetStep {
  if (!policy.plateau) return { state, reset: null };
  const better = state.best === null || score > state.best + policy.plateau.delta;
  const next: ResetState = better
    ? { ...state, best: score, stalled: 0 }
    : { ...state, stalled: state.stalled + 1 };
  const due = next.stalled >= policy.plateau.patience && step - state.last >= policy.cooldown;
  return due ? resetNow(next, step, 'plateau', policy) : { state: next, reset: null };
}

/** Progress is measured anew from here: what was best before the reset does not count. */
export function resetNow(
  state: ResetState,
  step: number,
  reason: ResetReason,
  { optimizer }: Pick<ResetPolicy, 'optimizer'>,
): ResetStep {
  return {
    state: { ...initialReset, last: step, resets: state.resets + 1 },
    reset: { reason, optimizer },
  };
}
