/** Strict scoring, a table: what each answer earns and why. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { type Item, judge } from './support.ts';

interface Row extends Item {
  readonly answer: string;
  /** null: the entry itself is at fault. */
  readonly reward: number | null;
  readonly cause: string;
  readonly why: string;
}

const folder = 'test/cases/logic';
const table = readdirSync(folder)
  .filter((file) => /^strict.*\.jsonl$/.test(file))
  .sort()
  .flatMap((file) => readFileSync(`${folder}/${file}`, 'utf8').split('\n'))
  .filter((line) => line !== '')
  .map((line): Row => JSON.parse(line));

describe('logic, strict', () => {
  for (const { answer, reward, cause, why, ...item } of table) {
    it(`${item.task}: ${why}`, () => {
      const verdict = judge(item, answer);
      assert.equal(verdict.cause, cause);
      assert.equal(verdict.status === 'scored' ? verdict.reward : null, reward);
    });
  }
});
