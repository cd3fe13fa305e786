/** The simple laws a reader tries on a number sequence, and what each says comes next. */
import { divide, integer, type Rational, ratio } from '../../rational.ts';

/**
 * The next term under every law that fits all the terms and is overdetermined by them: a polynomial
 * of degree 0 to 2, a step a·x + b, and a recurrence a·x + b·y on the last two terms. A law with as
 * many unknowns as equations fits anything and says nothing, so it does not count.
 */
export function simplerLaws(terms: readonly number[]): Rational[] {
  const found = [polynomial(terms), linearStep(terms), twoTerms(terms)];
  return found.filter((next) => next !== null);
}

function polynomial(terms: readonly number[]): Rational | null {
  let row = [...terms];
  let next = 0;
  for (let degree = 0; degree <= 2 && row.length >= 2; degree++) {
    next += row.at(-1) as number;
    if (row.every((v) => v === row[0])) return integer(next);
    row = row.slice(1).map((v, i) => v - (row[i] as number));
  }
  return null;
}

/** x → a·x + b from the first three terms, kept when the fourth and later agree. */
function linearStep(terms: readonly number[]): Rational | null {
  return recurrence(
    terms.slice(0, -1).map((x, i) => [x, 1, terms[i + 1] as number]),
    [terms.at(-1) as number, 1],
  );
}

/** (x, y) → a·y + b·x, kept when more than two equations agree. */
function twoTerms(terms: readonly number[]): Rational | null {
  const rows = terms
    .slice(0, -2)
    .map((x, i) => [terms[i + 1] as number, x, terms[i + 2] as number]);
  return recurrence(rows, [terms.at(-1) as number, terms.at(-2) as number]);
}

/** Solves p·a + q·b = r on the first two independent rows; the rest must agree. */
function recurrence(rows: readonly number[][], last: readonly [number, number]): Rational | null {
  if (rows.length < 3) return null;
  const big = rows.map((row) => row.map(BigInt) as [bigint, bigint, bigint]);
  const first = big.find(([p, q]) => p !== 0n || q !== 0n);
  if (!first) return null;
  const second = big.find(([p, q]) => p * first[1] !== q * first[0]);
  if (!second) return null;
  const det = first[0] * second[1] - first[1] * second[0];
  const a = ratio(first[2] * second[1] - first[1] * second[2], det);
  const b = ratio(first[0] * second[2] - first[2] * second[0], det);
  const value = (p: bigint, q: bigint) => ratio(a.n * p * b.d + b.n * q * a.d, a.d * b.d);
  if (!big.every(([p, q, r]) => value(p, q).d === 1n && value(p, q).n === r)) return null;
  return divide(value(BigInt(last[0]), BigInt(last[1])), integer(1));
}
