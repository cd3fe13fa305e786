/**
 * The reference's score for plain sums and products: full marks for an equal Decimal, else the
 * share of the answer's length where the oracle occurs inside it. Commas do not count.
 */
import { codePoints, graded, type Mark, right } from '../mark.ts';
import { equalDecimals, pyDecimal } from '../python/decimal.ts';

export function scoreDecimal(answer: string, oracle: string): Mark {
  const text = answer.replaceAll(',', '');
  const wanted = oracle.replaceAll(',', '');
  const [value, expected] = [pyDecimal(text), pyDecimal(wanted)];
  if (value && expected && equalDecimals(value, expected)) return right;
  if (text === '' || !text.includes(wanted)) return graded(0);
  return graded(codePoints(wanted) / codePoints(text));
}
