import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type StemKind, stem } from '../../verifiers/stem/index.ts';
import { missing, report, rows } from '../support/data.ts';

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly gold: string;
  readonly pred: string;
  readonly expected: boolean | null;
  readonly policy?: string;
  readonly needs?: string;
  readonly tol?: { readonly rel?: number; readonly abs?: number };
  readonly options?: Readonly<Record<string, string>>;
}

/** One file, the kind its rows are judged as (decided by rule when absent), the share to reach. */
const files: readonly {
  readonly name: string;
  readonly kind?: StemKind;
  readonly floor: number;
}[] = [
  { name: 'quantity', kind: 'quantity', floor: 0.995 },
  { name: 'mcq', kind: 'mcq', floor: 0.999 },
  { name: 'chemistry', kind: 'chemistry', floor: 0.995 },
  { name: 'short_text', kind: 'short_text', floor: 0.995 },
  { name: 'expression', kind: 'expression', floor: 0.98 },
  { name: 'theoremqa_real', floor: 0.995 },
];

for (const { name, kind, floor } of files) {
  const file = `stem/${name}.jsonl`;
  test(`agreement with ${file}`, { skip: missing(file) }, () => {
    const core = { total: 0, agreed: 0, falseAccepts: [] as string[] };
    const misses: string[] = [];
    const policy = { total: 0, agreed: 0 };
    for (const row of rows<Row>(file)) {
      if (row.expected === null) continue;
      const verdict = stem.score({
        response: row.pred,
        prompt: undefined,
        reference: stem.reference.parse({
          answer: row.gold,
          ...(kind && { kind }),
          ...(row.tol && { tolerance: row.tol }),
          ...(row.options && { choices: row.options }),
        }),
        options: stem.options.parse({}),
      });
      const accepted = verdict.status === 'scored' && verdict.reward === 1;
      const agreed = accepted === row.expected;
      if (row.policy !== undefined || row.needs !== undefined) {
        policy.total++;
        if (agreed) policy.agreed++;
        continue;
      }
      core.total++;
      if (agreed) core.agreed++;
      else
        misses.push(
          `${row.id} expected ${row.expected}, ${verdict.cause}: ${row.gold} | ${row.pred}`,
        );
      if (accepted && !row.expected) core.falseAccepts.push(`${row.id} ${row.kind}`);
    }
    report(
      file,
      core.agreed,
      core.total,
      `${core.falseAccepts.length} false accepts; rows that need a policy ${policy.agreed}/${policy.total}`,
      misses,
    );
    assert.deepEqual(core.falseAccepts, []);
    assert.ok(core.agreed >= floor * core.total, `expected at least ${floor} of ${file}`);
  });
}
