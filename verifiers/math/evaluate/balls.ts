/**
 * Real arithmetic to any precision with explicit error bounds: a ball is m·2^e, and the true value
 * lies within 2^err of it (err is −∞ for exact values). Bounds are kept as base-two logarithms in
 * doubles and rounded up.
 */
import type { Budget } from '../../budget.ts';
import { bitLength } from '../../rational.ts';
import * as fixed from './fixed.ts';
import { type Reals, Undefined, Unknown } from './reals.ts';

export interface Ball {
  readonly m: bigint;
  readonly e: number;
  readonly err: number;
}

/** Largest magnitude, as a base-two exponent, that functions are computed at. */
const maxExponent = 1 << 20;

/** log2(2^a + 2^b), rounded up. */
function join(a: number, b: number): number {
  const high = Math.max(a, b);
  if (high === -Infinity) return high;
  return high + Math.log2(1 + 2 ** (Math.min(a, b) - high)) + 1e-9;
}

/** log2 of |m|·2^e, rounded up; −∞ for 0. */
export function magnitude(a: Ball): number {
  return a.m === 0n ? -Infinity : bitLength(a.m) + a.e;
}

/** What an evaluation lost: the widest gap, in bits, over which a sum swallowed a term whole. */
export interface Losses {
  gap: number;
}

/**
 * The arithmetic to `precision` bits; every operation spends from the budget by its size.
 * @param losses is told of terms that were too small to show beside their neighbour.
 */
export function balls(precision: number, budget: Budget, losses: Losses): Reals<Ball> {
  const f = precision + 16;
  const cost = 1 + (precision >> 8);

  const round = (m: bigint, e: number, err: number): Ball => {
    budget.spend(cost);
    if (Math.abs(e) > maxExponent) throw new Unknown();
    const extra = bitLength(m) - precision;
    if (extra <= 0) return { m, e, err };
    return { m: m >> BigInt(extra), e: e + extra, err: join(err, e + extra) };
  };
  /** To fixed point with f bits after the point; the error grows by one unit. */
  const toFixed = (a: Ball, bits: number): { x: bigint; err: number } => {
    if (magnitude(a) > 4_096) throw new Unknown();
    const shift = a.e + bits;
    if (shift >= 0) return { x: a.m << BigInt(shift), err: a.err };
    return { x: a.m >> BigInt(-shift), err: join(a.err, -bits) };
  };
  /** Taken for 0: not told apart from it though nothing was lost, as `precise` takes two for equal. */
  const vanishes = (a: Ball) =>
    magnitude(a) - 1 <= a.err && a.err <= -0.6 * precision && losses.gap === 0;
  const one: Ball = { m: 1n, e: 0, err: -Infinity };
  /** A function costs about the square of the precision; a logarithm is several exponentials. */
  const heavy = (times = 1) => budget.spend(times * (8 + ((precision * precision) >> 10)));

  const self: Reals<Ball> = {
    from(q) {
      if (q.d === 1n) return round(q.n, 0, -Infinity);
      const shift = Math.max(0, precision + 8 + bitLength(q.d) - bitLength(q.n));
      return round((q.n << BigInt(shift)) / q.d, -shift, -shift);
    },
    pi: { m: fixed.pi(f), e: -f, err: 2 - f },
    add(a, b) {
      if (a.m === 0n && a.err === -Infinity) return b;
      if (b.m === 0n && b.err === -Infinity) return a;
      const apart = Math.abs(magnitude(a) - magnitude(b));
      if (apart > precision - 16) {
        const small = magnitude(a) < magnitude(b) ? a : b;
        if (small.m !== 0n && small.err < magnitude(small) - 1)
          losses.gap = Math.max(losses.gap, apart);
      }
      const gap = Math.abs(a.e - b.e);
      const [high, low] = a.e >= b.e ? [a, b] : [b, a];
      if (gap > 4 * precision + 64 + bitLength(low.m)) {
        // The low one is lost in rounding: it only widens the ball.
        return round(high.m, high.e, join(join(high.err, low.err), magnitude(low)));
      }
      return round((high.m << BigInt(gap)) + low.m, low.e, join(a.err, b.err));
    },
    negate: (a) => ({ ...a, m: -a.m }),
    multiply(a, b) {
      const err = join(join(magnitude(a) + b.err, magnitude(b) + a.err), a.err + b.err);
      return round(a.m * b.m, a.e + b.e, Number.isNaN(err) ? -Infinity : err);
    },
    divide(a, b) {
      if (b.m === 0n && b.err === -Infinity) throw new Undefined();
      if (vanishes(b)) throw new Undefined();
      const low = magnitude(b) - 1;
      if (b.err >= low - 1) throw new Unknown();
      const shift = Math.max(0, precision + 8 + bitLength(b.m) - bitLength(a.m));
      const m = (a.m << BigInt(shift)) / b.m;
      const e = a.e - b.e - shift;
      // |a/b − a'/b'| ≤ (|a|·δb/|b| + δa) / (|b| − δb), with |b| − δb ≥ |b|/2.
      const err = join(join(a.err, magnitude(a) - low + b.err) + 1 - low, e);
      return round(m, e, Number.isNaN(err) ? e : err);
    },
    sqrt(a) {
      heavy();
      if (a.m <= 0n) return { m: 0n, e: 0, err: a.err === -Infinity ? -Infinity : a.err / 2 + 0.5 };
      let shift = Math.max(0, 2 * precision + 16 - bitLength(a.m));
      if ((a.e - shift) % 2 !== 0) shift++;
      const wide = a.m << BigInt(shift);
      const m = fixed.floorSqrt(wide);
      const e = (a.e - shift) / 2;
      if (a.err === -Infinity) return round(m, e, m * m === wide ? -Infinity : e);
      const low = magnitude(a) - 1;
      return round(m, e, join(a.err < low - 1 ? a.err - low / 2 + 0.5 : a.err / 2 + 0.5, e));
    },
    exp(a) {
      heavy();
      if (magnitude(a) > 20) throw new Unknown();
      if (a.err > -1) throw new Unknown();
      const bits = f + 24;
      const { x, err } = toFixed(a, bits);
      const { mantissa, shift } = fixed.exp(x, bits);
      const size = bitLength(mantissa) + shift - bits;
      return round(mantissa, shift - bits, join(size + err + 1, shift - bits + 2));
    },
    log(a) {
      heavy(4);
      if (vanishes(a)) throw new Undefined();
      const low = magnitude(a) - 1;
      if (a.m <= 0n || a.err >= low - 1) throw new Unknown();
      const bits = f + 24;
      const length = bitLength(a.m) - 1;
      const k = a.e + length;
      const x = bits >= length ? a.m << BigInt(bits - length) : a.m >> BigInt(length - bits);
      const m = fixed.log(x, bits) + BigInt(k) * fixed.logTwo(bits);
      return round(m, -bits, join(a.err - low + 1, 4 + bitLength(BigInt(k)) - bits));
    },
    sin: (a) => trigonometric(a, 'sin'),
    cos: (a) => trigonometric(a, 'cos'),
    atan(a) {
      heavy();
      if (magnitude(a) > 1) {
        // arctan x = ±π/2 − arctan(1/x)
        const half = { ...self.pi, e: self.pi.e - 1, err: self.pi.err - 1 };
        const rest = self.atan(self.divide(one, a));
        return self.add(a.m > 0n ? half : self.negate(half), self.negate(rest));
      }
      const { x, err } = toFixed(a, f + 8);
      return round(fixed.atan(x, f + 8), -(f + 8), join(err, 2 - f - 8));
    },
    sign(a) {
      if (a.m === 0n && a.err === -Infinity) return 0;
      if (magnitude(a) - 1 <= a.err) return vanishes(a) ? 0 : null;
      return a.m > 0n ? 1 : -1;
    },
    floor(a) {
      if (magnitude(a) > 4_096) return null;
      const at = (slack: bigint) => {
        const bits = Math.max(0, -a.e);
        const x = (a.m << BigInt(Math.max(0, a.e))) + slack;
        return x >> BigInt(bits);
      };
      if (a.err === -Infinity) return at(0n);
      const slack = Math.ceil(a.err) + Math.max(0, -a.e);
      if (slack > 8_192) return null;
      const width = 1n << BigInt(Math.max(0, slack));
      const [low, high] = [at(-width), at(width)];
      if (low === high) return low;
      const off = self.add(a, { m: -high, e: 0, err: -Infinity });
      return vanishes(off) ? high : null;
    },
  };

  const trigonometric = (a: Ball, which: 'sin' | 'cos'): Ball => {
    heavy();
    if (a.m === 0n && a.err === -Infinity) return which === 'sin' ? a : one;
    const bits = f + 8 + Math.max(0, Math.ceil(magnitude(a)));
    const { x, err } = toFixed(a, bits);
    const value = fixed.sinCos(x, bits)[which];
    return round(value, -bits, join(err, 2 - bits));
  };
  return self;
}
