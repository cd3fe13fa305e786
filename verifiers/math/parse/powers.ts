/** Exponents, and what is written like one: degrees, ordinals, primes, chosen-of. */
import { call, int, negative, power, quotient, sum, symbol, type Tree } from '../tree.ts';
import { argument, isOp, maxDepth, type Parser, peek, rawGroup } from './cursor.ts';
import { number } from './operands.ts';
import { ParseError } from './tokens.ts';

/** Parses what follows `base` from the caret on. */
export function raised(p: Parser, base: Tree): Tree {
  p.at++;
  const start = p.at;
  const mark = rawExponent(p);
  if (mark === 'circ' || mark === 'degree') return minutes(p, call('degree', base));
  if (base.kind === 'number' && /^(?:st|nd|rd|th)$/.test(mark)) return base;
  if (mark === "'" && base.kind === 'symbol') return symbol(`${base.name}'`);
  p.at = start;
  const exponent = exponentOf(p);
  if (isOp(p, '_') && base.kind === 'symbol') {
    p.at++;
    return power(symbol(`${base.name}_${rawGroup(p)}`), exponent);
  }
  const chosen = base.kind === 'symbol' ? /^C_(\d+)$/.exec(base.name)?.[1] : undefined;
  if (chosen && exponent.kind === 'number' && BigInt(chosen) > 2n)
    return call('binomial', int(BigInt(chosen)), exponent);
  return power(base, exponent);
}

/** The exponent: a group, or one operand with its own power (x^y^z) in plain text. */
function exponentOf(p: Parser): Tree {
  if (isOp(p, '-') || isOp(p, '+')) return signed(p);
  const base = argumentOrNumber(p);
  return isOp(p, '^') ? guarded(p, () => raised(p, base)) : base;
}

/** A sign without braces belongs to one operand: x^-3/7 is x^{-3}/7. */
function signed(p: Parser): Tree {
  const minus = isOp(p, '-');
  p.at++;
  const exponent = guarded(p, () => exponentOf(p));
  return minus ? negative(exponent) : exponent;
}

function guarded(p: Parser, parseInner: () => Tree): Tree {
  if (++p.depth > maxDepth) throw new ParseError('Expected less nesting');
  const tree = parseInner();
  p.depth--;
  return tree;
}

/** In plain text x^10 means the tenth power; LaTeX would take one digit, and nobody means that. */
function argumentOrNumber(p: Parser): Tree {
  return peek(p)?.kind === 'number' ? number(p, false) : argument(p);
}

function rawExponent(p: Parser): string {
  const t = peek(p);
  if (t?.kind === 'op' && t.text !== '{') {
    p.at++;
    return t.text;
  }
  if (!isOp(p, '{')) return '';
  let end = p.at + 1;
  let text = '';
  while (end < p.at + 4 && p.tokens[end] && !isOp(p, '}', end - p.at))
    text += p.tokens[end++]?.text ?? '';
  if (!isOp(p, '}', end - p.at)) return '';
  p.at = end + 1;
  return text;
}

/** 60^\circ 42': minutes of arc after degrees. */
function minutes(p: Parser, degrees: Tree): Tree {
  const t = peek(p);
  if (t?.kind !== 'number' || !isOp(p, "'", 1)) return degrees;
  const value = number(p);
  p.at++;
  return sum(degrees, call('degree', quotient(value, int(60))));
}
