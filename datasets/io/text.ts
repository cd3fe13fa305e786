/** One row of JSON from its bytes: UTF-8 held to its rules, numbers read without loss, faults coded. */
import { isUtf8 } from 'node:buffer';
import { JsonError, parseJson } from '../../verifiers/json.ts';
import { type InputRow, maxRowBytes, type Place } from './fault.ts';

/**
 * Numbers that JSON.parse would lose something of: a float that is or rounds to a whole number (`1.0`,
 * an exponent, more digits than a double holds), an integer of sixteen digits, `-0`. It may also match
 * inside a text, which only costs time.
 */
const lossy = /[:[,]\s*(?:-0[,\]}\s]|-?(?:[\d.]{16}|\d+(?:\.\d+)?[eE]|\d+\.0*[,\]}\s]))/;

/** The value, as parseJson reads it; several times faster where the built-in reader loses nothing. */
export function readValue(text: string): unknown {
  if (!lossy.test(text)) {
    try {
      return JSON.parse(text);
    } catch {
      // parseJson says where and what
    }
  }
  return parseJson(text, { nonFinite: true });
}

/** @param bytes the row's own bytes; null where there were more than a row may have. */
export function readRow(bytes: Buffer | null, place: Place): InputRow | null {
  const bad = (
    code: 'row_too_large' | 'invalid_utf8' | 'invalid_json',
    message: string,
    at?: number,
  ) => ({
    ...place,
    kind: 'bad' as const,
    fault: { code, message, ...(at !== undefined && { column: String(at) }) },
  });
  if (bytes === null)
    return bad('row_too_large', `Expected at most ${maxRowBytes} bytes, got more`);
  if (!isUtf8(bytes)) {
    const at = firstBad(bytes);
    return bad('invalid_utf8', `Expected UTF-8, got the byte 0x${bytes[at]?.toString(16)}`, at + 1);
  }
  const text = bytes.toString('utf8').trim();
  if (text === '') return null;
  try {
    return { ...place, kind: 'row', value: readValue(text), bytes: bytes.length };
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return bad('invalid_json', error.message.replace(/ at position \d+$/, ''), error.position + 1);
  }
}

/** The index of the first byte that no UTF-8 text has there. */
function firstBad(bytes: Buffer): number {
  let [low, high] = [0, bytes.length];
  // a prefix may be cut inside a character, so its last three bytes decide nothing
  const good = (end: number) =>
    [0, 1, 2, 3].some((cut) => end - cut >= 0 && isUtf8(bytes.subarray(0, end - cut)));
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (good(middle)) low = middle;
    else high = middle - 1;
  }
  let end = low;
  while (end > 0 && !isUtf8(bytes.subarray(0, end))) end--;
  return Math.min(end, bytes.length - 1);
}
