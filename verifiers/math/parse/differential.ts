/** The d and variable of an integral among the tokens: behind the integrand, or inside of it. */
import type { Parser } from './cursor.ts';
import type { Token } from './tokens.ts';

interface Differential {
  readonly variable: string;
  /** Where its d stands. */
  readonly at: number;
  /** Where the integrand before it ends. */
  readonly end: number;
}

const openers = new Set(['(', '{', '[', '\\{', '|(', 'floor(', 'ceil(']);
const closers = new Set([')', '}', ']', '\\}', '|)', 'floor)', 'ceil)']);
/** An integrand does not reach beyond these. */
const stops = new Set([
  '=',
  '!=',
  '<',
  '>',
  '<=',
  '>=',
  'approx',
  ',',
  ';',
  'and',
  'or',
  '&',
  '\\\\',
]);

const textOf = (t: Token | undefined) => (t?.kind === 'op' ? t.text : '');

function at(p: Parser, i: number): string | null {
  const [d, next] = [p.tokens[i], p.tokens[i + 1]];
  return d?.kind === 'letter' && d.text === 'd' && next?.kind === 'letter' ? next.text : null;
}

/** The differential outside of brackets; each ∫ on the way takes one for itself. */
export function differential(p: Parser): Differential | null {
  let depth = 0;
  let inner = 0;
  for (let i = p.at; i < p.tokens.length; i++) {
    const text = textOf(p.tokens[i]);
    if (openers.has(text)) depth++;
    if (closers.has(text)) depth--;
    if (depth < 0 || (depth === 0 && stops.has(text))) return null;
    if (depth > 0) continue;
    if (text === 'int') inner++;
    const variable = at(p, i);
    if (variable === null) continue;
    if (inner-- > 0) i++;
    else return { variable, at: i, end: textOf(p.tokens[i - 1]) === '*' ? i - 1 : i };
  }
  return null;
}

/** The first differential inside of brackets, but not that of dy/dx. */
export function hidden(p: Parser): Differential | null {
  let depth = 0;
  for (let i = p.at; i < p.tokens.length; i++) {
    const text = textOf(p.tokens[i]);
    if (text === 'int') return null;
    if (openers.has(text)) depth++;
    if (closers.has(text)) depth--;
    if (depth < 0 || (depth === 0 && stops.has(text))) return null;
    const variable = at(p, i);
    if (variable === null || isQuotientOfTwo(p, i)) continue;
    return { variable, at: i, end: i };
  }
  return null;
}

/** \frac{dy}{dx} */
function isQuotientOfTwo(p: Parser, i: number): boolean {
  return (
    textOf(p.tokens[i + 2]) === '}' && textOf(p.tokens[i + 3]) === '{' && at(p, i + 4) !== null
  );
}

/** Takes the differential at `i` out, with the dot beside it; what it leaves empty is 1. */
export function withoutTokens(p: Parser, i: number): void {
  const tokens = p.tokens as Token[];
  let [from, to] = [i, i + 2];
  if (textOf(tokens[from - 1]) === '*') from--;
  else if (textOf(tokens[to]) === '*') to++;
  const empty = openers.has(textOf(tokens[from - 1])) && closers.has(textOf(tokens[to]));
  const one: Token = { kind: 'number', text: '1', commaRead: false, spaced: false };
  tokens.splice(from, to - from, ...(empty ? [one] : []));
}
