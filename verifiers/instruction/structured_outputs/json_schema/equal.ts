/** JSON's equality: 1 is 1.0, true is not 1, order counts in arrays and not in objects. */
import type { Budget } from '../../../budget.ts';
import { isObject, type Json } from './contract.ts';

/** @throws StepLimitError */
export function equal(a: Json, b: Json, budget: Budget): boolean {
  budget.spend(1 + (typeof a === 'string' ? a.length >> 4 : 0));
  if (isNumber(a) && isNumber(b)) return a <= b && a >= b; // so that 1n is 1
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, i) => equal(item, b[i], budget));
  }
  if (isObject(a) && isObject(b)) {
    const names = Object.keys(a);
    if (names.length !== Object.keys(b).length) return false;
    return names.every((name) => Object.hasOwn(b, name) && equal(a[name], b[name], budget));
  }
  return a === b;
}

export const isNumber = (value: Json): value is number | bigint =>
  typeof value === 'number' || typeof value === 'bigint';
