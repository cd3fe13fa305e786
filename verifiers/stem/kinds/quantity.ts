/**
 * A number with or without a unit. The answer is converted to the unit of the reference and
 * compared under its tolerance (quantity/tolerance.ts). A present but wrong unit is always wrong;
 * a missing one is taken as the reference's own in lenient mode.
 */
import { compatible, convert, dimensionless, type Unit } from '../quantity/dimension.ts';
import { type Quantity, readQuantity } from '../quantity/read.ts';
import { close, type Tolerance } from '../quantity/tolerance.ts';
import { readUnits } from '../quantity/unit.ts';
import { badReference, type Kind, right, shown, wrong } from '../judge.ts';
import type { StemReference } from '../reference.ts';
import { expression } from './expression.ts';

export const quantity: Kind = {
  judge(answer, reference, options) {
    const gold = goldQuantity(reference);
    // A physical law is an expression even where its rows are filed under quantities.
    if (gold === null) return expression.judge(answer, reference, options);
    if (typeof gold === 'string') return badReference(gold);
    const texts = answer.whole === undefined ? [answer.text] : [answer.whole, answer.text];
    const readings = texts.map(readQuantity);
    const reading = readings.find((r) => r.status !== 'unreadable') ?? readings.at(-1);
    const extracted = shown(answer.text);
    if (reading?.status !== 'read') {
      const cause = reading?.status === 'ambiguous' ? 'ambiguous_answer' : 'no_answer';
      return wrong(cause, `${reading?.message}, got "${extracted}"`, { extracted });
    }
    const verdict = compare(gold, reading.quantity, options.unit, reference.tolerance);
    return verdict.equal
      ? right({ extracted, ...(verdict.flag ? { flags: [verdict.flag] } : {}) })
      : wrong('wrong_answer', verdict.message, { extracted });
  },
};

/** The reference as a quantity; null when it is no number; a message when it contradicts itself. */
function goldQuantity(reference: StemReference): Quantity | null | string {
  const reading = readQuantity(reference.answer);
  if (reading.status !== 'read') return null;
  const unit = reference.unit?.trim() ?? '';
  if (unit === '') return reading.quantity;
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

type Comparison =
  | { readonly equal: true; readonly flag?: string }
  | { readonly equal: false; readonly message: string };

const differs: Comparison = { equal: false, message: 'Expected another value' };

export function compare(
  gold: Quantity,
  answer: Quantity,
  mode: 'lenient' | 'strict',
  tolerance?: Tolerance,
): Comparison {
  if (gold.bothSigns !== answer.bothSigns) {
    return { equal: false, message: 'Expected the same use of ±' };
  }
  if (!spreadsAgree(gold, answer)) return { equal: false, message: 'Expected another uncertainty' };
  const same = (goldValue: number, value: number): boolean =>
    close(gold.numeral, goldValue, answer.numeral, value, gold.units !== null, tolerance);
  const [g, a] = [gold.numeral.value, answer.numeral.value];

  if (gold.units && answer.units) {
    for (const to of gold.units) {
      for (const from of answer.units) {
        if (compatible(to, from)) return same(g, convert(a, from, to)) ? { equal: true } : differs;
      }
    }
    return { equal: false, message: 'Expected a unit of another dimension' };
  }
  if (gold.units) {
    // A bare number for a pure ratio or an angle in radians is complete: 0.151 for 15.1 %.
    if (gold.units.some((to) => dimensionless(to) && same(g, a / to.scale))) return { equal: true };
    if (mode === 'strict') return { equal: false, message: 'Expected a unit, got none' };
    return same(g, a) ? { equal: true, flag: 'unit_missing' } : differs;
  }
  if (answer.units) {
    const [unit] = answer.units as readonly [Unit];
    if (dimensionless(unit) && same(g, a * unit.scale)) return { equal: true };
    // The reference names no unit: the number decides, but a percentage is a number itself.
    const ratio = dimensionless(unit) && unit.scale !== 1 && !('rad' in unit.labels);
    if (ratio || mode === 'strict' || answer.unknown.length > 0) {
      return { equal: false, message: 'Expected a bare number, got a unit' };
    }
    return same(g, a) ? { equal: true, flag: 'unit_unverified' } : differs;
  }
  return same(g, a) ? { equal: true } : differs;
}

/** Where both sides state an uncertainty, they agree to one figure. */
function spreadsAgree(gold: Quantity, answer: Quantity): boolean {
  const [a, b] = [gold.uncertainty, answer.uncertainty];
  if (a === undefined || b === undefined) return true;
  const [x, y] = [Math.abs(a / gold.numeral.value), Math.abs(b / answer.numeral.value)];
  return Math.abs(x - y) <= 0.5 * x;
}
