/** Reads one number in the spellings a right answer may have. */
import { divide, integer, type Rational, ratio } from '../../rational.ts';
import { unwrap } from './unwrap.ts';

const maxLength = 400;
const integerText = /^-?\d{1,15}$/;
const plain = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d*))?$/;
const fraction = /^([+-]?\d+) ?\/ ?(\d+)$/;

/**
 * The exact value of "-7831", "-7,831", "−7831.0", "$-7831$", "62/2" or full-width digits; null for
 * anything else, words around the number included.
 */
export function parseNumber(answer: string): Rational | null {
  if (integerText.test(answer)) return integer(BigInt(answer));
  if (answer.length > maxLength) return null;
  const text = unwrap(answer.normalize('NFKC')).replaceAll('−', '-').replaceAll('{,}', ',');
  const parts = fraction.exec(text);
  if (parts) {
    const [, top = '', bottom = ''] = parts;
    return divide(integer(BigInt(top.replace('+', ''))), integer(BigInt(bottom)));
  }
  const match = plain.exec(text);
  if (!match) return null;
  const [, sign, whole = '', decimals = ''] = match;
  const digits = BigInt(whole.replaceAll(',', '') + decimals);
  return ratio(sign === '-' ? -digits : digits, 10n ** BigInt(decimals.length));
}
