/**
 * The series of an expression as t falls to 0 (scale.ts). Functions are expanded about the limit of
 * their argument; a sine or a cosine of what grows is only known to be bounded, and so are steps.
 */
import { call, quotient, symbol, type Tree } from '../../tree.ts';
import { substitute } from '../substitute.ts';
import { GaveUp, half, isInteger, isNumber, minusOne, nought, pi, unit } from './algebra.ts';
import { derive } from './derive.ts';
import { rewritten } from './rewritten.ts';
import {
  addSeries,
  compareOrders,
  compose,
  constant,
  constantOrder,
  leading,
  monomial,
  multiplySeries,
  type Order,
  productOrder,
  type Scale,
  type Series,
  scaleSeries,
  sign,
  type Term,
} from './scale.ts';
import { signOf, whole } from './value.ts';

/** On this side of the point the expression is no real number. */
export class NotReal extends GaveUp {}

/** @param start the series of the variable. */
export function expand(tree: Tree, x: string, start: Series, s: Scale): Series {
  const { k } = s;
  const bounded: Series = { terms: [], error: constantOrder };

  const isNegative = (c: Tree) => signOf(c, k, 'positive') === -1;

  const go = (t: Tree): Series => {
    k.budget.spend();
    if (k.free(t, x)) return constant(k.normal(t), s);
    switch (t.kind) {
      case 'symbol':
        if (t.name !== x) throw new GaveUp();
        return start;
      case 'sum':
        return t.terms.map(go).reduce((a, b) => addSeries(a, b, s));
      case 'product':
        return t.factors.map(go).reduce((a, b) => multiplySeries(a, b, s));
      case 'quotient':
        return multiplySeries(go(t.over), power(go(t.under), minusOne), s);
      case 'power':
        return raised(t.base, t.exponent);
      case 'call':
        return called(t.name, t.args);
      default:
        throw new GaveUp();
    }
  };

  const raised = (base: Tree, exponent: Tree): Series => {
    if (k.free(exponent, x)) return power(go(base), k.normal(exponent));
    if (base.kind === 'constant' && base.name === 'e') return exp(go(exponent));
    if (k.free(base, x)) {
      const b = k.normal(base);
      const direction = sign(b, s);
      if (direction === 0) throw new GaveUp();
      if (direction > 0) return exp(scaleSeries(go(exponent), k.fn('ln', b), s));
      // (−r)^n of a whole n: its size is known.
      const size = exp(scaleSeries(go(exponent), k.fn('ln', k.negate(b)), s));
      return { terms: [], error: size.terms[0] ?? size.error };
    }
    return exp(multiplySeries(go(exponent), ln(go(base)), s));
  };

  const power = (a: Series, r: Tree): Series => {
    if (isNumber(r, 1)) return a;
    if (a.terms.length === 0 && a.error === null && sign(r, s) > 0) return a;
    const { lead, rest } = leading(a, s);
    const q = k.times(whole(lead.q), r);
    if (!isInteger(q)) throw new GaveUp();
    if (!isInteger(r) && isNegative(lead.c)) throw new NotReal();
    const head: Series = {
      terms: [
        {
          c: k.raise(lead.c, r),
          p: k.times(lead.p, r),
          q: Number(q.value.n),
          e: lead.e.map((t) => ({ ...t, c: k.times(t.c, r) })),
        },
      ],
      error: null,
    };
    const ends = isInteger(r) && r.value.n > 0n ? Number(r.value.n) : undefined;
    let binomial = unit;
    const tail = compose(
      rest,
      (n) => {
        if (n > 0)
          binomial = k.times(binomial, k.minus(r, whole(n - 1)), k.raise(whole(n), minusOne));
        return binomial;
      },
      s,
      ends,
    );
    return multiplySeries(head, tail, s);
  };

  const ln = (a: Series): Series => {
    const { lead, rest } = leading(a, s);
    if (lead.q !== 0) throw new GaveUp();
    if (isNegative(lead.c)) throw new NotReal();
    const parts: Term[] = [...lead.e];
    if (!isNumber(lead.p, 0)) parts.push({ c: k.negate(lead.p), p: nought, q: 1, e: [] });
    const head = addSeries(constant(k.fn('ln', lead.c), s), { terms: parts, error: null }, s);
    const tail = compose(
      rest,
      (n) => (n === 0 ? nought : k.over(whole(n % 2 === 1 ? 1 : -1), whole(n))),
      s,
    );
    return addSeries(head, tail, s);
  };

  const exp = (a: Series): Series => {
    const grows = (o: Order) => compareOrders(o, constantOrder, s) > 0;
    if (a.error && compareOrders(a.error, constantOrder, s) >= 0) throw new GaveUp();
    let c: Tree = unit;
    let p: Tree = nought;
    const e: Term[] = [];
    const small: Term[] = [];
    for (const term of a.terms) {
      if (grows(term)) {
        if (term.e.length > 0) throw new GaveUp();
        if (term.q === 1 && isNumber(term.p, 0)) p = k.minus(p, term.c);
        else e.push(term);
      } else if (compareOrders(term, constantOrder, s) === 0) c = k.times(c, k.exp(term.c));
      else small.push(term);
    }
    const head: Series = { terms: [{ c, p, q: 0, e }], error: null };
    let factor = unit;
    const tail = compose(
      { terms: small, error: a.error },
      (n) => {
        if (n > 0) factor = k.over(factor, whole(n));
        return factor;
      },
      s,
    );
    return multiplySeries(head, tail, s);
  };

  /** The limit and the rest; null when the series grows or is only known to be bounded. */
  const finite = (a: Series): { at: Tree; rest: Series } | null => {
    if (a.error && compareOrders(a.error, constantOrder, s) >= 0) return null;
    const [lead] = a.terms;
    const order = lead ? compareOrders(lead, constantOrder, s) : -1;
    if (order > 0) return null;
    if (!lead || order < 0) return { at: nought, rest: a };
    return { at: lead.c, rest: { ...a, terms: a.terms.slice(1) } };
  };

  const waves = (name: 'sin' | 'cos', a: Series): Series => {
    const split = finite(a);
    if (!split) return bounded;
    const { at, rest } = split;
    const [sine, cosine] = [k.fn('sin', at), k.fn('cos', at)];
    const cycle =
      name === 'sin'
        ? [sine, cosine, k.negate(sine), k.negate(cosine)]
        : [cosine, k.negate(sine), k.negate(cosine), sine];
    let factor = unit;
    return compose(
      rest,
      (n) => {
        if (n > 0) factor = k.over(factor, whole(n));
        return k.times(factor, cycle[n % 4] ?? nought);
      },
      s,
    );
  };

  /** By derivatives at the limit of the argument. */
  const taylor = (name: string, a: Series): Series => {
    const split = finite(a);
    if (!split) throw new GaveUp();
    const { at, rest } = split;
    let slope = call(name, symbol('•t'));
    let factor = unit;
    return compose(
      rest,
      (n) => {
        if (n > 0) {
          factor = k.over(factor, whole(n));
          slope = derive(slope, '•t', k);
        }
        return k.times(factor, k.normal(substitute(slope, '•t', at, k.budget)));
      },
      { ...s, length: Math.min(s.length, 7) },
    );
  };

  const called = (name: string, args: readonly Tree[]): Series => {
    const [u, v] = args;
    if (!u) throw new GaveUp();
    const plainer = rewritten[name];
    if (plainer) return go(plainer(u));
    switch (name) {
      case 'root': {
        const a = go(u);
        const degree = v ?? whole(2);
        if (!k.free(degree, x))
          return go({ kind: 'power', base: u, exponent: quotient(unit, degree) });
        const odd = isInteger(degree) && degree.value.n % 2n !== 0n;
        const [lead] = a.terms;
        if (odd && lead && sign(lead.c, s) < 0)
          return scaleSeries(power(scaleSeries(a, minusOne, s), k.over(unit, degree)), minusOne, s);
        return power(a, k.over(unit, k.normal(degree)));
      }
      case 'ln':
        return ln(go(u));
      case 'log':
        return multiplySeries(ln(go(u)), power(ln(go(v ?? whole(10))), minusOne), s);
      case 'sin':
      case 'cos':
        return waves(name, go(u));
      case 'atan': {
        const a = go(u);
        const [lead] = a.terms;
        if (!lead || compareOrders(lead, constantOrder, s) <= 0) return taylor('atan', a);
        const right = k.times(whole(sign(lead.c, s)), half, pi);
        const rest = taylor('atan', power(a, minusOne));
        return addSeries(constant(right, s), scaleSeries(rest, minusOne, s), s);
      }
      case 'asin': {
        const a = go(u);
        const at = finite(a)?.at;
        // arcsin u = π/2 − 2·arcsin √((1 − u)/2) at the upper end.
        if (at && isNumber(at, 1)) {
          const gap = addSeries(constant(unit, s), scaleSeries(a, minusOne, s), s);
          const rest = taylor('asin', power(scaleSeries(gap, half, s), half));
          return addSeries(constant(k.times(half, pi), s), scaleSeries(rest, whole(-2), s), s);
        }
        if (at && isNumber(at, -1))
          return scaleSeries(called('asin', [k.negate(k.normal(u))]), minusOne, s);
        return taylor('asin', a);
      }
      case 'abs': {
        const a = go(u);
        const [lead] = a.terms;
        if (!lead) return { terms: [], error: a.error };
        return sign(lead.c, s) < 0 ? scaleSeries(a, minusOne, s) : a;
      }
      case 'floor':
      case 'ceil':
        return addSeries(go(u), bounded, s);
      case 'factorial':
        return stirling(go(u));
      default:
        throw new GaveUp();
    }
  };

  /** n! ~ √(2πn)·(n/e)^n·(1 + 1/(12n) + 1/(288n²) + …) */
  const stirling = (n: Series): Series => {
    const [lead] = n.terms;
    if (!lead || compareOrders(lead, constantOrder, s) <= 0 || sign(lead.c, s) < 0)
      throw new GaveUp();
    const log = ln(n);
    const main = addSeries(multiplySeries(n, log, s), scaleSeries(n, minusOne, s), s);
    const root = scaleSeries(
      addSeries(log, constant(k.fn('ln', k.times(whole(2), pi)), s), s),
      half,
      s,
    );
    const inverse = power(n, minusOne);
    const known = compose(
      inverse,
      (i) => [unit, k.over(unit, whole(12)), k.over(unit, whole(288))][i] ?? nought,
      s,
      2,
    );
    const [small] = inverse.terms;
    if (!small) throw new GaveUp();
    const cubed = productOrder(small, productOrder(small, small, s), s);
    const correction = addSeries(known, { terms: [], error: cubed }, s);
    return multiplySeries(exp(addSeries(main, root, s)), correction, s);
  };

  return go(tree);
}

/** The variable itself near a point: `a + t`, `a − t`, `1/t` or `−1/t`. */
export function startAt(a: Tree, side: 1 | -1, s: Scale): Series {
  if (a.kind === 'constant' && a.name === 'infinity') return monomial(whole(side), minusOne);
  return addSeries(constant(a, s), monomial(whole(side), unit), s);
}
