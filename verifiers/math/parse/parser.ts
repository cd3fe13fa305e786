/**
 * The Pratt parser: tokens to one tree. Implicit products bind tighter than `/` when written
 * without a space (1/2x is 1/(2x), 1/2 x is x/2). Depth is bounded, so is the work: every token is
 * taken once.
 */
import { call, negative, product, quotient, type RelationSign, sum, type Tree } from '../tree.ts';
import { bracketed } from './brackets.ts';
import {
  argument,
  isOp,
  maxDepth,
  type Parser,
  peek,
  rawGroup,
  take,
  unexpected,
} from './cursor.ts';
import { mixedNumber } from './mixed.ts';
import type { Commas } from './numbers.ts';
import { fromCommand, functionCall, letter, number, strength } from './operands.ts';
import { raised } from './powers.ts';
import { ParseError, type Token, tokenise } from './tokens.ts';

const relations: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>=', 'approx', 'in']);
const separators = [',', ';', 'and', 'or'];
const enders = new Set([
  ')',
  ']',
  '}',
  '\\}',
  '|)',
  'floor)',
  'ceil)',
  '&',
  '\\\\',
  'end',
  ...separators,
]);
/** Words after an answer that only comment on it. */
const comments = /^(?:for|where|if|when|whenever|with|such|provided|since|because)\b/i;
/** Words that take an answer back are no unit. */
const denials = /\b(?:not|no|never|wrong|incorrect|false|isn't|n't|or|instead|to|than|but)\b/i;

export interface Parsed {
  readonly tree: Tree;
  /** Whether a plain comma was read as part of a number. */
  readonly commaRead: boolean;
  /** Whether the answer offers alternatives with "or". */
  readonly alternatives: boolean;
}

/**
 * Parses a whole answer.
 * @throws ParseError when it is not mathematics that this grammar covers.
 */
export function parse(text: string, commas: Commas): Parsed {
  const tokens = tokenise(text, commas);
  const p = createParser(tokens);
  const tree = whole(p);
  return {
    tree,
    commaRead: tokens.some((t) => t.kind === 'number' && t.commaRead),
    alternatives: tokens.some((t) => t.kind === 'op' && t.text === 'or'),
  };
}

function createParser(tokens: readonly Token[]): Parser {
  return {
    tokens,
    at: 0,
    depth: 0,
    bars: 0,
    inSet: false,
    inArgument: false,
    expression(minimum) {
      return expression(this, minimum);
    },
    operand() {
      return operand(this);
    },
    items() {
      return items(this).flat();
    },
  };
}

function whole(p: Parser): Tree {
  const groups = items(p);
  // A closing bracket too many at the very end is forgiven: 5}
  while (isOp(p, '}') && p.at === p.tokens.length - 1) p.at++;
  if (p.at < p.tokens.length) throw unexpected(p, 'the end');
  const several = groups.length > 1 && groups.some((g) => g.length > 1);
  const trees = several
    ? groups.map((g): Tree => (g.length === 1 && g[0] ? g[0] : { kind: 'tuple', items: g }))
    : groups.flat();
  const [only] = trees;
  if (!only) throw new ParseError('Expected an answer, got nothing');
  return trees.length === 1 ? only : { kind: 'list', items: trees };
}

/** Items apart by commas, in groups apart by semicolons. */
function items(p: Parser): Tree[][] {
  const groups: Tree[][] = [[]];
  for (;;) {
    const t = peek(p);
    if (!t || (t.kind === 'op' && enders.has(t.text) && !separators.includes(t.text))) break;
    if (t.kind === 'op' && separators.includes(t.text)) {
      p.at++;
      if (t.text === ';') groups.push([]);
      continue;
    }
    if (p.bars > 0 && isOp(p, '|')) break;
    groups.at(-1)?.push(p.expression(0));
    const after = peek(p);
    if (
      after &&
      !(after.kind === 'op' && (enders.has(after.text) || after.text === '|' || after.text === ':'))
    )
      throw unexpected(p, 'a separator');
    if (isOp(p, '|') || isOp(p, ':')) break;
  }
  return groups.filter((g) => g.length > 0);
}

function expression(p: Parser, minimum: number): Tree {
  if (++p.depth > maxDepth) throw new ParseError('Expected less nesting');
  let left = operand(p);
  for (;;) {
    const next = infix(p, left, minimum);
    if (!next) break;
    left = next;
  }
  p.depth--;
  return left;
}

function operand(p: Parser): Tree {
  const t = peek(p);
  if (!t) throw unexpected(p, 'an operand');
  if (++p.depth > maxDepth) throw new ParseError('Expected less nesting');
  let tree: Tree | null;
  if (t.kind === 'number') tree = number(p);
  else if (t.kind === 'letter') tree = letter(p);
  else if (t.kind === 'function') tree = functionCall(p);
  else if (t.kind === 'words') {
    tree = { kind: 'words', text: words(p) };
  } else tree = bracketed(p, t.text) ?? fromCommand(p, t.text);
  if (!tree) throw unexpected(p, 'an operand');
  p.depth--;
  return tree;
}

function words(p: Parser): string {
  const parts: string[] = [];
  for (let t = peek(p); t?.kind === 'words'; t = peek(p)) {
    parts.push(t.text);
    p.at++;
  }
  return parts.join(' ');
}

/** Continues `left` with the next operator; null when it binds too weakly or there is none. */
function infix(p: Parser, left: Tree, minimum: number): Tree | null {
  const t = peek(p);
  if (!t) return null;
  if (t.kind === 'words') return unit(p, left, t.text);
  if (t.kind !== 'op') return implicit(p, left, t, minimum);
  const name = t.text;
  if (enders.has(name)) return null;
  if (relations.has(name)) return minimum < strength.relation ? relation(p, left) : null;
  const right = (level: number, level2 = level) => {
    if (minimum >= level) return null;
    p.at++;
    return p.expression(level2);
  };
  switch (name) {
    case '+': {
      const r = right(strength.sum);
      return r && sum(left, r);
    }
    case '-': {
      const r = right(strength.sum);
      return r && sum(left, negative(r));
    }
    case 'pm':
    case 'mp': {
      const r = right(strength.sum);
      return r && sum(left, { kind: 'sign', lower: name === 'mp', of: r });
    }
    case '*': {
      const r = right(strength.product);
      return r && product(left, r);
    }
    case '/': {
      const r = right(strength.product);
      return r && quotient(left, r);
    }
    case 'mod': {
      const r = right(strength.modulo, strength.product);
      return r && call('mod', left, juxtaposed(p, r));
    }
    case 'pmod':
      p.at++;
      argument(p);
      return left;
    case ':': {
      if (p.inSet || minimum >= strength.ratio) return null;
      return ratioOf(p, left);
    }
    case 'cup':
    case 'cap':
    case 'setminus': {
      const r = right(strength.set);
      if (!r) return null;
      const kind = name === 'cup' ? 'union' : name === 'cap' ? 'intersection' : 'difference';
      const parts = left.kind === kind && kind !== 'difference' ? left.parts : [left];
      return { kind, parts: [...parts, r] };
    }
    case 'choose':
    case 'over': {
      if (minimum > 5) return null;
      p.at++;
      const r = p.expression(5);
      return name === 'over' ? quotient(left, r) : call('binomial', left, r);
    }
    case '^':
      return minimum < strength.power ? raised(p, left) : null;
    case '!': {
      p.at++;
      return take(p, '!') ? call('double-factorial', left) : call('factorial', left);
    }
    case '%':
      p.at++;
      return call('percent', left);
    case 'degree':
      p.at++;
      return call('degree', left);
    case "'":
      return null;
    case '|':
      return p.bars > 0 || p.inSet ? null : implicit(p, left, t, minimum);
    default:
      return implicit(p, left, t, minimum);
  }
}

function relation(p: Parser, left: Tree): Tree {
  const signs: RelationSign[] = [];
  const sides = [left];
  for (let t = peek(p); t?.kind === 'op' && relations.has(t.text); t = peek(p)) {
    p.at++;
    signs.push(t.text as RelationSign);
    sides.push(p.expression(strength.relation));
  }
  return { kind: 'relation', signs, sides };
}

function ratioOf(p: Parser, left: Tree): Tree {
  const first = p.tokens[p.at - 1];
  const parts = [left];
  let second: Token | undefined;
  while (take(p, ':')) {
    second = peek(p);
    parts.push(p.expression(strength.ratio));
  }
  const clock =
    parts.length === 2 &&
    first?.kind === 'number' &&
    second?.kind === 'number' &&
    /^\d{1,2}$/.test(first.text) &&
    /^[0-5]\d$/.test(second.text);
  return { kind: 'ratio', parts, clock };
}

/** Words after a value: its unit, or a comment that ends the answer. */
function unit(p: Parser, left: Tree, first: string): Tree | null {
  if (comments.test(first)) {
    if (p.depth > 1) return null;
    p.at = p.tokens.length;
    return left;
  }
  let text = words(p);
  if (denials.test(text)) throw new ParseError(`Expected a unit, got ${text}`);
  // \text{cm}^2
  if (isOp(p, '^')) {
    p.at++;
    text += `^${rawGroup(p)}`;
  }
  const value = left.kind === 'quantity' ? left.value : left;
  return {
    kind: 'quantity',
    value,
    unit: left.kind === 'quantity' ? `${left.unit} ${text}` : text,
  };
}

/** Juxtaposition: a product, or a mixed number such as 3\frac{1}{2}. */
function implicit(p: Parser, left: Tree, t: Token, minimum: number): Tree | null {
  const mixed = mixedNumber(p, left, t);
  if (mixed) return mixed;
  if (t.kind === 'number' && (left.kind === 'number' || left.kind === 'quantity'))
    throw unexpected(p, 'an operator');
  if (p.inArgument && t.kind === 'function') return null;
  const level = p.inArgument ? strength.argument + 1 : t.spaced ? strength.product : strength.tight;
  if (minimum >= level) return null;
  const right = p.expression(level);
  return product(single(left), single(right));
}

/** `left` times the letters and functions that stand after it without an operator: mod 8 y. */
function juxtaposed(p: Parser, left: Tree): Tree {
  for (let result = left; ; ) {
    const t = peek(p);
    const isFactor = t?.kind === 'letter' || t?.kind === 'function';
    const next = isFactor ? implicit(p, result, t, strength.product - 1) : null;
    if (next === null) return result;
    result = next;
  }
}

/** A set of one element in a product is a bracket: \{1+2\}\{3-4\}. */
function single(t: Tree): Tree {
  return t.kind === 'set' && t.items.length === 1 ? (t.items[0] ?? t) : t;
}
