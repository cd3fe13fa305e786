/**
 * Signs and zeros of expressions, with error bounds: a sign is told only where it is certain, a
 * zero only where residues or balls of high precision prove it as for any other identity.
 */
import { integer, ratio } from '../../../rational.ts';
import { children, type Tree } from '../../tree.ts';
import { balls } from '../balls.ts';
import { complexField, type Notes } from '../complex.ts';
import { evaluate, type Point } from '../evaluate.ts';
import { doubles, type Reals, Undefined, Unknown } from '../reals.ts';
import { residue, residueRounds } from '../residue.ts';
import type { Algebra } from './algebra.ts';

export type Sign = -1 | 0 | 1;

/** Values of letters taken for positive, in orders that differ. */
const positive = [
  [1.37, 0.41, 2.9, 0.83],
  [0.29, 3.3, 0.61, 1.9],
  [4.1, 1.13, 0.37, 0.57],
] as const;

export function symbolsOf(t: Tree): string[] {
  const names = new Set<string>();
  const visit = (part: Tree) => {
    if (part.kind === 'symbol') names.add(part.name);
    children(part).forEach(visit);
  };
  visit(t);
  return [...names].sort();
}

/** Positive values for the letters, as trees; `round` of 0 … 2. */
export function samples(names: readonly string[], round: number): Map<string, Tree> {
  const row = positive[round] ?? positive[0];
  return new Map(
    names.map((name, k) => {
      const value = (row[k % row.length] ?? 1) + 0.07 * k;
      return [
        name,
        { kind: 'number', value: ratio(BigInt(Math.round(value * 4_096)) | 1n, 4_096n) },
      ];
    }),
  );
}

const nowhere: Point = () => {
  throw new Unknown();
};

function pointOf(values: ReadonlyMap<string, Tree>): Point {
  return (name) => {
    const value = values.get(name);
    if (value?.kind !== 'number') throw new Unknown();
    return value.value;
  };
}

/** The real value; null where there is none, or none that can be told. */
export function real<R>(t: Tree, point: Point, reals: Reals<R>, k: Algebra): R | null {
  const notes: Notes = { leftReals: false };
  try {
    const value = evaluate(t, point, complexField(reals, notes), k.budget);
    return value.im === null ? value.re : null;
  } catch (error) {
    if (error instanceof Unknown || error instanceof Undefined) return null;
    throw error;
  }
}

/**
 * The sign of a real constant; null where it is uncertain.
 * @param letters 'positive' takes letters for positive numbers, where all samples agree.
 */
export function signOf(
  t: Tree,
  k: Algebra,
  letters: 'unknown' | 'positive' = 'unknown',
): Sign | null {
  if (t.kind === 'number') return t.value.n > 0n ? 1 : t.value.n < 0n ? -1 : 0;
  if (t.kind === 'constant' && t.name === 'infinity') return 1;
  const names = symbolsOf(t);
  if (names.length > 0) {
    if (letters === 'unknown') return isZero(t, k) ? 0 : null;
    const signs = positive.map((_, round) => {
      const value = real(t, pointOf(samples(names, round)), doubles, k);
      return value === null ? null : doubles.sign(value);
    });
    const [first] = signs;
    if (first && signs.every((sign) => sign === first)) return first;
    return isZero(t, k) ? 0 : null;
  }
  const rough = real(t, nowhere, doubles, k);
  const sign = rough === null ? null : doubles.sign(rough);
  if (sign !== null && sign !== 0) return sign;
  for (const bits of [160, 640]) {
    const reals = balls(bits, k.budget, { gap: 0 });
    const value = real(t, nowhere, reals, k);
    const certain = value === null ? null : reals.sign(value);
    if (certain) return certain;
  }
  return isZero(t, k) ? 0 : null;
}

/** Whether an expression is zero wherever it has a value; null where that is not known. */
export function isZero(t: Tree, k: Algebra): boolean | null {
  if (t.kind === 'number') return t.value.n === 0n;
  if (t.kind === 'symbol' || t.kind === 'constant') return false;
  let opaque = false;
  let same = true;
  try {
    for (let round = 0; round < residueRounds && same; round++) {
      const found = residue(t, round, 'calculus', k.budget);
      opaque ||= found.opaque;
      same = found.value === 0n;
    }
    if (same) return true;
    if (!opaque) return false;
  } catch (error) {
    if (!(error instanceof Undefined)) throw error;
  }
  return byValue(t, k);
}

function byValue(t: Tree, k: Algebra): boolean | null {
  const names = symbolsOf(t);
  let agreed = 0;
  for (let round = 0; round < positive.length && agreed < 2; round++) {
    const point = names.length === 0 ? nowhere : pointOf(samples(names, round));
    const rough = complex(t, point, doubles, k);
    if (rough?.some((x) => (doubles.sign(x) ?? 0) !== 0)) return false;
    for (const bits of [192, 640]) {
      const losses = { gap: 0 };
      const reals = balls(bits, k.budget, losses);
      const parts = complex(t, point, reals, k);
      if (!parts) continue;
      if (parts.some((x) => (reals.sign(x) ?? 0) !== 0)) return false;
      if (losses.gap === 0 && parts.every((x) => x.err <= -0.6 * bits)) {
        agreed++;
        break;
      }
    }
    if (names.length === 0) break;
  }
  return agreed > 0 ? true : null;
}

function complex<R>(t: Tree, point: Point, reals: Reals<R>, k: Algebra): R[] | null {
  try {
    const value = evaluate(t, point, complexField(reals, { leftReals: false }), k.budget);
    return value.im === null ? [value.re] : [value.re, value.im];
  } catch (error) {
    if (error instanceof Unknown || error instanceof Undefined) return null;
    throw error;
  }
}

/** Whether the expression is real at some positive values of its letters. */
export function isReal(t: Tree, k: Algebra): boolean {
  const names = symbolsOf(t);
  return positive.some((_, round) => real(t, pointOf(samples(names, round)), doubles, k) !== null);
}

/** The greatest whole number not above a real constant; null where it is uncertain. */
export function floorOf(t: Tree, k: Algebra): bigint | null {
  if (t.kind === 'number') {
    const { n, d } = t.value;
    return n >= 0n ? n / d : -((-n + d - 1n) / d);
  }
  const value = real(t, nowhere, doubles, k);
  return value === null ? null : doubles.floor(value);
}

export const whole = (n: bigint | number): Tree => ({ kind: 'number', value: integer(n) });
