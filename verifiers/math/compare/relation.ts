/** Equations, inequalities and assignments. */
import { identity, signAt } from '../evaluate/identity.ts';
import { substitute } from '../evaluate/prepare.ts';
import { unitsDiffer } from '../parse/units.ts';
import {
  mapChildren,
  negative,
  product,
  type RelationSign,
  some,
  sum,
  symbol,
  type Tree,
} from '../tree.ts';
import type { Context } from './context.ts';
import { decide } from './decide.ts';
import { mirrored } from './realset.ts';

type Relation = Extract<Tree, { kind: 'relation' }>;

export interface Assignment {
  /** What is named: `x` for x_1 and for x(t). */
  readonly name: string;
  readonly value: Tree;
}

/** x = 5, f(x) = x², (x, y) = (1, 2), x = 2 + 3 = 5: the name and the value. */
export function assignment(t: Tree): Assignment | null {
  if (t.kind === 'ratio') {
    const [label, value] = t.parts;
    return t.parts.length === 2 && label?.kind === 'words' && value ? { name: '', value } : null;
  }
  if (t.kind !== 'relation' || !t.signs.every((s) => s === '=' || s === 'approx')) return null;
  const [first, ...rest] = t.sides;
  if (!first) return null;
  const name = nameOf(first);
  if (name === null) return null;
  // x = π ≈ 3.14: the exact side is the answer.
  const approximate = t.signs.indexOf('approx', 1);
  const value = approximate > 0 ? t.sides[approximate] : rest.at(-1);
  return value ? { name, value } : null;
}

function nameOf(t: Tree): string | null {
  switch (t.kind) {
    case 'symbol':
    case 'apply':
      return baseName(t.name);
    case 'words':
      return '';
    case 'tuple':
    case 'ratio': {
      const parts = t.kind === 'tuple' ? t.items : t.parts;
      return parts.every((part) => nameOf(part) !== null)
        ? parts.map((part) => nameOf(part)).join(',')
        : null;
    }
    case 'product': {
      // ∠ABC, ΔH
      const [head] = t.factors;
      return head?.kind === 'symbol' && ['angle', 'triangle', 'Delta'].includes(head.name)
        ? 'angle'
        : null;
    }
    default:
      return null;
  }
}

const baseName = (name: string) => name.split(/[_']/)[0] ?? name;

/** f(x) is written y as well. */
const interchangeable = new Set(['y', 'f']);

export function sameName(a: string, b: string): boolean {
  return a === b || a === '' || b === '' || (interchangeable.has(a) && interchangeable.has(b));
}

/**
 * The value of a chain whose sides agree, 6·7 = 42, or approximate each other; null when a side
 * contradicts another, as in 41 = 42, or when it is an equation to be solved.
 */
export function chainValue(t: Relation, context: Context): Tree | null {
  const approximate = t.signs.indexOf('approx');
  const end = approximate < 0 ? t.sides.length : approximate + 1;
  if (!t.signs.slice(0, end - 1).every((s) => s === '=')) return null;
  const sides = t.sides.slice(0, end);
  const last = sides.at(-1);
  if (!last) return null;
  const holds = sides
    .slice(0, -1)
    .every(
      (side) =>
        isConversion(side, last) ||
        isUncomputed(side, last, context) ||
        context.same(side, last, context),
    );
  return holds ? last : null;
}

/** An integral, a sum or a limit that nobody computes here may come to what is said of it. */
function isUncomputed(side: Tree, last: Tree, context: Context): boolean {
  if (!some(side, (x) => x.kind === 'bound')) return false;
  return identity(side, last, context.budget).method === 'undecided';
}

/** 5 inches = 12.7 cm, 5 feet = 60: two units, or one that is left out, are no contradiction. */
function isConversion(a: Tree, b: Tree): boolean {
  if (a.kind !== 'quantity') return false;
  return b.kind !== 'quantity' || unitsDiffer(a.unit, b.unit);
}

export function sameRelation(reference: Relation, response: Relation, context: Context): boolean {
  const [left, right] = [assignment(reference), assignment(response)];
  if (left && right && sameName(left.name, right.name)) {
    return context.same(left.value, renamed(reference, response, right.value, context), context);
  }
  if (reference.signs.length !== response.signs.length) return false;
  if (reference.signs.length > 1) return sameChain(reference, response, context);
  const [a, b] = [normal(reference), normal(response)];
  if (!a || !b || a.sign !== b.sign) return false;
  if (!some(a.form, isSymbol) || !some(b.form, isSymbol)) {
    return sides(reference, response, context);
  }
  return proportional(a.form, b.form, a.sign, context);
}

const isSymbol = (t: Tree) => t.kind === 'symbol' || t.kind === 'apply';

/** f(n) = n + 1 for f(x) = x + 1: the response's value in the reference's variable. */
function renamed(reference: Relation, response: Relation, value: Tree, context: Context): Tree {
  const [a, b] = [reference.sides[0], response.sides[0]];
  if (a?.kind !== 'apply' || b?.kind !== 'apply' || a.args.length !== 1 || b.args.length !== 1)
    return value;
  const [x, y] = [a.args[0], b.args[0]];
  if (x?.kind !== 'symbol' || y?.kind !== 'symbol' || x.name === y.name) return value;
  // The reference's letter may mean something else in the response: f(n) = 2k.
  const apart = substitute(value, x.name, symbol(`${x.name}*`), context.budget);
  return substitute(apart, y.name, x, context.budget);
}

function sides(a: Relation, b: Relation, context: Context): boolean {
  return a.sides.every((side, k) => {
    const other = b.sides[k];
    return a.signs[k] === b.signs[k] && other !== undefined && context.same(side, other, context);
  });
}

/** A chain of inequalities side by side, in either direction. */
function sameChain(a: Relation, b: Relation, context: Context): boolean {
  if (sides(a, b, context)) return true;
  const turned: Relation = {
    kind: 'relation',
    signs: [...b.signs].reverse().map(mirrored),
    sides: [...b.sides].reverse(),
  };
  return sides(a, turned, context);
}

interface Normal {
  readonly form: Tree;
  readonly sign: '=' | '!=' | '>' | '>=';
}

/** lhs − rhs on one side, turned so that only =, ≠, > and ≥ remain. */
function normal(t: Relation): Normal | null {
  const [a, b] = t.sides;
  const [sign] = t.signs;
  if (!a || !b || !sign || sign === 'in' || sign === 'approx') return null;
  const turned = sign === '<' || sign === '<=';
  const [high, low] = turned ? [b, a] : [a, b];
  return {
    form: sum(high, negative(low)),
    sign: (turned ? mirrored(sign) : sign) as Exclude<RelationSign, '<' | '<=' | 'in' | 'approx'>,
  };
}

/**
 * Whether two forms differ by a constant factor, positive for inequalities: f(x)·g(y) = g(x)·f(y)
 * at independent x and y, and neither is identically zero.
 */
function proportional(f: Tree, g: Tree, sign: Normal['sign'], context: Context): boolean {
  const { budget } = context;
  const zero: Tree = { kind: 'number', value: { n: 0n, d: 1n } };
  if (identity(f, zero, budget).same || identity(g, zero, budget).same) return false;
  if (!decide(product(f, primed(g)), product(g, primed(f)), context)) return false;
  if (sign === '=' || sign === '!=') return true;
  const [s, t] = [signAt(f, budget), signAt(g, budget)];
  return s !== 0 && s === t;
}

/** The tree in a second set of variables. */
function primed(t: Tree): Tree {
  if (t.kind === 'symbol') return symbol(`${t.name}*`);
  const mapped = mapChildren(t, primed);
  return mapped.kind === 'apply' ? { ...mapped, name: `${mapped.name}*` } : mapped;
}
