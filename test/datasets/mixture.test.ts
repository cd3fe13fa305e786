/** Mixtures, splits and curricula of puzzle streams. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createCurriculum, mixture, puzzles, splitOf } from '../../datasets/index.ts';
import { logic } from '../../verifiers/logic/index.ts';

describe('mixture', () => {
  const parts = [
    { task: 'countdown', weight: 3 },
    { task: 'sudoku', weight: 1, level: 0 },
    { task: 'word_ladder', weight: 0 },
  ];

  it('draws tasks by weight, the same for the same seed', () => {
    const made = [...mixture({ parts, count: 200, seed: 4 })];
    assert.deepEqual([...mixture({ parts, count: 200, seed: 4 })], made);
    const of = (task: string) => made.filter(({ reference }) => reference.task === task).length;
    assert.ok(of('countdown') > 120 && of('sudoku') > 25, `${of('countdown')} and ${of('sudoku')}`);
    assert.equal(of('word_ladder'), 0);
  });

  it('is a stream: what comes first does not depend on how much is asked for', () => {
    const [first] = mixture({ parts, count: 1_000_000, seed: 2 });
    assert.deepEqual([...mixture({ parts, count: 1, seed: 2 })], [first]);
  });

  it('says what it expected of weights', () => {
    for (const weight of [-1, Number.NaN, 0, Infinity]) {
      const all = () => [...mixture({ parts: [{ task: 'countdown', weight }], count: 1, seed: 1 })];
      assert.throws(all, /Expected weights/);
    }
  });

  it('is judged by the task that the entry names', () => {
    const [sample] = mixture({ parts, count: 1, seed: 4 });
    assert.ok(sample);
    const { entry, config } = sample.reference;
    const verdict = logic.score({
      response: entry.answer ?? '',
      prompt: undefined,
      reference: { task: 'composite', entry, config },
      options: { mode: 'strict', extract: 'raw' },
    });
    assert.equal(verdict.cause, 'equal');
  });
});

describe('splits', () => {
  it('share no question, whatever the seed, even where there are few questions', () => {
    const small = { config: { min_value: 1, max_value: 12 } };
    const questions = (split: 'train' | 'test', seed: number) =>
      [...puzzles({ task: 'base_conversion', count: 100, seed, split, ...small })].map(
        ({ reference }) => reference.entry.question,
      );
    const test = new Set([...questions('test', 1), ...questions('test', 2)]);
    const train = [...questions('train', 1), ...questions('train', 3)];
    assert.ok(train.every((question) => !test.has(question)));
    assert.ok([...test].every((question) => splitOf(question) === 'test'));
  });

  it('are the whole stream together', () => {
    const stream = { task: 'countdown', count: 100, seed: 9 };
    const all = [...puzzles(stream)].map(({ reference }) => reference.entry.question);
    const train = new Set(
      [...puzzles({ ...stream, split: 'train' })].map(({ reference }) => reference.entry.question),
    );
    for (const question of all) assert.equal(train.has(question), splitOf(question) === 'train');
  });
});

describe('templates', () => {
  it('put the question and the form of the answer where they are asked for', () => {
    const template = '<q>{question}</q> {answer_format} {other}';
    const [sample] = puzzles({ task: 'countdown', count: 1, seed: 1, template });
    assert.ok(sample);
    assert.ok(sample.prompt.startsWith(`<q>${sample.reference.entry.question}</q> `));
    assert.ok(sample.prompt.endsWith(' {other}'));
    assert.ok(!sample.prompt.includes('{answer_format}'));
  });
});

describe('a curriculum', () => {
  it('rises with success, falls with failure, and stays within the levels', () => {
    const course = createCurriculum({ task: 'sudoku', window: 4, raise: 0.75, lower: 0.25 });
    const report = (rewards: number[]) => rewards.map((reward) => course.report(reward)).at(-1);
    assert.equal(report([1, 1, 1]), 0);
    assert.equal(report([0]), 1);
    assert.equal(report([1, 0, 1, 0]), 1);
    assert.equal(report(Array<number>(400).fill(1)), 4);
    assert.equal(report([0, 0, 0, 0.5]), 3);
    assert.equal(report(Array<number>(400).fill(0)), 0);
    assert.equal(course.level, 0);
  });

  it('takes rewards only', () => {
    const course = createCurriculum({ task: 'sudoku' });
    for (const reward of [-1, 2, Number.NaN])
      assert.throws(() => course.report(reward), RangeError);
    assert.throws(() => createCurriculum({ task: 'chess' }), RangeError);
  });
});
