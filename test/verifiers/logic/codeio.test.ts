/** The parts of codeio: distances, JSON as Python has it, functions that are run and printed. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createBudget, StepLimitError } from '../../../verifiers/budget.ts';
import { levenshtein, treeDistance } from '../../../verifiers/logic/code/edit-distance.ts';
import { similarity } from '../../../verifiers/logic/code/json-similarity.ts';
import { dumps, isSame, loads, type Value } from '../../../verifiers/logic/code/json-value.ts';
import { compile, type Program } from '../../../verifiers/logic/code/program.ts';
import { printProgram } from '../../../verifiers/logic/code/program-text.ts';
import { itemOf, judge, rewardOf } from './support.ts';

const budget = () => createBudget(20_000_000);
const read = (text: string) => loads(text) as Value;

describe('codeio', () => {
  it('counts edits of texts in code points', () => {
    assert.equal(levenshtein('kitten', 'sitting', budget()), 3);
    assert.equal(levenshtein('', '😀a', budget()), 2);
    assert.throws(
      () => levenshtein('a'.repeat(9_000), 'b'.repeat(9_000), budget()),
      StepLimitError,
    );
  });

  it('counts edits of trees: the example of Zhang and Shasha', () => {
    // f(d(a c(b)) e) and f(c(d(a b)) e), unit costs
    const a = { labels: ['a', 'b', 'c', 'd', 'e', 'f'], first: [0, 1, 1, 0, 4, 0] };
    const b = { labels: ['a', 'b', 'd', 'c', 'e', 'f'], first: [0, 1, 0, 0, 4, 0] };
    const unit = (x: string, y: string) => (x === y ? 0 : 1);
    assert.equal(treeDistance(a, b, unit, budget()), 2);
  });

  it('measures how alike two objects are', () => {
    // One key letter of 14 + 1 characters: 1 - 1 / (0.2 * 15).
    assert.ok(
      Math.abs(similarity(read('{"abcde": 1234}'), read('{"abcdf": 1234}'), budget()) - 2 / 3) <
        1e-12,
    );
    // A number off by a thousandth costs that share of its length: 1 - 0.004 / (0.2 * 15).
    assert.ok(
      Math.abs(
        similarity(read('{"abcde": 1000}'), read('{"abcde": 1001}'), budget()) - (1 - 0.004 / 3),
      ) < 1e-12,
    );
    assert.equal(similarity(read('{"a": 1}'), read('[1, 2, 3]'), budget()), 0);
  });

  it('ends by its budget on big answers', () => {
    const item = itemOf('codeio', 3);
    const long = { ...item, entry: { ...item.entry, answer: `{"b": [${'12, '.repeat(900)}1]}` } };
    const verdict = judge(long, `{"a": [${'1, '.repeat(20_000)}1]}`, 'compat');
    assert.equal(verdict.cause, 'step_limit');
  });

  it('keeps ints, floats and truth values apart as Python does', () => {
    assert.ok(isSame(read('[1, {"a": 2, "b": 3.0}]'), read('[1.0, {"b": 3, "a": 2}]')));
    assert.ok(!isSame(read('true'), read('1')));
    assert.ok(isSame(read('true'), read('1'), { python: true }));
    assert.ok(!isSame(read('9007199254740993'), read('9007199254740992.0')));
    assert.equal(
      dumps(read('{"é": [1e16, 1.0, NaN, null, "\\u007f"]}')),
      '{"\\u00e9": [1e+16, 1.0, NaN, null, "\\u007f"]}',
    );
  });

  it('runs functions as Python would, and prints them', () => {
    const program: Program = {
      parameters: [['xs', 'list']],
      body: [
        ['set', 'total', 0],
        ['each', 'i', 'x', 'xs', [['+=', 'total', ['//', ['-', 'x', ['-', 'i', 1]], 3]]]],
        [
          'return',
          ['dict', ['text', 'total'], 'total', ['text', 'rest'], ['%', ['at', 'xs', -1], 7]],
        ],
      ],
    };
    const code = [
      'def f(xs):',
      '    total = 0',
      '    for i, x in enumerate(xs):',
      '        total += (x - (i - 1)) // 3',
      '    return {"total": total, "rest": xs[-1] % 7}',
    ];
    assert.equal(printProgram(program, 'f'), code.join('\n'));
    const run = compile(program);
    assert.deepEqual(
      dumps(run(read('{"xs": [-5, 4, -10]}'), 100) as Value),
      '{"total": -5, "rest": 4}',
    );
    assert.equal(run(read('{"xs": []}'), 100), null);
    assert.equal(run(read('{"xs": [1.5]}'), 100), null);
    assert.equal(run(read(`{"xs": [${'1, '.repeat(200)}1]}`), 100), null);
  });

  it('asks for the input as often as the config says', () => {
    for (let index = 0; index < 20; index++) {
      const item = itemOf('codeio', 8, index);
      const { asked, input_data: input, output_data: output } = item.entry.metadata;
      assert.equal(rewardOf(item, JSON.stringify(asked === 'input' ? input : output)), 1);
      assert.equal(rewardOf(item, JSON.stringify(asked === 'input' ? output : input)), 0);
    }
  });
});
