/**
 * Polynomial times exponential times sines and cosines of linear arguments: products of waves become
 * sums, and each term P·e^(ax)·cos(wx + f) has its antiderivative by repeated parts, with the rate
 * a + iw as one complex number.
 */
import type { Tree } from '../../tree.ts';
import { type Algebra, GaveUp, half, isInteger, minusOne, nought, unit } from './algebra.ts';
import {
  asTree,
  type Coefficients,
  coefficients,
  linear,
  productOf,
  slopeOf,
} from './polynomial.ts';
import { isZero } from './value.ts';

/** P·e^(rate·x), times sin or cos of freq·x + phase where there is a wave. */
interface Wave {
  readonly poly: Coefficients;
  readonly rate: Tree;
  readonly kind: 'none' | 'sin' | 'cos';
  readonly freq: Tree;
  readonly phase: Tree;
}

const mostWaves = 40;

/** The term as a sum of waves; null when it has another factor. */
export function waves(term: Tree, x: string, k: Algebra): Wave[] | null {
  const { c, rest } = k.apart(term, x);
  let out: Wave[] = [{ poly: [c], rate: nought, kind: 'none', freq: nought, phase: nought }];
  for (const factor of rest) {
    const next = wavesOf(factor, x, k);
    if (!next) return null;
    for (let n = 0; n < next.times; n++) {
      out = out.flatMap((a) => next.waves.flatMap((b) => multiplied(a, b, k)));
      if (out.length > mostWaves) return null;
    }
  }
  return out;
}

const plain = (poly: Coefficients, rate: Tree = nought): Wave => ({
  poly,
  rate,
  kind: 'none',
  freq: nought,
  phase: nought,
});

function wavesOf(factor: Tree, x: string, k: Algebra): { waves: Wave[]; times: number } | null {
  const poly = coefficients(factor, x, k);
  if (poly) return { waves: [plain(poly)], times: 1 };
  if (factor.kind === 'power' && k.free(factor.base, x)) {
    const exponent = linear(factor.exponent, x, k);
    if (!exponent) return null;
    const rate = k.times(exponent.a, k.fn('ln', factor.base));
    return { waves: [plain([k.raise(factor.base, exponent.b)], rate)], times: 1 };
  }
  const raised = factor.kind === 'power' && isInteger(factor.exponent);
  const base = raised ? factor.base : factor;
  const times = raised ? Number(factor.exponent.value.n) : 1;
  if (times < 1 || times > 10 || base.kind !== 'call' || base.args.length !== 1) return null;
  const angle = base.args[0] && linear(base.args[0], x, k);
  if (!angle) return null;
  const { a, b } = angle;
  if (base.name === 'sin' || base.name === 'cos')
    return {
      waves: [{ poly: [unit], rate: nought, kind: base.name, freq: a, phase: b }],
      times,
    };
  if (base.name !== 'sinh' && base.name !== 'cosh') return null;
  const sign = base.name === 'cosh' ? half : k.negate(half);
  return {
    waves: [
      plain([k.times(half, k.exp(b))], a),
      plain([k.times(sign, k.exp(k.negate(b)))], k.negate(a)),
    ],
    times,
  };
}

function multiplied(a: Wave, b: Wave, k: Algebra): Wave[] {
  const poly = productOf(a.poly, b.poly, k);
  if (!poly) throw new GaveUp();
  const rate = k.plus(a.rate, b.rate);
  if (a.kind === 'none') return [{ ...b, poly, rate }];
  if (b.kind === 'none') return [{ ...a, poly, rate }];
  const halved = (sign: Tree): Coefficients => poly.map((c) => k.times(sign, half, c));
  const wave = (kind: 'sin' | 'cos', turn: 1 | -1, sign: Tree): Wave => {
    const of = (p: Tree, q: Tree) => (turn === 1 ? k.plus(p, q) : k.minus(p, q));
    const freq = of(a.freq, b.freq);
    const phase = of(a.phase, b.phase);
    if (freq.kind !== 'number' && isZero(freq, k) === null) throw new GaveUp();
    if (freq.kind === 'number' ? freq.value.n === 0n : isZero(freq, k)) {
      const value = k.fn(kind, phase);
      return { ...plain(halved(k.times(sign, value)), rate) };
    }
    return { poly: halved(sign), rate, kind, freq, phase };
  };
  if (a.kind === b.kind)
    // cos·cos and sin·sin: (cos(a−b) ± cos(a+b))/2
    return [wave('cos', -1, unit), wave('cos', 1, a.kind === 'cos' ? unit : minusOne)];
  // sin a · cos b = (sin(a+b) + sin(a−b))/2, and for the other order the difference turns round.
  return [wave('sin', 1, unit), wave('sin', -1, a.kind === 'sin' ? unit : minusOne)];
}

/** The antiderivative of a wave. */
export function integralOf(wave: Wave, x: Tree, k: Algebra): Tree {
  const { poly, rate, kind, freq, phase } = wave;
  const still = rate.kind === 'number' && rate.value.n === 0n;
  if (kind === 'none' && still) {
    return asTree([nought, ...poly.map((c, i) => k.over(c, number(i + 1)))], x, k);
  }
  const growth = still ? unit : k.exp(k.times(rate, x));
  // 1/(a + iw) is (a − iw)/(a² + w²).
  const norm = k.plus(k.times(rate, rate), k.times(freq, freq));
  const [re, im] = [k.over(rate, norm), k.negate(k.over(freq, norm))];
  let [real, imaginary]: [Tree, Tree] = [nought, nought];
  let [u, v]: [Tree, Tree] = [re, im];
  for (let p: Coefficients = poly, sign = unit; p.length > 0; p = slopeOf(p, k)) {
    const value = k.times(sign, asTree(p, x, k));
    real = k.plus(real, k.times(value, u));
    imaginary = k.plus(imaginary, k.times(value, v));
    [u, v] = [k.minus(k.times(u, re), k.times(v, im)), k.plus(k.times(u, im), k.times(v, re))];
    sign = k.negate(sign);
  }
  if (kind === 'none') return k.times(growth, real);
  const angle = k.plus(k.times(freq, x), phase);
  const [c, s] = [k.fn('cos', angle), k.fn('sin', angle)];
  return kind === 'cos'
    ? k.times(growth, k.minus(k.times(real, c), k.times(imaginary, s)))
    : k.times(growth, k.plus(k.times(real, s), k.times(imaginary, c)));
}

const number = (n: number): Tree => ({ kind: 'number', value: { n: BigInt(n), d: 1n } });
