/**
 * Python's string semantics where JavaScript's differ. The published instruction checkers are
 * Python; a response with U+0085, U+FEFF or an Arabic digit must not be judged otherwise here.
 *
 * White space: Python's includes U+001C–U+001F and U+0085 and excludes U+FEFF; JavaScript's is the
 * other way round. `\w` and `\d` are Unicode in Python, ASCII in JavaScript.
 */

/** Python's `\s`, for use inside a character class of a `u` expression. */
export const space =
  '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

/** Python's `\w`, for use inside a character class of a `u` expression. */
export const word = '\\p{L}\\p{N}_';

const spaces = new RegExp(`[${space}]+`, 'u');
const words = new RegExp(`[${word}]+`, 'gu');

/** `str.isspace` of one UTF-16 unit; no white space lies outside the BMP. */
export function isSpace(unit: number): boolean {
  if (unit <= 0x20) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d) || unit >= 0x1c;
  if (unit < 0x85) return false;
  return (
    unit === 0x85 ||
    unit === 0xa0 ||
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000
  );
}

/** `str.lstrip()`, or `str.lstrip(marks)`: `marks` are single BMP characters. */
export function stripStart(text: string, marks?: string): string {
  let start = 0;
  while (start < text.length && strips(text, start, marks)) start++;
  return text.slice(start);
}

/** `str.rstrip()`, or `str.rstrip(marks)`. */
export function stripEnd(text: string, marks?: string): string {
  let end = text.length;
  while (end > 0 && strips(text, end - 1, marks)) end--;
  return text.slice(0, end);
}

/** `str.strip()`, or `str.strip(marks)`. */
export function strip(text: string, marks?: string): string {
  return stripStart(stripEnd(text, marks), marks);
}

const strips = (text: string, at: number, marks: string | undefined) =>
  marks === undefined ? isSpace(text.charCodeAt(at)) : marks.includes(text[at] as string);

/** True when nothing but white space is there. */
export function isBlank(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (!isSpace(text.charCodeAt(i))) return false;
  return true;
}

/** `str.split()`: the runs between white space. */
export function splitSpaces(text: string): string[] {
  const stripped = strip(text);
  return stripped === '' ? [] : stripped.split(spaces);
}

/** `str.isupper()`: at least one cased character and none lower or title case. */
export function isUpper(text: string): boolean {
  return /\p{Uppercase}/u.test(text) && !/[\p{Lowercase}\p{Lt}]/u.test(text);
}

/** `str.islower()`: at least one cased character and none upper or title case. */
export function isLower(text: string): boolean {
  return /\p{Lowercase}/u.test(text) && !/[\p{Uppercase}\p{Lt}]/u.test(text);
}

/** The runs of `\w`: what the checkers call words when they count them. */
export function findWords(text: string): string[] {
  return text.match(words) ?? [];
}

/** `string.punctuation`: the 32 ASCII marks. */
export const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** The text without the marks of `punctuation`. */
export function withoutPunctuation(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]+/g, '');
}

/** `int()` of one decimal digit, of whatever script. */
export function digitValue(digit: string): number {
  // Unicode lays digits out in runs of ten, or of several tens: the distance to the start tells.
  const code = digit.codePointAt(0) as number;
  let start = code;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(start - 1))) start--;
  return (code - start) % 10;
}

/** `normalize('NFKD', text).encode('ascii', 'ignore')`: accents go, é becomes e. */
export function toAscii(text: string): string {
  return text.normalize('NFKD').replace(/[^\0-\x7f]+/g, '');
}

/** Digits that are no decimal ones: superscripts, subscripts, circled and the like. */
const otherDigits =
  '²³¹⁰⁴-⁹₀-₉፩-፱᧚①-⑨⑴-⑼⒈-⒐⓪⓵-⓽⓿❶-❾➀-➈➊-➒\\u{10a40}-\\u{10a43}\\u{10e60}-\\u{10e68}\\u{11052}-\\u{1105a}\\u{1f100}-\\u{1f10a}';
const digits = new RegExp(`^[\\p{Nd}${otherDigits}]+$`, 'u');

/** `str.isdigit()`. */
export function isDigits(text: string): boolean {
  return digits.test(text);
}
