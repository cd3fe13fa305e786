/** Python's view of text where JavaScript's differs: code points, lines, case folding. */

/** list(text): one string a code point. */
export function codePointsOf(text: string): string[] {
  return Array.from(text);
}

/** text[::-1]. */
export function reversed(text: string): string {
  return Array.from(text).reverse().join('');
}

const lineEnds = '\\n-\\r\\x1c-\\x1e\\x85\\u2028\\u2029';
const lineEnd = new RegExp(`\\r\\n|[${lineEnds}]`);

/** str.splitlines(): a line end at the end makes no further line. */
export function splitLines(text: string): string[] {
  if (text === '') return [];
  const lines = text.split(lineEnd);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** str.lower(); JavaScript's full mapping is the same. */
export function lower(text: string): string {
  return text.toLowerCase();
}

/** str.casefold(): by way of the capitals, which spell out what has several letters (ß, ligatures). */
export function casefold(text: string): string {
  return text.toUpperCase().toLowerCase().replaceAll('ς', 'σ');
}
