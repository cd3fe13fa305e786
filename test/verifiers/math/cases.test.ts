/** The tables of answers and of extraction. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { extractAnswer } from '../../../verifiers/extract/answer.ts';
import { math } from '../../../verifiers/math/index.ts';

function table<T>(name: string): T[] {
  const file = new URL(`../../cases/${name}.jsonl`, import.meta.url);
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

interface Pair {
  readonly gold: string;
  readonly pred: string;
  readonly equal: boolean;
  readonly why: string;
  readonly options?: object;
}

for (const row of table<Pair>('math')) {
  test(`${row.gold} ${row.equal ? '=' : '≠'} ${row.pred}: ${row.why}`, () => {
    const verdict = math.score({
      response: row.pred,
      prompt: undefined,
      reference: { answer: row.gold },
      options: math.options.parse({ form: 'answer', ...row.options }),
    });
    assert.equal(verdict.status, 'scored');
    assert.equal(verdict.status === 'scored' && verdict.reward, row.equal ? 1 : 0);
  });
}

for (const row of table<{ text: string; answer: string | null; why: string }>('math-extract')) {
  test(`extract ${JSON.stringify(row.text).slice(0, 60)}: ${row.why}`, () => {
    assert.equal(extractAnswer(row.text)?.text ?? null, row.answer);
  });
}

test('what was read before does not show', () => {
  const text = 'Therefore, 6*7 = 42';
  const fresh = extractAnswer(text);
  extractAnswer('The answer is about 1 234 567 or so many more than that');
  assert.deepEqual(extractAnswer(text), fresh);
  assert.equal(fresh?.text, '42');
});
