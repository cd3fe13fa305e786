/**
 * Agreement with the public math-verification data, a line a file, false positives apart, as the
 * usual profile judges it; and every row about a convention under the switch that follows it.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { presetNames } from '../../verifiers/math/presets.ts';
import { report } from '../support/data.ts';
import {
  contradicted,
  type MathFile,
  mathFiles,
  mathMissing,
  mathRows,
  policies,
  runMathRow,
} from '../support/math.ts';

/** The least share of agreeing rows, and the most false positives, a file. */
const floors: Readonly<Record<MathFile, { share: number; falsePositives: number }>> = {
  'suite-mathverify': { share: 0.95, falsePositives: 2 },
  'suite-latex2sympy': { share: 0.9, falsePositives: 0 },
  'suite-others': { share: 0.93, falsePositives: 1 },
  'gold-rewrites': { share: 0.99, falsePositives: 2 },
  'e2e-real-models': { share: 0.99, falsePositives: 0 },
  'symbolic-generated': { share: 0.98, falsePositives: 0 },
  'own-equivalence': { share: 0.95, falsePositives: 1 },
  'own-extract-adversarial': { share: 0.9, falsePositives: 1 },
  'hard-hardverify': { share: 0.85, falsePositives: 2 },
  dos: { share: 1, falsePositives: 0 },
};

for (const name of mathFiles) {
  const floor = floors[name];
  test(`agrees with ${name}`, { skip: mathMissing(name) }, () => {
    const outcomes = mathRows(name).map((row) => runMathRow(row, { switches: false }));
    const right = outcomes.filter(({ kind }) => kind === 'right').length;
    const falsePositives = outcomes.filter(({ kind }) => kind === 'false positive').length;
    const misses = outcomes
      .filter(({ kind }) => kind !== 'right')
      .map(
        ({ row, kind, verdict }) =>
          `${row.id} ${kind}, ${verdict.cause}: ${row.gold} | ${row.pred}`,
      );
    const note = `${falsePositives} false positives`;
    report(`math/${name}.jsonl`, right, outcomes.length, note, misses);
    assert.ok(right >= floor.share * outcomes.length, `${right} of ${outcomes.length} agree`);
    assert.ok(falsePositives <= floor.falsePositives, `${falsePositives} false positives`);
  });
}

const skip = mathFiles.map(mathMissing).find((reason) => reason);
const about = () => mathFiles.flatMap(mathRows).filter(({ policy }) => policy !== undefined);

test('every policy of the data has its line in the table', { skip }, () => {
  const named = new Set(about().map(({ policy }) => policy ?? ''));
  assert.deepEqual([...named].sort(), Object.keys(policies).sort());
});

test('a row about a convention agrees under the switch of its policy', { skip }, () => {
  const left = about()
    .filter(({ id }) => !contradicted.has(id))
    .filter((row) => runMathRow(row).kind !== 'right');
  assert.deepEqual(
    left.map(({ policy, gold, pred }) => [policy, gold, pred]),
    [],
  );
});

test('a policy without a switch is followed under every preset', { skip }, () => {
  const left = about()
    .filter(({ policy }) => policies[policy ?? ''] === 'always')
    .flatMap((row) => presetNames.map((preset) => ({ row, preset })))
    .filter(({ row, preset }) => runMathRow(row, { options: { preset } }).kind !== 'right');
  assert.deepEqual(
    left.map(({ row, preset }) => [preset, row.policy, row.gold, row.pred]),
    [],
  );
});
