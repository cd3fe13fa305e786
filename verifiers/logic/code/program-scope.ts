/** What a function under construction has: its statements and variables; and drawn expressions. */
import type { Rng } from '../../random.ts';
import type { Expression, Statement, Type } from './program.ts';

export type Block = (scope: Scope, source: string, size: number) => void;

export interface Scope {
  readonly rng: Rng;
  readonly body: Statement[];
  readonly types: Map<string, Type>;
  /** Made and not taken yet. */
  readonly unused: Set<string>;
  readonly names: Set<string>;
  /** Blocks that are there; others are taken first. */
  readonly taken: Set<Block>;
}

const names: Readonly<Record<Type, readonly string[]>> = {
  int: ['total', 'score', 'tally', 'level', 'state', 'mark', 'weight', 'sum_so_far'],
  list: ['values', 'items', 'row', 'series', 'picked', 'marks', 'steps', 'parts'],
  word: ['text', 'code', 'label', 'mixed', 'output', 'letters', 'tag', 'line'],
};
export const parameterNames: Readonly<Record<Type, readonly string[]>> = {
  int: ['k', 'limit', 'shift', 'size', 'start', 'factor'],
  list: ['numbers', 'data', 'heights', 'prices', 'counts', 'scores'],
  word: ['word', 'name', 'title', 'message', 'key', 'phrase'],
};

export function make(scope: Scope, type: Type, pool = names): string {
  const free = pool[type].filter((name) => !scope.names.has(name));
  const name = free.length > 0 ? scope.rng.choice(free) : `${type}_${scope.names.size}`;
  scope.names.add(name);
  scope.types.set(name, type);
  scope.unused.add(name);
  return name;
}

/** A parameter or result that is an int, rather one that is not used yet, or a constant. */
export function operand(scope: Scope, low: number, high: number): Expression {
  const { rng, types, unused } = scope;
  const ints = [...types.keys()].filter((name) => types.get(name) === 'int');
  const fresh = ints.filter((name) => unused.has(name));
  const known = fresh.length > 0 ? fresh : ints;
  if (known.length === 0 || rng.below(fresh.length > 0 ? 3 : 5) > 1) return rng.randint(low, high);
  const name = rng.choice(known);
  unused.delete(name);
  return name;
}

/** Of one int, and of its index where there is one. */
export function drawTerm(
  scope: Scope,
  x: Expression,
  i: Expression | null,
  size: number,
): Expression {
  const { rng } = scope;
  const kinds: (() => Expression)[] = [
    () => ['+', ['*', x, rng.randint(2, 5)], operand(scope, 1, 9)],
    () => ['-', x, operand(scope, 2, 9)],
    () => ['%', ['*', x, rng.randint(2, 9)], rng.choice([11, 13, 17, 19, 23, 29])],
    () => ['abs', ['-', x, operand(scope, 10, 30)]],
    () => ['+', ['//', x, rng.randint(2, 4)], operand(scope, 1, 20)],
    () => ['-', operand(scope, 20, 60), x],
  ];
  if (i !== null) {
    kinds.push(
      () => ['+', x, ['*', i, operand(scope, 2, 6)]],
      () => ['*', x, ['+', ['%', i, rng.randint(2, 4)], 1]],
      () => ['-', x, ['*', i, i]],
    );
  }
  const term = rng.choice(kinds)();
  if (size < 7 || rng.below(3) > 0) return term;
  return ['+', ['%', term, rng.randint(20, 90)], rng.choice([x, rng.randint(1, 20)])];
}

export function drawCondition(
  scope: Scope,
  x: Expression,
  i: Expression | null,
  size: number,
): Expression {
  const { rng } = scope;
  const divisor = rng.randint(2, 4);
  const kinds: (() => Expression)[] = [
    () => ['==', ['%', x, divisor], rng.below(divisor)],
    () => ['!=', ['%', x, divisor], rng.below(divisor)],
    () => [rng.choice(['<', '>']), x, operand(scope, 10, 30)],
  ];
  if (i !== null) {
    kinds.push(
      () => ['==', ['%', ['+', x, i], divisor], rng.below(divisor)],
      () => ['==', ['%', i, 2], rng.below(2)],
      () => ['<', ['%', x, rng.randint(5, 9)], ['+', i, 1]],
    );
  }
  const first = rng.choice(kinds)();
  if (size < 6 || rng.below(3) > 0) return first;
  return [rng.choice(['and', 'or']), first, rng.choice(kinds)()];
}
