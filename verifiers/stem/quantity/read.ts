/**
 * Reads an answer as a quantity: `v ≈ 3.0 \times 10^8 m/s`, `(1.23 ± 0.05) m`, `15.1 %`.
 * Two values, a range, a bound or an "or" are no single quantity: `ambiguous`.
 */
import { plain } from '../answer/plain.ts';
import { compatible, convert, type Unit } from './dimension.ts';
import { readNumber } from './number.ts';
import type { Numeral } from './numeral.ts';
import { readUnits } from './unit.ts';

export interface Quantity {
  readonly numeral: Numeral;
  /** Readings of the unit; null when none is written. */
  readonly units: readonly Unit[] | null;
  /** Unit names that are not in the table. */
  readonly unknown: readonly string[];
  readonly uncertainty?: number;
  /** Written as ±x: both signs are meant. */
  readonly bothSigns: boolean;
}

export type Reading =
  | { readonly status: 'read'; readonly quantity: Quantity }
  | { readonly status: 'ambiguous' | 'unreadable'; readonly message: string };

/** Longest text that is read as one quantity. */
const maxLength = 400;

const hedge =
  /(?:^|[\s,;(])(?:or|either|between|maybe|perhaps|possibly|alternatively|otherwise|else|not|isn't|neither|and|to|from|approximately equal)(?=[\s,;)]|$)|[<>≤≥≠;|]|∓/i;
const range = /^-?[\d.,]+ ?(?:-|\.\.|…) ?[\d.,]+(?: ?[A-Za-zμΩ°%].*)?$/;
const opening =
  /^(?:(?:is|are|equals?|about|approximately|approx\.?|roughly|around|nearly|exactly|ca\.?|the|value|of|a|an)\s+|[≈=~]\s*)+/i;
const closing =
  /[\s.,;!]+$|\s*\((?:approx(?:imately|\.)?|rounded[^()]{0,40}|to \d{1,2} [^()]{0,40})\)\s*$/;

const numberWords = 'zero one two three four five six seven eight nine ten eleven twelve'.split(
  ' ',
);
const numberWord = new RegExp(`^(?:${numberWords.join('|')})\\b(?![-\\w])`, 'i');

/** @param raw the answer as written, at most a few thousand characters */
export function readQuantity(raw: string): Reading {
  const text = plain(raw);
  if (text.length > maxLength) return { status: 'unreadable', message: 'Expected a short answer' };
  if (text === '') return { status: 'unreadable', message: 'Expected a number, got nothing' };
  const sides = text.split(/[=≈]/);
  const stated = (sides.at(-1) as string).trim();
  const last = value(stated);
  if (last.status !== 'read' || sides.length < 2) return last;
  // a = b = c: what else is stated as a value must not contradict the last.
  for (const side of sides.slice(0, -1)) {
    const other = value(side.trim());
    if (other.status === 'ambiguous') return other;
    if (other.status === 'read' && contradicts(other.quantity, last.quantity)) {
      return { status: 'ambiguous', message: 'Expected one value, got an equation of two' };
    }
  }
  return last;
}

function contradicts(a: Quantity, b: Quantity): boolean {
  if (a.unknown.length > 0 || (a.units === null) !== (b.units === null)) return false;
  const differ = (x: number, y: number): boolean =>
    Math.abs(x - y) > 0.05 * Math.max(Math.abs(x), Math.abs(y));
  if (!a.units || !b.units) return differ(a.numeral.value, b.numeral.value);
  const to = b.units;
  return !a.units.some((from) =>
    to.some(
      (u) => compatible(from, u) && !differ(convert(a.numeral.value, from, u), b.numeral.value),
    ),
  );
}

function value(stated: string): Reading {
  const text = stated
    .replace(opening, '')
    .replace(closing, '')
    .replace(closing, '')
    .replace(numberWord, (word) => String(numberWords.indexOf(word.toLowerCase())));
  if (range.test(text)) return { status: 'ambiguous', message: 'Expected one value, got a range' };
  const bothSigns = text.startsWith('±');
  const start = bothSigns ? 1 : 0;
  const read = withUncertainty(text, start + (text[start] === ' ' ? 1 : 0));
  if (!read) {
    return hedge.test(text)
      ? { status: 'ambiguous', message: 'Expected one value, got an alternative or a bound' }
      : { status: 'unreadable', message: 'Expected a number' };
  }
  let rest = text.slice(read.end).trim();
  let uncertainty = read.uncertainty;
  const plusMinus = rest.indexOf('±');
  if (plusMinus >= 0 && uncertainty === undefined) {
    const spread = readNumber(rest, plusMinus + 1 + (rest[plusMinus + 1] === ' ' ? 1 : 0));
    if (!spread) return { status: 'unreadable', message: 'Expected an uncertainty after ±' };
    const [before, behind] = [rest.slice(0, plusMinus).trim(), rest.slice(spread.end).trim()];
    uncertainty = spread.numeral.value;
    // "1.23 m ± 0.05 m" states its unit twice; "5 ± 2 %" is a share of the value.
    if (behind === '%' && before !== '%') uncertainty *= 0.01 * Math.abs(read.numeral.value);
    rest = before === '' && behind !== '%' ? behind : before;
  }
  if (rest === '') return quantity(read.numeral, null, [], uncertainty, bothSigns);
  const units = readUnits(rest);
  if (units && units.unknown.length <= 2 && !units.unknown.some((word) => hedge.test(word))) {
    return quantity(read.numeral, units.readings, units.unknown, uncertainty, bothSigns);
  }
  const restated = repeated(text);
  if (restated) return restated;
  return hedge.test(rest) || /(?:^|[,;:]) ?[-+\d(]/.test(rest)
    ? { status: 'ambiguous', message: 'Expected one value, got more behind it' }
    : { status: 'unreadable', message: `Expected a unit behind the number` };
}

/** "5 m/s (18 km/h)": the same value in other words, as long as it is the same. */
function repeated(text: string): Reading | null {
  const found = /^([^()]{1,80}) \( ?(?:[≈=]|or|i\.e\.,?)? ?(\d[^()]{0,60})\)$/.exec(text);
  if (!found) return null;
  const [first, second] = [value(found[1] as string), value(found[2] as string)];
  return first.status === 'read' &&
    second.status === 'read' &&
    !contradicts(second.quantity, first.quantity)
    ? first
    : null;
}

function quantity(
  numeral: Numeral,
  units: readonly Unit[] | null,
  unknown: readonly string[],
  uncertainty: number | undefined,
  bothSigns: boolean,
): Reading {
  if (uncertainty !== undefined && Math.abs(uncertainty) > 0.5 * Math.abs(numeral.value)) {
    return { status: 'ambiguous', message: 'Expected one value, got one with a spread as large' };
  }
  const quantity = { numeral, units, unknown, bothSigns };
  return {
    status: 'read',
    quantity: uncertainty === undefined ? quantity : { ...quantity, uncertainty },
  };
}

/** `1.23`, `1.23(5)`, `(3.00 ± 0.01) × 10^8`. */
function withUncertainty(
  text: string,
  start: number,
): { numeral: Numeral; end: number; uncertainty?: number } | null {
  const group = /^\( ?([^()±]{1,60})± ?([^()±]{1,60})\)/.exec(text.slice(start, start + 130));
  if (group) {
    const middle = wholly(group[1] as string);
    const spread = wholly(group[2] as string);
    if (!middle || !spread) return null;
    let end = start + group[0].length;
    const factor = /^ ?[×·*x]? ?(?=10\^|10\*\*)/.exec(text.slice(end));
    const power = factor && readNumber(text, end + factor[0].length);
    if (power) end = power.end;
    const by = power?.numeral.value ?? 1;
    return { numeral: scaled(middle, by), end, uncertainty: spread.value * by };
  }
  const read = readNumber(text, start);
  if (!read) return null;
  const digits = /^\((\d{1,3})\)/.exec(text.slice(read.end, read.end + 6));
  if (!digits || read.numeral.halfUnit === undefined) return read;
  const end = read.end + digits[0].length;
  const uncertainty = Number(digits[1]) * 2 * read.numeral.halfUnit;
  const factor = /^ ?[×·*x]? ?(?=10\^|10\*\*)/.exec(text.slice(end));
  const power = factor && readNumber(text, end + factor[0].length);
  if (!power) return { numeral: read.numeral, end, uncertainty };
  const by = power.numeral.value;
  return { numeral: scaled(read.numeral, by), end: power.end, uncertainty: uncertainty * by };
}

function wholly(text: string): Numeral | null {
  const trimmed = text.trim();
  const read = readNumber(trimmed);
  return read && read.end === trimmed.length ? read.numeral : null;
}

const scaled = (n: Numeral, by: number): Numeral => ({
  value: n.value * by,
  exact: false,
  ...(n.halfUnit === undefined ? {} : { halfUnit: n.halfUnit * by }),
});
