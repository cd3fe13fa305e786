/** Whatever kwargs and responses come: a verdict, the same one twice, and never an exception. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instruction } from '../../verifiers/instruction/index.ts';
import { createRng } from '../../verifiers/random.ts';
import { randomInstruction } from '../support/instructions.ts';

const runs = 100_000;

test(`${runs} random kwargs and responses`, () => {
  const rng = createRng(6);
  for (let n = 0; n < runs; n++) {
    const { id, kwargs, response } = randomInstruction(rng);
    const judge = () =>
      instruction.score({
        response,
        prompt: undefined,
        reference: { instruction_id_list: [id], kwargs: [kwargs] },
        options: {
          mode: n % 2 ? 'loose' : 'strict',
          reward: 'all',
          hardened: n % 3 > 0,
          thinking: 'strip',
        },
      });
    const shown = () => JSON.stringify({ id, kwargs, response });
    let verdict: ReturnType<typeof judge>;
    try {
      verdict = judge();
    } catch (error) {
      assert.fail(`${shown()}: ${(error as Error).stack}`);
    }
    if (verdict.status === 'scored') {
      assert.ok(verdict.reward === 0 || verdict.reward === 1, shown());
      assert.notEqual(verdict.cause, 'step_limit', shown());
    } else assert.equal(verdict.cause, 'reference_invalid', shown());
    if (n % 50 === 0) assert.deepEqual(judge(), verdict, shown());
  }
});
