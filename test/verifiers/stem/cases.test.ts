import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { stem } from '../../../verifiers/stem/index.ts';

interface Row {
  readonly response: string;
  readonly reward: number;
  readonly why: string;
  readonly cause?: string;
  readonly options?: object;
}

const folder = new URL('../../cases/', import.meta.url);
const tables = readdirSync(folder).filter((name) => /^stem-.*\.jsonl$/.test(name));

for (const table of tables) {
  test(`cases of ${table}`, () => {
    const failures: string[] = [];
    for (const line of readFileSync(new URL(table, folder), 'utf8').split('\n')) {
      if (line === '') continue;
      const { response, reward, why, cause, options = {}, ...reference } = JSON.parse(line) as Row;
      const verdict = stem.score({
        response,
        prompt: undefined,
        reference: stem.reference.parse(reference),
        options: stem.options.parse(options),
      });
      const got = verdict.status === 'scored' ? verdict.reward : null;
      if (got !== reward || (cause !== undefined && verdict.cause !== cause)) {
        failures.push(`${line}\n  got ${got} ${verdict.cause}: ${verdict.message ?? ''} (${why})`);
      }
    }
    assert.deepEqual(failures, []);
  });
}
