/** Correct programs of the code data must be correct here too; a slice, for time. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Sandbox } from '../../../sandbox/index.ts';
import { code } from '../../../verifiers/code/index.ts';
import { missing, report, rows } from '../../support/data.ts';
import { openLevel, twoAtATime } from '../../support/levels.ts';

interface Program {
  readonly id: string;
  readonly code: string;
  readonly tests: object;
}

let opened: Promise<Sandbox | null> | undefined;
after(async () => (await opened)?.[Symbol.asyncDispose]());

/** The ids of programs that do not get full marks. */
async function refused(programs: readonly Program[]): Promise<string[]> {
  opened ??= openLevel('isolate');
  const sandbox = (await opened) as Sandbox;
  const bad: string[] = [];
  await twoAtATime(programs, async ({ id, code: program, tests }) => {
    const verdict = await code.score(
      {
        response: program,
        prompt: undefined,
        reference: code.reference.parse({ language: 'python', tests }),
        options: code.options.parse({ extract: 'raw' }),
      },
      { sandbox, signal: new AbortController().signal },
    );
    if (verdict.status !== 'scored' || verdict.reward !== 1) bad.push(`${id}: ${verdict.cause}`);
  });
  return bad;
}

interface Problem {
  readonly id: string;
  readonly kind: string;
  readonly tests: object;
  readonly solutions_correct: readonly { readonly code: string }[];
}

for (const [file, slice] of [
  ['code/python_stdin.jsonl', 30],
  ['code/python_function.jsonl', 60],
] as const) {
  test(`correct programs of ${file} pass`, { skip: missing(file) }, async () => {
    const programs = rows<Problem>(file)
      .slice(0, slice)
      .map(({ id, kind, tests, solutions_correct: [first] }) => ({
        id,
        code: first?.code ?? '',
        tests: { kind, ...tests },
      }));
    const bad = await refused(programs);
    report(`${file} at level isolate`, programs.length - bad.length, programs.length);
    assert.deepEqual(bad, []);
  });
}

/** JSON.parse has already rounded such a reference: it says nothing about the program. */
const exact = (value: unknown): boolean =>
  typeof value === 'number'
    ? !Number.isInteger(value) || Number.isSafeInteger(value)
    : typeof value !== 'object' || value === null || Object.values(value).every(exact);

interface Idiom extends Program {
  readonly language: string;
  readonly kind: string;
  readonly needs?: string;
}

test('idioms pass that need no threads', {
  skip: missing('code-idioms/correct.jsonl'),
}, async () => {
  const programs = rows<Idiom>('code-idioms/correct.jsonl')
    .filter(({ language, needs }) => language === 'python' && needs !== 'threads')
    .filter(({ tests }) => exact(tests))
    .map(({ id, kind, tests, code: program }) => ({
      id,
      code: program,
      tests: { kind, ...tests },
    }));
  const bad = await refused(programs);
  report(
    'code-idioms/correct.jsonl at level isolate',
    programs.length - bad.length,
    programs.length,
  );
  assert.deepEqual(bad, []);
});
