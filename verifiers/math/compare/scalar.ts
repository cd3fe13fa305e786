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
import { rationalNear } from '../evaluate/near.ts';
import { unitsDiffer } from '../parse/units.ts';
import type { Conventions } from '../presets.ts';
import { call, mapChildren, some, type Tree } from '../tree.ts';
import type { Context } from './context.ts';
import { decide } from './decide.ts';

export function sameScalar(reference: Tree, response: Tree, context: Context): boolean {
  const { options, used } = context;
  const left = stripUnit(reference);
  const right = stripUnit(response);
  const bare = (left.unit === null) !== (right.unit === null);
  if (bare && options.bare_unit === 'off') return false;
  const clash = left.unit !== null && right.unit !== null && unitsDiffer(left.unit, right.unit);
  if (clash && options.bare_unit !== 'ignored') return false;
  if (!sameValue(left.value, right.value, context)) return false;
  if (bare || clash) used.add('bare_unit');
  return true;
}

function sameValue(a: Tree, b: Tree, context: Context): boolean {
  const { options, used } = context;
  if (same(a, b, context)) return true;
  if (options.bare_unit !== 'off' && isCall(a, 'degree') !== isCall(b, 'degree')) {
    if (same(inner(a, 'degree'), inner(b, 'degree'), context)) {
      used.add('bare_unit');
      return true;
    }
  }
  if (isCall(a, 'percent') !== isCall(b, 'percent') && mayBePercent(a, options)) {
    if (decide(inner(a, 'percent'), inner(b, 'percent'), context)) {
      used.add('bare_percent');
      return true;
    }
  }
  return rounded(a, b, context);
}

/** Whether a percent sign may be missing beside this reference. */
function mayBePercent(reference: Tree, { bare_percent: level }: Conventions): boolean {
  if (level === 'off' || isCall(reference, 'percent')) return level !== 'off';
  // 0.25 is not 0.25 %: only a reference that can be a percentage is one.
  return (
    level === 'both' && reference.kind === 'number' && compare(reference.value, integer(1)) > 0
  );
}

function same(a: Tree, b: Tree, context: Context): boolean {
  const bases = [a, b].some((t) => some(t, isBareLog)) ? logBases[context.options.log_base] : ten;
  return bases.some((base) => decide(withBase(a, base), withBase(b, base), context));
}

/** The bases that a log without one may have; any that makes both sides agree will do. */
const ten = [10] as const;
const logBases = { ten, natural: ['e'], either: [10, 'e'] } as const;
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
  const { options, budget, used } = context;
  const { decimals, rounded_response: places, rounded_reference: digits } = options;
  const left = literal(a);
  const right = literal(b);
  if (decimals !== 'off' && [a, b].some((t) => some(t, isDecimal))) {
    const [x, y] = [rationalNear(a, budget), rationalNear(b, budget)];
    if (x && y && roundTo(x, decimals) === roundTo(y, decimals)) {
      used.add('decimals');
      return true;
    }
  }
  if (places !== 'off' && right && right.places >= places && !left) {
    const exact = rationalNear(a, budget);
    if (exact && exact.d !== 1n && near(exact, right)) {
      used.add('rounded_response');
      return true;
    }
  }
  if (digits === 'off' || !left || left.places < 1 || left.digits < digits || left.value.d === 1n)
    return false;
  if (right && right.digits < left.digits + 3) return false;
  const exact = rationalNear(b, budget);
  if (!exact || exact.d === 1n) return false;
  if (roundTo(exact, left.places) !== roundTo(left.value, left.places)) return false;
  used.add('rounded_reference');
  return true;
}

const isDecimal = (t: Tree) => t.kind === 'number' && t.places !== undefined;

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
