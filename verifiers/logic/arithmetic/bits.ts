/**
 * Integer expressions with the operators of Python, | ^ & << >> + - * ~ and parentheses, over
 * decimal, hexadecimal, octal and binary literals; evaluated by a parser of its own, never as code.
 */
import { bitLength } from '../../rational.ts';

const maxLength = 100_000;
const maxDepth = 200;
const maxBits = 20_000;
const token = /\s*(?:(0[xX][\da-fA-F]+|0[oO][0-7]+|0[bB][01]+|\d+)|(<<|>>|[-+*&|^~()]))/y;
/** Loosest first. */
const levels: readonly (readonly string[])[] = [
  ['|'],
  ['^'],
  ['&'],
  ['<<', '>>'],
  ['+', '-'],
  ['*'],
];

/** The value; null when the text is no such expression or its value too large. */
export function evaluateBits(text: string): bigint | null {
  const tokens = tokenize(text);
  if (!tokens) return null;
  let at = 0;
  let depth = 0;

  function binary(level: number): bigint | null {
    const signs = levels[level];
    if (!signs) return unary();
    let left = binary(level + 1);
    for (
      let sign = tokens?.[at];
      left !== null && sign && signs.includes(sign);
      sign = tokens?.[at]
    ) {
      at++;
      const other = binary(level + 1);
      if (other === null) return null;
      left = apply(sign, left, other);
    }
    return left;
  }
  function unary(): bigint | null {
    if (++depth > maxDepth) return null;
    const value = atom();
    depth--;
    return value;
  }
  function atom(): bigint | null {
    const first = tokens?.[at++];
    if (first === '-' || first === '+' || first === '~') {
      const value = unary();
      if (value === null || first === '+') return value;
      return first === '-' ? -value : ~value;
    }
    if (first === '(') {
      const inner = binary(0);
      return tokens?.[at++] === ')' ? inner : null;
    }
    if (first === undefined || !/^\d/.test(first) || /^0\d*[1-9]/.test(first)) return null;
    return BigInt(first.toLowerCase());
  }

  const value = binary(0);
  return at === tokens.length ? value : null;
}

function apply(sign: string, a: bigint, b: bigint): bigint | null {
  switch (sign) {
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    case '&':
      return a & b;
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return bitLength(a) + bitLength(b) > maxBits ? null : a * b;
    default: {
      // Python raises ValueError for a negative shift.
      if (b < 0n) return null;
      if (sign === '>>') return a >> b;
      return b > maxBits || bitLength(a) + Number(b) > maxBits ? null : a << b;
    }
  }
}

function tokenize(text: string): string[] | null {
  if (text.length > maxLength) return null;
  const tokens: string[] = [];
  const end = text.trimEnd().length;
  token.lastIndex = 0;
  while (token.lastIndex < end) {
    const match = token.exec(text);
    if (!match) return null;
    tokens.push(match[1] ?? (match[2] as string));
  }
  return tokens;
}
