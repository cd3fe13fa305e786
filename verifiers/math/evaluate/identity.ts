/**
 * Whether two scalar expressions are the same, in the order cheapest first:
 *   exact rationals → canonical text → doubles with error bounds (can only refute) → residues modulo
 *   primes (prove equality; refute rational expressions) → balls of growing precision.
 * Symbols are real numbers: expressions are the same when they agree wherever both are real. What
 * stays undecided is not equal.
 */
import type { Budget } from '../../budget.ts';
import { equal, height, integer, ratio } from '../../rational.ts';
import { children, num, some, type Tree } from '../tree.ts';
import { type Ball, balls, type Losses, magnitude } from './balls.ts';
import { bodies, type Pairs, slopes, withConstants } from './calculus/families.ts';
import { type Complex, complexField, type Notes } from './complex.ts';
import { evaluate, type Point } from './evaluate.ts';
import { isIndeterminate } from './indeterminate.ts';
import { keyOf } from './key.ts';
import { prepare, substitute } from './prepare.ts';
import { doubles, Undefined, Unknown } from './reals.ts';
import { residue, residueRounds } from './residue.ts';

export type Identity =
  | {
      readonly same: true;
      readonly method: 'exact' | 'canonical' | 'residue' | 'integers' | 'balls';
    }
  | {
      readonly same: false;
      readonly method:
        | 'exact'
        | 'doubles'
        | 'residue'
        | 'integers'
        | 'balls'
        | 'undefined'
        | 'undecided';
    };

/** Rough sizes of the sample points; several signs and magnitudes, so that most domains are hit. */
const scales = [1.37, 0.41, -0.73, 2.9, -2.3, 7.7, -19, 23, 0.06, 130, -140, 1.02];
/** Points at which both sides must agree before the precise test. */
const wanted = 4;
const precisions = [160, 480, 1_600, 5_000] as const;

export function identity(left: Tree, right: Tree, budget: Budget): Identity {
  const [a, b] = [prepare(left, budget), prepare(right, budget)];
  if (keyOf(a) === keyOf(b)) return preparedIdentity(a, b, budget);
  const primitives = slopes(a, b, budget);
  if (primitives) return everyPair(primitives, budget);
  const operators = bodies(a, b);
  if (operators) {
    // Different bodies may have equal integrals.
    const found = everyPair(operators, budget);
    return found.same ? found : { same: false, method: 'undecided' };
  }
  const plain = preparedIdentity(a, b, budget);
  const constants = plain.same ? null : withConstants(a, b, budget);
  const found = constants && everyPair(constants, budget);
  return found?.same ? found : plain;
}

/** Whether all pairs are the same; nothing is known where there is none. */
function everyPair(pairs: Pairs, budget: Budget): Identity {
  let last: Identity = { same: false, method: 'undecided' };
  for (const [left, right] of pairs) {
    last = preparedIdentity(prepare(left, budget), prepare(right, budget), budget);
    if (!last.same) return last;
  }
  return last;
}

function preparedIdentity(a: Tree, b: Tree, budget: Budget): Identity {
  if (a.kind === 'number' && b.kind === 'number')
    return { same: equal(a.value, b.value), method: 'exact' };
  const keys = [keyOf(a), keyOf(b)];
  if (keys[0] === keys[1]) return { same: true, method: 'canonical' };
  if ([a, b].some(isIndeterminate)) return { same: false, method: 'undefined' };
  const discrete = [a, b].some((t) => some(t, isDiscrete));
  if (discrete && [a, b].some((t) => some(t, (x) => x.kind === 'symbol')))
    return onIntegers(a, b, budget);

  const complex = [a, b].some((t) => some(t, (x) => x.kind === 'constant' && x.name === 'i'));
  const screening = screen(a, b, complex, budget);
  if (screening.refuted) return { same: false, method: screening.opaque ? 'undecided' : 'doubles' };
  try {
    const byResidue = residues(a, b, budget);
    if (byResidue !== null) return { same: byResidue, method: 'residue' };
  } catch (error) {
    if (!(error instanceof Undefined)) throw error;
    return { same: false, method: 'undefined' };
  }
  return precise(a, b, screening.points, complex, budget);
}

/** Functions of whole numbers: with symbols inside, they are compared at whole numbers. */
function isDiscrete(t: Tree): boolean {
  return (
    t.kind === 'call' &&
    ['factorial', 'double-factorial', 'binomial', 'mod', 'gcd', 'lcm'].includes(t.name) &&
    t.args.some((x) => x.kind !== 'number')
  );
}

function residues(a: Tree, b: Tree, budget: Budget): boolean | null {
  for (let round = 0; round < residueRounds; round++) {
    const left = residue(a, round, 'x', budget);
    const right = residue(b, round, 'x', budget);
    if (left.value !== right.value) return left.opaque || right.opaque ? null : false;
  }
  return true;
}

/** The names that need a value: symbols and the heads of unknown functions. */
function symbolsOf(trees: readonly Tree[]): string[] {
  const names = new Set<string>();
  const visit = (t: Tree) => {
    if (t.kind === 'symbol' || t.kind === 'apply') names.add(t.name);
    for (const part of children(t)) visit(part);
  };
  trees.forEach(visit);
  return [...names].sort();
}

/** A fixed, irregular number in [0, 1) with 16 bits for a name and an index. */
function jitter(name: string, index: number): number {
  let hash = 0x811c9dc5 ^ index;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) & 0xffff) / 0x10000;
}

function pointAt(index: number, names: readonly string[], met?: Set<string>): Point {
  const scale = scales[index] ?? 1;
  return (name) => {
    const order = names.indexOf(name);
    if (order < 0) met?.add(name);
    // Several symbols get independent sizes, and signs that vary from point to point.
    const factor = 0.6 + 0.8 * jitter(name, index) + (order > 0 ? 0.13 * order : 0);
    const flip = order > 0 && index % 3 === 2 && jitter(name, index + 99) < 0.5 ? -1 : 1;
    return ratio(BigInt(Math.round(scale * factor * flip * 65_536)) | 1n, 65_536n);
  };
}

interface Screening {
  readonly refuted: boolean;
  /** Whether it hangs on the value of a part that nobody computes and only one side has. */
  readonly opaque?: boolean;
  /** Points where both sides have comparable values, best first. */
  readonly points: readonly Point[];
}

function screen(a: Tree, b: Tree, complex: boolean, budget: Budget): Screening {
  const names = symbolsOf([a, b]);
  const points: Point[] = [];
  const unreal: Point[] = [];
  const unknown: Point[] = [];
  const count = names.length === 0 ? 1 : scales.length;
  for (let k = 0; k < count && points.length < wanted; k++) {
    const [left, right] = [new Set<string>(), new Set<string>()];
    const point = pointAt(k, names);
    const notes: Notes = { leftReals: false };
    const field = complexField(doubles, notes);
    try {
      const difference = field.add(
        evaluate(a, pointAt(k, names, left), field, budget),
        field.negate(evaluate(b, pointAt(k, names, right), field, budget)),
      );
      const apart = [difference.re, ...(difference.im ? [difference.im] : [])].some(
        (x) => (doubles.sign(x) ?? 0) !== 0,
      );
      if (notes.leftReals && !complex && names.length > 0) {
        if (!apart) unreal.push(point);
      } else if (apart) return { refuted: true, opaque: differ(left, right), points: [] };
      else points.push(point);
    } catch (error) {
      if (error instanceof Unknown) unknown.push(point);
      else if (!(error instanceof Undefined)) throw error;
    }
  }
  return {
    refuted: false,
    points: points.length > 0 ? points : unknown.length > 0 ? unknown : unreal,
  };
}

/** An integral, a limit or a function without a rule here, by its key; quantities and words are not. */
const uncomputed = /^[A-Za-z-]+[_(]/;

function differ(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  const lacks = (a: ReadonlySet<string>, b: ReadonlySet<string>) =>
    [...a].some((key) => uncomputed.test(key) && !b.has(key));
  return lacks(left, right) || lacks(right, left);
}

/** Balls at up to two points; each must agree to the full precision. */
function precise(
  a: Tree,
  b: Tree,
  points: readonly Point[],
  complex: boolean,
  budget: Budget,
): Identity {
  let agreed = 0;
  for (const point of points.slice(0, 3)) {
    const verdict = atPoint(a, b, point, complex, budget);
    if (verdict === 'different') return { same: false, method: 'balls' };
    if (verdict === 'undecided') return { same: false, method: 'undecided' };
    if (verdict === 'same' && ++agreed === 2) break;
  }
  return agreed > 0 ? { same: true, method: 'balls' } : { same: false, method: 'undefined' };
}

function atPoint(
  a: Tree,
  b: Tree,
  point: Point,
  complex: boolean,
  budget: Budget,
): 'same' | 'different' | 'undecided' | 'skip' {
  const needed = Math.max(bitsOf(a), bitsOf(b)) + 96;
  for (const precision of precisions) {
    // A number that is rounded away would make 2 + 10^-60 and 2 the same.
    if (precision < needed) continue;
    const notes: Notes = { leftReals: false };
    const losses: Losses = { gap: 0 };
    const reals = balls(precision, budget, losses);
    const field = complexField(reals, notes);
    try {
      const left = evaluate(a, point, field, budget);
      const right = evaluate(b, point, field, budget);
      if (notes.leftReals && !complex && (left.im === null) !== (right.im === null)) return 'skip';
      const lost = losses.gap;
      const difference = field.add(left, field.negate(right));
      const parts = [difference.re, ...(difference.im ? [difference.im] : [])];
      if (parts.some((x) => (reals.sign(x) ?? 0) !== 0)) return 'different';
      const size = Math.max(0, sizeOf(left), sizeOf(right));
      const sharp = parts.every((x) => x.err <= size - 0.6 * precision);
      if (sharp && lost === 0) return 'same';
    } catch (error) {
      if (error instanceof Undefined) return 'skip';
      if (!(error instanceof Unknown)) throw error;
    }
  }
  return 'undecided';
}

/** The most bits of a number in the tree. */
function bitsOf(t: Tree): number {
  const own = t.kind === 'number' ? height(t.value) : 0;
  return children(t).reduce((most, part) => Math.max(most, bitsOf(part)), own);
}

function sizeOf(z: Complex<Ball>): number {
  return Math.max(magnitude(z.re), z.im === null ? -Infinity : magnitude(z.im));
}

/** Expressions with factorials or binomials of symbols: exact values at whole numbers. */
function onIntegers(a: Tree, b: Tree, budget: Budget): Identity {
  const names = symbolsOf([a, b]);
  let agreed = 0;
  for (let k = 0; k < 8 && agreed < 5; k++) {
    const at = (t: Tree) =>
      names.reduce((tree, name, order) => {
        const value = integer(4 + k * 3 + Math.floor(5 * jitter(name, k)) + 2 * order);
        return substitute(tree, name, num(value), budget);
      }, t);
    const [left, right] = [prepare(at(a), budget), prepare(at(b), budget)];
    if ([left, right].some((t) => some(t, isDiscrete))) continue;
    const result = preparedIdentity(left, right, budget);
    if (!result.same)
      return result.method === 'undecided' ? result : { same: false, method: 'integers' };
    agreed++;
  }
  return agreed >= 3 ? { same: true, method: 'integers' } : { same: false, method: 'undecided' };
}

/** The sign of a real expression at a fixed point; 0 when it is unknown there. */
export function signAt(tree: Tree, budget: Budget): -1 | 0 | 1 {
  const prepared = prepare(tree, budget);
  const names = symbolsOf([prepared]);
  for (let k = 0; k < scales.length; k++) {
    try {
      const field = complexField(doubles, { leftReals: false });
      const value = evaluate(prepared, pointAt(k, names), field, budget);
      const sign = value.im === null ? doubles.sign(value.re) : null;
      if (sign) return sign;
    } catch (error) {
      if (!(error instanceof Unknown) && !(error instanceof Undefined)) throw error;
    }
  }
  return 0;
}
