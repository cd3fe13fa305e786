/**
 * Complex functions over any Reals, principal branches. A value without imaginary part (`im` null)
 * is exactly real and stays on the real formulas; `notes.leftReals` records when a function of a
 * real number had to leave the reals.
 */
import { integer } from '../../rational.ts';
import { type Reals, Undefined, Unknown } from './reals.ts';

export interface Complex<R> {
  readonly re: R;
  readonly im: R | null;
}

export interface Notes {
  leftReals: boolean;
}

export type ComplexField<R> = ReturnType<typeof complexField<R>>;

export function complexField<R>(reals: Reals<R>, notes: Notes) {
  const zero = reals.from(integer(0));
  const one = reals.from(integer(1));
  const half = reals.divide(one, reals.from(integer(2)));
  const real = (re: R): Complex<R> => ({ re, im: null });
  const subtract = (a: R, b: R) => reals.add(a, reals.negate(b));
  const i: Complex<R> = { re: zero, im: one };
  const halfPi = reals.multiply(reals.pi, half);

  function add(a: Complex<R>, b: Complex<R>): Complex<R> {
    return {
      re: reals.add(a.re, b.re),
      im: a.im === null ? b.im : b.im === null ? a.im : reals.add(a.im, b.im),
    };
  }

  function negate(a: Complex<R>): Complex<R> {
    return { re: reals.negate(a.re), im: a.im === null ? null : reals.negate(a.im) };
  }

  function multiply(a: Complex<R>, b: Complex<R>): Complex<R> {
    if (a.im === null && b.im === null) return real(reals.multiply(a.re, b.re));
    if (a.im === null)
      return { re: reals.multiply(a.re, b.re), im: reals.multiply(a.re, b.im as R) };
    if (b.im === null) return multiply(b, a);
    return {
      re: subtract(reals.multiply(a.re, b.re), reals.multiply(a.im, b.im)),
      im: reals.add(reals.multiply(a.re, b.im), reals.multiply(a.im, b.re)),
    };
  }

  function divide(a: Complex<R>, b: Complex<R>): Complex<R> {
    if (b.im === null) {
      return {
        re: reals.divide(a.re, b.re),
        im: a.im === null ? null : reals.divide(a.im, b.re),
      };
    }
    const norm = reals.add(reals.multiply(b.re, b.re), reals.multiply(b.im, b.im));
    const top = multiply(a, { re: b.re, im: reals.negate(b.im) });
    return {
      re: reals.divide(top.re, norm),
      im: top.im === null ? null : reals.divide(top.im, norm),
    };
  }

  function abs(a: Complex<R>): Complex<R> {
    if (a.im !== null) {
      return real(reals.sqrt(reals.add(reals.multiply(a.re, a.re), reals.multiply(a.im, a.im))));
    }
    const sign = reals.sign(a.re);
    if (sign === null) return real(reals.sqrt(reals.multiply(a.re, a.re)));
    return sign < 0 ? negate(a) : a;
  }

  function angle(y: R, x: R): R {
    const sx = reals.sign(x);
    if (sx === 1) return reals.atan(reals.divide(y, x));
    const sy = reals.sign(y);
    if (sy === 1) return subtract(halfPi, reals.atan(reals.divide(x, y)));
    if (sy === -1) return subtract(reals.negate(halfPi), reals.atan(reals.divide(x, y)));
    if (sy === 0 && sx === -1) return reals.pi;
    throw new Unknown();
  }

  function log(a: Complex<R>): Complex<R> {
    if (a.im === null) {
      const sign = reals.sign(a.re);
      if (sign === 1) return real(reals.log(a.re));
      if (sign === 0) throw new Undefined();
      if (sign === null) throw new Unknown();
      notes.leftReals = true;
      return { re: reals.log(reals.negate(a.re)), im: reals.pi };
    }
    const norm = reals.add(reals.multiply(a.re, a.re), reals.multiply(a.im, a.im));
    return { re: reals.multiply(half, reals.log(norm)), im: angle(a.im, a.re) };
  }

  function exp(a: Complex<R>): Complex<R> {
    const size = reals.exp(a.re);
    if (a.im === null) return real(size);
    return { re: reals.multiply(size, reals.cos(a.im)), im: reals.multiply(size, reals.sin(a.im)) };
  }

  function sqrt(a: Complex<R>): Complex<R> {
    if (a.im === null) {
      const sign = reals.sign(a.re);
      if (sign === null) throw new Unknown();
      if (sign >= 0) return real(reals.sqrt(a.re));
      notes.leftReals = true;
      return { re: zero, im: reals.sqrt(reals.negate(a.re)) };
    }
    return exp(multiply(real(half), log(a)));
  }

  function isZero(a: Complex<R>): boolean {
    return reals.sign(a.re) === 0 && (a.im === null || reals.sign(a.im) === 0);
  }

  /** a^k by squaring. */
  function integerPower(a: Complex<R>, k: bigint): Complex<R> {
    let left = k < 0n ? -k : k;
    let square = a;
    let result = real(one);
    while (left > 0n) {
      if (left & 1n) result = multiply(result, square);
      left >>= 1n;
      if (left > 0n) square = multiply(square, square);
    }
    return k < 0n ? divide(real(one), result) : result;
  }

  /** a^b for a b that is not a small integer. */
  function power(a: Complex<R>, b: Complex<R>): Complex<R> {
    if (isZero(a)) {
      if (reals.sign(b.re) === 1) return real(zero);
      throw new Undefined();
    }
    return exp(multiply(b, log(a)));
  }

  function sin(a: Complex<R>): Complex<R> {
    if (a.im === null) return real(reals.sin(a.re));
    const { cosh, sinh } = hyperbolic(a.im);
    return {
      re: reals.multiply(reals.sin(a.re), cosh),
      im: reals.multiply(reals.cos(a.re), sinh),
    };
  }

  function cos(a: Complex<R>): Complex<R> {
    if (a.im === null) return real(reals.cos(a.re));
    const { cosh, sinh } = hyperbolic(a.im);
    return {
      re: reals.multiply(reals.cos(a.re), cosh),
      im: reals.negate(reals.multiply(reals.sin(a.re), sinh)),
    };
  }

  function hyperbolic(x: R) {
    const up = reals.exp(x);
    const down = reals.divide(one, up);
    return {
      cosh: reals.multiply(half, reals.add(up, down)),
      sinh: reals.multiply(half, subtract(up, down)),
    };
  }

  function atan(a: Complex<R>): Complex<R> {
    if (a.im === null) return real(reals.atan(a.re));
    // arctan z = (i/2)·(ln(1 − iz) − ln(1 + iz))
    const iz = multiply(i, a);
    const difference = add(log(add(real(one), negate(iz))), negate(log(add(real(one), iz))));
    return multiply({ re: zero, im: half }, difference);
  }

  function asin(a: Complex<R>): Complex<R> {
    const rest = add(real(one), negate(multiply(a, a)));
    if (a.im === null) {
      const sign = reals.sign(rest.re);
      if (sign === null) throw new Unknown();
      if (sign >= 0) return real(angle(a.re, reals.sqrt(rest.re)));
      notes.leftReals = true;
    }
    // arcsin z = −i·ln(iz + √(1 − z²))
    return multiply(negate(i), log(add(multiply(i, a), sqrt(rest))));
  }

  function acos(a: Complex<R>): Complex<R> {
    return add(real(halfPi), negate(asin(a)));
  }

  return {
    reals,
    notes,
    zero: real(zero),
    one: real(one),
    i,
    real,
    add,
    negate,
    multiply,
    divide,
    abs,
    log,
    exp,
    sqrt,
    integerPower,
    power,
    sin,
    cos,
    atan,
    asin,
    acos,
    isZero,
  };
}
