/**
 * Σ, Π, ∫ and lim: an operator that binds a variable over its body. A limit from one side has the
 * side for its upper end, 1 from above and −1 from below. The differential of an integral may stand
 * in a numerator or in a bracket around the integrand; it is taken out of the tokens there.
 */
import { int, mapChildren, negative, sum, symbol, type Tree } from '../tree.ts';
import { argument, expect, fresh, type Parser, peek, take, unexpected, within } from './cursor.ts';
import { differential, hidden, withoutTokens } from './differential.ts';

interface Ends {
  readonly variable: string;
  readonly low: Tree | null;
  readonly high: Tree | null;
}

export function bigOperator(p: Parser, name: string, bodyStrength: number): Tree {
  let ends: Ends = { variable: '', low: null, high: null };
  for (;;) {
    if (take(p, '_')) {
      ends = name === 'int' ? { ...ends, low: end(p) } : { ...ends, ...range(p, name, ends.high) };
    } else if (take(p, '^')) ends = { ...ends, high: end(p) };
    else break;
  }
  if (name === 'int') return integral(p, ends, bodyStrength);
  const { variable, low, high } = ends;
  if (variable === '') throw unexpected(p, 'a bound variable');
  const body = freed(p.expression(bodyStrength - 1), variable);
  const op = name === 'sum' ? 'sum' : name === 'prod' ? 'product' : 'limit';
  return { kind: 'bound', op, variable, low, high, body };
}

/** One end: a group, or one token, whose own subscript is the operator's: ^3_{k=1}. */
function end(p: Parser): Tree {
  const t = peek(p);
  if (take(p, '-')) return negative(end(p));
  if (t?.kind === 'letter') {
    p.at++;
    if (t.text === 'e' || t.text === 'i') return { kind: 'constant', name: t.text };
    return symbol(t.text);
  }
  if (t?.kind === 'number' && /^\d$/.test(t.text)) {
    p.at++;
    return int(BigInt(t.text));
  }
  return argument(p);
}

/** The body with its variable a variable: the i of a sum over i is not the imaginary unit. */
function freed(t: Tree, variable: string): Tree {
  if (variable !== 'i' && variable !== 'e') return t;
  if (t.kind === 'constant' && t.name === variable) return symbol(variable);
  return mapChildren(t, (part) => freed(part, variable));
}

/** `{k=1}`, `{k \ge 1}` or `{1 \le k \le n}` of a sum, `{x \to 0^+}` of a limit. */
function range(p: Parser, name: string, high: Tree | null): Ends {
  expect(p, '{');
  const t = peek(p);
  const sign = peek(p, 1);
  if (name === 'lim') return approach(p);
  if (t?.kind === 'letter' && sign?.kind === 'op' && ['=', '>=', '>'].includes(sign.text)) {
    p.at += 2;
    const low = fresh(p, () => p.expression(0));
    expect(p, '}');
    if (sign.text === '=') return { variable: t.text, low, high };
    const first = sign.text === '>' ? sum(low, int(1)) : low;
    return { variable: t.text, low: first, high: high ?? { kind: 'constant', name: 'infinity' } };
  }
  const chain = fresh(p, () => p.expression(0));
  expect(p, '}');
  if (chain.kind !== 'relation' || chain.signs.length !== 2) throw unexpected(p, 'a bound');
  const [low, middle, top] = chain.sides;
  const strict = chain.signs.map((s) => (s === '<' ? 1 : s === '<=' ? 0 : null));
  const [below, above] = strict;
  if (!low || !top || middle?.kind !== 'symbol' || below == null || above == null)
    throw unexpected(p, 'a bound');
  return {
    variable: middle.name,
    low: below ? sum(low, int(1)) : low,
    high: above ? sum(top, int(-1)) : top,
  };
}

/** What the variable tends to, and from which side: 0^+, 0^{-}, 0+. */
function approach(p: Parser): Ends {
  const t = peek(p);
  if (t?.kind !== 'letter') throw unexpected(p, 'a variable');
  p.at++;
  if (!take(p, 'to')) throw unexpected(p, 'a bound');
  let close = p.at;
  for (let depth = 1; close < p.tokens.length; close++) {
    const token = p.tokens[close];
    if (token?.kind !== 'op') continue;
    if (token.text === '{') depth++;
    if (token.text === '}' && --depth === 0) break;
  }
  const text = (at: number) => {
    const token = p.tokens[at];
    return token?.kind === 'op' ? token.text : '';
  };
  let last = close;
  let side: string | null = null;
  if (text(close - 1) === '+' || text(close - 1) === '-') {
    side = text(close - 1);
    last = text(close - 2) === '^' ? close - 2 : close - 1;
  } else if (/^\^\{[+-]\}$/.test([4, 3, 2, 1].map((k) => text(close - k)).join(''))) {
    side = text(close - 2);
    last = close - 4;
  }
  if (last <= p.at) throw unexpected(p, 'a bound');
  const low = within(p, last);
  p.at = close;
  expect(p, '}');
  return { variable: t.text, low, high: side ? int(side === '+' ? 1 : -1) : null };
}

/** ∫ body dx, also ∫ dx/x and ∫ (x dx). */
function integral(p: Parser, { low, high }: Ends, bodyStrength: number): Tree {
  const made = (variable: string, t: Tree): Tree => {
    const [only] = t.kind === 'set' && t.items.length === 1 ? t.items : [t];
    const body = freed(only ?? t, variable);
    return { kind: 'bound', op: 'integral', variable, low, high, body };
  };
  const open = differential(p);
  if (open) {
    const body = open.at === p.at ? int(1) : within(p, open.end);
    p.at = open.at + 2;
    return made(open.variable, body);
  }
  const inside = hidden(p);
  if (!inside) throw unexpected(p, 'd and a variable');
  withoutTokens(p, inside.at);
  return made(inside.variable, p.expression(bodyStrength - 1));
}
