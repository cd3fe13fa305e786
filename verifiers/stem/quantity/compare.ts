/**
 * When two quantities are the same answer: units first, then the numbers in the unit of the
 * reference. A present but wrong unit is always wrong; a missing one is taken as the reference's
 * own in lenient mode, with a flag.
 */
import { compatible, convert, dimensionless, type Unit } from './dimension.ts';
import type { Quantity } from './read.ts';
import { close, type Tolerance } from './tolerance.ts';

export type Comparison =
  | { readonly equal: true; readonly flag?: string }
  | { readonly equal: false; readonly message: string };

const differs: Comparison = { equal: false, message: 'Expected another value' };

export function compareQuantities(
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
