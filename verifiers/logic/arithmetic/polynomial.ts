/** Polynomials in several variables with exact coefficients, expanded. */
import type { Budget } from '../../budget.ts';
import {
  add,
  fromDecimal,
  integer,
  multiply,
  negate,
  power,
  type Rational,
} from '../../rational.ts';
import { type Expression, SymbolicError, type Value, wholeValue } from './symbolic.ts';

export interface Monomial {
  /** Exponents by variable, none of them 0. */
  readonly powers: ReadonlyMap<string, number>;
  readonly coefficient: Rational;
}

/** By the text of the monomial without its coefficient, none of which is 0. */
export type Polynomial = ReadonlyMap<string, Monomial>;

const maxTerms = 6_000;
const maxDegree = 2_000;

export function monomial(coefficient: Rational, powers: ReadonlyMap<string, number>): Polynomial {
  const kept = new Map([...powers].filter(([, k]) => k !== 0).sort(([a], [b]) => (a < b ? -1 : 1)));
  const key = [...kept].map(([name, k]) => `${name}^${k}`).join('*');
  return coefficient.n === 0n ? new Map() : new Map([[key, { powers: kept, coefficient }]]);
}

export function addPolynomials(a: Polynomial, b: Polynomial): Polynomial {
  const terms = new Map(a);
  for (const [key, term] of b) put(terms, key, term);
  return terms;
}

function put(terms: Map<string, Monomial>, key: string, term: Monomial): void {
  const known = terms.get(key);
  const total = known ? add(known.coefficient, term.coefficient) : term.coefficient;
  if (!total) throw new SymbolicError('Expected smaller numbers');
  if (total.n === 0n) terms.delete(key);
  else terms.set(key, known ? { ...known, coefficient: total } : term);
}

/** @throws SymbolicError when the product is too large. */
export function multiplyPolynomials(a: Polynomial, b: Polynomial, budget: Budget): Polynomial {
  const terms = new Map<string, Monomial>();
  budget.spend(10 * a.size * b.size);
  for (const left of a.values()) {
    for (const right of b.values()) {
      const powers = new Map(left.powers);
      for (const [name, k] of right.powers) powers.set(name, (powers.get(name) ?? 0) + k);
      const coefficient = multiply(left.coefficient, right.coefficient);
      if (!coefficient) throw new SymbolicError('Expected smaller numbers');
      for (const [key, term] of monomial(coefficient, powers)) put(terms, key, term);
    }
    if (terms.size > maxTerms) throw new SymbolicError(`Expected at most ${maxTerms} terms`);
  }
  return terms;
}

export function samePolynomial(a: Polynomial, b: Polynomial): boolean {
  if (a.size !== b.size) return false;
  for (const [key, { coefficient }] of a) {
    const other = b.get(key)?.coefficient;
    if (!other || other.n !== coefficient.n || other.d !== coefficient.d) return false;
  }
  return true;
}

/** The expression multiplied out. @throws SymbolicError when it is no polynomial, or too large. */
export function polynomialOf(e: Expression, budget: Budget): Polynomial {
  switch (e.kind) {
    case 'value':
      return monomial(exact(e.value), new Map());
    case 'symbol':
      return monomial(integer(1), new Map([[e.name, 1]]));
    case 'sum': {
      const terms = new Map<string, Monomial>();
      const parts: Polynomial[] = [monomial(exact(e.constant), new Map())];
      for (const { coefficient, of } of e.terms) {
        const by = monomial(exact(coefficient), new Map());
        parts.push(multiplyPolynomials(by, polynomialOf(of, budget), budget));
      }
      for (const part of parts) for (const [key, term] of part) put(terms, key, term);
      return terms;
    }
    case 'product': {
      let made = monomial(exact(e.coefficient), new Map());
      for (const { base, exponent } of e.factors) {
        const count = wholeValue(exponent);
        if (count === null || count < 1n || count > BigInt(maxDegree)) {
          throw new SymbolicError('Expected a polynomial');
        }
        made =
          base.kind === 'symbol'
            ? multiplyPolynomials(
                made,
                monomial(integer(1), new Map([[base.name, Number(count)]])),
                budget,
              )
            : repeated(made, polynomialOf(base, budget), Number(count), budget);
      }
      return made;
    }
    case 'call':
      throw new SymbolicError('Expected a polynomial');
  }
}

function repeated(start: Polynomial, base: Polynomial, count: number, budget: Budget): Polynomial {
  let made = start;
  for (let n = 0; n < count; n++) made = multiplyPolynomials(made, base, budget);
  return made;
}

function exact(value: Value): Rational {
  if (typeof value !== 'number') return value;
  const size = fromDecimal(Math.abs(value).toString());
  if (!size) throw new SymbolicError('Expected a smaller number');
  return value < 0 ? negate(size) : size;
}

/** The value with these numbers for the symbols. @throws SymbolicError when it has none. */
export function valueAt(e: Expression, point: (name: string) => bigint, budget: Budget): Rational {
  budget.spend(10);
  const total = (parts: readonly (Rational | null)[], join: typeof add, start: Rational) =>
    parts.reduce((sum, part) => sum && part && join(sum, part), start as Rational | null);
  const known = (value: Rational | null): Rational => {
    if (!value) throw new SymbolicError('Expected smaller numbers');
    return value;
  };
  switch (e.kind) {
    case 'value':
      return exact(e.value);
    case 'symbol':
      return integer(point(e.name));
    case 'sum': {
      const parts = e.terms.map((t) =>
        multiply(exact(t.coefficient), valueAt(t.of, point, budget)),
      );
      return known(total(parts, add, exact(e.constant)));
    }
    case 'product': {
      const parts = e.factors.map(({ base, exponent }) => {
        const count = wholeValue(exponent);
        return count === null ? null : power(valueAt(base, point, budget), count);
      });
      return known(total(parts, multiply, exact(e.coefficient)));
    }
    case 'call':
      throw new SymbolicError('Expected a polynomial');
  }
}

/** Whether sums are nowhere multiplied with each other or raised to a power. */
export function isMultipliedOut(e: Expression): boolean {
  if (e.kind === 'sum') return e.terms.every((t) => isMultipliedOut(t.of));
  if (e.kind !== 'product') return true;
  const sums = e.factors.filter((f) => f.base.kind !== 'symbol' && f.base.kind !== 'value');
  if (sums.length > 1) return false;
  return sums.every((f) => wholeValue(f.exponent) === 1n && isMultipliedOut(f.base));
}

/** `3*x**2*y - x/2 + 7`, by falling degree. */
export function writePolynomial(polynomial: Polynomial): string {
  const degree = (m: Monomial) => [...m.powers.values()].reduce((sum, k) => sum + k, 0);
  const terms = [...polynomial].sort(
    ([a, m], [b, n]) => degree(n) - degree(m) || (a < b ? -1 : a > b ? 1 : 0),
  );
  let text = '';
  for (const [, { powers, coefficient }] of terms) {
    const minus = coefficient.n < 0n;
    const size = minus ? -coefficient.n : coefficient.n;
    const names = [...powers].map(([name, k]) =>
      k === 1 ? name : `${name}**${k < 0 ? `(${k})` : k}`,
    );
    if (size !== 1n || names.length === 0) names.unshift(`${size}`);
    const written = names.join('*') + (coefficient.d === 1n ? '' : `/${coefficient.d}`);
    text += text === '' ? (minus ? '-' : '') : minus ? ' - ' : ' + ';
    text += written;
  }
  return text === '' ? '0' : text;
}
