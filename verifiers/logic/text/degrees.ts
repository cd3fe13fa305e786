/** An angle in degrees, with its sign or unit or without. */
import { unwrap } from './unwrap.ts';

const unit = /(?:°|º|˚|\^\s?\{?\s?\\circ\s?\}?|\\degree|\\?degrees?|deg)\.?$/i;

/** The text of the number alone. */
export function withoutDegrees(answer: string): string {
  const text = unwrap(answer);
  if (text.length > 400) return text;
  return unwrap(
    text
      .replace(/\\text\{\s{0,3}(degrees?|deg)\}/, '$1')
      .replace(unit, '')
      .replace(/\\[, ]$/, ''),
  );
}
