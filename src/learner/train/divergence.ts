/** What stops a run before it spoils more than it learns: numbers that are none, a policy that ran away. */
import { AssayError } from '../../errors.ts';
import type { LossSums } from '../grpo/loss.ts';

export function expectNumber(name: string, value: number): void {
  if (Number.isFinite(value)) return;
  throw new AssayError(
    'training_diverged',
    `Expected ${name} to be a number, got ${value}; the last checkpoint is intact`,
  );
}

/** @param most mean divergence a token, from the reference and from where the step began. */
export function expectNear(
  { tokens, kl, policyKl }: Readonly<LossSums>,
  most: number | null,
): void {
  if (most === null || tokens === 0) return;
  const far = Math.max(kl / tokens, Math.abs(policyKl / tokens));
  if (far <= most) return;
  throw new AssayError(
    'training_diverged',
    `Expected a divergence of at most ${most} a token (max_kl), got ${far.toPrecision(4)}; the last checkpoint is intact`,
  );
}
