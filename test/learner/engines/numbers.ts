/** Numbers to compute with, and how near results are to be. */
import assert from 'node:assert/strict';

export function waves(length: number, seed: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => Math.sin(seed + 1.7 * i));
}

export function close(
  got: ArrayLike<number>,
  want: ArrayLike<number>,
  most: number,
  name = '',
): void {
  assert.equal(got.length, want.length);
  for (let i = 0; i < want.length; i++) {
    const [a, b] = [got[i] as number, want[i] as number];
    assert.ok(Math.abs(a - b) <= most, `${name}[${i}]: expected ${b}; got ${a}`);
  }
}
