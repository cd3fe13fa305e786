/**
 * The value of a prepared tree at a point, over any ComplexField. What has no value there throws
 * Undefined; what cannot be computed throws Unknown.
 */
import type { Budget } from '../../budget.ts';
import { integer, type Rational } from '../../rational.ts';
import type { Tree } from '../tree.ts';
import type { Complex, ComplexField } from './complex.ts';
import { isFunctionName, keyOf } from './key.ts';
import { Unknown } from './reals.ts';

/** Largest integer exponent raised by squaring. */
const maxSquaring = 4_096n;

/** The value of a symbol, or of an opaque part by its key. */
export type Point = (name: string) => Rational;

export function evaluate<R>(
  tree: Tree,
  point: Point,
  field: ComplexField<R>,
  budget: Budget,
): Complex<R> {
  const go = (t: Tree): Complex<R> => {
    budget.spend();
    switch (t.kind) {
      case 'number':
        return field.real(field.reals.from(t.value));
      case 'symbol':
        return field.real(field.reals.from(point(t.name)));
      case 'constant':
        if (t.name === 'pi') return field.real(field.reals.pi);
        if (t.name === 'e') return field.exp(field.one);
        if (t.name === 'i') return field.i;
        throw new Unknown();
      case 'sum':
        return t.terms.map(go).reduce(field.add);
      case 'product':
        return t.factors.map(go).reduce(field.multiply);
      case 'quotient':
        return field.divide(go(t.over), go(t.under));
      case 'power':
        return power(t.base, t.exponent);
      case 'apply':
        if (t.args.length === 1 && t.args[0] && !isFunctionName(t.name))
          return field.multiply(field.real(field.reals.from(point(t.name))), go(t.args[0]));
        return field.real(field.reals.from(point(keyOf(t))));
      case 'call':
        return called(t.name, t.args);
      default:
        // Opaque: equal only to itself.
        return field.real(field.reals.from(point(keyOf(t))));
    }
  };

  const power = (base: Tree, exponent: Tree): Complex<R> => {
    if (base.kind === 'constant' && base.name === 'e') return field.exp(go(exponent));
    const b = go(base);
    if (exponent.kind === 'number' && exponent.value.d === 1n) {
      const k = exponent.value.n;
      if (k > -maxSquaring && k < maxSquaring) return field.integerPower(b, k);
    }
    if (exponent.kind === 'number' && exponent.value.n === 1n && exponent.value.d === 2n)
      return field.sqrt(b);
    return field.power(b, go(exponent));
  };

  const called = (name: string, args: readonly Tree[]): Complex<R> => {
    const [first, second] = args;
    if (!first) throw new Unknown();
    const x = go(first);
    const inverse = (y: Complex<R>) => field.divide(field.one, y);
    switch (name) {
      case 'root':
        return second ? root(x, second) : field.sqrt(x);
      case 'ln':
        return field.log(x);
      case 'log':
        return field.divide(field.log(x), field.log(second ? go(second) : ten()));
      case 'abs':
        return field.abs(x);
      case 'sin':
        return field.sin(x);
      case 'cos':
        return field.cos(x);
      case 'tan':
        return field.divide(field.sin(x), field.cos(x));
      case 'cot':
        return field.divide(field.cos(x), field.sin(x));
      case 'sec':
        return inverse(field.cos(x));
      case 'csc':
        return inverse(field.sin(x));
      case 'sinh':
      case 'cosh':
      case 'tanh':
      case 'coth':
      case 'sech':
      case 'csch':
        return hyperbolic(name, x);
      case 'asin':
        return field.asin(x);
      case 'acos':
        return field.acos(x);
      case 'atan':
        return field.atan(x);
      case 'acot':
        return field.atan(inverse(x));
      case 'asec':
        return field.acos(inverse(x));
      case 'acsc':
        return field.asin(inverse(x));
      case 'asinh':
        return field.log(field.add(x, field.sqrt(field.add(field.multiply(x, x), field.one))));
      case 'acosh': {
        const s = field.multiply(
          field.sqrt(field.add(x, field.negate(field.one))),
          field.sqrt(field.add(x, field.one)),
        );
        return field.log(field.add(x, s));
      }
      case 'atanh': {
        const q = field.divide(field.add(field.one, x), field.add(field.one, field.negate(x)));
        return field.multiply(field.real(field.reals.from({ n: 1n, d: 2n })), field.log(q));
      }
      case 'conjugate':
        return { re: x.re, im: x.im === null ? null : field.reals.negate(x.im) };
      case 're':
        return field.real(x.re);
      case 'im':
        return x.im === null ? field.zero : field.real(x.im);
      case 'floor':
      case 'ceil': {
        const sign = name === 'floor' ? x : field.negate(x);
        const whole = sign.im === null ? field.reals.floor(sign.re) : null;
        if (whole === null) throw new Unknown();
        return field.real(field.reals.from(integer(name === 'floor' ? whole : -whole)));
      }
      case 'mod': {
        if (!second) throw new Unknown();
        const y = go(second);
        const ratio = field.divide(x, y);
        const whole = ratio.im === null ? field.reals.floor(ratio.re) : null;
        if (whole === null) throw new Unknown();
        const taken = field.multiply(field.real(field.reals.from(integer(whole))), y);
        return field.add(x, field.negate(taken));
      }
      case 'max':
      case 'min':
        return args.map(go).reduce((a, b) => {
          const sign =
            a.im === null && b.im === null
              ? field.reals.sign(field.add(a, field.negate(b)).re)
              : null;
          if (sign === null) throw new Unknown();
          return sign >= 0 === (name === 'max') ? a : b;
        });
      default:
        return field.real(field.reals.from(point(keyOf({ kind: 'call', name, args }))));
    }
  };

  const ten = () => field.real(field.reals.from(integer(10)));

  /** The real root where there is one, the principal value otherwise. */
  const root = (x: Complex<R>, degree: Tree): Complex<R> => {
    if (degree.kind === 'number' && degree.value.d === 1n) {
      if (degree.value.n === 2n) return field.sqrt(x);
      if (degree.value.n % 2n === 1n && x.im === null && field.reals.sign(x.re) === -1)
        return field.negate(root(field.negate(x), degree));
    }
    return field.power(x, field.divide(field.one, go(degree)));
  };

  const hyperbolic = (name: string, x: Complex<R>): Complex<R> => {
    const up = field.exp(x);
    const down = field.divide(field.one, up);
    const sum = field.add(up, down);
    const difference = field.add(up, field.negate(down));
    const two = field.real(field.reals.from(integer(2)));
    switch (name) {
      case 'sinh':
        return field.divide(difference, two);
      case 'cosh':
        return field.divide(sum, two);
      case 'tanh':
        return field.divide(difference, sum);
      case 'coth':
        return field.divide(sum, difference);
      case 'sech':
        return field.divide(two, sum);
      default:
        return field.divide(two, difference);
    }
  };

  return go(tree);
}
