/**
 * Changes of variable for an integral: every part u of the integrand is tried, and taken when the
 * integrand over u' can be written in u alone.
 */
import { symbol, type Tree } from '../../tree.ts';
import { keyOf } from '../key.ts';
import { substitute } from '../substitute.ts';
import { type Algebra, GaveUp, isInteger, isNumber, minusOne, unit } from './algebra.ts';
import { derive } from './derive.ts';
import { coefficients, linear } from './polynomial.ts';

const mostCandidates = 14;

export interface Change {
  readonly integrand: Tree;
  readonly variable: string;
  /** Puts the part back for the new variable. */
  readonly back: (t: Tree) => Tree;
}

/** A variable that occurs in no integrand over x. */
export const fresh = (x: string): string => (x.startsWith('•w') ? `${x}w` : '•w');

export function* substitutions(f: Tree, x: string, k: Algebra): Generator<Change> {
  const candidates = new Map<string, Tree>();
  const variable = fresh(x);
  collect(f, x, k, candidates);
  for (const u of [...candidates.values()].slice(0, mostCandidates)) {
    try {
      const slope = derive(u, x, k);
      const integrand = k.normal(inTermsOf(k.over(f, slope), u, x, k));
      if (k.free(integrand, x))
        yield { integrand, variable, back: (t) => k.normal(substitute(t, variable, u, k.budget)) };
    } catch (error) {
      if (!(error instanceof GaveUp)) throw error;
    }
  }
}

/** Parts that depend on x and are not x itself, larger ones first. */
function collect(t: Tree, x: string, k: Algebra, out: Map<string, Tree>): void {
  if (k.free(t, x) || t.kind === 'symbol') return;
  const isPart = t.kind === 'call' || t.kind === 'power';
  if (t.kind === 'power' && t.exponent.kind === 'number' && t.exponent.value.n < 0n) {
    // Of 1/√v the root is the part, and of 1/v the inside.
    const root = k.raise(t.base, k.negate(t.exponent));
    if (!isInteger(t.exponent)) out.set(keyOf(root), root);
  } else if (isPart) out.set(keyOf(t), t);
  // An odd power of a cosine is a function of the sine, and the other way round.
  const partner = t.kind === 'call' ? { sin: 'cos', cos: 'sin' }[t.name] : undefined;
  if (t.kind === 'call' && partner) {
    const other = k.fn(partner, ...t.args);
    out.set(keyOf(other), other);
  }
  const inner =
    t.kind === 'sum'
      ? t.terms
      : t.kind === 'product'
        ? t.factors
        : t.kind === 'power'
          ? [t.base, t.exponent]
          : t.kind === 'call'
            ? t.args
            : [];
  for (const part of inner) {
    if (isPart && part.kind === 'sum' && !k.free(part, x) && !linear(part, x, k))
      out.set(keyOf(part), part);
    collect(part, x, k, out);
  }
}

/** The tree with u written as the new variable; what is left of x stays. */
function inTermsOf(t: Tree, u: Tree, x: string, k: Algebra): Tree {
  const key = keyOf(u);
  const w = symbol(fresh(x));
  const inverse = inverseOf(u, x, k);
  const go = (part: Tree): Tree => {
    if (k.free(part, x)) return part;
    if (keyOf(part) === key) return w;
    switch (part.kind) {
      case 'symbol':
        return inverse ?? part;
      case 'sum':
        return sumInTerms(part) ?? k.plus(...part.terms.map(go));
      case 'product':
        return k.times(...part.factors.map(go));
      case 'power':
        return powerOf(part, u, x, k) ?? k.raise(go(part.base), go(part.exponent));
      case 'call':
        return k.fn(part.name, ...part.args.map(go));
      default:
        throw new GaveUp();
    }
  };
  /** A sum that is u up to a constant factor and a constant. */
  const sumInTerms = (part: Tree): Tree | null => {
    const [p, q] = [coefficients(part, x, k), coefficients(u, x, k)];
    const [top, bottom] = [p?.at(-1), q?.at(-1)];
    if (!p || !q || !top || !bottom || p.length !== q.length || p.length < 2) return null;
    const ratio = k.over(top, bottom);
    const rest = k.plus(...k.terms(k.minus(part, k.times(ratio, u)), x));
    return k.free(rest, x) ? k.plus(k.times(ratio, w), rest) : null;
  };
  return go(t);
}

/** x in terms of u = x^m or a root of a linear expression; null when that would be no one value. */
function inverseOf(u: Tree, x: string, k: Algebra): Tree | null {
  if (u.kind !== 'power' || u.exponent.kind !== 'number') return null;
  const { n, d } = u.exponent.value;
  const w = symbol(fresh(x));
  const inner = n === 1n && d > 1n ? linear(u.base, x, k) : null;
  return inner && k.over(k.minus(k.raise(w, k.raise(u.exponent, minusOne)), inner.b), inner.a);
}

/** e^(mv) for u = e^v, x^n for u = x^m, and even powers of the other one of sine and cosine. */
function powerOf(part: Tree, u: Tree, x: string, k: Algebra): Tree | null {
  if (part.kind !== 'power') return null;
  const w = symbol(fresh(x));
  if (u.kind === 'power' && keyOf(part.base) === keyOf(u.base)) {
    const ratio = k.over(part.exponent, u.exponent);
    if (ratio.kind === 'number' && (ratio.value.d === 1n || !k.free(u.exponent, x)))
      return k.raise(w, ratio);
  }
  const squared = squareOf(part, u, x, k);
  if (squared) return squared;
  if (u.kind !== 'call' || part.base.kind !== 'call' || !isInteger(part.exponent)) return null;
  const names = `${u.name} ${part.base.name}`;
  const even = part.exponent.value.n % 2n === 0n;
  if ((names !== 'sin cos' && names !== 'cos sin') || !even) return null;
  if (keyOf(u.args[0] ?? u) !== keyOf(part.base.args[0] ?? u)) return null;
  const square = k.minus(unit, k.times(w, w));
  return k.raise(square, k.over(part.exponent, { kind: 'number', value: { n: 2n, d: 1n } }));
}

/** x^(2m) for u a root of ax² + b. */
function squareOf(part: Tree, u: Tree, x: string, k: Algebra): Tree | null {
  if (part.kind !== 'power' || part.base.kind !== 'symbol' || !isInteger(part.exponent))
    return null;
  if (u.kind !== 'power' || u.exponent.kind !== 'number' || part.exponent.value.n % 2n !== 0n)
    return null;
  const { n, d } = u.exponent.value;
  const [b, middle, a] = n === 1n && d > 1n ? (coefficients(u.base, x, k) ?? []) : [];
  if (!a || !b || !middle || !isNumber(middle, 0)) return null;
  const power = k.raise(symbol(fresh(x)), k.raise(u.exponent, minusOne));
  const half = k.over(part.exponent, { kind: 'number', value: { n: 2n, d: 1n } });
  return k.raise(k.over(k.minus(power, b), a), half);
}
