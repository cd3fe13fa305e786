/**
 * When are two numbers the same answer? A tolerance given with the reference decides alone.
 * Without one, the way the reference is written does:
 *
 * - a bare integer is a count: an integer must equal it; a decimal may stand for it when it rounds
 *   to it and is within 0.5 %;
 * - a fraction, root or constant is exact: three significant figures are asked, 0.5 %;
 * - a measured number (a decimal, or anything with a unit): 1 %. A decimal of one or two figures is
 *   itself rounded by more, so half a unit of its last figure is allowed too, up to 2.5 %;
 * - zero: a bare 0 allows the noise of floating point, 0 with a unit nothing.
 *
 * The half unit is the usual reading of significant figures (NIST SP 811, B.7: a rounded value
 * stands for half a unit of its last digit either way); 1 % is the common textbook practice of
 * three figures with rounding on the way; SciBench's own grader allows 5 %, of which 2.5 % is half.
 */
import type { Numeral } from './numeral.ts';

export interface Tolerance {
  readonly rel?: number | undefined;
  readonly abs?: number | undefined;
}

const measuredRel = 0.01;
const exactRel = 0.005;
const maxRoundingRel = 0.025;
/** Noise of floating point: what counts as zero for a bare 0. */
const zero = 1e-9;

/**
 * @param gold the reference as read; `goldValue` its value in the unit compared in
 * @param measured the reference has a unit
 */
export function close(
  gold: Numeral,
  goldValue: number,
  answer: Numeral,
  answerValue: number,
  measured: boolean,
  given?: Tolerance,
): boolean {
  if (!Number.isFinite(goldValue) || !Number.isFinite(answerValue))
    return goldValue === answerValue;
  const distance = Math.abs(goldValue - answerValue);
  const size = Math.abs(goldValue);
  const slack = 1e-12 * size; // the arithmetic of the comparison itself
  if (given && (given.rel !== undefined || given.abs !== undefined)) {
    if (goldValue !== 0 || given.abs !== undefined) {
      return distance <= Math.max((given.rel ?? 0) * size, given.abs ?? 0) + slack;
    }
  }
  if (goldValue === 0) return measured ? answerValue === 0 : distance < zero;
  if (goldValue * answerValue < 0) return false;
  if (gold.integer !== undefined && !measured) return counted(gold.integer, size, answer, distance);
  if (gold.exact && !measured) return distance <= exactRel * size + slack;
  const rounding =
    gold.halfUnit === undefined || gold.integer !== undefined
      ? 0
      : (gold.halfUnit * size) / Math.abs(gold.value);
  return (
    distance <= Math.max(measuredRel * size, Math.min(rounding, maxRoundingRel * size)) + slack
  );
}

function counted(gold: bigint, size: number, answer: Numeral, distance: number): boolean {
  if (answer.integer !== undefined) return answer.integer === gold;
  if (answer.exact) return distance <= 1e-9 * size;
  return distance <= Math.min(0.5, exactRel * size);
}
