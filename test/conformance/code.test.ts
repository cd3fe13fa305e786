/**
 * Programs with recorded results, through the verifier and a real sandbox of every level the host
 * has: the measured fraction must be the recorded one. A slice of the rows, unless
 * ASSAY_CONFORMANCE=full. Time-outs are left out: they depend on the machine.
 */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type { LanguageId, Level, Sandbox } from '../../sandbox/index.ts';
import { code } from '../../verifiers/code/index.ts';
import type { Judgement } from '../../verifiers/contract.ts';
import { losslessRows, missing, report } from '../support/data.ts';
import { levels, openLevel, twoAtATime } from '../support/levels.ts';

interface Solution {
  readonly code: string;
  readonly origin: string;
  readonly fraction: number;
  readonly verdict: string;
}

interface Row {
  readonly id: string;
  readonly language: LanguageId;
  readonly tests: unknown;
  readonly solutions_correct: readonly Solution[];
  readonly solutions_wrong: readonly Solution[];
}

const full = process.env.ASSAY_CONFORMANCE === 'full';
/** Rows of a slice: a fresh interpreter a sample is slow in WebAssembly. */
const sliceOf = {
  isolate: { python: 8, other: 16 },
  namespaces: { python: 16, other: 16 },
  cgroup: { python: 8, other: 8 },
};
const floor = 0.95;
const files: readonly (readonly [file: string, language: LanguageId])[] = [
  ['python_stdin', 'python'],
  ['python_function', 'python'],
  ['python_assert', 'python'],
  ['javascript_function', 'javascript'],
  ['javascript_assert', 'javascript'],
  ['typescript_function', 'typescript'],
  ['typescript_assert', 'typescript'],
  ['compiled_assert', 'cpp'],
];

/** Evenly spread, the same ones every time. Read without loss, as the doors do. */
function slice(file: string, count: number): Row[] {
  const rows = losslessRows<Row>(file);
  const step = full ? 1 : Math.max(1, Math.floor(rows.length / count));
  return rows.filter((_, i) => i % step === 0);
}

async function compare(rows: readonly Row[], sandbox: Sandbox) {
  const here = rows.filter(({ language }) => Object.hasOwn(sandbox.languages, language));
  const jobs = here.flatMap((row) =>
    [...row.solutions_correct, ...row.solutions_wrong]
      .filter(({ verdict }) => verdict !== 'timeout')
      .map((solution) => ({ row, solution })),
  );
  const different: string[] = [];
  let judged = 0;
  const options = code.options.parse({ extract: 'raw', limits: { test_ms: 1500, total_ms: 5000 } });
  await twoAtATime(jobs, async ({ row, solution }) => {
    const reference = code.reference.parse({ language: row.language, tests: row.tests });
    const task = { response: solution.code, prompt: undefined, reference, options };
    const signal = new AbortController().signal;
    const verdict = await code.score(task, { sandbox, signal });
    assert.equal(verdict.status, 'scored', `${row.id}: ${verdict.message}`);
    const { reward, parts } = verdict as Judgement;
    const tests = (parts?.tests ?? []) as { cause: string }[];
    if (tests.some(({ cause }) => cause === 'time_limit')) return;
    judged++;
    if (Math.abs(reward - solution.fraction) < 1e-3) return;
    const causes = [...new Set(tests.map(({ cause }) => cause))].join(', ');
    different.push(`${row.id} ${solution.origin}: ${solution.fraction}, got ${reward} (${causes})`);
  });
  return { asked: jobs.length, judged, different };
}

function suite(level: Level): void {
  describe(`level ${level}`, () => {
    let opened: Promise<Sandbox | null> | undefined;
    const open = () => {
      opened ??= openLevel(level);
      return opened;
    };
    after(async () => {
      await (await opened)?.[Symbol.asyncDispose]();
    });
    for (const [name, language] of files) {
      const file = `code/${name}.jsonl`;
      test(`${file} gives the recorded fractions`, { skip: missing(file) }, async (t) => {
        const sandbox = await open();
        if (sandbox === null) return t.skip(`SKIPPED: this host has no level ${level}`);
        if (sandbox.languages[language] !== level) return; // runs behind another wall, tested there
        const rows = slice(file, sliceOf[level][language === 'python' ? 'python' : 'other']);
        const { asked, judged, different } = await compare(rows, sandbox);
        const note = full ? level : `${level}, ${rows.length} rows`;
        report(file, judged - different.length, judged, note, different);
        assert.ok(judged > asked / 2, 'most must end in time');
        assert.ok((judged - different.length) / judged >= floor);
      });
    }
  });
}

for (const level of levels) suite(level);
