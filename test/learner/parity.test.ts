/** Golden checkpoints made with the real libraries: every engine within the tolerance of their README. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { Gap, parity } from '../../src/learner/parity/index.ts';
import { dataRoot, missing } from '../support/data.ts';
import { implementations, openOrReason } from './engines/implementations.ts';

const checkpoints = ['qwen2-tiny', 'qwen2-tiny-bf16', 'llama-tiny'];
const skipData = missing('learner/hf');

for (const { name, open } of implementations) {
  describe(`engine ${name}`, { skip: skipData }, () => {
    // The slow engines are held against one: the rule is the same.
    for (const checkpoint of name.startsWith('tfjs') ? checkpoints.slice(0, 1) : checkpoints) {
      test(`agrees with ${checkpoint}`, async (t) => {
        const opened = await openOrReason(open);
        if (typeof opened === 'string') return t.skip(opened);
        await using engine = opened;
        const quantities: string[] = [];
        for await (const gap of parity(join(dataRoot, 'learner/hf', checkpoint), engine)) {
          quantities.push(gap.quantity);
          assert.ok(gap.within, `${gap.quantity}: ${gap.error} at ${gap.where}`);
        }
        assert.equal(quantities.length, 25);
      });
    }
  });
}

test('a gap is outside when one number is, when one is not a number, and when there is none', () => {
  const gap = new Gap('logits');
  assert.equal(gap.within, false);
  gap.see(1.00019, 1, { rtol: 1e-4, atol: 1e-4 });
  assert.equal(gap.within, true);
  gap.see(1.00021, 1, { rtol: 1e-4, atol: 1e-4 }, 'here');
  gap.see(1, 1, { rtol: 1e-4, atol: 1e-4 });
  assert.equal(gap.within, false);
  assert.equal(gap.where, 'here');
  const odd = new Gap('logits');
  odd.see(Number.NaN, 1, { rtol: 1, atol: 1 });
  assert.equal(odd.within, false);
});
