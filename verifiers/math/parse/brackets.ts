/** Brackets: groups, tuples, sets, intervals, absolute values, floor and ceiling. */
import { call, type Tree } from '../tree.ts';
import { expect, fresh, isOp, type Parser, take, unexpected } from './cursor.ts';

/** An operand that opens with a bracket; null when the next token is none. */
export function bracketed(p: Parser, open: string): Tree | null {
  switch (open) {
    case '{':
      return latexGroup(p);
    case '(':
    case '[':
      return round(p, open);
    case '\\{':
      return set(p);
    case '|':
    case '|(':
      return absolute(p, open === '|' ? '|' : '|)');
    case 'floor(':
    case 'ceil(': {
      p.at++;
      const inner = fresh(p, () => p.expression(0));
      expect(p, open === 'floor(' ? 'floor)' : 'ceil)');
      return call(open === 'floor(' ? 'floor' : 'ceil', inner);
    }
    default:
      return null;
  }
}

/** {…}: grouping only; several items are a bare list, `{}` of plain text is the empty set. */
function latexGroup(p: Parser): Tree {
  p.at++;
  if (take(p, '}')) return { kind: 'set', items: [] };
  const items = fresh(p, () => p.items());
  // The closing brace of the last group may be missing: \frac{1}{2
  if (p.at < p.tokens.length) expect(p, '}');
  const [only] = items;
  return items.length === 1 && only ? only : { kind: 'list', items };
}

function round(p: Parser, open: '(' | '['): Tree {
  p.at++;
  const items = fresh(p, () => p.items());
  const close = take(p, ')') ? ')' : take(p, ']') ? ']' : null;
  if (!close && p.at < p.tokens.length) throw unexpected(p, 'a closing bracket');
  const [first, second] = items;
  if (!first) throw unexpected(p, 'something in the brackets');
  if (items.length === 1) {
    if (close && (open === '(') !== (close === ')')) throw unexpected(p, 'matching brackets');
    return first;
  }
  if (items.length === 2 && second) {
    const mixed = (open === '[') !== (close === ']');
    if (mixed || open === '[' || infinite(first) || infinite(second)) {
      return {
        kind: 'interval',
        low: first,
        high: second,
        lowClosed: open === '[',
        highClosed: close === ']',
      };
    }
  }
  if (close && (open === '(') !== (close === ')')) throw unexpected(p, 'matching brackets');
  return { kind: 'tuple', items };
}

function infinite(t: Tree): boolean {
  if (t.kind === 'product') return t.factors.length === 2 && t.factors.some(infinite);
  return t.kind === 'constant' && t.name === 'infinity';
}

function set(p: Parser): Tree {
  p.at++;
  if (take(p, '\\}')) return { kind: 'set', items: [] };
  const items = fresh(p, () => p.items(), true);
  const [first] = items;
  if ((take(p, '|') || take(p, ':')) && first) {
    const condition = fresh(p, () => p.items());
    expect(p, '\\}');
    const [only] = condition;
    return {
      kind: 'where',
      of: first,
      condition: condition.length === 1 && only ? only : { kind: 'list', items: condition },
    };
  }
  if (p.at < p.tokens.length) expect(p, '\\}');
  return { kind: 'set', items };
}

function absolute(p: Parser, close: string): Tree {
  p.at++;
  if (close === '|' && isOp(p, '|')) {
    // ||x||: two bars open together.
    const inner = absolute(p, close);
    expect(p, '|');
    return call('abs', inner);
  }
  const { inSet, inArgument, bars } = p;
  p.inSet = false;
  p.inArgument = false;
  p.bars = close === '|' ? bars + 1 : 0;
  const inner = p.expression(0);
  p.bars = bars;
  p.inSet = inSet;
  p.inArgument = inArgument;
  expect(p, close);
  return call('abs', inner);
}
