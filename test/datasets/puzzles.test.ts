/** Puzzle streams as Samples. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { puzzles, puzzleTasks } from '../../datasets/index.ts';
import { Sample } from '../../verifiers/contract.ts';
import { logic } from '../../verifiers/logic/index.ts';

describe('puzzles', () => {
  it('gives samples that need only a response', () => {
    const made = [...puzzles({ task: 'countdown', count: 3, seed: 1 })];
    assert.deepEqual(
      made.map((sample) => sample.id),
      ['countdown-1-0', 'countdown-1-1', 'countdown-1-2'],
    );
    for (const sample of made) {
      const response = `Let me see.\n<answer>${sample.reference.entry.answer}</answer>`;
      const full = Sample.parse({ ...sample, response });
      const verdict = logic.score({
        response,
        prompt: full.prompt,
        reference: logic.reference.parse(full.reference),
        options: logic.options.parse({}),
      });
      assert.equal(verdict.cause, 'equal');
      assert.match(sample.prompt, /<answer>/);
    }
  });

  it('is a stream: the first entries do not depend on how many are asked for', () => {
    const stream = { task: 'zebra_puzzles', seed: 8 };
    const [first] = puzzles({ ...stream, count: 1_000_000 });
    assert.deepEqual(first, [...puzzles({ ...stream, count: 2 })][0]);
  });

  it('takes a level and a config over it', () => {
    const [easy] = puzzles({ task: 'sudoku', count: 1, seed: 1, level: 0 });
    assert.deepEqual(easy?.reference.config, { min_empty: 20, max_empty: 30 });
    const [own] = puzzles({
      task: 'sudoku',
      count: 1,
      seed: 1,
      level: 0,
      config: { max_empty: 21 },
    });
    assert.deepEqual(own?.reference.config, { min_empty: 20, max_empty: 21 });
  });

  it('says what it expected', () => {
    const first = (stream: Parameters<typeof puzzles>[0]) => [...puzzles(stream)];
    assert.throws(() => first({ task: 'chess', count: 1, seed: 1 }), /Expected a task among/);
    assert.throws(() => first({ task: 'sudoku', count: 1, seed: 0.5 }), /Expected an integer seed/);
    assert.throws(() => first({ task: 'sudoku', count: 1, seed: 1, level: -1 }), /level/);
    assert.throws(
      () => first({ task: 'sudoku', count: 1, seed: 1, config: { empty: 3 } }),
      /empty/,
    );
  });

  it('lists every task with its config schema and levels', () => {
    const tasks = puzzleTasks();
    assert.equal(new Set(tasks.map((t) => t.task)).size, tasks.length);
    for (const { task, config, curriculum } of tasks) {
      assert.equal(config.type, 'object', task);
      const fields = Object.keys(config.properties as object);
      for (const attribute of curriculum) {
        const names = attribute.kind === 'range' ? attribute.fields : [attribute.field];
        for (const name of names) assert.ok(fields.includes(name), `${task}.${name}`);
      }
    }
    assert.doesNotThrow(() => JSON.stringify(tasks));
  });
});
