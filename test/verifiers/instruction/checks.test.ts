/** Every instruction on its own example, and the table of cases, each with its reason why. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { createBudget } from '../../../verifiers/budget.ts';
import { instructions } from '../../../verifiers/instruction/table.ts';

interface Case {
  readonly why: string;
  readonly id: string;
  readonly kwargs: Record<string, unknown>;
  readonly response: string;
  readonly passes: boolean;
}

const cases = readFileSync(new URL('../../cases/instruction.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Case);

function outcome(id: string, kwargs: unknown, text: string) {
  const bound = instructions.get(id)?.bind(kwargs);
  assert.ok(bound && 'check' in bound, `${id} takes ${JSON.stringify(kwargs)}`);
  return bound.check(text, { budget: createBudget(1_000_000), hardened: true });
}

describe('the example of each instruction', () => {
  for (const { id, example } of instructions.values()) {
    test(id, () => {
      const good = outcome(id, example.kwargs, example.passes);
      const bad = outcome(id, example.kwargs, example.fails);
      assert.deepEqual([good.passed, bad.passed], [true, false], `${good.reason} | ${bad.reason}`);
      assert.ok(good.reason && bad.reason);
    });
  }
});

describe('cases', () => {
  for (const { why, id, kwargs, response, passes } of cases) {
    test(`${id}: ${why}`, () => {
      const { passed, reason } = outcome(id, kwargs, response);
      assert.equal(passed, passes, reason);
    });
  }

  test('every instruction has one', () => {
    const covered = new Set(cases.map(({ id }) => id));
    assert.deepEqual(
      [...instructions.keys()].filter((id) => !covered.has(id)),
      [],
    );
  });
});
