/**
 * The summand of a sum taken apart: a constant, a geometric factor r^k, factorials and binomials of
 * k, waves, and what is left over, which should be a rational function of k.
 */
import type { Tree } from '../../tree.ts';
import { keyOf } from '../key.ts';
import { type Algebra, isInteger, nought, unit } from './algebra.ts';
import { type Coefficients, linear } from './polynomial.ts';
import { whole } from './value.ts';

export interface Summand {
  /** Free of k and no number. */
  readonly c: Tree;
  /** r of r^k; 1 without one. */
  readonly ratio: Tree;
  /** Factorials, binomials and waves with k inside. */
  readonly special: readonly Tree[];
  /** The rest, numbers included. */
  readonly rest: Tree;
}

/** The terms of a sum's body; those that differ only in their rest are put together. */
export function summands(f: Tree, x: string, k: Algebra): Summand[] {
  const groups = new Map<string, { part: Summand; rests: Tree[] }>();
  for (const term of k.terms(f, x)) {
    const part = summand(term, x, k);
    const key = [part.c, part.ratio, ...part.special].map(keyOf).join(' ; ');
    const group = groups.get(key);
    if (group) group.rests.push(part.rest);
    else groups.set(key, { part, rests: [part.rest] });
  }
  return [...groups.values()].map(({ part, rests }) => ({ ...part, rest: k.plus(...rests) }));
}

function summand(term: Tree, x: string, k: Algebra): Summand {
  let { c, rest } = k.apart(term, x);
  let ratio: Tree = unit;
  const special: Tree[] = [];
  const plain: Tree[] = [];
  for (const factor of rest) {
    const base = factor.kind === 'power' && isInteger(factor.exponent) ? factor.base : factor;
    if (base.kind === 'call') {
      special.push(factor);
      continue;
    }
    const exponent =
      factor.kind === 'power' && k.free(factor.base, x) ? linear(factor.exponent, x, k) : null;
    if (factor.kind === 'power' && exponent) {
      ratio = k.times(ratio, k.raise(factor.base, exponent.a));
      c = k.times(c, k.raise(factor.base, exponent.b));
    } else plain.push(factor);
  }
  const factors = c.kind === 'product' ? c.factors : [c];
  const numbers = factors.filter((t) => t.kind === 'number');
  return {
    c: k.times(...factors.filter((t) => t.kind !== 'number')),
    ratio,
    special,
    rest: k.times(...numbers, ...plain),
  };
}

/** Coefficients in the basis 1, k, k(k−1), … by division at 0, 1, 2, … */
export function fallingCoefficients(p: Coefficients, k: Algebra): Tree[] {
  const out: Tree[] = [];
  let left: Coefficients = p;
  for (let at = 0; left.length > 0; at++) {
    const rest: Tree[] = [];
    let carry: Tree = nought;
    for (let i = left.length - 1; i >= 0; i--) {
      carry = k.plus(left[i] ?? nought, k.times(whole(at), carry));
      if (i > 0) rest.unshift(carry);
    }
    out.push(carry);
    left = rest;
  }
  return out;
}

/** a·k + b with whole a and b; null otherwise. */
export function wholeLinear(t: Tree, x: string, k: Algebra): { a: number; b: number } | null {
  const found = linear(t, x, k);
  if (found?.a.kind !== 'number' || found.b.kind !== 'number') return null;
  if (found.a.value.d !== 1n || found.b.value.d !== 1n) return null;
  return { a: Number(found.a.value.n), b: Number(found.b.value.n) };
}
