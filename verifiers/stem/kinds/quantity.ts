/**
 * A number with or without a unit. The answer is converted to the unit of the reference and
 * compared under its tolerance (quantity/tolerance.ts). A present but wrong unit is always wrong;
 * a missing one is taken as the reference's own in lenient mode.
 */

import { claims } from '../answer/candidates.ts';
import { badReference, type Kind, right, shown, wrong } from '../judge.ts';
import { compareQuantities } from '../quantity/compare.ts';
import { compatible } from '../quantity/dimension.ts';
import { type Quantity, type Reading, readQuantity } from '../quantity/read.ts';
import type { StemReference } from '../reference.ts';
import { expression } from './expression.ts';

export const quantity: Kind = {
  judge(answer, reference, options) {
    const gold = goldQuantity(reference);
    // A physical law is an expression even where its rows are filed under quantities.
    if (gold === null) return expression.judge(answer, reference, options);
    if (typeof gold === 'string') return badReference(gold);
    const reading = firstReadable(claims(answer));
    const extracted = shown(answer.text);
    if (reading.status !== 'read') {
      const cause = reading.status === 'ambiguous' ? 'ambiguous_answer' : 'no_answer';
      return wrong(cause, `${reading.message}, got "${extracted}"`, { extracted });
    }
    const verdict = compareQuantities(gold, reading.quantity, options.unit, reference.tolerance);
    return verdict.equal
      ? right({ extracted, ...(verdict.flag ? { flags: [verdict.flag] } : {}) })
      : wrong('wrong_answer', verdict.message, { extracted });
  },
};

function firstReadable(texts: readonly string[]): Reading {
  let last: Reading = { status: 'unreadable', message: 'Expected a number' };
  for (const text of texts) {
    last = readQuantity(text);
    if (last.status !== 'unreadable') return last;
  }
  return last;
}

/** The reference as a quantity; null when it is no number; a message when it contradicts itself. */
function goldQuantity(reference: StemReference): Quantity | null | string {
  const reading = readQuantity(reference.answer);
  if (reading.status !== 'read') return null;
  const unit = reference.unit?.trim() ?? '';
  if (unit === '' || reference.answer.trim().endsWith(unit)) return reading.quantity;
  // The unit may carry a power of ten: "1.6" in "10^{-19} C".
  const joined = readQuantity(`1 ${unit === '$' ? '\\$' : unit}`);
  if (joined.status !== 'read') return `Expected a unit, got "${shown(unit)}"`;
  const own = reading.quantity.units;
  if (own === null) {
    const by = joined.quantity.numeral.value;
    const { numeral } = reading.quantity;
    const scaled =
      by === 1
        ? numeral
        : {
            value: numeral.value * by,
            exact: false,
            ...(numeral.halfUnit === undefined ? {} : { halfUnit: numeral.halfUnit * by }),
          };
    return { ...reading.quantity, numeral: scaled, units: joined.quantity.units };
  }
  const stated = joined.quantity.units;
  return stated === null || own.some((a) => stated.some((b) => compatible(a, b)))
    ? reading.quantity
    : `Expected the unit of the answer and "${shown(unit)}" to agree, got "${shown(reference.answer)}"`;
}
