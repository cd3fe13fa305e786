/**
 * Programs that graders get wrong, through the verifier at every level of this host: each must get
 * its recorded fraction. What a row needs and a level does not have is named here, not passed over.
 * Every fourth row, unless ASSAY_CONFORMANCE=full.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LanguageId, Level, Sandbox } from '../../sandbox/index.ts';
import { code } from '../../verifiers/code/index.ts';
import type { Judgement } from '../../verifiers/contract.ts';
import { losslessRows, missing, report } from '../support/data.ts';
import { levels, openLevel, twoAtATime } from '../support/levels.ts';

interface Row {
  readonly id: string;
  readonly language: string;
  readonly code: string;
  readonly tests: unknown;
  /** Of wrong programs; right ones get 1. */
  readonly fraction?: number;
  readonly needs?: string;
}

const step = process.env.ASSAY_CONFORMANCE === 'full' ? 1 : 4;
/** CPython on WebAssembly runs a thread to its end where it is started. */
const absent: Readonly<Record<Level, readonly string[]>> = {
  isolate: ['threads'],
  namespaces: [],
  cgroup: [],
};

async function fraction(sandbox: Sandbox, { language, tests, code: source }: Row) {
  const verdict = await code.score(
    {
      response: source,
      prompt: undefined,
      reference: code.reference.parse({ language, tests }),
      options: code.options.parse({ extract: 'raw' }),
    },
    { sandbox, signal: new AbortController().signal },
  );
  assert.equal(verdict.status, 'scored', verdict.message);
  return (verdict as Judgement).reward;
}

for (const level of levels) {
  for (const name of ['correct', 'wrong']) {
    const file = `code-idioms/${name}.jsonl`;
    test(`${file} at level ${level}`, { skip: missing(file) }, async (t) => {
      const sandbox = await openLevel(level);
      if (sandbox === null) return t.skip(`SKIPPED: this host has no level ${level}`);
      await using _open = sandbox;
      const rows = losslessRows<Row>(file)
        .filter(({ language }) => sandbox.languages[language as LanguageId] === level)
        .filter((_, i) => i % step === 0);
      const different: string[] = [];
      await twoAtATime(rows, async (row) => {
        const got = await fraction(sandbox, row);
        if (Math.abs(got - (row.fraction ?? 1)) > 1e-3) different.push(row.id);
      });
      report(file, rows.length - different.length, rows.length, level, different);
      const excused = rows.filter(({ needs }) => needs && absent[level].includes(needs));
      const unexpected = different.filter((id) => !excused.some((row) => row.id === id));
      assert.deepEqual(unexpected, []);
    });
  }
}
