/** The verifier around the tasks: extraction, faulty references, caps. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { logic, taskByName, tasks } from '../../../verifiers/logic/index.ts';
import { itemOf, judge, rewardOf } from './support.ts';

const entry = { question: '', answer: '7', metadata: {} };

function score(
  response: string,
  reference: Partial<Parameters<typeof logic.score>[0]['reference']> = {},
) {
  return logic.score({
    response,
    prompt: undefined,
    reference: { task: 'number_sequence', entry, ...reference },
    options: logic.options.parse({}),
  });
}

describe('logic verifier', () => {
  it('takes the last answer tag outside the thinking', () => {
    const right = score(
      '<think><answer>6</answer></think>No: <answer>6</answer> <answer> 7 </answer>',
    );
    assert.equal(right.status === 'scored' && right.reward, 1);
    assert.equal(right.status === 'scored' && right.extracted, '7');
    assert.equal(score('<think><answer>7</answer></think>').cause, 'wrong_format');
    assert.equal(score('7').cause, 'wrong_format');
    assert.equal(score('<answer> </answer>').cause, 'no_answer');
  });

  it('says what is wrong with a reference', () => {
    const faults = [
      score('<answer>7</answer>', { task: 'no_such_task' }),
      score('<answer>7</answer>', { config: { min_terms: 'four' } }),
      score('<answer>7</answer>', { task: 'countdown' }),
    ];
    for (const verdict of faults) {
      assert.equal(verdict.status, 'unscorable');
      assert.equal(verdict.cause, 'reference_invalid');
      assert.match(verdict.message ?? '', /expected/i);
    }
  });

  it('takes the seed and size a reference config carries', () => {
    const verdict = score('<answer>7</answer>', { config: { seed: 1, size: 500, min_terms: 5 } });
    assert.equal(verdict.cause, 'equal');
  });

  it('caps the length of an answer', () => {
    assert.equal(score(`<answer>${'7'.repeat(100_000)}</answer>`).cause, 'too_long');
  });

  it('lists every task once', () => {
    assert.equal(taskByName.size, tasks.length);
    assert.ok(tasks.length >= 42);
  });

  it("judges an entry's own answer by the rules, in each mode, however often it comes", () => {
    const item = itemOf('countdown', 5);
    const entry = { ...item.entry, answer: '1 + 1' };
    const reference = { ...item, entry };
    for (const mode of ['strict', 'compat', 'strict', 'compat'] as const) {
      const verdicts = ['1 + 1', '1 + 1', item.entry.answer ?? ''].map((response) =>
        logic.score({ response, prompt: undefined, reference, options: { mode, extract: 'raw' } }),
      );
      const rewards = verdicts.map((one) => (one.status === 'scored' ? one.reward : null));
      assert.deepEqual(rewards, mode === 'strict' ? [0, 0, 1] : [0.05, 0.05, 1]);
    }
  });

  it('writes nothing into the entry it judges by', () => {
    for (const task of taskByName.keys()) {
      const item = frozen(itemOf(task, 5));
      const wrong = itemOf(task, 6).entry.answer ?? '';
      for (const mode of ['strict', 'compat'] as const) {
        for (const answer of [item.entry.answer ?? '', wrong, 'x']) {
          assert.doesNotThrow(() => judge(item, answer, mode), task);
        }
      }
    }
  });

  it('pays the oracle in compat mode too', () => {
    for (const task of taskByName.keys()) {
      const item = itemOf(task, 5);
      assert.ok((rewardOf(item, item.entry.answer ?? '', 'compat') ?? 0) > 0, task);
    }
  });
});

/** The same value, nothing of which can be written to. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(frozen);
  return Object.freeze(value);
}
