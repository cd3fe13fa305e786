/** Reads a duration in the spellings a right answer may have. */
import { unwrap } from '../text/unwrap.ts';

const maxLength = 200;
const units: Readonly<Record<string, number>> = {
  d: 86_400_000,
  day: 86_400_000,
  h: 3_600_000,
  hr: 3_600_000,
  hour: 3_600_000,
  m: 60_000,
  min: 60_000,
  minute: 60_000,
  s: 1_000,
  sec: 1_000,
  second: 1_000,
  ms: 1,
  millisecond: 1,
};
const part =
  /\s*(?:(\d{1,9}):([0-5]?\d)(?::([0-5]?\d)(?:\.(\d{1,6}))?)?|(\d{1,9})(?:\.(\d{1,6}))?\s*(days?|d|hours?|hrs?|h|minutes?|mins?|min|m|milliseconds?|ms|seconds?|secs?|s))(?![\w:.])/y;
const between = /\s*(?:,|and\b)?\s*/y;

/**
 * Milliseconds of "03:21:15.576", "5 days, 03:30", "3 h 21 min", or "5", which are days; null for
 * anything else. A clock of two parts has hours and minutes. Units come in falling order.
 */
export function readDuration(answer: string): number | null {
  if (answer.length > maxLength) return null;
  const text = unwrap(answer.normalize('NFKC')).replace(/^[−–]/, '-').toLowerCase();
  if (/^[+-]?\d{1,9}$/.test(text)) return Number(text) * 86_400_000;
  const isNegative = text.startsWith('-');
  let at = isNegative ? 1 : 0;
  let total = 0;
  let last = Number.POSITIVE_INFINITY;
  for (let count = 0; count < 5; count++) {
    part.lastIndex = at;
    const match = part.exec(text);
    if (!match) return null;
    const [unit, value] = measure(match);
    if (unit >= last) return null;
    last = unit;
    // "-1 days, 14:00" is ten hours before, as Python writes it.
    total += isNegative && count === 0 ? -value : value;
    if (part.lastIndex === text.length) return total;
    between.lastIndex = part.lastIndex;
    between.exec(text);
    at = between.lastIndex;
  }
  return null;
}

/** The unit the part starts with, and its milliseconds. */
function measure(match: RegExpExecArray): readonly [unit: number, value: number] {
  const [, hours, minutes, seconds, fraction, count, decimals, name = ''] = match;
  if (hours !== undefined) {
    const whole = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds ?? 0);
    return [3_600_000, whole * 1_000 + thousandths(fraction)];
  }
  const unit = units[name] ?? units[name.replace(/s$/, '')] ?? 1;
  return [unit, Number(count) * unit + Math.round((thousandths(decimals) * unit) / 1_000)];
}

/** Of "5" and "500": five hundred. What is finer than a millisecond is a thousandth of one. */
function thousandths(digits = ''): number {
  return Number(`0.${digits || '0'}`) * 1_000;
}
