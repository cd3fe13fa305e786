/**
 * A small parser for + - * / and parentheses over decimal literals, evaluated exactly as it reads.
 * It never evaluates text as code. Length, depth and the size of every value are capped.
 */
import {
  add,
  divide,
  floor,
  fromDecimal,
  height,
  integer,
  multiply,
  negate,
  type Rational,
} from '../../rational.ts';

export type Evaluation =
  | { readonly ok: true; readonly value: Rational; readonly literals: readonly Rational[] }
  | { readonly ok: false; readonly error: string };

export interface ExpressionRules {
  /** What `/` means: exact division, or rounding down as `//` does in Python. Default exact. */
  readonly division?: 'exact' | 'floor';
}

const maxLength = 2_000;
const maxDepth = 100;
const maxBits = 4_096;
const token = /\s*(?:(\d+(?:\.\d*)?|\.\d+)|([-+*/()]))/y;
const spellings: readonly (readonly [RegExp, string])[] = [
  [/\\times|\\cdot|[×·⋅∙]/g, '*'],
  [/\\div|÷/g, '/'],
  [/[−–]/g, '-'],
  [/\\left|\\right/g, ''],
  [/[[{]/g, '('],
  [/[\]}]/g, ')'],
];

/** The value of the text and the number literals in it, in order. */
export function evaluate(text: string, rules: ExpressionRules = {}): Evaluation {
  if (text.length > maxLength) return failed(`Expected at most ${maxLength} characters`);
  const tokens = tokenize(spellings.reduce((t, [from, to]) => t.replace(from, to), text));
  if (!tokens) return failed('Expected only numbers, + - * / and parentheses');
  const literals: Rational[] = [];
  let at = 0;
  let depth = 0;

  // sum := product (('+'|'-') product)*   product := unary (('*'|'/') unary)*   unary := '-' unary | atom
  function sum(): Rational {
    let left = product();
    while (tokens?.[at] === '+' || tokens?.[at] === '-') {
      left = checked(add(left, tokens[at++] === '+' ? product() : negate(product())));
    }
    return left;
  }
  function product(): Rational {
    let left = unary();
    while (tokens?.[at] === '*' || tokens?.[at] === '/') {
      left = checked(tokens[at++] === '*' ? multiply(left, unary()) : quotient(left, unary()));
    }
    return left;
  }
  function unary(): Rational {
    if (++depth > maxDepth) throw new SyntaxError(`Expected at most ${maxDepth} levels`);
    const value = signed();
    depth--;
    return value;
  }
  function signed(): Rational {
    const first = tokens?.[at++];
    if (first === '-') return negate(unary());
    if (first === '+') return unary();
    if (first === '(') {
      const inner = sum();
      if (tokens?.[at++] !== ')') throw new SyntaxError('Expected a closing parenthesis');
      return inner;
    }
    if (first === undefined || !/\d/.test(first)) throw new SyntaxError('Expected a number');
    const value = checked(fromDecimal(first));
    literals.push(value);
    return value;
  }
  function quotient(a: Rational, b: Rational): Rational {
    const exact = divide(a, b);
    if (!exact) throw new SyntaxError('Expected no division by zero');
    return rules.division === 'floor' ? integer(floor(exact)) : exact;
  }

  try {
    const value = sum();
    if (at < tokens.length) return failed(`Expected an operator before "${tokens[at]}"`);
    return { ok: true, value, literals };
  } catch (error) {
    if (error instanceof SyntaxError) return failed(error.message);
    throw error;
  }
}

function tokenize(text: string): string[] | null {
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

function checked(value: Rational | null): Rational {
  if (!value || height(value) > maxBits) throw new SyntaxError('Expected smaller numbers');
  return value;
}

function failed(error: string): Evaluation {
  return { ok: false, error };
}
