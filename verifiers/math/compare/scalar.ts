/** Numbers, expressions and quantities: identity first, then the named conventions. */

import {
  add,
  compare,
  floor,
  integer,
  multiply,
  negate,
  power,
  type Rational,
  ratio,
} from '../../rational.ts';
import { identity } from '../evaluate/identity.ts';
import { rationalNear } from '../evaluate/near.ts';
import { unitsDiffer } from '../parse/units.ts';
import { call, mapChildren, some, type Tree } from '../tree.ts';
import type { Context } from './context.ts';

export function sameScalar(reference: Tree, response: Tree, context: Context): boolean {
  const { options, budget } = context;
  const left = stripUnit(reference);
  const right = stripUnit(response);
  if (left.unit !== null || right.unit !== null) {
    if (left.unit !== null && right.unit !== null && unitsDiffer(left.unit, right.unit))
      return false;
    if (!options.bare_unit && (left.unit === null) !== (right.unit === null)) return false;
    if ((left.unit === null) !== (right.unit === null)) context.used.add('bare_unit');
  }
  const [a, b] = [left.value, right.value];
  if (same(a, b, context)) return true;

  if (options.bare_unit && isCall(a, 'degree') !== isCall(b, 'degree')) {
    if (same(inner(a, 'degree'), inner(b, 'degree'), context)) {
      context.used.add('bare_unit');
      return true;
    }
  }
  if (options.bare_percent && isCall(a, 'percent') !== isCall(b, 'percent')) {
    const [x, y] = [inner(a, 'percent'), inner(b, 'percent')];
    // 0.25 is not 0.25 %: only a reference that can be a percentage is one.
    const likely =
      isCall(a, 'percent') || (x.kind === 'number' && compare(x.value, integer(1)) > 0);
    if (likely && identity(x, y, budget).same) {
      context.used.add('bare_percent');
      return true;
    }
  }
  return rounded(a, b, context);
}

function same(a: Tree, b: Tree, context: Context): boolean {
  const verdict = identity(withBase(a, 10), withBase(b, 10), context.budget);
  context.used.add(verdict.method);
  if (verdict.same) return true;
  // log without a base is decimal or natural: either reading may make both sides agree.
  return (
    [a, b].some((t) => some(t, isBareLog)) &&
    identity(withBase(a, 'e'), withBase(b, 'e'), context.budget).same
  );
}

const isBareLog = (t: Tree) => t.kind === 'call' && t.name === 'log' && t.args.length === 1;

function withBase(t: Tree, base: 10 | 'e'): Tree {
  if (!some(t, isBareLog)) return t;
  const mapped = mapChildren(t, (part) => withBase(part, base));
  if (!isBareLog(mapped) || mapped.kind !== 'call' || !mapped.args[0]) return mapped;
  return base === 'e'
    ? call('ln', mapped.args[0])
    : call('log', mapped.args[0], { kind: 'number', value: integer(10) });
}

const isCall = (t: Tree, name: string) => t.kind === 'call' && t.name === name;

/** The argument of the call, also under a minus sign. */
function inner(t: Tree, name: string): Tree {
  return t.kind === 'call' && t.name === name && t.args[0] ? t.args[0] : t;
}

function stripUnit(t: Tree): { value: Tree; unit: string | null } {
  if (t.kind === 'quantity') return { value: t.value, unit: t.unit };
  if (t.kind === 'product') {
    const [minus, rest] = t.factors;
    if (t.factors.length === 2 && minus?.kind === 'number' && rest?.kind === 'quantity')
      return { value: { kind: 'product', factors: [minus, rest.value] }, unit: rest.unit };
  }
  return { value: t, unit: null };
}

/** The conventions on rounded decimals. */
function rounded(a: Tree, b: Tree, context: Context): boolean {
  const { options, budget } = context;
  const left = literal(a);
  const right = literal(b);
  if (options.decimals !== undefined) {
    const [x, y] = [rationalNear(a, budget), rationalNear(b, budget)];
    if (x && y && roundTo(x, options.decimals) === roundTo(y, options.decimals)) {
      context.used.add('decimals');
      return true;
    }
  }
  if (options.rounding === 'none') return false;
  if (right && right.places >= 6 && !left) {
    const exact = rationalNear(a, budget);
    if (exact && exact.d !== 1n && near(exact, right)) {
      context.used.add('rounding');
      return true;
    }
  }
  if (left && left.places >= 1 && left.digits >= 3 && left.value.d !== 1n) {
    if (right && right.digits < left.digits + 3) return false;
    const exact = rationalNear(b, budget);
    if (
      exact &&
      exact.d !== 1n &&
      roundTo(exact, left.places) === roundTo(left.value, left.places)
    ) {
      context.used.add('rounding');
      return true;
    }
  }
  return false;
}

interface Literal {
  readonly value: Rational;
  readonly places: number;
  /** Significant digits. */
  readonly digits: number;
}

function literal(t: Tree): Literal | null {
  if (t.kind !== 'number' || t.places === undefined) return null;
  const scaled = roundTo(t.value, t.places);
  return { value: t.value, places: t.places, digits: `${scaled < 0n ? -scaled : scaled}`.length };
}

/** Whether the decimal is the exact value rounded, or cut off, at its last place. */
function near(exact: Rational, decimal: Literal): boolean {
  const written = roundTo(decimal.value, decimal.places);
  if (roundTo(exact, decimal.places) === written) return true;
  const scaled = multiply(exact, integer(10n ** BigInt(decimal.places)));
  if (!scaled) return false;
  return (scaled.n < 0n ? -floor(negate(scaled)) : floor(scaled)) === written;
}

/** The integer nearest to value·10^places, halves away from zero. */
function roundTo(value: Rational, places: number): bigint {
  const scale = power(integer(10), BigInt(Math.min(places, 5_000))) ?? integer(1);
  const size = { n: (value.n < 0n ? -value.n : value.n) * scale.n, d: value.d };
  const shifted = add(size, ratio(1n, 2n));
  const rounded = shifted ? floor(shifted) : size.n / size.d;
  return value.n < 0n ? -rounded : rounded;
}
