/** Every rule on its own example, and docs/stem.md made from them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { page } from '../../../scripts/stem-catalogue.ts';
import { stem, stemKinds } from '../../../verifiers/stem/index.ts';
import { rules } from '../../../verifiers/stem/rules.ts';

for (const kind of stemKinds) {
  describe(`rules of ${kind}`, () => {
    for (const { rule, reference, passes, fails } of rules[kind]) {
      test(rule, () => {
        const reward = (response: string) => {
          const verdict = stem.score({
            response,
            prompt: undefined,
            reference: stem.reference.parse({ kind, ...reference }),
            options: stem.options.parse({}),
          });
          return verdict.status === 'scored' ? verdict.reward : null;
        };
        assert.deepEqual([reward(passes), reward(fails)], [1, 0]);
      });
    }
  });
}

test('docs/stem.md is made from the tables: npm run -s catalogues', () => {
  const file = new URL('../../../docs/stem.md', import.meta.url);
  assert.equal(readFileSync(file, 'utf8'), page());
});
