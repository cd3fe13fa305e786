/** The derivative of an expression by the chain rule, over all functions that have a value here. */
import type { Tree } from '../../tree.ts';
import { substitute } from '../substitute.ts';
import { type Algebra, GaveUp, half, minusOne, nought, unit } from './algebra.ts';
import { whole } from './value.ts';

/** d/du of each function of one argument. */
const rules: Readonly<Record<string, (u: Tree, k: Algebra) => Tree>> = {
  ln: (u, k) => k.raise(u, minusOne),
  sin: (u, k) => k.fn('cos', u),
  cos: (u, k) => k.negate(k.fn('sin', u)),
  tan: (u, k) => k.raise(k.fn('cos', u), whole(-2)),
  cot: (u, k) => k.negate(k.raise(k.fn('sin', u), whole(-2))),
  sec: (u, k) => k.times(k.fn('sin', u), k.raise(k.fn('cos', u), whole(-2))),
  csc: (u, k) => k.negate(k.times(k.fn('cos', u), k.raise(k.fn('sin', u), whole(-2)))),
  asin: (u, k) => k.raise(k.minus(unit, k.raise(u, whole(2))), k.negate(half)),
  acos: (u, k) => k.negate(k.raise(k.minus(unit, k.raise(u, whole(2))), k.negate(half))),
  atan: (u, k) => k.raise(k.plus(unit, k.raise(u, whole(2))), minusOne),
  acot: (u, k) => k.negate(k.raise(k.plus(unit, k.raise(u, whole(2))), minusOne)),
  asec: (u, k) => inverseSecant(u, k),
  acsc: (u, k) => k.negate(inverseSecant(u, k)),
  sinh: (u, k) => k.fn('cosh', u),
  cosh: (u, k) => k.fn('sinh', u),
  tanh: (u, k) => k.raise(k.fn('cosh', u), whole(-2)),
  coth: (u, k) => k.negate(k.raise(k.fn('sinh', u), whole(-2))),
  sech: (u, k) => k.negate(k.times(k.fn('sinh', u), k.raise(k.fn('cosh', u), whole(-2)))),
  csch: (u, k) => k.negate(k.times(k.fn('cosh', u), k.raise(k.fn('sinh', u), whole(-2)))),
  asinh: (u, k) => k.raise(k.plus(unit, k.raise(u, whole(2))), k.negate(half)),
  acosh: (u, k) =>
    k.times(k.raise(k.minus(u, unit), k.negate(half)), k.raise(k.plus(u, unit), k.negate(half))),
  atanh: (u, k) => k.raise(k.minus(unit, k.raise(u, whole(2))), minusOne),
  abs: (u, k) => k.over(u, k.fn('abs', u)),
};

/** 1/(u²√(1 − 1/u²)) */
function inverseSecant(u: Tree, k: Algebra): Tree {
  const rest = k.minus(unit, k.raise(u, whole(-2)));
  return k.times(k.raise(u, whole(-2)), k.raise(rest, k.negate(half)));
}

/** @throws GaveUp for what has no rule: unknown functions, steps, sets. */
export function derive(t: Tree, x: string, k: Algebra): Tree {
  if (k.free(t, x)) return nought;
  const d = (part: Tree) => derive(part, x, k);
  switch (t.kind) {
    case 'symbol':
      if (t.name === x) return unit;
      throw new GaveUp();
    case 'sum':
      return k.plus(...t.terms.map(d));
    case 'product':
      return k.plus(
        ...t.factors.map((factor, at) => {
          const slope = d(factor);
          return k.times(...t.factors.map((other, i) => (i === at ? slope : other)));
        }),
      );
    case 'quotient': {
      const top = k.minus(k.times(d(t.over), t.under), k.times(t.over, d(t.under)));
      return k.times(top, k.raise(t.under, whole(-2)));
    }
    case 'power': {
      const { base, exponent } = t;
      const parts: Tree[] = [];
      if (!k.free(base, x))
        parts.push(k.times(exponent, k.raise(base, k.minus(exponent, unit)), d(base)));
      if (!k.free(exponent, x)) parts.push(k.times(t, k.fn('ln', base), d(exponent)));
      return k.plus(...parts);
    }
    case 'call': {
      const [u, v] = t.args;
      if (!u) throw new GaveUp();
      if (t.name === 'root' && v && k.free(v, x))
        return k.times(t, d(u), k.raise(u, minusOne), k.raise(v, minusOne));
      if (t.name === 'log' || t.name === 'root') return d(k.normal(t));
      const rule = t.args.length === 1 ? rules[t.name] : undefined;
      if (!rule) throw new GaveUp();
      return k.times(rule(u, k), d(u));
    }
    case 'bound':
      return underIntegral(t, x, k);
    default:
      throw new GaveUp();
  }
}

/** Leibniz: the ends move, and the integrand may. */
function underIntegral(t: Extract<Tree, { kind: 'bound' }>, x: string, k: Algebra): Tree {
  if (t.op !== 'integral') throw new GaveUp();
  if (!t.low || !t.high) {
    if (t.low || t.high || t.variable !== x) throw new GaveUp();
    return t.body;
  }
  const at = (end: Tree) =>
    k.free(end, x)
      ? nought
      : k.times(substitute(t.body, t.variable, end, k.budget), derive(end, x, k));
  const inside = k.free(t.body, x) ? nought : { ...t, body: derive(t.body, x, k) };
  return k.plus(at(t.high), k.negate(at(t.low)), inside);
}
