/** The blocks that drawn functions are made of; each makes a value out of a list or a word. */
import type { Expression, Statement } from './program.ts';
import { type Block, drawCondition, drawTerm, make, operand } from './program-scope.ts';

const vowels: Expression = ['text', 'aeiou'];

export const listBlocks: readonly Block[] = [
  /** A loop that appends, by one of two rules. */
  (scope, source, size) => {
    const [i, x] = ['i', 'value'];
    const then = drawTerm(scope, x, i, size);
    const other = drawTerm(scope, x, i, size);
    const condition = drawCondition(scope, x, i, size);
    const made = make(scope, 'list');
    scope.body.push(
      ['set', made, ['list']],
      [
        'each', i, x, source,
        [['if', condition, [['append', made, then]], [['append', made, other]]]],
      ],
    ); // biome-ignore format: a short program
  },
  /** A comprehension, with or without a condition. */
  (scope, source, size) => {
    const term = drawTerm(scope, 'x', null, size);
    const isFiltered = scope.rng.below(2) === 0;
    const condition = isFiltered ? [drawCondition(scope, 'x', null, size)] : [];
    const made = make(scope, 'list');
    scope.body.push(['set', made, ['for', term, 'x', source, ...condition]]);
  },
  /** The state of a running sum after every element. */
  (scope, source, size) => {
    const { rng } = scope;
    const term = drawTerm(scope, 'value', 'i', size);
    const modulus = rng.randint(30, 99);
    const total = make(scope, 'int');
    const made = make(scope, 'list');
    scope.unused.delete(total);
    scope.body.push(
      ['set', total, rng.randint(0, 9)],
      ['set', made, ['list']],
      ['each', 'i', 'value', source, [
        ['set', total, ['%', ['+', rng.below(2) === 0 ? total : ['*', total, rng.randint(2, 3)], term], modulus]],
        ['append', made, total],
      ]],
    ); // biome-ignore format: a short program
  },
  /** Neighbours combined. */
  (scope, source) => {
    const { rng } = scope;
    const [here, next]: Expression[] = [
      ['at', source, 'i'],
      ['at', source, ['+', 'i', 1]],
    ];
    const kinds: Expression[] = [
      ['-', next as Expression, here as Expression],
      ['max', here as Expression, next as Expression],
      ['+', here as Expression, ['*', next as Expression, rng.randint(2, 4)]],
      ['abs', ['-', here as Expression, ['*', next as Expression, 2]]],
    ];
    const made = make(scope, 'list');
    scope.body.push(
      ['set', made, ['list']],
      ['for', 'i', ['range', ['-', ['len', source], 1]], [['append', made, rng.choice(kinds)]]],
    );
  },
  /** The order changed. */
  (scope, source) => {
    const { rng } = scope;
    const at = rng.randint(1, 3);
    const made = (expression: Expression) =>
      scope.body.push(['set', make(scope, 'list'), expression]);
    const kinds = [
      () => made(['+', ['from', source, at], ['until', source, at]]),
      () => made(['+', ['step', source, 0, 2], ['reversed', ['step', source, 1, 2]]]),
      () => made(['+', ['sorted', ['until', source, at + 1]], ['from', source, at + 1]]),
      () => made(['+', ['reversed', ['from', source, at]], ['sorted', ['until', source, at]]]),
    ];
    rng.choice(kinds)();
  },
  /** A copy changed in place, where every element depends on the one before. */
  (scope, source, size) => {
    const { rng } = scope;
    const before: Expression = ['at', source, ['-', 'i', 1]];
    const condition = drawCondition(scope, before, 'i', size);
    const term = drawTerm(scope, before, null, size);
    const made = make(scope, 'list');
    const renamed = (expression: Expression): Expression => rename(expression, source, made);
    scope.body.push(
      ['set', made, ['copy', source]],
      ['for', 'i', ['range', 1, ['len', made]], [
        ['if', renamed(condition),
          [['put', made, 'i', ['+', ['at', made, 'i'], ['%', renamed(term), rng.randint(7, 40)]]]],
          rng.below(2) === 0 ? [] : [['put', made, 'i', ['-', ['at', made, 'i'], rng.randint(1, 9)]]],
        ],
      ]],
    ); // biome-ignore format: a short program
  },
  /** One number of all, by one of two rules at every element. */
  (scope, source, size) => {
    const { rng } = scope;
    const condition = drawCondition(scope, 'value', 'i', size);
    const term = drawTerm(scope, 'value', 'i', size);
    const total = make(scope, 'int');
    const modulus = rng.choice([499, 601, 701, 809, 907, 997]);
    scope.body.push(
      ['set', total, rng.randint(1, 30)],
      ['each', 'i', 'value', source, [
        ['if', condition,
          [['set', total, ['%', ['+', ['*', total, rng.randint(2, 7)], 'value'], modulus]]],
          [[rng.choice(['+=', '-=']), total, term]],
        ],
      ]],
    ); // biome-ignore format: a short program
  },
  /** The digits of a sum, worked off in a while loop. */
  (scope, source) => {
    const { rng } = scope;
    const factor = rng.randint(3, 19);
    const base = rng.choice([2, 3, 4, 5, 7]);
    const rest = make(scope, 'int');
    const made = make(scope, 'list');
    scope.unused.delete(rest);
    scope.body.push(
      ['set', rest, ['abs', ['+', ['*', ['sum', source], factor], rng.randint(10, 400)]]],
      ['set', made, ['list']],
      ['while', ['>', rest, 0], [['append', made, ['%', rest, base]], ['//=', rest, base]]],
    ); // biome-ignore format: a short program
  },
  /** Letters for numbers. */
  (scope, source, size) => {
    const term = drawTerm(scope, 'x', null, size);
    const made = make(scope, 'word');
    scope.body.push([
      'set', made, ['join', ['for', ['chr', ['+', 97, ['%', term, 26]]], 'x', source]],
    ]); // biome-ignore format: a short program
  },
];

export const wordBlocks: readonly Block[] = [
  /** Every letter moved along the alphabet. */
  (scope, source, size) => {
    const { rng } = scope;
    const place: Expression = ['-', ['ord', 'letter'], 97];
    const factor = rng.randint(0, 3);
    const by = operand(scope, 1, 25);
    const step: Expression = factor === 0 ? by : ['+', by, factor === 1 ? 'i' : ['*', 'i', factor]];
    const moved = (shift: Expression): Statement => [
      'append', 'moved', ['chr', ['+', 97, ['%', ['+', place, shift], 26]]],
    ]; // biome-ignore format: a short program
    const made = make(scope, 'word');
    const condition: Expression =
      rng.below(2) === 0 ? ['in', 'letter', vowels] : drawCondition(scope, place, 'i', size);
    scope.body.push(
      ['set', 'moved', ['list']],
      ['each', 'i', 'letter', source, [['if', condition, [moved(step)], [moved(rng.randint(1, 25))]]]],
      ['set', made, ['join', 'moved']],
    ); // biome-ignore format: a short program
  },
  /** The order changed. */
  (scope, source) => {
    const { rng } = scope;
    const at = rng.randint(1, 4);
    const kinds: Expression[] = [
      ['+', ['reversed', ['from', source, at]], ['until', source, at]],
      ['+', ['step', source, 0, 2], ['step', source, 1, 2]],
      ['+', ['step', source, 1, 2], ['reversed', ['step', source, 0, 2]]],
      ['+', ['from', source, at], ['reversed', ['until', source, at]]],
    ];
    const chosen = rng.choice(kinds);
    scope.body.push(['set', make(scope, 'word'), chosen]);
  },
  /** A word built at both ends. */
  (scope, source, size) => {
    const { rng } = scope;
    const place: Expression = ['-', ['ord', 'letter'], 96];
    const condition: Expression =
      rng.below(2) === 0 ? ['in', 'letter', vowels] : drawCondition(scope, place, 'i', size);
    const made = make(scope, 'word');
    scope.body.push(
      ['set', made, ['text', '']],
      ['each', 'i', 'letter', source, [
        ['if', condition,
          [['set', made, ['+', 'letter', made]]],
          [['set', made, ['+', made, 'letter']]],
        ],
      ]],
    ); // biome-ignore format: a short program
  },
  /** A number for every letter. */
  (scope, source, size) => {
    const term = drawTerm(scope, ['-', ['ord', 'letter'], 96], 'i', size);
    const made = make(scope, 'list');
    scope.body.push(
      ['set', made, ['list']],
      ['each', 'i', 'letter', source, [['append', made, term]]],
    );
  },
];

function rename(expression: Expression, from: string, to: string): Expression {
  if (expression === from) return to;
  if (typeof expression !== 'object') return expression;
  const [operation, ...parts] = expression;
  return [operation, ...parts.map((part) => rename(part, from, to))];
}
