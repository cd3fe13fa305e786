/** Σ, Π, ∫ and lim: an operator that binds a variable over its body. */
import { fromDecimal } from '../../rational.ts';
import { mapChildren, num, symbol, type Tree } from '../tree.ts';
import { argument, expect, fresh, isOp, type Parser, peek, take, unexpected } from './cursor.ts';
import type { Token } from './tokens.ts';

export function bigOperator(p: Parser, name: string, bodyStrength: number): Tree {
  let variable = '';
  let low: Tree | null = null;
  let high: Tree | null = null;
  for (;;) {
    if (take(p, '_')) {
      if (name === 'int') low = limit(p);
      else [variable, low] = lowerBound(p, name);
    } else if (take(p, '^')) high = limit(p);
    else break;
  }
  if (name === 'int') return integral(p, low, high, bodyStrength);
  if (variable === '') throw unexpected(p, 'a bound variable');
  const body = freed(p.expression(bodyStrength - 1), variable);
  const op = name === 'sum' ? 'sum' : name === 'prod' ? 'product' : 'limit';
  return { kind: 'bound', op, variable, low, high, body };
}

/** One bound; what follows it in \int^b_a is the other bound and no subscript. */
function limit(p: Parser): Tree {
  const t = peek(p);
  const value = t?.kind === 'number' ? fromDecimal(t.text) : null;
  if (value) {
    p.at++;
    return num(value);
  }
  if (t?.kind !== 'letter' || !isOp(p, '_', 1)) return argument(p);
  p.at++;
  if (t.text === 'e' || t.text === 'i') return { kind: 'constant', name: t.text };
  return symbol(t.text);
}

/** The body with its variable a variable: the i of a sum over i is not the imaginary unit. */
function freed(t: Tree, variable: string): Tree {
  if (variable !== 'i' && variable !== 'e') return t;
  if (t.kind === 'constant' && t.name === variable) return symbol(variable);
  return mapChildren(t, (part) => freed(part, variable));
}

/** `{k=1}` of a sum, `{x \to 0}` of a limit. */
function lowerBound(p: Parser, name: string): [string, Tree] {
  expect(p, '{');
  const t = peek(p);
  if (t?.kind !== 'letter') throw unexpected(p, 'a variable');
  p.at++;
  if (!take(p, name === 'lim' ? 'to' : '=')) throw unexpected(p, 'a bound');
  const low = fresh(p, () => p.expression(0));
  // x \to 0^+ comes here as a power without exponent; sides are not told apart.
  if (take(p, '^')) p.at++;
  expect(p, '}');
  return [t.text, low];
}

/** ∫ body dx: the variable is the letter after the d. */
function integral(p: Parser, low: Tree | null, high: Tree | null, bodyStrength: number): Tree {
  const inside = differentialInside(p);
  if (inside !== null) {
    const body = only(p.expression(bodyStrength - 1));
    return { kind: 'bound', op: 'integral', variable: inside, low, high, body };
  }
  let depth = 0;
  for (let i = p.at; i < p.tokens.length; i++) {
    const t = p.tokens[i];
    const next = p.tokens[i + 1];
    if (t?.kind === 'op' && '({['.includes(t.text)) depth++;
    if (t?.kind === 'op' && ')}]'.includes(t.text)) depth--;
    if (depth < 0) break;
    if (depth === 0 && t?.kind === 'letter' && t.text === 'd' && next?.kind === 'letter') {
      const body: Tree = i === p.at ? { kind: 'number', value: { n: 1n, d: 1n } } : within(p, i);
      p.at = i + 2;
      return { kind: 'bound', op: 'integral', variable: next.text, low, high, body };
    }
    if (isOp(p, '=', i - p.at)) break;
  }
  throw unexpected(p, 'd and a variable');
}

/**
 * Takes a d and its variable out of the brackets they stand in, ∫ (x dx) or ∫ \frac{dz}{z}, so that the
 * integrand alone is left; null when they stand outside.
 */
function differentialInside(p: Parser): string | null {
  let depth = 0;
  for (let i = p.at; i < p.tokens.length; i++) {
    const [before, t, next, after] = [-1, 0, 1, 2].map((k) => p.tokens[i + k]);
    const text = t?.kind === 'op' ? t.text : '';
    if (['(', '{', '[', '\\{'].includes(text)) depth++;
    if ([')', '}', ']', '\\}'].includes(text)) depth--;
    if (depth < 0 || (depth === 0 && text === '=')) return null;
    if (t?.kind !== 'letter' || t.text !== 'd' || next?.kind !== 'letter') continue;
    if (depth === 0 || after?.kind !== 'op' || ![')', '}', ']', '\\}'].includes(after.text))
      return null;
    const times = before?.kind === 'op' && before.text === '*';
    const alone = before?.kind === 'op' && !times;
    const one: Token = { kind: 'number', text: '1', commaRead: false, spaced: false };
    (p.tokens as Token[]).splice(times ? i - 1 : i, times ? 3 : 2, ...(alone ? [one] : []));
    return next.text;
  }
  return null;
}

/** What a bracket of one thing holds. */
const only = (t: Tree): Tree => (t.kind === 'set' && t.items.length === 1 ? (t.items[0] ?? t) : t);

/** Parses the tokens up to `end` and nothing after them. */
function within(p: Parser, end: number): Tree {
  const inner: Parser = Object.create(p, { tokens: { value: p.tokens.slice(0, end) } });
  const body = fresh(inner, () => inner.expression(0));
  if (inner.at !== end) throw unexpected(inner, 'the end of the integrand');
  return body;
}
