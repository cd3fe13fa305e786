/** The derivative of an expression, and its translation into a tree of the mathematics room. */
import type { Budget } from '../../budget.ts';
import { complexField } from '../../math/evaluate/complex.ts';
import { evaluate } from '../../math/evaluate/evaluate.ts';
import { identity } from '../../math/evaluate/identity.ts';
import { substitute } from '../../math/evaluate/prepare.ts';
import { doubles, Undefined, Unknown } from '../../math/evaluate/reals.ts';
import {
  call,
  children,
  int,
  num,
  power,
  product,
  sum,
  symbol,
  type Tree,
} from '../../math/tree.ts';
import { fromDecimal, ratio } from '../../rational.ts';
import {
  addAll,
  callOf,
  type Expression,
  multiplyAll,
  negativeOf,
  ofValue,
  raise,
  SymbolicError,
  type Value,
  whole,
  wholeValue,
} from './symbolic.ts';

type Rule = (x: Expression, b: Budget) => Expression;
const square: Rule = (x, b) => raise(x, whole(2), b);
const inverse: Rule = (x, b) => raise(x, whole(-1), b);
const minusHalf = ofValue(ratio(-1n, 2n));
const difference = (x: Expression, y: Expression, b: Budget) => addAll([x, negativeOf(y, b)], b);

/** f′ of a function at x; the chain rule is applied outside. */
const derivatives: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['sin', (x) => callOf('cos', x)],
  ['cos', (x, b) => negativeOf(callOf('sin', x), b)],
  ['tan', (x, b) => addAll([whole(1), square(callOf('tan', x), b)], b)],
  ['cot', (x, b) => negativeOf(addAll([whole(1), square(callOf('cot', x), b)], b), b)],
  ['sec', (x, b) => multiplyAll([callOf('sec', x), callOf('tan', x)], b)],
  ['csc', (x, b) => negativeOf(multiplyAll([callOf('csc', x), callOf('cot', x)], b), b)],
  ['asin', (x, b) => raise(difference(whole(1), square(x, b), b), minusHalf, b)],
  ['acos', (x, b) => negativeOf(raise(difference(whole(1), square(x, b), b), minusHalf, b), b)],
  ['atan', (x, b) => inverse(addAll([whole(1), square(x, b)], b), b)],
  ['acot', (x, b) => negativeOf(inverse(addAll([whole(1), square(x, b)], b), b), b)],
  ['sinh', (x) => callOf('cosh', x)],
  ['cosh', (x) => callOf('sinh', x)],
  ['tanh', (x, b) => difference(whole(1), square(callOf('tanh', x), b), b)],
  ['asinh', (x, b) => raise(addAll([whole(1), square(x, b)], b), minusHalf, b)],
  ['atanh', (x, b) => inverse(difference(whole(1), square(x, b), b), b)],
  ['ln', (x, b) => inverse(x, b)],
  // Only the real axis is meant: |x|′ is |x|/x, and ln|x|′ comes out as 1/x.
  ['abs', (x, b) => multiplyAll([callOf('abs', x), inverse(x, b)], b)],
]);

/** Functions of one argument that can be differentiated. */
export const differentiable: ReadonlySet<string> = new Set(derivatives.keys());

export function dependsOn(e: Expression, name: string): boolean {
  switch (e.kind) {
    case 'value':
      return false;
    case 'symbol':
      return e.name === name;
    case 'sum':
      return e.terms.some((t) => dependsOn(t.of, name));
    case 'product':
      return e.factors.some((f) => dependsOn(f.base, name) || dependsOn(f.exponent, name));
    case 'call':
      return e.args.some((a) => dependsOn(a, name));
  }
}

/** @throws SymbolicError where there is no rule. */
export function derivative(e: Expression, name: string, budget: Budget): Expression {
  budget.spend();
  if (!dependsOn(e, name)) return whole(0);
  switch (e.kind) {
    case 'sum': {
      const parts = e.terms.map(({ coefficient, of }) =>
        multiplyAll([ofValue(coefficient), derivative(of, name, budget)], budget),
      );
      return addAll(parts, budget);
    }
    case 'product': {
      const powers = e.factors.map((f) => raise(f.base, f.exponent, budget));
      const parts = e.factors.map((factor, i) =>
        multiplyAll(
          [
            ofValue(e.coefficient),
            ...powers.filter((_, k) => k !== i),
            powerDerivative(factor.base, factor.exponent, name, budget),
          ],
          budget,
        ),
      );
      return addAll(parts, budget);
    }
    case 'call': {
      const [x] = e.args;
      const rule = derivatives.get(e.name);
      if (!x || !rule || e.args.length !== 1) throw new SymbolicError(`Expected no ${e.name}`);
      return multiplyAll([rule(x, budget), derivative(x, name, budget)], budget);
    }
    default:
      return whole(1);
  }
}

function powerDerivative(
  base: Expression,
  exponent: Expression,
  name: string,
  budget: Budget,
): Expression {
  const inner = dependsOn(base, name) ? derivative(base, name, budget) : whole(0);
  const lowered = raise(base, addAll([exponent, whole(-1)], budget), budget);
  const byBase = multiplyAll([exponent, lowered, inner], budget);
  if (!dependsOn(exponent, name)) return byBase;
  const logarithm = base.kind === 'symbol' && base.name === 'E' ? whole(1) : callOf('ln', base);
  const byExponent = multiplyAll(
    [raise(base, exponent, budget), logarithm, derivative(exponent, name, budget)],
    budget,
  );
  return addAll([byBase, byExponent], budget);
}

/** Whether two expressions agree wherever both are real. */
export function sameExpression(a: Expression, b: Expression, budget: Budget): boolean {
  const apart = addAll([a, negativeOf(b, budget)], budget);
  if (wholeValue(apart) === 0n) return true;
  return identity(treeOf(a), treeOf(b), budget).same;
}

/**
 * Whether SymPy's simplify would find them equal: symbols are complex there, so 2·log x is not
 * log x², and a power with a float for an exponent is not simplified.
 */
export function sameInSympy(a: Expression, b: Expression, budget: Budget): boolean {
  const apart = addAll([a, negativeOf(b, budget)], budget);
  if (wholeValue(apart) === 0n) return true;
  if (hasFloatPower(apart)) return false;
  const [left, right] = [treeOf(a), treeOf(b)];
  return identity(left, right, budget).same && agreeOffTheAxis(left, right, budget);
}

function hasFloatPower(e: Expression): boolean {
  switch (e.kind) {
    case 'sum':
      return e.terms.some((t) => hasFloatPower(t.of));
    case 'product':
      return e.factors.some(
        (f) =>
          (f.exponent.kind === 'value' && typeof f.exponent.value === 'number') ||
          hasFloatPower(f.base) ||
          hasFloatPower(f.exponent),
      );
    case 'call':
      return e.args.some(hasFloatPower);
    default:
      return false;
  }
}

/** Real and imaginary part, in sixteenths. */
const offTheAxis = [
  [11n, 7n],
  [-21n, 10n],
  [-17n, -13n],
] as const;

/** False where the two differ at a complex point for certain. */
function agreeOffTheAxis(a: Tree, b: Tree, budget: Budget): boolean {
  const names = new Set<string>();
  const collect = (t: Tree): void => {
    if (t.kind === 'symbol') names.add(t.name);
    children(t).forEach(collect);
  };
  collect(a);
  collect(b);
  const field = complexField(doubles, { leftReals: false });
  const noPoint = () => {
    throw new Unknown();
  };
  for (const [re, im] of offTheAxis) {
    let [left, right] = [a, b];
    for (const [order, name] of [...names].sort().entries()) {
      const shift = BigInt(order);
      const i: Tree = { kind: 'constant', name: 'i' };
      const value = sum(num(ratio(re + shift, 16n)), product(num(ratio(im - shift, 16n)), i));
      left = substitute(left, name, value, budget);
      right = substitute(right, name, value, budget);
    }
    try {
      const difference = field.add(
        evaluate(left, noPoint, field, budget),
        field.negate(evaluate(right, noPoint, field, budget)),
      );
      const parts = [difference.re, ...(difference.im === null ? [] : [difference.im])];
      if (parts.some((x) => (doubles.sign(x) ?? 0) !== 0)) return false;
    } catch (error) {
      if (!(error instanceof Unknown) && !(error instanceof Undefined)) throw error;
    }
  }
  return true;
}

function treeOf(e: Expression): Tree {
  switch (e.kind) {
    case 'value':
      return number(e.value);
    case 'symbol':
      if (e.name === 'E') return { kind: 'constant', name: 'e' };
      if (e.name === 'I') return { kind: 'constant', name: 'i' };
      return e.name === 'pi' ? { kind: 'constant', name: 'pi' } : symbol(e.name);
    case 'sum':
      return sum(
        number(e.constant),
        ...e.terms.map((t) => product(number(t.coefficient), treeOf(t.of))),
      );
    case 'product': {
      const factors = e.factors.map((f) =>
        wholeValue(f.exponent) === 1n ? treeOf(f.base) : power(treeOf(f.base), treeOf(f.exponent)),
      );
      return product(number(e.coefficient), ...factors);
    }
    case 'call':
      return call(e.name, ...e.args.map(treeOf));
  }
}

function number(value: Value): Tree {
  if (typeof value !== 'number') return num(value);
  const exact = fromDecimal(Math.abs(value).toString());
  if (!exact) throw new SymbolicError('Expected a smaller number');
  return value < 0 ? product(int(-1), num(exact)) : num(exact);
}
