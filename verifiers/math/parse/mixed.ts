/** Mixed numbers: 3\frac{1}{2} and 3 1/2 are sums, not products. */
import { add, divide, type Rational } from '../../rational.ts';
import { num, type Tree } from '../tree.ts';
import { isOp, type Parser, peek } from './cursor.ts';
import { number } from './operands.ts';
import type { Token } from './tokens.ts';

/** The mixed number of the integer `left` and the proper fraction at `t`; null when it is none. */
export function mixedNumber(p: Parser, left: Tree, t: Token): Tree | null {
  if (left.kind !== 'number' || left.places !== undefined || left.value.d !== 1n) return null;
  const start = p.at;
  let part: Rational | null = null;
  if (t.kind === 'op' && t.text === 'frac') {
    const f = p.operand();
    if (f.kind === 'quotient' && f.over.kind === 'number' && f.under.kind === 'number')
      part = divide(f.over.value, f.under.value);
  } else if (t.kind === 'number' && t.spaced && isOp(p, '/', 1) && peek(p, 2)?.kind === 'number') {
    const over = number(p);
    p.at++;
    const under = number(p);
    if (over.kind === 'number' && under.kind === 'number') part = divide(over.value, under.value);
  }
  const proper = part && part.n > 0n && part.n < part.d;
  const value = proper && part ? add(left.value, part) : null;
  if (value) return num(value);
  p.at = start;
  return null;
}
