/**
 * Estimators of the divergence from the reference, one token at a time, d = ref - logp. Value and
 * gradient with respect to logp. Schulman 2020, "Approximating KL divergence".
 */
export const klKinds = ['k1', 'k2', 'k3', 'abs', 'k3+', 'k3-corrected'] as const;
/**
 * In the loss only k2's gradient is that of the true divergence in expectation; k1's is 0 and k3's
 * biased. `k3+` has k3's value and k2's gradient (verl); `k3-corrected` weighs k3 by the ratio
 * (DeepSeek-V3.2, TRL).
 */
export type KlKind = (typeof klKinds)[number];

/** Bounds on |d| and on the value; beyond them the gradient is 0. */
export interface KlClamp {
  readonly input: number;
  readonly output: number;
}

/** verl's and NeMo RL's. */
export const klClamp: KlClamp = { input: 20, output: 10 };
export const noClamp: KlClamp = { input: Infinity, output: Infinity };

export interface Term {
  readonly value: number;
  readonly gradient: number;
}

export function kl(
  kind: KlKind,
  logp: number,
  reference: number,
  old: number,
  clamp: KlClamp = klClamp,
): Term {
  const difference = reference - logp;
  const d = clip(difference, clamp.input);
  const inside = d === difference;
  const plain = estimate(kind, d);
  const value = clip(plain.value, clamp.output);
  const flows = inside && value === plain.value;
  const gradient = flows ? plain.gradient : 0;
  if (kind !== 'k3-corrected') return { value, gradient };
  const ratio = Math.exp(clip(logp - old, clamp.input));
  return { value: ratio * value, gradient: ratio * (gradient + value) };
}

function estimate(kind: KlKind, d: number): Term {
  switch (kind) {
    case 'k1':
      return { value: -d, gradient: 1 };
    case 'k2':
      return { value: (d * d) / 2, gradient: -d };
    case 'abs':
      return { value: Math.abs(d), gradient: -Math.sign(d) };
    case 'k3':
    case 'k3-corrected':
      return { value: Math.expm1(d) - d, gradient: -Math.expm1(d) };
    case 'k3+':
      return { value: Math.expm1(d) - d, gradient: -d };
  }
}

/** Into [-bound, bound]. */
export function clip(value: number, bound: number): number {
  return Math.min(Math.max(value, -bound), bound);
}
