/**
 * The typed tree that answers are read into. Sums and products are flat, so that a long answer is
 * wide and not deep; the parser bounds the depth. Subtraction is a sum with a product by −1,
 * division is a `quotient`. Trees are readonly data; nothing here evaluates.
 */
import type { Rational } from '../rational.ts';

export type RelationSign = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'approx' | 'in';

export type Tree =
  /** `places`: digits after the point of a decimal literal; absent for integers and exact forms. */
  | { readonly kind: 'number'; readonly value: Rational; readonly places?: number }
  | { readonly kind: 'symbol'; readonly name: string }
  | { readonly kind: 'constant'; readonly name: 'pi' | 'e' | 'i' | 'infinity' }
  | { readonly kind: 'sum'; readonly terms: readonly Tree[] }
  | { readonly kind: 'product'; readonly factors: readonly Tree[] }
  | { readonly kind: 'quotient'; readonly over: Tree; readonly under: Tree }
  | { readonly kind: 'power'; readonly base: Tree; readonly exponent: Tree }
  /** A known function; `log` carries [argument, base], `root` [argument, degree]. */
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Tree[] }
  /** A function nobody defined: f(x), f'(2). */
  | { readonly kind: 'apply'; readonly name: string; readonly args: readonly Tree[] }
  /** ±a (`lower` false) or ∓a. */
  | { readonly kind: 'sign'; readonly lower: boolean; readonly of: Tree }
  | {
      readonly kind: 'relation';
      readonly signs: readonly RelationSign[];
      readonly sides: readonly Tree[];
    }
  /** Items without brackets: `1, 2`, `x=1 or x=2`. */
  | { readonly kind: 'list'; readonly items: readonly Tree[] }
  | { readonly kind: 'tuple'; readonly items: readonly Tree[] }
  | { readonly kind: 'set'; readonly items: readonly Tree[] }
  /** {x | condition}. */
  | { readonly kind: 'where'; readonly of: Tree; readonly condition: Tree }
  | {
      readonly kind: 'interval';
      readonly low: Tree;
      readonly high: Tree;
      readonly lowClosed: boolean;
      readonly highClosed: boolean;
    }
  | { readonly kind: 'union' | 'intersection' | 'difference'; readonly parts: readonly Tree[] }
  | { readonly kind: 'matrix'; readonly rows: readonly (readonly Tree[])[] }
  /** a:b:c; `clock` when written like a time of day. */
  | { readonly kind: 'ratio'; readonly parts: readonly Tree[]; readonly clock: boolean }
  /** A quantity: its value and its unit in words. */
  | { readonly kind: 'quantity'; readonly value: Tree; readonly unit: string }
  /** A number system: real, rational, integer … */
  | { readonly kind: 'named-set'; readonly name: string }
  | { readonly kind: 'words'; readonly text: string }
  /** Σ, Π, ∫, lim with a bound variable. */
  | {
      readonly kind: 'bound';
      readonly op: 'sum' | 'product' | 'integral' | 'limit';
      readonly variable: string;
      readonly low: Tree | null;
      readonly high: Tree | null;
      readonly body: Tree;
    };

export type Kind = Tree['kind'];

export const num = (value: Rational, places?: number): Tree =>
  places === undefined ? { kind: 'number', value } : { kind: 'number', value, places };
export const int = (n: bigint | number): Tree => num({ n: BigInt(n), d: 1n });
export const symbol = (name: string): Tree => ({ kind: 'symbol', name });
export const call = (name: string, ...args: Tree[]): Tree => ({ kind: 'call', name, args });
export const quotient = (over: Tree, under: Tree): Tree => ({ kind: 'quotient', over, under });
export const power = (base: Tree, exponent: Tree): Tree => ({ kind: 'power', base, exponent });

/** A flat sum; nested sums are merged. */
export function sum(...terms: Tree[]): Tree {
  const flat = terms.flatMap((t) => (t.kind === 'sum' ? t.terms : [t]));
  return flat.length === 1 && flat[0] ? flat[0] : { kind: 'sum', terms: flat };
}

/** A flat product; nested products are merged. */
export function product(...factors: Tree[]): Tree {
  const flat = factors.flatMap((t) => (t.kind === 'product' ? t.factors : [t]));
  return flat.length === 1 && flat[0] ? flat[0] : { kind: 'product', factors: flat };
}

export function negative(t: Tree): Tree {
  if (t.kind === 'number') {
    const value = { n: -t.value.n, d: t.value.d };
    return t.places === undefined ? num(value) : num(value, t.places);
  }
  return product(int(-1), t);
}

/** The direct parts of a tree, in reading order. */
export function children(t: Tree): readonly Tree[] {
  switch (t.kind) {
    case 'sum':
      return t.terms;
    case 'product':
      return t.factors;
    case 'quotient':
      return [t.over, t.under];
    case 'power':
      return [t.base, t.exponent];
    case 'call':
    case 'apply':
      return t.args;
    case 'sign':
      return [t.of];
    case 'relation':
      return t.sides;
    case 'list':
    case 'tuple':
    case 'set':
      return t.items;
    case 'where':
      return [t.of, t.condition];
    case 'interval':
      return [t.low, t.high];
    case 'union':
    case 'intersection':
    case 'difference':
    case 'ratio':
      return t.parts;
    case 'matrix':
      return t.rows.flat();
    case 'quantity':
      return [t.value];
    case 'bound':
      return [t.low, t.high, t.body].filter((x) => x !== null);
    default:
      return [];
  }
}

/** The same tree with each direct part replaced by `change` of it. */
export function mapChildren(t: Tree, change: (part: Tree) => Tree): Tree {
  switch (t.kind) {
    case 'sum':
      return sum(...t.terms.map(change));
    case 'product':
      return product(...t.factors.map(change));
    case 'quotient':
      return quotient(change(t.over), change(t.under));
    case 'power':
      return power(change(t.base), change(t.exponent));
    case 'call':
    case 'apply':
      return { ...t, args: t.args.map(change) };
    case 'sign':
      return { ...t, of: change(t.of) };
    case 'relation':
      return { ...t, sides: t.sides.map(change) };
    case 'list':
    case 'tuple':
    case 'set':
      return { ...t, items: t.items.map(change) };
    case 'where':
      return { ...t, of: change(t.of), condition: change(t.condition) };
    case 'interval':
      return { ...t, low: change(t.low), high: change(t.high) };
    case 'union':
    case 'intersection':
    case 'difference':
    case 'ratio':
      return { ...t, parts: t.parts.map(change) };
    case 'matrix':
      return { ...t, rows: t.rows.map((row) => row.map(change)) };
    case 'quantity':
      return { ...t, value: change(t.value) };
    case 'bound':
      return {
        ...t,
        low: t.low && change(t.low),
        high: t.high && change(t.high),
        body: change(t.body),
      };
    default:
      return t;
  }
}

/** Whether any node of the tree, the root included, satisfies `test`. */
export function some(t: Tree, test: (node: Tree) => boolean): boolean {
  return test(t) || children(t).some((part) => some(part, test));
}
