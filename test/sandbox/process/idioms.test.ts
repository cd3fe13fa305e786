/** Main programs of the idiom data, run straight through the backend and compared line by line. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { missing, report, rows } from '../../support/data.ts';
import { twoAtATime } from '../../support/levels.ts';
import { absent, native, script } from './native.ts';

interface Idiom {
  readonly id: string;
  readonly language: string;
  readonly kind: string;
  readonly code: string;
  readonly tests: { readonly inputs: readonly string[]; readonly outputs: readonly string[] };
  /** What each test gives; absent where all pass. */
  readonly verdicts?: readonly string[];
}

const trimmed = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd();

const run = native();
for (const file of ['code-idioms/correct.jsonl', 'code-idioms/wrong.jsonl']) {
  test(`stdin programs of ${file}`, { skip: absent || missing(file) }, async () => {
    const programs = rows<Idiom>(file).filter(
      ({ language, kind }) => language === 'python' && kind === 'stdin',
    );
    const bad: string[] = [];
    await twoAtATime(programs, async ({ id, code, tests, verdicts }) => {
      const results = await run(code, tests.inputs.map(script));
      const got = results.map(({ status, stdout }, i) => {
        if (status !== 'ok') return status;
        return trimmed(stdout) === trimmed(tests.outputs[i] ?? '') ? 'pass' : 'wrong_answer';
      });
      const expected = verdicts ?? tests.inputs.map(() => 'pass');
      if (got.join() !== expected.join()) bad.push(`${id}: expected ${expected}, got ${got}`);
    });
    report(`${file}, Python stdin`, programs.length - bad.length, programs.length, 'namespaces');
    assert.deepEqual(bad, []);
  });
}
