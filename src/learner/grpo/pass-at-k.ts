/** Chances of k responses out of n, of which c are right. Chen et al. 2021, arXiv 2107.03374. */
import { passAtK as estimate } from '../../report/pass-at-k.ts';

/** At least one of k drawn is right. */
export function passAtK(n: number, c: number, k: number): number {
  check(n, c, k);
  return estimate(n, c, k);
}

/** All k drawn are right: C(c, k) / C(n, k). */
export function passHatK(n: number, c: number, k: number): number {
  check(n, c, k);
  let allRight = 1;
  for (let i = 0; i < k; i++) allRight *= Math.max(0, c - i) / (n - i);
  return allRight;
}

function check(n: number, c: number, k: number): void {
  if (!(c >= 0 && c <= n && k >= 1 && k <= n)) {
    throw new RangeError(`Expected 0 <= c <= n and 1 <= k <= n, got n ${n}, c ${c}, k ${k}`);
  }
}
