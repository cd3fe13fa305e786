/** Functions by others that have series of their own. */
import { call, negative, power, product, quotient, sum, type Tree } from '../../tree.ts';
import { half, pi, unit } from './algebra.ts';
import { whole } from './value.ts';

const inverse = (u: Tree) => quotient(unit, u);
const minus = (a: Tree, b: Tree) => sum(a, negative(b));
const squared = (u: Tree) => power(u, whole(2));

export const rewritten: Readonly<Record<string, (u: Tree) => Tree>> = {
  tan: (u) => quotient(call('sin', u), call('cos', u)),
  cot: (u) => quotient(call('cos', u), call('sin', u)),
  sec: (u) => inverse(call('cos', u)),
  csc: (u) => inverse(call('sin', u)),
  tanh: (u) => quotient(call('sinh', u), call('cosh', u)),
  coth: (u) => quotient(call('cosh', u), call('sinh', u)),
  sech: (u) => inverse(call('cosh', u)),
  csch: (u) => inverse(call('sinh', u)),
  asinh: (u) => call('ln', sum(u, call('root', sum(squared(u), unit), whole(2)))),
  acosh: (u) => call('ln', sum(u, call('root', minus(squared(u), unit), whole(2)))),
  atanh: (u) => product(half, call('ln', quotient(sum(unit, u), minus(unit, u)))),
  acot: (u) => call('atan', inverse(u)),
  asec: (u) => call('acos', inverse(u)),
  acsc: (u) => call('asin', inverse(u)),
  acos: (u) => minus(product(half, pi), call('asin', u)),
};
