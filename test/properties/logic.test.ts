/** What must hold for every task, seed and answer. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { generate, taskByName } from '../../verifiers/logic/index.ts';
import { type Item, itemOf, judge, rewardOf } from '../verifiers/logic/support.ts';

const seed = fc.integer({ min: 0, max: 1_000_000 });
const hostile = [
  '9**9**9', '(', ')'.repeat(5_000), '('.repeat(5_000), '-'.repeat(5_000), '¬'.repeat(5_000), '\u0000', '\ud800',
  '{"__proto__": 1}', '['.repeat(20_000), 'NaN', '1e999', `1${'0'.repeat(60_000)}`, '(P→'.repeat(1_000), ','.repeat(60_000),
  '1/0', 'x'.repeat(60_000), ' \t'.repeat(30_000), '1 '.repeat(30_000), '¬(P∧'.repeat(900),
]; // biome-ignore format: a list

for (const task of taskByName.keys()) {
  describe(`logic ${task}`, () => {
    it('is deterministic by seed, survives JSON and accepts its own answer', () => {
      fc.assert(
        fc.property(seed, fc.nat(50), (s, index) => {
          const { entry, config } = generate({ task, seed: s, index });
          assert.deepEqual(generate({ task, seed: s, index }), { entry, config });
          const item: Item = { task, entry: JSON.parse(JSON.stringify(entry)), config };
          assert.deepEqual(item.entry, entry);
          assert.equal(rewardOf(item, entry.answer ?? ''), 1);
          assert.equal(rewardOf(item, `\r\n ${entry.answer} \r\n`), 1);
          assert.equal(rewardOf(item, `\`\`\`\n${entry.answer}\n\`\`\``), 1);
        }),
        { numRuns: 12 },
      );
    });

    it('makes entries at every level', () => {
      const levels = Math.max(
        ...(taskByName.get(task)?.curriculum ?? []).map((a) => a.levels.length),
      );
      for (let level = 0; level < Math.min(levels, 4); level++) {
        const item = itemOf(task, 11, level, level);
        assert.equal(rewardOf(item, item.entry.answer ?? ''), 1);
      }
    });

    it('pays nothing for nothing and for the question', () => {
      const items = Array.from({ length: 10 }, (_, index) => itemOf(task, 77, index));
      for (const answer of ['', ' ', '\n', '.', '**', '``']) {
        for (const item of items.slice(0, 5)) assert.equal(rewardOf(item, answer), 0, answer);
      }
      for (const item of items) assert.equal(rewardOf(item, item.entry.question), 0);
    });

    it('pays less than full marks for the oracle with something added', () => {
      const item = itemOf(task, 5);
      const oracle = item.entry.answer ?? '';
      for (const answer of [`${oracle} 7 7`, `x${oracle}`, `not ${oracle}`]) {
        assert.ok((rewardOf(item, answer) ?? 0) < 1, answer);
      }
    });

    it('never throws, whatever the answer, in either mode', () => {
      const item = itemOf(task, 9);
      const check = (answer: string) => {
        for (const mode of ['strict', 'compat'] as const) {
          const verdict = judge(item, answer, mode);
          assert.ok(verdict.status === 'scored' && verdict.reward >= 0 && verdict.reward <= 1);
          assert.notEqual(verdict.cause, 'step_limit', answer);
        }
      };
      hostile.forEach(check);
      const { answer } = item.entry;
      const mutated = fc
        .tuple(
          fc.nat((answer ?? '').length),
          fc.nat(5),
          fc.string({ unit: 'grapheme', maxLength: 6 }),
        )
        .map(([at, cut, put]) => `${answer?.slice(0, at)}${put}${answer?.slice(at + cut)}`);
      const junk = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.json(), mutated);
      fc.assert(fc.property(junk, check), { numRuns: 1_000 });
    });
  });
}

it('keeps neighbouring seeds apart', () => {
  for (const task of taskByName.keys()) {
    const a = generate({ task, seed: 42, index: 1 }).entry.question;
    const b = generate({ task, seed: 43, index: 0 }).entry.question;
    assert.notEqual(a, b, task);
  }
});

/** Default configs with a few hundred questions in all. */
const small = new Set(['string_splitting', 'string_synthesis', 'tower_of_hanoi', 'coin_flip']);

it('asks something else under another seed and index', () => {
  for (const task of taskByName.keys()) {
    if (small.has(task)) continue;
    const questions = Array.from(
      { length: 200 },
      (_, index) => generate({ task, seed: index % 4, index }).entry.question,
    );
    const different = new Set(questions).size;
    assert.ok(different >= 180, `${task}: ${different} different questions of 200`);
  }
});
