/**
 * A tree as canonical text: equal texts are equal answers, and the order of the parts of a sum, a
 * product, a set or a union does not show. Also the readable form in a verdict's parts.
 */
import type { Tree } from '../tree.ts';

/** Letters that name a function: f(0) is its value there and no product, x(3) may be one. */
export const isFunctionName = (name: string): boolean =>
  /^(?:[fghpqFGHPQ]|phi|psi|Phi|Psi)(?:_\w+)?'*$/.test(name);

const seen = new WeakMap<Tree, string>();

export function keyOf(t: Tree): string {
  let key = seen.get(t);
  if (key === undefined) {
    key = write(t);
    seen.set(t, key);
  }
  return key;
}

const ordered = (parts: readonly Tree[], glue: string) => parts.map(keyOf).join(glue);
const sorted = (parts: readonly Tree[], glue: string) => parts.map(keyOf).sort().join(glue);

function write(t: Tree): string {
  switch (t.kind) {
    case 'number':
      return t.value.d === 1n ? `${t.value.n}` : `${t.value.n}/${t.value.d}`;
    case 'symbol':
      return t.name;
    case 'constant':
      return t.name === 'infinity' ? '∞' : t.name === 'pi' ? 'π' : t.name;
    case 'sum':
      return `(${sorted(t.terms, ' + ')})`;
    case 'product':
      return `(${sorted(t.factors, '·')})`;
    case 'quotient':
      return `(${keyOf(t.over)} / ${keyOf(t.under)})`;
    case 'power':
      return `(${keyOf(t.base)}^${keyOf(t.exponent)})`;
    case 'call':
    case 'apply':
      return `${t.name}(${ordered(t.args, ', ')})`;
    case 'sign':
      return `${t.lower ? '∓' : '±'}${keyOf(t.of)}`;
    case 'relation':
      return t.sides.map((s, i) => (i === 0 ? '' : ` ${t.signs[i - 1]} `) + keyOf(s)).join('');
    case 'list':
      return `list(${sorted(t.items, '; ')})`;
    case 'tuple':
      return `(${ordered(t.items, '; ')})`;
    case 'set':
      return `{${sorted(t.items, '; ')}}`;
    case 'where':
      return `{${keyOf(t.of)} | ${keyOf(t.condition)}}`;
    case 'interval':
      return `${t.lowClosed ? '[' : '('}${keyOf(t.low)}, ${keyOf(t.high)}${t.highClosed ? ']' : ')'}`;
    case 'union':
      return sorted(t.parts, ' ∪ ');
    case 'intersection':
      return sorted(t.parts, ' ∩ ');
    case 'difference':
      return ordered(t.parts, ' ∖ ');
    case 'matrix':
      return `[${t.rows.map((row) => ordered(row, ', ')).join(' | ')}]`;
    case 'ratio':
      return ordered(t.parts, ':');
    case 'quantity':
      return `${keyOf(t.value)} ‹${t.unit}›`;
    case 'named-set':
      return `‹${t.name}›`;
    case 'words':
      return `“${t.text}”`;
    case 'bound':
      return `${t.op}_${t.variable}[${t.low ? keyOf(t.low) : ''}, ${t.high ? keyOf(t.high) : ''}](${keyOf(t.body)})`;
  }
}
