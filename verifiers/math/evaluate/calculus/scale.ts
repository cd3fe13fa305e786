/**
 * Growth of functions as t falls to 0: c·t^p·L^q·e^E with L = ln(1/t) and E a list of terms that
 * grow without bound. A series is a sum of such terms, largest first, and a bound on what is left
 * out: the error is at most a constant times its order, so a bounded oscillation is an error too.
 */
import type { Tree } from '../../tree.ts';
import { keyOf } from '../key.ts';
import { type Algebra, GaveUp, isNumber, nought, unit } from './algebra.ts';
import { isZero, type Sign, signOf } from './value.ts';

export interface Order {
  readonly p: Tree;
  readonly q: number;
  /** The exponent E, largest term first; mostly empty. */
  readonly e: readonly Term[];
}

export interface Term extends Order {
  readonly c: Tree;
}

export interface Series {
  readonly terms: readonly Term[];
  /** Null when nothing is left out. */
  readonly error: Order | null;
}

/** What a limit may assume and how far it expands. */
export interface Scale {
  readonly k: Algebra;
  /** Most terms kept of a series. */
  readonly length: number;
  readonly letters: 'unknown' | 'positive';
}

export const constantOrder: Order = { p: nought, q: 0, e: [] };

export const constant = (c: Tree, s: Scale): Series =>
  vanishes(c, s) ? { terms: [], error: null } : { terms: [{ c, ...constantOrder }], error: null };

export const monomial = (c: Tree, p: Tree, q = 0): Series => ({
  terms: [{ c, p, q, e: [] }],
  error: null,
});

function vanishes(c: Tree, s: Scale): boolean {
  if (c.kind === 'number') return c.value.n === 0n;
  const zero = isZero(c, s.k);
  if (zero === null) throw new GaveUp();
  return zero;
}

/** @throws GaveUp where the sign is unknown. */
export function sign(c: Tree, s: Scale): Sign {
  const found = signOf(c, s.k, s.letters);
  if (found === null) throw new GaveUp();
  return found;
}

/** Positive when a grows faster than b. */
export function compareOrders(a: Order, b: Order, s: Scale): Sign {
  if (a.e.length > 0 || b.e.length > 0) {
    const [lead] = combined([...a.e, ...b.e.map((t) => ({ ...t, c: s.k.negate(t.c) }))], s);
    if (lead) return sign(lead.c, s);
  }
  const byPower = sign(s.k.minus(b.p, a.p), s);
  if (byPower !== 0) return byPower;
  return a.q > b.q ? 1 : a.q < b.q ? -1 : 0;
}

const larger = (a: Order | null, b: Order | null, s: Scale): Order | null =>
  a && b ? (compareOrders(a, b, s) >= 0 ? a : b) : (a ?? b);

const orderKey = (o: Order): string =>
  `${keyOf(o.p)} ${o.q}${o.e.map((t) => `|${keyOf(t.c)} ${orderKey(t)}`).join('')}`;

/** Terms of equal order added up, largest first, without zeros. */
function combined(terms: readonly Term[], s: Scale): Term[] {
  const groups = new Map<string, { term: Term; parts: Tree[] }>();
  for (const term of terms) {
    s.k.budget.spend();
    const key = orderKey(term);
    const group = groups.get(key);
    if (group) group.parts.push(term.c);
    else groups.set(key, { term, parts: [term.c] });
  }
  const out: Term[] = [];
  for (const { term, parts } of groups.values()) {
    const c = s.k.plus(...parts);
    if (parts.length === 1 || !vanishes(c, s)) out.push({ ...term, c });
  }
  return out.sort((a, b) => -compareOrders(a, b, s));
}

/** Drops what the error hides and what is beyond the length. */
function settled(terms: readonly Term[], error: Order | null, s: Scale): Series {
  const sorted = combined(terms, s);
  let bound = error;
  const over = sorted[s.length];
  if (over) bound = larger(bound, over, s);
  const kept = sorted
    .slice(0, s.length)
    .filter((t) => bound === null || compareOrders(t, bound, s) > 0);
  return { terms: kept, error: bound };
}

export function addSeries(a: Series, b: Series, s: Scale): Series {
  return settled([...a.terms, ...b.terms], larger(a.error, b.error, s), s);
}

export function scaleSeries(a: Series, c: Tree, s: Scale): Series {
  if (isNumber(c, 0)) return { terms: [], error: null };
  return { ...a, terms: a.terms.map((t) => ({ ...t, c: s.k.times(c, t.c) })) };
}

export function productOrder(a: Order, b: Order, s: Scale): Order {
  const e = a.e.length === 0 ? b.e : b.e.length === 0 ? a.e : combined([...a.e, ...b.e], s);
  return { p: s.k.plus(a.p, b.p), q: a.q + b.q, e };
}

export function multiplySeries(a: Series, b: Series, s: Scale): Series {
  const terms = a.terms.flatMap((x) =>
    b.terms.map((y) => ({ c: s.k.times(x.c, y.c), ...productOrder(x, y, s) })),
  );
  const [x, y] = [a.terms[0] ?? null, b.terms[0] ?? null];
  const bounds: (Order | null)[] = [
    x && b.error && productOrder(x, b.error, s),
    y && a.error && productOrder(y, a.error, s),
    a.error && b.error && productOrder(a.error, b.error, s),
  ];
  const error = bounds.reduce((most, bound) => larger(most, bound, s), null);
  return settled(terms, error, s);
}

/** The leading term and the rest over it, which tends to 0. @throws GaveUp when there is none. */
export function leading(a: Series, s: Scale): { lead: Term; rest: Series } {
  const [lead, ...others] = a.terms;
  if (!lead) throw new GaveUp();
  const inverse = inverseOrder(lead, s);
  const c = s.k.raise(lead.c, { kind: 'number', value: { n: -1n, d: 1n } });
  const rest: Series = {
    terms: others.map((t) => ({ c: s.k.times(c, t.c), ...productOrder(t, inverse, s) })),
    error: a.error && productOrder(a.error, inverse, s),
  };
  return { lead, rest };
}

function inverseOrder(o: Order, s: Scale): Order {
  return {
    p: s.k.negate(o.p),
    q: -o.q,
    e: o.e.map((t) => ({ ...t, c: s.k.negate(t.c) })),
  };
}

/**
 * Σ c_n·δ^n for a δ that tends to 0, with the coefficients as they are asked for; `ends` says that
 * no further coefficient is other than zero.
 */
export function compose(
  delta: Series,
  coefficient: (n: number) => Tree,
  s: Scale,
  ends = Number.POSITIVE_INFINITY,
): Series {
  let total = constant(coefficient(0), s);
  if (delta.terms.length === 0 && delta.error === null) return total;
  let power: Series = constant(unit, s);
  const [head] = delta.terms;
  for (let n = 1; n <= ends; n++) {
    power = multiplySeries(power, delta, s);
    if (power.terms.length === 0) return addSeries(total, { terms: [], error: power.error }, s);
    if (n > s.length) {
      const order = head && power.terms[0] ? power.terms[0] : null;
      return addSeries(total, { terms: [], error: larger(order, power.error, s) }, s);
    }
    const c = coefficient(n);
    if (!vanishes(c, s)) total = addSeries(total, scaleSeries(power, c, s), s);
    else if (power.error) total = addSeries(total, { terms: [], error: power.error }, s);
  }
  return total;
}
