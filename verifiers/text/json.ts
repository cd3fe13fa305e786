/**
 * Whether Python's `json.loads` takes a text, without building its value: a linear, iterative
 * reader. Beyond the standard it takes NaN, Infinity and -Infinity; duplicate keys and bare scalars
 * are fine; an integer of more than 4,300 digits is refused (CPython's limit).
 */
const maxDepth = 900; // CPython's recursion limit stops it a little under 1,000
const maxDigits = 4_300;

const closers = { '{': '}', '[': ']' } as const;
const blank = /[ \t\n\r]*/y;
const number = /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/y;
const constant = /null|true|false|NaN|-?Infinity/y;

/** True when `json.loads(text)` returns. */
export function isJson(text: string): boolean {
  const open: ('{' | '[')[] = [];
  let at = skip(blank, text, 0);

  // Each turn reads one value (with its key, inside an object), then what closes or parts values.
  for (;;) {
    if (open.at(-1) === '{') at = readKey(text, at);
    if (at < 0) return false;

    const c = text[at];
    if (c === '{' || c === '[') {
      if (open.push(c) > maxDepth) return false;
      at = skip(blank, text, at + 1);
      if (text[at] !== closers[c]) continue;
    } else {
      at = readScalar(text, at);
      if (at < 0) return false;
    }

    for (let container = open.at(-1); ; container = open.at(-1)) {
      at = skip(blank, text, at);
      if (container === undefined) return at === text.length;
      if (text[at] === ',') break;
      if (text[at] !== closers[container]) return false;
      open.pop();
      at++;
    }
    at = skip(blank, text, at + 1);
  }
}

/** Reads `"key" :` and the blanks after it; the index of the value, -1 when it is not there. */
function readKey(text: string, at: number): number {
  const end = readString(text, at);
  if (end < 0) return -1;
  const colon = skip(blank, text, end);
  return text[colon] === ':' ? skip(blank, text, colon + 1) : -1;
}

/** The index after the string, number or constant at `at`; -1 when there is none. */
function readScalar(text: string, at: number): number {
  if (text[at] === '"') return readString(text, at);
  const named = skip(constant, text, at);
  if (named > at) return named;
  number.lastIndex = at;
  const found = number.exec(text);
  if (!found) return -1;
  const isInteger = found[2] === undefined && found[3] === undefined;
  if (isInteger && (found[1] as string).length > maxDigits) return -1;
  return number.lastIndex;
}

function readString(text: string, at: number): number {
  if (text[at] !== '"') return -1;
  for (let i = at + 1; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x22) return i + 1;
    if (c < 0x20) return -1;
    if (c !== 0x5c) continue;
    const escaped = text[++i];
    if (escaped === 'u') {
      if (!/^[0-9A-Fa-f]{4}$/.test(text.slice(i + 1, i + 5))) return -1;
      i += 4;
    } else if (escaped === undefined || !'"\\/bfnrt'.includes(escaped)) return -1;
  }
  return -1;
}

/** Where a sticky expression ends when tried at `at`; `at` itself when it does not match. */
function skip(expression: RegExp, text: string, at: number): number {
  expression.lastIndex = at;
  return expression.test(text) ? expression.lastIndex : at;
}
