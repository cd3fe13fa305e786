/**
 * d/dx of what follows, d²/dx², ∂/∂x, mixed ones, and \frac{d(x^2)}{dx}. With one letter above,
 * dy/dx, it is a name and no quotient.
 */
import { call, int, symbol, type Tree } from '../tree.ts';
import { isOp, type Parser, peek, within } from './cursor.ts';
import type { Token } from './tokens.ts';

const highest = 12;
/** Tokens after an operator that it cannot apply to. */
const notOperands = new Set([
  ')',
  ']',
  '}',
  '\\}',
  '*',
  '/',
  '=',
  ',',
  ';',
  '+',
  '-',
  '^',
  '_',
  '!',
  '|)',
]);

/** Null when the fraction at the position is no derivative. */
export function derivative(p: Parser, bodyStrength: number): Tree | null {
  const above = group(p, p.at + 1);
  const below = above && group(p, above.end + 1);
  if (!above || !below) return null;
  const sign = mark(p.tokens[above.start]);
  if (!sign) return null;
  const total = order(p, above.start + 1);
  const variables = differentials(p, below.start, below.end, sign);
  if (!variables || total.n > highest) return null;
  if (variables.reduce((n, v) => n + v.n, 0) !== total.n) return null;
  const rest = above.end - total.next;
  if (rest > 0 && isName(p, total.next, above.end)) {
    const text = (from: number, to: number) =>
      p.tokens
        .slice(from, to)
        .map((t) => t.text)
        .join('');
    p.at = below.end + 1;
    return symbol(`${text(above.start, above.end)}/${text(below.start, below.end)}`);
  }
  let body: Tree;
  if (rest > 0) {
    p.at = total.next;
    body = within(p, above.end);
    p.at = below.end + 1;
  } else {
    const next = p.tokens[below.end + 1];
    if (!next || next.kind === 'words' || (next.kind === 'op' && notOperands.has(next.text)))
      return null;
    p.at = below.end + 1;
    body = p.expression(bodyStrength - 1);
  }
  return variables.reduceRight(
    (t, { name, n }) => call('derivative', t, symbol(name), int(n)),
    body,
  );
}

/** d or ∂. */
function mark(t: Token | undefined): string | null {
  return t?.kind === 'letter' && (t.text === 'd' || t.text === 'partial') ? t.text : null;
}

/** The tokens inside of the braces at `at`. */
function group(p: Parser, at: number): { start: number; end: number } | null {
  if (!isOp(p, '{', at - p.at)) return null;
  let depth = 0;
  for (let i = at; i < p.tokens.length; i++) {
    if (isOp(p, '{', i - p.at)) depth++;
    if (isOp(p, '}', i - p.at) && --depth === 0) return { start: at + 1, end: i };
  }
  return null;
}

/** An exponent, 1 when there is none. */
function order(p: Parser, at: number): { n: number; next: number } {
  const ahead = at - p.at;
  if (!isOp(p, '^', ahead)) return { n: 1, next: at };
  const braced = isOp(p, '{', ahead + 1);
  const t = peek(p, ahead + (braced ? 2 : 1));
  const n = t?.kind === 'number' && /^\d{1,2}$/.test(t.text) ? Number(t.text) : 0;
  if (n === 0 || (braced && !isOp(p, '}', ahead + 3))) return { n: highest + 1, next: at };
  return { n, next: at + (braced ? 4 : 2) };
}

/** dx, dx^2, ∂x ∂y: the variables and how often; null when it is anything else. */
function differentials(p: Parser, start: number, end: number, sign: string) {
  const out: { name: string; n: number }[] = [];
  for (let i = start; i < end; ) {
    const t = p.tokens[i + 1];
    if (mark(p.tokens[i]) !== sign || t?.kind !== 'letter') return null;
    const found = order(p, i + 2);
    out.push({ name: t.text, n: found.n });
    i = found.next;
  }
  return out.length > 0 ? out : null;
}

/** One letter, with a subscript or primes: the y of dy/dx. */
function isName(p: Parser, start: number, end: number): boolean {
  if (p.tokens[start]?.kind !== 'letter') return false;
  for (let i = start + 1; i < end; i++)
    if (isOp(p, '(', i - p.at) || p.tokens[i]?.kind === 'function') return false;
  return end - start === 1 || isOp(p, '_', start + 1 - p.at) || isOp(p, "'", start + 1 - p.at);
}
