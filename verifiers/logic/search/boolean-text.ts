/**
 * Expressions of True, False, not, and, or, xor and implies, as text. A binary operation inside
 * another stands in brackets, so no rule of precedence is needed.
 */
import type { Rng } from '../../random.ts';

const operations: Readonly<Record<string, (a: boolean, b: boolean) => boolean>> = {
  and: (a, b) => a && b,
  or: (a, b) => a || b,
  xor: (a, b) => a !== b,
  implies: (a, b) => !a || b,
};
const names = Object.keys(operations);
/** For an operation and its value: the operands that give it. */
const operands = new Map(
  names.flatMap((name) =>
    [true, false].map((value) => {
      const all = [0, 1, 2, 3].map((n) => [n < 2, n % 2 === 0] as const);
      const fitting = all.filter(([a, b]) => operations[name]?.(a, b) === value);
      return [`${name} ${value}`, fitting] as const;
    }),
  ),
);

/** An expression of this value whose longest branch has `depth` operations. */
export function drawExpression(rng: Rng, depth: number, value: boolean, inner = false): string {
  if (depth === 0) return value ? 'True' : 'False';
  const kind = rng.below(names.length + 1);
  if (kind === names.length) return `not ${drawExpression(rng, depth - 1, !value, true)}`;
  const name = names[kind] as string;
  const parts = rng.choice(operands.get(`${name} ${value}`) as (readonly [boolean, boolean])[]);
  const deep = rng.below(2);
  const [a, b] = parts.map((part, i) =>
    drawExpression(rng, i === deep ? depth - 1 : rng.below(depth), part, true),
  );
  return inner ? `(${a} ${name} ${b})` : `${a} ${name} ${b}`;
}

const token = /\s*(\(|\)|[A-Za-z]+)/y;
const maxDepth = 200;

/** The value; null for what is no such expression. */
export function evaluateExpression(text: string): boolean | null {
  token.lastIndex = 0;
  let word = advance();
  const value = operation(0);
  return word === undefined && token.lastIndex === 0 ? value : null;

  function advance(): string | undefined {
    const at = token.lastIndex;
    const found = token.exec(text)?.[1];
    // Anything but the end of the text is a token of no meaning.
    return found ?? (text.slice(at).trim() === '' ? undefined : '?');
  }

  function operation(depth: number): boolean | null {
    const left = operand(depth);
    const apply =
      word !== undefined && Object.hasOwn(operations, word) ? operations[word] : undefined;
    if (left === null || !apply) return left;
    word = advance();
    const right = operand(depth);
    return right === null ? null : apply(left, right);
  }

  function operand(depth: number): boolean | null {
    if (depth > maxDepth) return null;
    const first = word;
    word = advance();
    if (first === 'True') return true;
    if (first === 'False') return false;
    if (first === 'not') {
      const part = operand(depth + 1);
      return part === null ? null : !part;
    }
    if (first !== '(') return null;
    const part = operation(depth + 1);
    if (word !== ')') return null;
    word = advance();
    return part;
  }
}
