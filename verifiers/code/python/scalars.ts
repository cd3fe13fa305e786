/** Python's number and string literals as values. */
import type { Value } from '../values/value.ts';

const maxDigits = 5_000;

/** The value of a number token; undefined for imaginary and overlong ones. */
export function readPythonNumber(token: string): bigint | number | undefined {
  const text = token.replaceAll('_', '').toLowerCase();
  if (text.endsWith('j') || text.length > maxDigits) return undefined;
  if (/^0[xob]/.test(text) || /^\d+$/.test(text)) return BigInt(text);
  return Number(text);
}

/** The value of a string token; undefined for f-strings and escapes by name. */
export function readPythonString(token: string): Value {
  const prefix = /^[a-zA-Z]*/.exec(token)?.[0].toLowerCase() ?? '';
  if (/[ft]/.test(prefix)) return undefined;
  const quoted = token.slice(prefix.length);
  const quotes = /^("""|''')/.test(quoted) ? 3 : 1;
  const body = quoted.slice(quotes, -quotes).replaceAll('\r\n', '\n');
  const bytes = prefix.includes('b');
  const text = prefix.includes('r') ? body : readEscapes(body, bytes);
  if (text === undefined || !bytes) return text;
  if (/[^\0-\xff]/.test(text)) return undefined;
  return { kind: 'bytes', hex: Buffer.from(text, 'latin1').toString('hex') };
}

const simple: Record<string, string> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};
const escapes = /\\(?:([0-7]{1,3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([\s\S]))/g;

function readEscapes(body: string, bytes: boolean): string | undefined {
  let told = true;
  const text = body.replace(escapes, (all, octal, hex, short, long, letter: string) => {
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    const unicode = short ?? long;
    if (unicode !== undefined) {
      const code = Number.parseInt(unicode, 16);
      if (bytes) return all;
      if (code <= 0x10ffff) return String.fromCodePoint(code);
    }
    const made = simple[letter];
    if (made !== undefined) return made;
    // Python keeps an unknown escape as it is; a broken or named one is not worked out here.
    if (letter === undefined || 'xuUN'.includes(letter)) told = bytes && letter !== 'x' && told;
    return all;
  });
  return told ? text : undefined;
}
